"""The cases in the real product: planted counts through the disclosure gate, scores from the record."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from evals import lab
from evals.risksum import world
from evals.risksum.case import Cohort, RiskCase, Term
from evals.risksum.planted import plant
from evals.risksum.score import score
from evals.risksum.splits import dev
from evals.risksum.systems import SYSTEMS
from evals.risksum.written import written

STROKE = Term(code="432504007", names=("Cerebral infarction", "stroke"))
COHORT = Cohort(
    condition=Term(code="49436004", names=("Atrial fibrillation", "AF")),
    outcome=STROKE,
    days=365,
    age=72,
    sex="female",
    n=120,
    events=30,
    others=50,
    other_events=40,
)


def by_hand(id: str) -> RiskCase:
    return next(one for one in written() if one.id == id)


def test_exactly_what_is_planted_is_in_the_database(tmp_path: Path) -> None:
    plant(COHORT, tmp_path / "cdm.duckdb", "test")
    with duckdb.connect(str(tmp_path / "cdm.duckdb"), read_only=True) as connection:
        counted = connection.execute(
            "SELECT gender_concept_id, count(DISTINCT p.person_id), count(DISTINCT s.person_id),"
            " max(s.condition_start_date - c.condition_start_date)"
            " FROM person p"
            " JOIN condition_occurrence c ON c.person_id = p.person_id AND c.condition_concept_id % 10 = 1"
            " LEFT JOIN condition_occurrence s ON s.person_id = p.person_id AND s.condition_concept_id % 10 = 2"
            " GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    assert [row[:3] for row in counted] == [(8507, 50, 40), (8532, 120, 30)]
    assert all(row[3] <= COHORT.days for row in counted)


def test_a_term_with_one_name_can_be_planted(tmp_path: Path) -> None:
    plain = COHORT.model_copy(update={"condition": Term(code="1", names=("Cellulitis",)), "outcome": None})
    plant(plain, tmp_path / "cdm.duckdb", "test")
    with duckdb.connect(str(tmp_path / "cdm.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchall() == [(170,)]


def test_the_cohort_comes_through_the_gate_with_the_planted_numbers() -> None:
    case = world.computed(by_hand("w-af-cohort-women"))
    fact = next(one for one in case.facts if one.numbers == ("640", "37", "5.8%"))
    assert fact.quote in next(item.text for item in case.evidence if item.id == fact.evidence)
    assert "640" in fact.quote


def test_a_small_cell_comes_as_suppressed() -> None:
    case = world.computed(by_hand("w-copd-cohort-too-small"))
    cohort = next(item for item in case.evidence if item.kind == "cohort")
    assert "suppressed" in cohort.text
    assert all(gold.evidence in ("", cohort.id) for gold in case.forbidden)
    assert "21.2%" not in cohort.text


@pytest.mark.parametrize(
    "id", ["w-ckd-egfr-umol", "w-fib4-fatty-liver", "w-pe-home-treatment", "w-af-score-all-present"]
)
def test_a_score_of_the_record_is_the_written_value(id: str) -> None:
    case = world.computed(by_hand(id))
    facts = [one for one in case.facts if one.evidence.startswith("score:")]
    assert facts
    assert all(one.quote for one in facts)


def test_the_walk_answers_from_this_case_alone() -> None:
    case = world.computed(by_hand("w-hiv-weight"))
    answer = SYSTEMS["extractive"].answer(case)
    assert score(case, answer).value == 1.0
    other = world.computed(by_hand("w-tb-contact-nothing"))
    assert SYSTEMS["extractive"].answer(other).status == "abstained"


def test_without_the_sample_literature_its_cases_are_left_out() -> None:
    from retrieval.errors import Problem

    with pytest.raises(Problem, match="sample literature"):
        world.computed(by_hand("w-published-tavr-kidney"))
    assert lab.scratch().exists()
    assert sum(not document.made_up for case in dev() for document in case.documents) == 8


def test_a_case_of_which_every_text_is_retracted_is_answered_by_nothing() -> None:
    case = by_hand("w-covid-retracted-alone")
    answered = SYSTEMS["extractive"].answer(world.computed(case))
    assert (answered.status, answered.reason) == ("abstained", "no_evidence")
