"""Laboratory values and vital signs: the newest of each analyte, its trend, and what speaks against it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from samples_fhir import LOINC, SNOMED, concept, result

from copilot.schema import Lab, PatientContext

Read = Callable[..., PatientContext]


def lab(context: PatientContext, name: str) -> Lab:
    return next(one for one in context.labs if one.name == name)


def test_the_newest_value_the_one_before_and_the_trend(read: Read) -> None:
    context = read(
        result("2160-0", 1.1, "mg/dL", "2024-06-10"),
        result("14682-9", 159.0, "umol/L", "2025-06-10T08:00:00Z"),
        result("2160-0", 1.0, "mg/dL", "2023-06-10"),
    )
    found = lab(context, "creatinine")
    assert (found.value, found.unit, found.as_recorded) == (1.799, "mg/dL", "159 umol/L")
    assert (found.previous, found.previous_days_before, found.trend) == (1.1, 365, "rising")
    assert (found.days_before, found.stale, found.code) == (0, False, "14682-9")
    assert len(context.labs) == 1


@pytest.mark.parametrize(("before", "trend"), [(140.0, "falling"), (129.0, "stable"), (120.0, "rising")])
def test_what_is_stable_depends_on_the_analyte(read: Read, before: float, trend: str) -> None:
    context = read(result("2951-2", before, "mmol/L", "2025-01-01"), result("2951-2", 128.0, "mmol/L", "2025-06-01"))
    assert lab(context, "sodium").trend == trend


def test_components_of_a_blood_pressure_are_values_of_their_own(read: Read) -> None:
    panel = result("85354-9", 0, "1", "2025-06-01", category=[concept("http://x.test", "vital-signs", "Vital signs")])
    del panel["valueQuantity"]
    panel["component"] = [
        {"code": concept(LOINC, code, "BP"), "valueQuantity": {"value": value, "unit": "mmHg"}}
        for code, value in (("8480-6", 152), ("8462-4", 91))
    ]
    context = read(panel)
    assert {(one.name, one.value, one.unit, one.kind) for one in context.labs} == {
        ("systolic blood pressure", 152.0, "mm[Hg]", "vital sign"),
        ("diastolic blood pressure", 91.0, "mm[Hg]", "vital sign"),
    }


def test_an_old_value_is_marked_and_an_adults_height_is_not(read: Read) -> None:
    context = read(result("718-7", 9.1, "g/dL", "2020-01-01"), result("8302-2", 170, "cm", "2020-01-01"))
    assert lab(context, "haemoglobin").stale
    assert not lab(context, "body height").stale
    assert any("more than a year old" in remark for remark in context.remarks)


def test_two_values_at_one_time_are_remarked_on(read: Read) -> None:
    context = read(
        result("2823-3", 4.1, "mmol/L", "2025-06-01T08:00:00Z"),
        result("2823-3", 6.0, "mmol/L", "2025-06-01T08:00:00Z"),
    )
    assert "potassium: different values at the same time" in context.remarks
    same = read(
        result("2823-3", 4.1, "mmol/L", "2025-06-01T08:00:00Z"),
        result("6298-4", 4.1, "meq/L", "2025-06-01T08:00:00Z"),
    )
    assert not same.remarks


def test_a_censored_value_keeps_its_sign_and_has_no_trend(read: Read) -> None:
    below = result("1988-5", 1, "mg/L", "2025-06-01")
    below["valueQuantity"]["comparator"] = "<"
    found = lab(read(result("1988-5", 9, "mg/L", "2025-05-01"), below), "C-reactive protein")
    assert (found.comparator, found.value, found.trend) == ("<", 1.0, None)


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled", "registered"])
def test_what_is_no_result_is_left_out(read: Read, status: str) -> None:
    assert not read(result("2823-3", 9.9, "mmol/L", "2025-06-01", status=status)).labs


def test_units_that_cannot_be_compared_stay_apart(read: Read) -> None:
    context = read(result("2160-0", 1.1, "mg/dL", "2025-06-01"), result("2160-0", 3, "mmol/mol", "2025-06-02"))
    assert {one.unit for one in context.labs} == {"mg/dL", "mmol/mol"}


def test_an_unknown_code_keeps_its_name_and_unit(read: Read) -> None:
    found = read(result("6206-7", 0.4, "kU/L", "2025-06-01", display="Peanut IgE Ab in Serum")).labs[0]
    assert (found.name, found.value, found.unit) == ("Peanut IgE Ab in Serum", 0.4, "kU/L")


@pytest.mark.parametrize("quantity", [{"value": 3}, {"unit": "mg/dL"}, {"value": 3, "unit": " "}])
def test_a_value_without_a_unit_is_no_value(read: Read, quantity: dict[str, object]) -> None:
    one = result("2160-0", 1, "mg/dL", "2025-06-01")
    one["valueQuantity"] = quantity
    assert not read(one).labs


def _coded(code: str, value: str, when: str) -> dict[str, object]:
    one = result(code, 1, "1", when)
    del one["valueQuantity"]
    one["valueCodeableConcept"] = concept(SNOMED, value, "value")
    return one


def test_smoking_is_the_newest_entry_and_never_after_smoking_is_remarked_on(read: Read) -> None:
    smoker, former = _coded("72166-2", "449868002", "2020-01-01"), _coded("72166-2", "8517006", "2025-01-01")
    assert read(former, smoker).smoking == "former"
    never = read(smoker, _coded("72166-2", "266919005", "2025-01-01"))
    assert never.smoking == "never"
    assert any("smoking" in remark for remark in never.remarks)
    assert read().smoking is None


def test_pregnancy_holds_for_nine_months(read: Read) -> None:
    assert read(_coded("82810-3", "77386006", "2025-05-01")).pregnant is True
    assert read(_coded("82810-3", "60001007", "2025-05-01")).pregnant is False
    assert read(_coded("82810-3", "77386006", "2024-01-01")).pregnant is None


def test_milliequivalents_are_millimoles_of_potassium(read: Read) -> None:
    newer = result("2823-3", 4.0, "mEq/L", "2025-02-01")
    found = lab(read(result("2823-3", 5.9, "mmol/L", "2025-01-01"), newer), "potassium")
    assert (found.value, found.unit, found.previous) == (4.0, "mmol/L", 5.9)


@pytest.mark.parametrize(
    "coded", [{"system": SNOMED, "code": "258813002"}, {"system": "http://lab.test", "code": "MMOLL"}]
)
def test_a_code_of_another_system_is_no_unit(read: Read, coded: dict[str, object]) -> None:
    quantity = {"value": 4.0, "unit": "mmol/L", **coded}
    assert lab(read(result("2823-3", 0, "1", "2025-01-01", valueQuantity=quantity)), "potassium").value == 4.0


def test_a_final_value_goes_before_a_preliminary_one_of_its_time(read: Read) -> None:
    early = result("2823-3", 7.0, "mmol/L", "2025-01-01T08:00:00Z", status="preliminary")
    final = result("2823-3", 4.0, "mmol/L", "2025-01-01T08:00:00Z")
    assert lab(read(early, final), "potassium").value == lab(read(final, early), "potassium").value == 4.0
