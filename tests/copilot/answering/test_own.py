"""A study's findings, told from what its text says of the field before."""

from __future__ import annotations

import pytest

from copilot.answering.own import is_own

PLAIN = "Resveratrol plays many roles in disease. We asked what it does. Pressure fell by 12 mmHg. It may be of use."
LABELLED = (
    "BACKGROUND: Resveratrol plays many roles.\nRESULTS: Pressure fell by 12 mmHg.\nCONCLUSIONS: It lowers pressure."
)


@pytest.mark.parametrize(
    ("claim", "text", "own"),
    [
        ("Resveratrol plays many roles in disease", PLAIN, False),
        ("We asked what it does.", PLAIN, False),
        ("Pressure fell by 12 mmHg.", PLAIN, True),
        ("Resveratrol plays many roles.", LABELLED, False),
        ("Pressure fell by 12 mmHg.", LABELLED, True),
        ("It lowers pressure.", LABELLED, True),
        ("A drafted sentence in other words.", PLAIN, True),
        ("Pressure fell.", "Pressure fell.", True),
        ("Pressure fell.", "We followed 12 mice. Pressure fell. So did weight.", True),
        ("We followed 12 mice.", "We followed 12 mice. Pressure fell. So did weight.", False),
    ],
)
def test_the_opening_is_not_a_finding(claim: str, text: str, own: bool) -> None:
    assert is_own(claim, text) is own
