"""Nothing on the page is left in code words."""

from __future__ import annotations

from typing import get_args

from copilot.client import Action, Label, Verdict
from copilot.deid.recognizers import RULES
from copilot.deid.recognizers.known import KnownPatient
from copilot.deid.recognizers.rampart import Rampart
from copilot.deid.recognizers.spacy_ner import SpacyNer
from ui import reasons


def test_every_category_action_and_verdict_has_words() -> None:
    assert set(reasons.LABEL) == set(reasons.GROUP) == set(get_args(Label))
    assert set(reasons.ACTION) == set(get_args(Action))
    assert set(reasons.VERDICT) == set(get_args(Verdict))


def test_every_detector_has_words() -> None:
    names = {detector.__name__.lower() for detector in (*RULES, KnownPatient, Rampart, SpacyNer)}
    assert names - set(reasons.DETECTOR) == set()


def test_reasons_are_joined_and_an_unknown_detector_is_named() -> None:
    assert reasons.why(("dates", "dates", "zyx")) == "It is written like a date; the detector “zyx” found it"
