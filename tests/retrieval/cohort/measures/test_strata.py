import numpy as np
import pytest

from retrieval.cohort.counts import ArmName, Stratum
from retrieval.cohort.measures.strata import mantel_haenszel, poisson, standardised_risk


def stratum(arm: ArmName, band: str, n: int, events: int, days: int, sex: str = "female") -> Stratum:
    return Stratum(arm=arm, sex=sex, age_band=band, level=None, n=n, events=events, person_days=days)


#: Doll & Hill's British doctors, coronary deaths per person-year of smokers and others (Breslow & Day, vol. II)
BANDS = ("35-44", "45-54", "55-64", "65-74", "75-84")
SMOKERS = ((32, 52407), (104, 43248), (206, 28612), (186, 12663), (102, 5317))
OTHERS = ((2, 18790), (12, 10673), (28, 5710), (28, 2585), (31, 1462))


def doctors() -> list[Stratum]:
    index = [stratum("index", b, y, d, y) for b, (d, y) in zip(BANDS, SMOKERS, strict=True)]
    return index + [stratum("comparator", b, y, d, y) for b, (d, y) in zip(BANDS, OTHERS, strict=True)]


def test_poisson_on_the_british_doctors() -> None:
    """The rate ratio for smoking with a term per age is 1.43 (Breslow & Day, section 4.5)."""
    fit = poisson(doctors())
    assert fit is not None
    assert (fit.estimate, fit.lo, fit.hi) == pytest.approx((1.425, 1.155, 1.759), abs=0.001)
    assert fit.events == 731


def test_poisson_removes_confounding_by_age() -> None:
    """The same rates in both arms, at other ages: crude 2.8, adjusted 1."""
    strata = [
        stratum("index", "40-44", 100, 1, 10_000),
        stratum("index", "80-84", 900, 90, 90_000),
        stratum("comparator", "40-44", 900, 9, 90_000),
        stratum("comparator", "80-84", 100, 10, 10_000),
    ]
    for fit in (poisson(strata), mantel_haenszel(strata)):
        assert fit is not None
        assert fit.estimate == pytest.approx(1.0)


def test_levels_of_a_breakdown_are_summed() -> None:
    whole = [stratum("index", "60-64", 100, 20, 9000), stratum("comparator", "60-64", 100, 10, 9500)]
    halves = [s.model_copy(update={"level": level}) for s in whole for level in ("a", "b")]
    doubled = [
        stratum("index", "60-64", 200, 40, 18_000),
        stratum("comparator", "60-64", 200, 20, 19_000),
    ]
    assert poisson(halves) == poisson(doubled)


def test_mantel_haenszel_odds_ratio_and_interval() -> None:
    """Against the formulas of Mantel & Haenszel and of Robins, Breslow & Greenland, written out."""
    strata = [
        stratum("index", "50-54", 60, 12, 1),
        stratum("comparator", "50-54", 80, 9, 1),
        stratum("index", "70-74", 90, 40, 1, "male"),
        stratum("comparator", "70-74", 70, 22, 1, "male"),
    ]
    a, b, c, d = np.array([[12, 40], [48, 50], [9, 22], [71, 48]], dtype=float)
    total = a + b + c + d
    r, s, p, q = a * d / total, b * c / total, (a + d) / total, (b + c) / total
    ratio = r.sum() / s.sum()
    error = (
        (p * r).sum() / (2 * r.sum() ** 2)
        + (p * s + q * r).sum() / (2 * r.sum() * s.sum())
        + (q * s).sum() / (2 * s.sum() ** 2)
    ) ** 0.5
    fit = mantel_haenszel(strata)
    assert fit is not None
    assert fit.estimate == pytest.approx(ratio)
    assert (fit.lo, fit.hi) == pytest.approx((ratio * np.exp(-1.96 * error), ratio * np.exp(1.96 * error)), rel=1e-4)


def test_nothing_to_compare_is_none() -> None:
    alone = [stratum("index", "60-64", 100, 20, 9000)]
    eventless = [*alone, stratum("comparator", "60-64", 100, 0, 9000)]
    for strata in ([], alone, eventless):
        assert poisson(strata) is None
        assert mantel_haenszel(strata) is None


def test_standardised_risk_by_hand() -> None:
    arm = [stratum("index", "40-44", 100, 10, 1), stratum("index", "80-84", 300, 150, 1)]
    found = standardised_risk(arm, {("40-44", "female"): 300, ("80-84", "female"): 100, ("20-24", "male"): 50})
    assert found is not None
    assert found.value == pytest.approx(0.75 * 0.1 + 0.25 * 0.5)
    error = (0.75**2 * 0.1 * 0.9 / 100 + 0.25**2 * 0.25 / 300) ** 0.5
    assert found.ci == pytest.approx((found.value - 1.96 * error, found.value + 1.96 * error), abs=0.006)


def test_a_reference_without_common_strata_is_none() -> None:
    assert standardised_risk([stratum("index", "40-44", 10, 1, 1)], {("80-84", "female"): 100}) is None
