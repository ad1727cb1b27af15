from released_samples import arm, query, released

from retrieval.cohort import words
from retrieval.cohort.counts import ModelFit
from retrieval.cohort.measures import measure
from retrieval.cohort.measures.controls import warning_light, with_controls
from retrieval.cohort.result import CohortResult

HOLDS, EXCLUDES = (0.8, 1.3), (1.1, 1.9)


def test_light_turns_with_the_chance_of_so_many_failures() -> None:
    assert warning_light([HOLDS] * 20).light == "green"
    assert warning_light([HOLDS] * 19 + [EXCLUDES]).light == "green"
    assert warning_light([HOLDS] * 17 + [EXCLUDES] * 3).light == "amber"
    assert warning_light([HOLDS] * 15 + [EXCLUDES] * 5).light == "red"


def test_nothing_tested_is_not_green() -> None:
    assert warning_light([]).light == "dark"


def compared(events: int, *, lo: float | None = None) -> CohortResult:
    fit = ModelFit(kind="cox", estimate=1.5, lo=lo or 0, hi=2.5, adjusted_for=("sex",), n=2000, events=200)
    arms = {"index": arm(1000, events), "comparator": arm(1000, 100)}
    return measure(query(), released(**arms, fits=(fit,) if lo else ()))


def test_adjusted_ratio_counts_before_the_crude_one() -> None:
    crude_differs, adjusted_holds = compared(200), compared(200, lo=0.9)
    assert with_controls(compared(120), [crude_differs]).controls == warning_light([EXCLUDES])
    assert with_controls(compared(120), [adjusted_holds]).controls == warning_light([HOLDS])


def test_a_control_without_a_ratio_is_not_tested() -> None:
    judged = with_controls(compared(120), [measure(query(), released(index=arm(500, 50)))])
    assert judged.controls is not None
    assert judged.controls.light == "dark"
    assert "negative control" not in words.evidence(judged).text


def test_the_light_is_said_with_the_evidence() -> None:
    judged = with_controls(compared(120), [compared(200)] * 3)
    assert "3 of 3 outcomes that the exposure cannot cause differ" in words.evidence(judged).text
