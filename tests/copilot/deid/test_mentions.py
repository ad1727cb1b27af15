from __future__ import annotations

import pytest

from copilot.deid.mentions import Mentions
from copilot.deid.types import Known

KNOWN = Known(
    names=("María José Alcántar-Ruiz",),
    relatives=("Li Wu",),
    facilities=("St. Mary's Hospital",),
    places=("12 Elm St", "01742"),
    ids=("140", "MRN 7712-0934", "a3f0-99"),
    phones=("(555) 867-5309",),
    emails=("mj@x.test",),
    dates=("1961-03-04",),
)


@pytest.mark.parametrize(
    "text",
    [
        "seen ALCANTAR today",
        "Frau Alcántar",
        "Alca\u0301ntar",
        "her friend Wu",
        "at St Mary's hospital",
        "lives 12 elm st.",
        "01742",
        "mrn 7712-0934",
        "77120934",
        "A3F0-99",
        "5558675309",
        "call 555.867.5309 now",
        "mj@x.test",
        "born 1961-03-04",
    ],
)
def test_found(text: str) -> None:
    assert Mentions(KNOWN).found(text)


@pytest.mark.parametrize(
    "text", ["", "systolic 140 mm[Hg]", "Mary's hospital", "12 elms", "Alcantara", "017420", "1961-03-05", "wulst"]
)
def test_not_found(text: str) -> None:
    assert not Mentions(KNOWN).found(text)


def test_nobody_known_is_nobody_found() -> None:
    assert not Mentions(Known()).found("Maria 555-867-5309")
