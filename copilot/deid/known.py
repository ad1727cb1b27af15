"""What a record itself says about who is who: names, ids, addresses, numbers, for the text path and the gate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from copilot.deid.types import Known

Bucket = Literal["names", "relatives", "providers", "facilities", "places", "ids", "phones", "emails", "dates"]
Fact = tuple[Bucket, str]
Json = dict[str, Any]

_PEOPLE: dict[str, Bucket] = {
    "Patient": "names",
    "Person": "names",
    "RelatedPerson": "relatives",
    "FamilyMemberHistory": "relatives",
    "Practitioner": "providers",
    "PractitionerRole": "providers",
    "Organization": "providers",
}
_BODIES = {"Organization", "Location", "HealthcareService", "Endpoint"}
_IDENTIFIED = {*_PEOPLE, *_BODIES, "Encounter", "EpisodeOfCare", "Coverage", "Account", "Device", "Bundle"}
"""Types whose own `id` may be printed on paper. Ids of observations and the like are known to machines alone."""

_REFERRED: dict[str, Bucket] = {
    "subject": "names",
    "patient": "names",
    "beneficiary": "names",
    "serviceProvider": "facilities",
    "managingOrganization": "facilities",
    "organization": "facilities",
    "location": "facilities",
    "facility": "facilities",
    "custodian": "facilities",
    "healthcareService": "facilities",
    **dict.fromkeys(
        ("requester performer recorder asserter author individual actor practitioner generalPractitioner provider "
         "attester authenticator member onBehalfOf informationSource enterer operator party").split(),
        "providers",
    ),
}  # fmt: skip
"""Where a Reference's `display` is a person or a place, by the element that holds it."""

_TELECOM: dict[str, Bucket] = {"email": "emails", "url": "ids"}
_MAIDEN = "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName"


def known_of(document: Any) -> Known:
    """The identifiers of a FHIR document of any shape, broken ones included.

    Names of the patient with earlier and maiden ones, of relatives and of everyone who cared; facilities; address
    lines, cities and postal codes; every business identifier; numbers and mail addresses; birth and death days.
    """
    found: dict[Bucket, dict[str, None]] = {}
    for bucket, text in _facts(document):
        if text := " ".join(text.split()):
            found.setdefault(bucket, {})[text] = None
    return Known(**{bucket: tuple(texts) for bucket, texts in found.items()})


def _facts(document: Any) -> Iterator[Fact]:
    """All facts, in document order. A loop and not a recursion: a document may be nested as deeply as it likes."""
    waiting: list[tuple[Any, str, str]] = [(document, "", "")]
    while waiting:
        value, kind, field = waiting.pop()
        if isinstance(value, list):
            waiting += [(one, kind, field) for one in reversed(value)]
        elif isinstance(value, dict):
            if isinstance(own := value.get("resourceType"), str):
                kind = own
                yield from _of_resource(value, kind, numbered=field != "contained")
            elif field == "contact" and kind == "Patient":
                kind = "RelatedPerson"
            yield from _of_type(value, kind, field)
            waiting += [(inner, kind, name) for name, inner in reversed(value.items())]


def _of_resource(value: Json, kind: str, *, numbered: bool) -> Iterator[Fact]:
    if kind in _IDENTIFIED and numbered:  # ids of contained resources hold in their container alone
        yield from _texts("ids", value.get("id"))
    if kind in _BODIES:
        yield from _texts("facilities", value.get("name"), value.get("alias"))
    if kind == "FamilyMemberHistory":
        yield from _texts("relatives", value.get("name"))
    if kind == "Patient" or kind == "RelatedPerson" or kind == "Person":
        yield from _days(value.get("birthDate"), value.get("deceasedDateTime"))


def _of_type(value: Json, kind: str, field: str) -> Iterator[Fact]:
    """Facts of data types, told by their shape: they may stand anywhere, extensions included."""
    if "family" in value or "given" in value:
        parts = [*_strings(value.get("prefix")), *_strings(value.get("given")), *_strings(value.get("family"))]
        bare = [*_strings(value.get("given")), *_strings(value.get("family"))]
        yield _PEOPLE.get(kind, "names"), " ".join(bare or parts)
    if field in ("name", "valueHumanName"):
        yield from _texts(_PEOPLE.get(kind, "names"), value.get("text"))
    if {"line", "city", "postalCode", "district"} & value.keys():
        for part in ("line", "city", "postalCode", "district", "text"):
            yield from _texts("places", value.get(part))
    if field == "telecom" or ("system" in value and value.get("system") in ("phone", "fax", "email", "sms", "pager")):
        system = value.get("system")
        yield from _texts(_TELECOM.get(system, "phones") if isinstance(system, str) else "phones", value.get("value"))
    if field in ("identifier", "valueIdentifier", "masterIdentifier", "accessionIdentifier", "groupIdentifier"):
        yield from _texts("ids", value.get("value"))
    if value.get("url") == _MAIDEN:
        yield from _texts("relatives", value.get("valueString"))
    if (bucket := _REFERRED.get(field)) is not None:
        yield from _texts(bucket, value.get("display"))


def _strings(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one


def _texts(bucket: Bucket, *values: Any) -> Iterator[Fact]:
    for value in values:
        for text in _strings(value):
            yield bucket, text


def _days(*values: Any) -> Iterator[Fact]:
    for value in values:
        if isinstance(value, str) and len(value) >= 10:  # a year alone identifies no one
            yield "dates", value[:10]
