from __future__ import annotations

import pytest
from samples_fhir import SNOMED

from copilot.deid.types import Deidentified, Known
from copilot.patient.terms import Terms


def _passes(text: str, known: Known) -> Deidentified:
    return Deidentified(text=text, spans=(), verdict="review")


def _coding(display: str | None = "Gout", system: str = SNOMED, code: str = "90560007") -> dict[str, str]:
    coding = {"system": system, "code": code}
    return {**coding, "display": display} if display else coding


def test_a_public_code_and_its_words() -> None:
    local = {"system": "http://hospital.test", "code": "G1", "display": "gout flare"}
    concept = {"coding": [local, _coding()], "text": "his gout"}
    assert Terms(Known(), _passes).term(concept) == {"text": "Gout", "system": SNOMED, "code": "90560007"}


def test_words_alone_go_through_the_text_path_or_nowhere() -> None:
    assert Terms(Known(), _passes).term({"text": "gout"}) == {"text": "gout", "system": None, "code": None}
    without = Terms(Known(), None)
    assert without.term({"text": "gout"}) is None
    assert without.withheld == 1


@pytest.mark.parametrize(
    "display",
    [
        "Down syndrome",
        "Gout, Dr. Smith",
        "Gout 555-123-4567",
        "Gout since 3/4/2019",
        "Gout a@b.test",
        "x" * 201,
        None,
    ],
)
def test_words_that_may_name_someone_give_way_to_the_code(display: str | None) -> None:
    terms = Terms(Known(names=("Ada Down",)), None)
    assert terms.term({"coding": [_coding(display)]}) == {
        "text": "SNOMED CT 90560007",
        "system": SNOMED,
        "code": "90560007",
    }


@pytest.mark.parametrize(
    ("system", "code"),
    [
        (SNOMED, "Quillonetta"),
        ("http://loinc.org", "7"),
        ("http://hospital.test", "90560007"),
        (SNOMED, "90560007\n"),
    ],
)
def test_what_is_no_code_of_a_public_system_is_no_code(system: str, code: str) -> None:
    assert Terms(Known(), None).term({"coding": [_coding(None, system, code)]}) is None


def test_a_code_that_is_the_patients_number_is_no_code() -> None:
    assert Terms(Known(ids=("90560007",)), _passes).term({"coding": [_coding()]}) is None
