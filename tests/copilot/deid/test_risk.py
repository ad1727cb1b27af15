"""k-anonymity counted by hand on small sets."""

from __future__ import annotations

import pytest

from copilot.deid.risk import assess, markdown
from copilot.schema import PatientContext
from retrieval.errors import BadInput


def people(*of: tuple[int, int, str]) -> list[PatientContext]:
    return [PatientContext(age=age, sex="female", conditions=[name]) for count, age, name in of for _ in range(count)]


def test_classes_are_counted_from_what_little_to_what_much_is_known() -> None:
    report = assess(
        people((12, 61, "gout"), (12, 63, "gout"), (1, 64, "porphyria"), (2, 93, "gout"), (3, 99, "gout"))
    )
    by_age, with_sex, with_rare = report.levels[-3:]
    assert (by_age.classes, by_age.smallest, by_age.unique) == (2, 5, 0)
    assert with_sex == by_age.model_copy(update={"quasi_identifiers": with_sex.quasi_identifiers})
    assert (with_rare.classes, with_rare.smallest, with_rare.highest_risk) == (3, 1, 1.0)
    assert with_rare.unique == pytest.approx(1 / 30)
    assert with_rare.below_k == pytest.approx(6 / 30)
    assert with_rare.mean_risk == pytest.approx(3 / 30)
    assert report.rare_conditions == 1
    assert not report.acceptable


def test_a_large_uniform_set_is_acceptable() -> None:
    report = assess(people((11, 40, "gout"), (11, 70, "gout")))
    assert report.acceptable
    assert report.levels[-1].smallest == 11


def test_postal_codes_split_classes() -> None:
    report = assess(people((4, 40, "gout")), ["017", "017", "017", None], k=2)
    assert [level.smallest for level in report.levels] == [4, 4, 4, 4, 4, 1, 1]
    assert "ZIP3" in report.levels[-1].quasi_identifiers


def test_a_missing_age_is_a_class_of_its_own() -> None:
    assert assess([PatientContext(), PatientContext(age=0)]).levels[0].classes == 2


@pytest.mark.parametrize(("count", "codes"), [(0, None), (2, ["017"])])
def test_what_cannot_be_assessed_is_refused(count: int, codes: list[str | None] | None) -> None:
    with pytest.raises(BadInput):
        assess([PatientContext()] * count, codes)


def test_the_report_holds_numbers_and_no_condition() -> None:
    table = markdown(assess(people((3, 40, "porphyria"))))
    assert "porphyria" not in table
    assert "| age in bands of 5 years, sex, rare conditions | 1 | 3 | 0.0% | 100.0% | 0.333 | 0.333 |" in table
