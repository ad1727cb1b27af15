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


def _at(server: str, resource: Json) -> Json:
    return {"fullUrl": f"https://{server}/fhir/{resource['resourceType']}/{resource['id']}", "resource": resource}


def test_patients_of_two_servers_with_one_id_are_never_one() -> None:
    entries = [
        _at("a.test", person()),
        _at("b.test", person(gender="male", birthDate="1990-01-01")),
        {"resource": result("2823-3", 3.0, "mmol/L", "2025-01-01")},
    ]
    with pytest.raises(WhichPatient, match="servers"):
        record({"resourceType": "Bundle", "type": "collection", "entry": entries})


def test_a_patient_with_and_without_its_address_is_one() -> None:
    there = {
        "resourceType": "Bundle",
        "type": "searchset",
        "entry": [_at("a.test", person()), {"resource": problem()}],
    }
    assert from_document({"patient": person(), "problems": there}, today=TODAY).sex == "female"


@pytest.mark.parametrize("subject", [None, {"display": "Quillonetta"}])
def test_what_names_nobody_is_nobodys_among_several(subject: Json | None) -> None:
    found = result("2823-3", 9.0, "mmol/L", "2025-01-01")
    del found["subject"]
    found |= {"subject": subject} if subject else {}
    alone = from_document(bundle(person(), found), today=TODAY)
    among = from_document(bundle(person(), person(id="p2"), problem(), found), today=TODAY, patient="p1")
    assert (len(alone.labs), among.labs) == (1, [])
    assert "left out, without a patient, in a record of several: 1" in among.remarks


@pytest.mark.parametrize(
    "newer",
    [
        {"versionId": "2"},
        {"lastUpdated": "2025-02-01T08:00:00Z", "versionId": "1"},
    ],
)
def test_the_newest_version_counts_wherever_it_stands(newer: Json) -> None:
    older = {"versionId": "1"} | ({"lastUpdated": "2025-01-01T08:00:00Z"} if "lastUpdated" in newer else {})
    said = {"id": "o1"}
    corrected = result("2823-3", 6.9, "mmol/L", "2025-01-01", **said, meta=newer)
    first = result("2823-3", 3.0, "mmol/L", "2025-01-01", **said, meta=older)
    for both in ((corrected, first), (first, corrected)):
        assert [one.value for one in from_document(bundle(person(), *both), today=TODAY).labs] == [6.9]


@pytest.mark.parametrize(
    "resource",
    [
        result("2823-3", 4.0, "mmol/L", "2025-01-01", component=None),
        result("2823-3", 4.0, "mmol/L", "2025-01-01", valueCodeableConcept=None, category=None),
        order(dispenseRequest=None, dosageInstruction=[None]),
        problem(abatementPeriod=None, onsetPeriod=None),
        {
            "resourceType": "Encounter",
            "status": "finished",
            "subject": {"reference": "Patient/p1"},
            "period": None,
            "class": {"code": "AMB"},
        },
        {
            "resourceType": "AllergyIntolerance",
            "patient": {"reference": "Patient/p1"},
            "reaction": None,
            "code": {"text": "Penicillin", "coding": None},
        },
        result("2823-3", 4.0, "mmol/L", "9999-12-31T23:59:59-05:00"),
        result("2823-3", 4.0, "mmol/L", "0001-01-01T00:00:00+01:00"),
        result("2345-7", 1e308, "mmol/L", "2025-01-01"),
        result("2345-7", 10**400, "mg/dL", "2025-01-01"),
    ],
)
def test_nulls_and_the_ends_of_numbers_and_time_are_no_crash(resource: Json) -> None:
    assert from_document(bundle(person(), resource), today=TODAY).sex == "female"


def test_a_remark_on_a_long_name_is_cut() -> None:
    name = "Disease " * 24
    entries = [
        problem(display=name, onsetDateTime="2020"),
        problem(display=name, clinical="resolved", onsetDateTime="2020"),
    ]
    assert max(map(len, from_document(bundle(person(), *entries), today=TODAY).remarks)) <= 200
