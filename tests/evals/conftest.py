"""The slice of every suite: no model, no sample data, nothing of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from samples import LetterEncoder

from evals import lab
from evals.fairness import counterfactual, subgroups
from evals.suites import deid, robustness


@pytest.fixture(autouse=True)
def _bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No installed models or data; letters in place of the sentence encoder."""
    monkeypatch.setenv("COPILOT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COPILOT_SHARED_DATA", str(tmp_path / "shared"))
    monkeypatch.setattr(lab, "encoder", LetterEncoder)
    for cached in _CACHED:
        cached.cache_clear()
    yield
    for cached in _CACHED:
        cached.cache_clear()


_CACHED = (
    lab.settings, lab.scratch, lab.copilot, lab.reranker, lab.synthetic, subgroups._persons,
    counterfactual._base, counterfactual._copilot, deid._copilot,
    robustness._plain, robustness._turned, robustness._copilot,
)  # fmt: skip
