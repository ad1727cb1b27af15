"""Cohorts and scores beside the literature: from a small hospital of forty women with atrial fibrillation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cdms import condition, observed, person, write_cdm

from copilot import gather
from copilot.pipeline import Copilot
from copilot.schema import Condition, Options, PatientContext
from copilot.settings import Settings
from retrieval.evidence import Evidence
from retrieval.subject import Subject, Term

STROKE, BLEED = 381316, 192671
QUESTION = "What is the risk of stroke in atrial fibrillation within 1 year?"


@pytest.fixture
def hospital(settings: Settings, tmp_path: Path) -> Settings:
    """Forty women of 70, of whom fifteen have a stroke two months after their atrial fibrillation."""
    ids = range(1, 41)
    cdm = write_cdm(
        tmp_path / "cdm.duckdb",
        {
            "person": [person(id) for id in ids],
            "observation_period": [observed(id, "2010-01-01", "2024-01-01") for id in ids],
            "condition_occurrence": [
                *(condition(id, "2020-01-01") for id in ids),
                *(condition(id, "2020-03-01", STROKE) for id in ids if id <= 15),
                *(condition(id, "2020-03-01", BLEED) for id in ids if id <= 5),
            ],
        },
    )
    return settings.model_copy(update={"cdm": str(cdm)})


def test_the_patients_like_this_one_are_counted(hospital: Settings) -> None:
    found = gather.cohort(QUESTION, Subject(age=70, sex="female"), hospital)
    assert len(found.evidence) == 1
    said = "Of 40 women aged 65 to 75 with a first record of atrial fibrillation, 15 (37.5%, 95% CI"
    assert said in found.evidence[0].text
    assert "had stroke within 1 year." in found.evidence[0].text
    assert not any("widened" in note for note in found.notes)


def test_a_cohort_that_is_too_small_is_widened_and_that_is_said(hospital: Settings) -> None:
    found = gather.cohort(QUESTION, Subject(age=40, sex="male"), hospital)
    assert "Of 40 patients with a first record of atrial fibrillation, 15" in found.evidence[0].text
    (note,) = [note for note in found.notes if "widened" in note]
    assert note == "The cohort was widened: ages within 10 years count; both sexes count; all ages count."


def test_too_few_events_are_suppressed_and_nobody_is_a_number(hospital: Settings) -> None:
    few = gather.cohort("What is the risk of GI bleeding in atrial fibrillation?", Subject(), hospital)
    assert "result suppressed because a cell has fewer than 11 patients" in few.evidence[0].text
    assert not re.search(r"\b5\b", few.evidence[0].text)
    none = gather.cohort("What is the risk of stroke in atrial fibrillation within 30 days?", Subject(), hospital)
    assert "events = 0" in none.evidence[0].text


@pytest.mark.parametrize(
    ("question", "noted"),
    [
        ("Is obesity a risk factor for death in COVID-19?", []),
        ("Does apixaban help?", []),
        ("What is the risk of stroke in MS?", ["“MS” may mean mitral stenosis or multiple sclerosis: write it out."]),
    ],
)
def test_a_question_that_no_cohort_answers_gets_none(hospital: Settings, question: str, noted: list[str]) -> None:
    assert gather.cohort(question, Subject(), hospital) == ([], noted)


def test_a_database_that_cannot_be_asked_is_a_note(settings: Settings) -> None:
    absent = settings.model_copy(update={"cdm": str(settings.home / "nothing.duckdb")})
    found = gather.cohort(QUESTION, Subject(), absent)
    assert found.evidence == []
    assert found.notes[0].startswith("This hospital's patients were not counted: ")


def test_a_score_is_chosen_by_what_is_asked(settings: Settings) -> None:
    patient = PatientContext(age=70, sex="female", conditions=[Condition(text="atrial fibrillation")])
    titles = [item.title for item in gather.scores("What is her risk of stroke?", patient)]
    assert any("CHA2DS2" in title for title in titles)
    assert len(titles) <= gather.SCORES
    assert gather.scores("How is gout treated?", patient) == []
    assert gather.scores("What is the rate of stent thrombosis after PCI?", patient) == []
    assert gather.scores("What is her risk of stroke?", None) == []


def test_an_answer_states_the_cohort_with_its_date_and_cites_it(hospital: Settings) -> None:
    patient = PatientContext(age=70, sex="female", conditions=["atrial fibrillation"])
    summary = Copilot.open(hospital).ask(QUESTION, patient)
    assert summary.status == "answered"
    first = summary.sentences[0]
    kinds = {item.id: item.kind for item in summary.evidence}
    assert kinds[first.citations[0].evidence] == "cohort"
    assert "15 (37.5%" in first.text
    assert summary.as_of.cohort == "2024-01-01"
    texts = {item.id: item.text for item in summary.evidence}
    assert all(c.holds_in(texts[c.evidence]) for sentence in summary.sentences for c in sentence.citations)
    without = Copilot.open(hospital).ask(QUESTION, patient, Options(sources=["literature"]))
    assert {item.kind for item in without.evidence} <= {"literature"}


def test_the_subject_of_codes_is_resolved_by_the_vocabulary(hospital: Settings) -> None:
    coded = Term(text="see note", system="http://snomed.info/sct", code="313217")
    found = gather.cohort("What is the risk of stroke?", Subject(conditions=(coded,)), hospital)
    assert found.evidence == []
    named = gather.cohort("What is the risk of stroke?", Subject(conditions=(Term(text="AF"),)), hospital)
    assert named.evidence


def test_a_score_brings_the_notice_that_its_licence_asks_for() -> None:
    qrisk = Evidence(id="score:qrisk3:0", kind="score", title="QRISK3", text="QRISK3 is 9% for this patient.")
    lace = Evidence(id="score:lace:0", kind="score", title="LACE", text="LACE is 9 for this patient.")
    (notice,) = gather.notices([qrisk, qrisk, lace])
    assert "ClinRisk Ltd. stress" in notice
    assert gather.notices([lace]) == []


def test_a_readmission_is_said_to_need_a_definition_of_its_own(hospital: Settings) -> None:
    found = gather.cohort("What is her risk of readmission in atrial fibrillation?", Subject(age=70), hospital)
    assert found.evidence == [] and "named definitions" in found.notes[0]
