"""The evaluation harness, which is an extra: a server that only answers does without it."""

from __future__ import annotations

import importlib
from types import ModuleType

from retrieval.errors import Problem


def evals(module: str) -> ModuleType:
    """A module of `evals`. Raises Problem: the extra is not installed."""
    try:
        return importlib.import_module(f"evals.{module}")
    except ModuleNotFoundError as error:
        raise Problem(
            f"The evaluation harness is not installed ({error.name} is missing).",
            next_step='pip install "clinician-copilot[evals]"',
        ) from error
