"""The one line a prompt says about a patient, and the list of what it used."""

from __future__ import annotations

from copilot.schema import PatientContext


def render(patient: PatientContext | None) -> tuple[str, list[str]]:
    """("Patient: 78-year-old man with heart failure, taking apixaban.\\n", fields used); ("", []) without a patient.

    Ages from 90 on are not told apart (HIPAA Safe Harbor, 45 CFR 164.514(b)(2)(i)(C)).
    """
    if patient is None:
        return "", []
    used: list[str] = []
    who = {"female": "woman", "male": "man", None: "person"}[patient.sex]
    age = "" if patient.age is None else "90-or-older" if patient.age >= 90 else f"{patient.age}-year-old"
    if age:
        used.append("age: 90 or older" if age.startswith("90-or") else f"age: {patient.age} years")
    if patient.sex:
        used.append(f"sex: {patient.sex}")
    line = f"{age} {who}".strip()
    if patient.conditions:
        line += f" with {_listed(patient.conditions)}"
        used += [f"condition: {name}" for name in patient.conditions]
    if patient.medications:
        line += f", taking {_listed(patient.medications)}"
        used += [f"medication: {name}" for name in patient.medications]
    if patient.labs:
        labs = [f"{lab.name} {lab.value:g} {lab.unit}" for lab in patient.labs]
        line += f"; {', '.join(labs)}"
        used += [f"laboratory value: {lab}" for lab in labs]
    return (f"Patient: {' '.join(line.split())}.\n", used) if used else ("", [])


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
