"""Typed problems: what happened, what was kept, what to do next."""

from __future__ import annotations


class Problem(Exception):
    """Base of every error a user may see.

    Args:
        what: what happened, in one sentence.
        kept: what was not lost ("the previous index still answers").
        next_step: what the reader can do now.
    """

    #: process exit code: 2 for bad usage or input, 1 for a failure of ours or of the machine
    exit_code = 1

    def __init__(self, what: str, *, kept: str = "", next_step: str = "") -> None:
        self.what, self.kept, self.next_step = what, kept, next_step
        super().__init__(" ".join(part for part in (what, kept, next_step) if part))


class BadInput(Problem):
    """The caller's input is wrong: a missing file, a broken document, an unknown name."""

    exit_code = 2


class IndexBusy(Problem):
    """Another process is writing this index."""


class IndexBroken(Problem):
    """The index on disk is missing, empty, incomplete, or does not match its manifest."""
