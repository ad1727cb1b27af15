"""The question on its way in."""

from __future__ import annotations

import pytest

from copilot.deid.question import Question, QuestionWithheld, without_identifiers
from copilot.deid.text import Deidentifier
from copilot.deid.types import Deidentified, Known

FRAILTY = "Is frailty a risk after hip fracture?"
KNOWN = Known(names=("Zyra Quandale",), ids=("Q-88123",))


def asked(question: str, deidentifier: Deidentifier, known: Known = KNOWN) -> Question:
    return without_identifiers(question, known, deidentifier.text)


def test_a_clinical_question_is_left_as_it_is(deidentifier: Deidentifier) -> None:
    question = "Is Foley catheterisation a risk in Parkinson disease?"
    assert asked(question, deidentifier)[:3] == (question, question, 0)


def test_identifiers_become_placeholders_and_are_not_searched_for(deidentifier: Deidentifier) -> None:
    found = asked("Is zyra quandale (MRN Q-88123, seen 03/04/2024) at risk of bleeding?", deidentifier)
    assert found.text == "Is [name] (MRN [id], seen [date]) at risk of bleeding?"
    assert found.search == "Is this patient at risk of bleeding?"
    assert found.hidden == 3


def test_the_labels_of_what_is_hidden_are_not_searched_for(deidentifier: Deidentifier) -> None:
    found = asked(
        "Is apixaban safe in zyra quandale, DOB: 03/04/1961, phone no. 617-555-1234, in renal failure?", deidentifier
    )
    assert found.search == "Is apixaban safe, in renal failure?"


@pytest.mark.parametrize(
    ("question", "search"),
    [
        ("Is frailty a risk after hip fracture? My patient is zyra quandale, MRN Q-88123, born 1961-03-04.", FRAILTY),
        ("zyra quandale (DOB 1961-03-04, tel 617-555-1234): Is frailty a risk after hip fracture?", FRAILTY),
        ("For zyra quandale, record number Q-88123: Is frailty a risk after hip fracture?", FRAILTY),
        ("Is frailty a risk after hip fracture in Mrs. Zyra Quandale?", FRAILTY),
        ("Is frailty a risk after hip fracture for my patient Zyra Quandale (MRN: Q-88123)?", FRAILTY),
        ("How high is zyra quandale's risk of stroke?", "How high is this patient's risk of stroke?"),
        ("Should the patient Mrs. Zyra Quandale take apixaban?", "Should this patient take apixaban?"),
        ("Mrs. Zyra Quandale has AF. Does apixaban help?", "has AF. Does apixaban help?"),
        ("Is it safe to give MMR to Zyra Quandale? 13 months old.", "Is it safe to give MMR? 13 months old."),
        ("Zyra Quandale, gout, urate .52: raise allopurinol?", "gout, urate .52: raise allopurinol?"),
        ("Zyra Quandale", ""),
    ],
)
def test_words_that_only_announce_who_it_is_are_no_part_of_the_question(
    question: str, search: str, deidentifier: Deidentifier
) -> None:
    assert asked(question, deidentifier).search == search


def test_an_age_over_89_is_told_as_such(deidentifier: Deidentifier) -> None:
    assert "90" in asked("Should a 97-year-old woman take apixaban?", deidentifier).text
    assert "97" not in asked("Should a 97-year-old woman take apixaban?", deidentifier).text


def test_a_question_that_cannot_be_read_is_refused_without_an_echo() -> None:
    def withholds(text: str, known: Known) -> Deidentified:
        return Deidentified(text=text, spans=(), verdict="withhold", reasons=("the text is damaged",))

    with pytest.raises(QuestionWithheld) as caught:
        without_identifiers("Quandale\x00", KNOWN, withholds)
    assert "Quandale" not in str(caught.value) + caught.value.kept + caught.value.next_step
