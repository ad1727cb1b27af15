from __future__ import annotations

import re
from datetime import date

from copilot.deid.keyed import KeyedTransform
from copilot.deid.structured import Transform
from copilot.deid.types import Deidentified, Known, Verdict

KEY, OTHER_KEY = b"k" * 32, b"o" * 32


def _path(text: str, known: Known) -> Deidentified:
    verdict: Verdict = "review" if "doubt" in text else "pass"
    return Deidentified(text=text.upper(), spans=(), verdict=verdict)


def keyed(key: bytes = KEY, patient: str = "p1", **options: str) -> Transform:
    return KeyedTransform(key, patient, _path, Known(), **options)  # type: ignore[arg-type]


def test_dates_of_one_patient_move_together_by_whole_weeks() -> None:
    first, second = (date.fromisoformat(keyed().shift(day) or "") for day in ("2020-03-22", "2020-04-22"))
    assert (second - first).days == 31
    back = (date(2020, 3, 22) - first).days
    assert back > 0
    assert back % 7 == 0
    assert keyed().shift("2020-03-22") == keyed().shift("2020-03-22")
    assert len({keyed(patient=f"p{n}").shift("2020-03-22") for n in range(20)}) > 5


def test_partial_dates_stay_partial_and_broken_ones_go() -> None:
    assert keyed().shift("2020") == "2020"
    assert re.fullmatch(r"\d{4}-\d\d", keyed().shift("2020-03") or "")
    assert keyed().shift("2021-02-30") is None
    assert keyed().shift("0001-01-01") is None
    assert keyed(mode="year_only").shift("2020-03-22") == "2020"


def test_pseudonyms_are_fhir_ids_and_differ_between_projects() -> None:
    assert keyed().pseudonym("7") == keyed(patient="p2").pseudonym("7")
    assert keyed().pseudonym("7") != keyed(OTHER_KEY).pseudonym("7")
    assert re.fullmatch(r"[A-Za-z0-9.-]{1,64}", keyed().pseudonym("7"))


def test_only_a_text_that_passes_goes_on() -> None:
    assert keyed().text("fine") == "FINE"
    assert keyed().text("doubt") is None


def test_postal_codes() -> None:
    assert keyed().zip3("01742") == "017"
    assert keyed().zip3("03655-1234") == "000"
    assert keyed().zip3("SW1A 1AA") is None
