"""Every score against values worked out from its publication."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

import pytest

from retrieval.scores import get, registry, run

_FILE = resources.files("evals") / "data" / "scores" / "golden.toml"
_VECTORS = tomllib.loads(_FILE.read_text("utf-8"))["vector"]
_WITHOUT = {"prevent-hba1c-30y", "prevent-sdi-30y", "prevent-full-30y", "caprini"}
"""Tested elsewhere: the same code as its 10-year twin with another column; caprini in test_caprini.py."""


@pytest.mark.parametrize("vector", _VECTORS, ids=[f"{v['score']}-{v['why'][:40]}" for v in _VECTORS])
def test_it_gives_the_published_value(vector: dict[str, Any]) -> None:
    score = get(vector["score"])
    result = run(score, vector["inputs"])
    expected = vector["expected"]
    wanted = expected if isinstance(expected, dict) else {score.output: expected}
    assert result.status == "complete"
    for output, value in wanted.items():
        within = vector.get("within", 0.5 * 10.0**-score.decimals + 1e-9)
        assert result.outputs[output].low == pytest.approx(value, abs=within), output


def test_every_score_has_one() -> None:
    assert {vector["score"] for vector in _VECTORS} | _WITHOUT == set(registry())
