from __future__ import annotations

import pytest
from pydantic import ValidationError

from evals import suite
from evals.bars import Bar, bars
from evals.stats import estimate


def test_every_bar_is_of_a_suite_and_has_its_reason() -> None:
    assert {bar.suite for bar in bars()} == set(suite.names())
    assert all(len(bar.reason) > 20 for bar in bars())


def test_outcomes() -> None:
    half = estimate([(1.0, 1.0), (0.0, 1.0)])
    assert Bar(suite="s", measure="m", at_least=0.5, reason="r").outcome(half) == "met"
    assert Bar(suite="s", measure="m", at_least=0.51, reason="r").outcome(half) == "broken"
    assert Bar(suite="s", measure="m", at_most=0.49, reason="r").outcome(half) == "broken"
    assert Bar(suite="s", measure="m", at_most=0.5, reason="r").outcome(None) == "not measured"


def test_a_bar_has_one_side() -> None:
    with pytest.raises(ValidationError):
        Bar(suite="s", measure="m", reason="r")
    with pytest.raises(ValidationError):
        Bar(suite="s", measure="m", at_least=0, at_most=1, reason="r")
