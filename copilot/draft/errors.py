"""What can go wrong with a language model. No message carries text of a prompt or of an answer."""

from __future__ import annotations

from retrieval.errors import Problem


class EngineTimeout(Problem):
    """The model did not finish in time."""


class EngineFailed(Problem):
    """The model could not be loaded, or raised an error."""
