from released_samples import arm, query, released

from retrieval.cohort import words
from retrieval.cohort.counts import ModelFit
from retrieval.cohort.measures import measure


def test_evidence_opens_with_the_main_sentence_and_says_what_limits_it() -> None:
    both = ("age_band", "sex")
    cox = ModelFit(kind="cox", estimate=0.791, lo=0.66, hi=0.952, adjusted_for=both, n=2000, events=200)
    counts = released(index=arm(1000, 90), comparator=arm(1000, 110), fits=(cox,))
    found = words.evidence(measure(query(comparator_population="on the ward"), counts))
    assert found.kind == "cohort"
    assert found.text.startswith("Cohort statistics. Population: patients like this one; n = 1,000; ")
    assert "Hazard ratio 0.79 (95% CI 0.66-0.95), adjusted for age and sex (Cox regression)." in found.text
    assert found.text.endswith("Observational data. Data to 2024-12-31 from Sample.")
    assert (found.grade.design, found.grade.n, found.source.version) == ("cohort", 1000, "2024-12-31")


def test_nobody_like_this_is_said() -> None:
    assert measure(query(), released(index=arm(0, 0))).text.endswith("no patient is like this.")


def test_windows_in_words() -> None:
    assert [words.days(n) for n in (1, 30, 90, 365, 730, 1095)] == [
        "1 day",
        "30 days",
        "90 days",
        "1 year",
        "2 years",
        "3 years",
    ]
