"""What can go wrong while fetching."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import Problem


class FetchFailed(Problem):
    """A file could not be had, or is not the one it should be."""


class DiskFull(Problem):
    """There is no space left in the home folder."""


@contextmanager
def typed_disk_errors(home: Path) -> Iterator[None]:
    """Turns the operating system's complaints about `home` into problems."""
    kept = "What was fetched before is kept."
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(
                f"There is no space left in {home}.",
                kept=kept,
                next_step="Free some, or point COPILOT_HOME at a larger disk, and run it again.",
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise Problem(
                f"Cannot write to {error.filename or home}.", kept=kept, next_step="Point COPILOT_HOME elsewhere."
            ) from error
        raise
