"""What the index writer lets in: protocols and literature, not patients' letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.deid.documents import PatientTexts, names_a_patient
from copilot.deid.gate import Gate
from copilot.deid.types import Known
from retrieval.literature.load import load
from retrieval.record import Record

LETTER = "Clinic letter\n\nDate of birth: 03/04/1950\n\nShe walks well and takes apixaban."
PROTOCOL = (
    "# Anticoagulation\n\nCall the ward pharmacist (ext. 5512, Dr. Adler) before bridging. Note the MRN."
    "\n\n## Patient name\n\nCheck the patient's name and date of birth against the wrist band: two identifiers."
)


@pytest.mark.parametrize(
    "text",
    [
        "MRN: 00448812, seen today",
        "Patient: Zyra Quandale",
        "Patient name: Quandale, Zyra",
        "SSN 219-09-9999",
        "DOB 3/4/50",
        "born 04.03.1950",
    ],
)
def test_a_number_a_name_field_or_a_birth_date_make_a_patients_text(text: str) -> None:
    assert names_a_patient(["Clinic letter", text])


@pytest.mark.parametrize(
    "text",
    [
        PROTOCOL,
        "Patients born 2010-2015 have a higher risk. Contact: Dr. Zyra Quandale, 617-555-0112.",
        "Patient: the person who is treated. Name: never write one on the door.",
        "Account for renal function. Policy 12 applies from 2024.",
    ],
)
def test_a_protocol_is_no_patients_text(text: str) -> None:
    assert not names_a_patient([text])


def test_a_document_is_refused_whole_and_the_others_are_kept(tmp_path: Path) -> None:
    (tmp_path / "letter.md").write_text(f"{LETTER}\n\n# Plan\n\nZyra goes home.", encoding="utf-8")
    (tmp_path / "protocol.md").write_text(PROTOCOL, encoding="utf-8")
    source = f"documents:{tmp_path}"
    admit = PatientTexts()
    admit.look([source])
    kept = [item.id for item in load(source) if isinstance(item, Record) and admit(item)]
    assert admit.refused == {"letter.md": 1}
    assert kept
    assert all(id.startswith("doc:protocol.md") for id in kept)


def test_a_guideline_and_literature_are_left_as_they_are_and_known_identifiers_are_not() -> None:
    admit = PatientTexts(Gate([Known(names=("Zyra Quandale",))]))
    text = "Zyra Quandale wrote this."
    assert admit(Record(id="p", kind="literature", text=text))
    assert admit(Record(id="g", kind="guideline", text=text))
    assert admit(Record(id="doc:d.txt#part-1", kind="document", text=f"About aspirin. {text}")) is None
    assert admit(Record(id="doc:zyra-quandale.txt#part-1", kind="document", text="About aspirin.")) is None
    assert set(admit.refused) == {"d.txt", "zyra-quandale.txt"}
