"""Results as evidence."""

from __future__ import annotations

from retrieval.scores import as_evidence, get, run

_GIVEN = {"heart_failure": False, "hypertension": True, "diabetes": False, "stroke_tia_embolism": False}
_GIVEN |= {"vascular_disease": False}


def test_the_drafters_words_with_version_and_doi() -> None:
    item = as_evidence(run(get("cha2ds2-vasc"), _GIVEN | {"age": 76, "sex": "female"}))
    assert item.kind == "score"
    assert item.text.startswith(
        "Risk score. CHA2DS2-VASc = 4 (range 0-9); interpretation: adjusted stroke rate 4.0% a year (Lip 2010). "
        "CHA2DS2-VASc is 4 for this patient, and estimates stroke"
    )
    assert (item.source.doi, item.source.version) == ("10.1378/chest.09-1584", "Lip 2010")


def test_a_range_says_what_it_depends_on() -> None:
    text = as_evidence(run(get("cha2ds2-vasc"), _GIVEN | {"age": 76, "diabetes": None})).text
    assert "= 3 to 5 (range 0-9), depending on diabetes mellitus; sex, which the record does not settle;" in text
    assert "is 3 to 5 for this patient, as far as the record tells," in text


def test_a_caution_stands_beside_every_value() -> None:
    text = as_evidence(run(get("cha2ds2-vasc"), _GIVEN | {"age": 76, "sex": "male"}), "from old values").text
    assert "= 3 (range 0-9), from old values; interpretation" in text
    assert "is 3 for this patient, from old values, and" in text


def test_other_outputs_are_named() -> None:
    given = {"age": 60, "sex": "male", "egfr": 30, "urine_acr": 300, "region": "north america"}
    assert "2 years 8.6%" in as_evidence(run(get("kfre"), given)).text


def test_an_unknown_score_says_what_is_needed() -> None:
    assert "cannot be calculated without" in as_evidence(run(get("qrisk3"), {})).text


def test_the_same_result_has_the_same_id() -> None:
    one, two = (as_evidence(run(get("qsofa"), {"respiratory_rate": rate})) for rate in (30, 31))
    assert one.id == two.id
    assert one.id != as_evidence(run(get("qsofa"), {"respiratory_rate": 10})).id


def test_every_sentence_begins_with_a_capital() -> None:
    given = {"age": 70, "sex": "male", "weight": 70, "creatinine": {"value": 1.2, "unit": "mg/dL"}}
    assert ". The creatinine clearance (Cockcroft-Gault) is " in as_evidence(run(get("cockcroft-gault"), given)).text
