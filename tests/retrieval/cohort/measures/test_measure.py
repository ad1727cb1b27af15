from datetime import date

import pytest
from released_samples import FLOOR, arm, query, released

from retrieval.cohort.counts import ModelFit, Stratum
from retrieval.cohort.disclosure.released import Cell, LevelCounts, Share
from retrieval.cohort.measures import measure
from retrieval.subject import Subject


def test_numbers_of_the_main_result() -> None:
    result = measure(query(), released(index=arm(1204, 231, person_days=30_000)))
    assert (result.n, result.events) == (1204, 231)
    assert result.risk == pytest.approx(0.19186, abs=1e-5)
    assert result.ci == pytest.approx((0.1706, 0.2151), abs=1e-4)
    assert result.incidence is not None
    assert result.incidence.value == pytest.approx(7.7)
    assert not result.suppressed


def test_wording_that_the_drafting_model_was_trained_on() -> None:
    result = measure(query(), released(index=arm(1204, 231), comparator=arm(1000, 124)))
    assert result.text == (
        "Cohort statistics. Population: patients like this one; n = 1,204; outcome: readmission within 30 days; "
        "events = 231; risk = 19.2% (95% CI 17.1-21.5); comparator risk = 12.4%."
    )


def test_suppressed_is_shown_with_what_it_could_be_never_as_zero() -> None:
    hidden = arm(123, 8).model_copy(update={"events": Cell.hidden(1, FLOOR - 1)})
    result = measure(query(), released(index=hidden))
    assert result.suppressed
    assert (result.events, result.risk, result.ci, result.incidence) == (None, None, None, None)
    assert result.could_be is not None
    assert result.could_be.events == (1, 10)
    assert result.could_be.risk == pytest.approx((1 / 123, 10 / 123))
    assert result.text.endswith("result suppressed because a cell has fewer than 11 patients.")
    assert "= 0" not in result.text


def test_nothing_is_compared_with_a_suppressed_arm() -> None:
    hidden = arm(123, 8).model_copy(update={"events": Cell.hidden(1, FLOOR - 1)})
    for counts in (released(index=arm(900, 90), comparator=hidden), released(index=hidden, comparator=arm(900, 90))):
        result = measure(query(), counts)
        assert result.difference is result.ratio is result.e_value is None


def test_noise_widens_the_interval() -> None:
    noised = arm(1000, 100).model_copy(update={"events": Cell(value=100, low=90, high=110)})
    exact, wider = (measure(query(), released(index=a)).ci for a in (arm(1000, 100), noised))
    assert exact is not None
    assert wider is not None
    assert wider[0] < exact[0] < exact[1] < wider[1]


def test_contrast_and_adjusted_estimates() -> None:
    fit = ModelFit(
        kind="cox", estimate=1.344, lo=1.095, hi=1.649, adjusted_for=("age_band", "sex"), n=2630, events=479
    )
    counts = released(index=arm(1800, 355), comparator=arm(830, 124), fits=(fit,))
    result = measure(query(), counts)
    assert result.difference is not None
    assert result.difference.value == pytest.approx(0.0478, abs=1e-4)
    assert result.ratio is not None
    assert result.ratio.value == pytest.approx(1.32, abs=1e-3)
    assert [a.measure for a in result.adjusted] == ["hazard ratio"]
    assert result.e_value is not None
    assert result.e_value.of == "hazard ratio, Cox regression"


def stratum(side: str, band: str, sex: str, n: int, events: int) -> Stratum:
    return Stratum.model_validate(
        {"arm": side, "age_band": band, "sex": sex, "level": None, "n": n, "events": events, "person_days": n * 80}
    )


def test_stratified_estimates_come_from_the_released_strata() -> None:
    strata = (
        stratum("index", "40-64", "all", 300, 30),
        stratum("index", "65+", "all", 700, 210),
        stratum("comparator", "40-64", "all", 700, 70),
        stratum("comparator", "65+", "all", 300, 90),
    )
    ages = (("40-64", 0.5), ("65+", 0.5))
    shares = tuple(Share(variable="age_band", level=b, cohort=0.5, source=s, rounded_to=0.01) for b, s in ages)
    counts = released(index=arm(1000, 240), comparator=arm(1000, 160), strata=strata, composition=shares)
    result = measure(query(), counts)
    assert {a.method: round(a.value, 6) for a in result.adjusted} == {
        "Poisson regression": 1.0,
        "Mantel-Haenszel": 1.0,
    }
    assert all(a.adjusted_for == ("age_band",) for a in result.adjusted)
    assert result.standardised is not None
    assert result.standardised.comparator is not None
    assert result.standardised.index.value == pytest.approx(0.2)
    assert result.standardised.comparator.value == pytest.approx(0.2)


def test_subgroups_keep_their_suppression() -> None:
    levels = (
        LevelCounts(arm="index", level="White", n=Cell.shown(500), events=Cell.shown(60)),
        LevelCounts(arm="index", level="Asian", n=Cell.shown(40), events=Cell.hidden(1, 10)),
    )
    shown, hidden = measure(query(), released(index=arm(540, 65), levels=levels)).subgroups
    assert shown.risk == 0.12
    assert shown.ci is not None
    assert (hidden.risk, hidden.ci, hidden.suppressed) == (None, None, True)
    assert hidden.could_be is not None
    assert hidden.could_be.risk == (0.025, 0.25)


def share(variable: str, level: str, cohort: float | None, source: float, rounded_to: float = 0.01) -> Share:
    values = {"variable": variable, "level": level, "cohort": cohort, "source": source, "rounded_to": rounded_to}
    return Share.model_validate(values)


COMPOSITION = (
    share("sex", "female", 0.48, 0.52),
    share("sex", "male", 0.52, 0.48),
    share("age_band", "40-44", None, 0.20),
    share("age_band", "85-89", 0.35, 0.10),
    share("race", "unknown", 0.15, 0.04),
)


def test_a_thin_group_warns_for_the_patient_at_hand() -> None:
    def warned(subject: Subject | None) -> str:
        result = measure(query(), released(index=arm(900, 90), composition=COMPOSITION), subject)
        return " ".join(result.representativeness.warnings)

    assert "of age 42" in warned(Subject(age=42, sex="female"))
    assert "of age 70" in warned(Subject(age=70))
    assert "like this one" not in warned(Subject(age=86, sex="male"))
    assert "like this one" not in warned(None)


def test_the_level_farthest_from_the_source_is_named_once_a_variable() -> None:
    further = (*COMPOSITION, share("age_band", "60-64", 0.65, 0.30))
    result = measure(query(), released(index=arm(900, 90), composition=further))
    assert result.representativeness.warnings == ("Age 60-64: 65% of the cohort, 30% of all patients.",)
    assert {m.variable: m.share for m in result.missingness} == {"race": 0.15}


def test_what_rounding_alone_can_make_is_not_warned_of() -> None:
    coarse = tuple(share("age_band", band, cohort, 0.2, 0.2) for band, cohort in (("40-44", 0.0), ("60-64", 0.4)))
    result = measure(query(), released(index=arm(60, 20), composition=coarse), Subject(age=42))
    (thin,) = result.representativeness.warnings
    assert "may be thin" in thin
    assert result.standardised is None


def test_result_survives_json() -> None:
    result = measure(query(), released(index=arm(900, 90), composition=COMPOSITION))
    assert type(result).model_validate_json(result.model_dump_json()) == result
    assert result.data.last_data == date(2024, 12, 31)
