"""Which patient, which entries: mixing two people is never safe."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples_fhir import TODAY, bundle, order, person, problem, result

from copilot.patient.errors import CyclicReferences, NotFhir, OtherPatient, WhichPatient, WrongShape
from copilot.patient.intake import from_document
from copilot.patient.record import record
from retrieval.errors import Problem

Json = dict[str, Any]
OTHER = {"reference": "Patient/Quillonetta"}


@pytest.mark.parametrize("type", ["collection", "transaction", "searchset", "document", "batch"])
def test_every_kind_of_bundle_with_content_is_read(type: str) -> None:
    assert len(record(bundle(person(), problem(), type=type)).of("Condition")) == 1


def test_a_single_resource_and_a_prefetch_are_read() -> None:
    assert from_document(problem(), today=TODAY).conditions[0].text == "Heart failure"
    prefetch = {"patient": person(), "problems": bundle(problem(), type="searchset"), "nothing": None}
    for document in (prefetch, {"hook": "patient-view", "context": {"patientId": "p1"}, "prefetch": prefetch}):
        context = from_document(document, today=TODAY)
        assert (context.sex, [one.text for one in context.conditions]) == ("female", ["Heart failure"])


def test_a_bundle_in_a_prefetch_may_leave_its_type_out() -> None:
    untyped = {"resourceType": "Bundle", "entry": [{"resource": problem()}]}
    assert from_document({"prefetch": {"problems": untyped}}, today=TODAY).conditions
    with pytest.raises(WrongShape, match=r"Bundle.type"):
        record(untyped)


def test_a_hook_without_a_prefetch_is_no_form() -> None:
    with pytest.raises(NotFhir):
        from_document({"hook": "patient-view", "context": {"patientId": "p1"}})


def test_a_resource_under_two_keys_counts_once() -> None:
    context = from_document({"a": bundle(person(id="p1"), problem(id="c1")), "b": problem(id="c1")}, today=TODAY)
    assert len(context.conditions) == 1


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        "Bundle",
        7,
        {},
        {"hook": "patient-view"},
        {"prefetch": []},
        {"prefetch": {"a": {"name": "Quillonetta"}}},
    ],
)
def test_what_is_no_fhir_is_refused(document: Any) -> None:
    with pytest.raises(NotFhir) as caught:
        record(document)
    assert "Quillonetta" not in str(caught.value)


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"resourceType": "Bundle", "type": "history", "entry": []}, "Bundle.type"),
        ({"resourceType": "Bundle", "type": "collection", "entry": {}}, "Bundle.entry"),
        ({"resourceType": "Bundle", "type": "collection", "entry": ["Quillonetta"]}, r"Bundle.entry\[0\]"),
        ({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {}}]}, r"entry\[0\].resource"),
        ({"resourceType": ["Quillonetta"]}, "resourceType"),
        (
            bundle(person(), problem(onsetDateTime="Quillonetta")),
            r"entry\[1\].resource.ofType\(Condition\).onsetDateTime",
        ),
        (bundle(person(), problem(code={"coding": [{"code": 7}]})), r"code.coding\[0\].code"),
        (bundle(person(), problem(Quillonetta=1)), r"ofType\(Condition\) holds an element"),
        (bundle(person(birthDate="19500701")), r"ofType\(Patient\).birthDate"),
        (bundle({"resourceType": "Condition"}), r"ofType\(Condition\).subject is missing"),
        (bundle(person(), {**order(), "medicationCodeableConcept": "Quillonetta"}), "medicationCodeableConcept"),
        (bundle(bundle(bundle(bundle(bundle(person()))))), "nests bundles"),
    ],
)
def test_a_wrong_shape_is_named_by_its_path(document: Json, place: str) -> None:
    document = {**document}
    with pytest.raises(WrongShape, match=place) as caught:
        record(document)
    assert "Quillonetta" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_extensions_of_any_shape_are_left_aside() -> None:
    odd = [{"url": "http://x.test/e", "valueBanana": {"y": 1}}, 7]
    entry = problem(extension=odd, _recordedDate={"extension": odd}, text={"div": "<p>"})
    entry["code"]["coding"][0]["extension"] = odd
    assert record(bundle(person(extension=odd), entry)).of("Condition")


MODIFIER = {"modifierExtension": [{"url": "http://x.test/not", "valueBoolean": True}]}


@pytest.mark.parametrize("modified", [problem(**MODIFIER), order(dosageInstruction=[{"text": "daily", **MODIFIER}])])
def test_an_entry_with_a_modifier_that_is_not_understood_is_left_out(modified: Json) -> None:
    context = from_document(bundle(person(), modified), today=TODAY)
    assert not context.conditions
    assert not context.medications
    assert any("not understood" in remark for remark in context.remarks)


def test_an_entry_of_another_patient_is_refused() -> None:
    with pytest.raises(OtherPatient, match=r"entry\[2\]") as caught:
        record(bundle(person(), problem(), problem(subject=OTHER)))
    assert "Quillonetta" not in str(caught.value)


def test_several_patients_need_a_choice_unless_one_alone_is_meant() -> None:
    second = person(id="p2", birthDate="1980-01-01", gender="male")
    theirs = problem(subject={"reference": "Patient/p2"}, display="Gout", snomed="90560007")
    with pytest.raises(WhichPatient, match="2 patients"):
        record(bundle(person(), second))
    with pytest.raises(WhichPatient):
        record(bundle(person(), second, problem(), theirs))
    only = from_document(bundle(person(), second, theirs), today=TODAY)
    assert (only.sex, [one.text for one in only.conditions]) == ("male", ["Gout"])
    chosen = from_document(bundle(person(), second, problem(), theirs), today=TODAY, patient="p1")
    assert (chosen.sex, [one.text for one in chosen.conditions]) == ("female", ["Heart failure"])
    with pytest.raises(WhichPatient, match="not in the record"):
        record(bundle(person(), second), "Quillonetta")


def test_entries_of_two_people_without_a_patient_are_refused() -> None:
    with pytest.raises(WhichPatient):
        record(bundle(problem(), problem(subject=OTHER)))


@pytest.mark.parametrize(
    "reference",
    ["Patient/p1", "urn:uuid:p1", "https://ehr.test/fhir/Patient/p1", "https://ehr.test/r4/Patient/p1/_history/3"],
)
def test_a_patient_is_known_however_a_reference_is_written(reference: str) -> None:
    assert record(bundle(person(), problem(subject={"reference": reference}))).of("Condition")


def test_a_patient_is_known_by_a_business_identifier() -> None:
    identifier = {"system": "urn:x", "value": "7"}
    whole = bundle(person(identifier=[identifier]), problem(subject={"identifier": identifier}))
    assert record(whole).of("Condition")
    with pytest.raises(OtherPatient):
        record(bundle(person(identifier=[identifier]), problem(subject={"identifier": {"value": "8"}})))


@pytest.mark.parametrize("subject", [{"reference": "Group/g"}, {"reference": "Device/d"}])
def test_what_is_about_no_person_is_left_out(subject: Json) -> None:
    found = record(bundle(person(), result("718-7", 1, "g/dL", "2020", subject=subject)))
    assert not found.of("Observation")
    assert found.left_out


def test_an_observation_about_a_fetus_is_not_the_patients() -> None:
    found = record(bundle(person(), result("8867-4", 150, "/min", "2020", focus=[{"reference": "Patient/baby"}])))
    assert not found.of("Observation")


def test_what_is_part_of_itself_is_refused() -> None:
    panel = result("1", 1, "1", "2020", id="a", hasMember=[{"reference": "Observation/b"}])
    member = result("2", 1, "1", "2020", id="b", hasMember=[{"reference": "Observation/a"}])
    with pytest.raises(CyclicReferences, match="hasMember"):
        record(bundle(person(), panel, member))
    with pytest.raises(CyclicReferences, match="partOf"):
        record(bundle(person(), _visit("v1", partOf={"reference": "Encounter/v1"})))


def test_entries_that_point_at_each_other_are_no_cycle() -> None:
    visit = _visit("v1", diagnosis=[{"condition": {"reference": "Condition/c1"}}])
    assert record(bundle(person(), visit, problem(id="c1", encounter={"reference": "Encounter/v1"}))).of("Encounter")


def test_depth_is_a_wrong_shape_and_no_crash() -> None:
    extension: Json = {"url": "u"}
    element: Json = {}
    for _ in range(5000):
        extension, element = {"url": "u", "extension": [extension]}, {"name": [element]}
    assert from_document(bundle(person(), problem(extension=[extension])), today=TODAY).conditions
    with pytest.raises(WrongShape, match="too deeply"):
        from_document(bundle(person(), problem(note=[element])), today=TODAY)


def test_dangling_references_to_others_do_no_harm() -> None:
    assert record(bundle(person(), problem(encounter={"reference": "Encounter/none"}))).of("Condition")


def _visit(id: str, **fields: Any) -> Json:
    return {
        "resourceType": "Encounter",
        "id": id,
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "subject": {"reference": "Patient/p1"},
        **fields,
    }


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
KINDS = ["Patient", "Condition", "Observation", "MedicationRequest", "Bundle"]
FIELDS = ["id", "subject", "code", "status", "entry", "type", "valueQuantity", "meta", "partOf", "birthDate"]
fhir_like = st.fixed_dictionaries(
    {"resourceType": st.sampled_from(KINDS)}, optional=dict.fromkeys(FIELDS, json_values)
)


@given(st.lists(fhir_like | json_values, max_size=4))
def test_any_document_is_a_record_or_a_problem(resources: list[Any]) -> None:
    document = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}
    try:
        from_document(document, today=TODAY)
    except Problem as problem_:
        assert problem_.what
