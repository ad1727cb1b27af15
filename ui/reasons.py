"""Plain words for the codes of de-identification: categories, detectors, actions, verdicts."""

from __future__ import annotations

from typing import Final, get_args

from copilot.client import Action, Label, Verdict

VERDICT: Final[dict[Verdict, str]] = {
    "pass": "May go on: nothing in it gave rise to doubt",
    "review": "In doubt: a person must read it before it goes on",
    "withhold": "Withheld: it cannot be vouched for",
}

LABEL: Final[dict[Label, str]] = {
    "NAME": "Name",
    "DATE": "Date",
    "AGE": "Age over 89",
    "PHONE": "Phone number",
    "FAX": "Fax number",
    "EMAIL": "E-mail address",
    "SSN": "Social security number",
    "MRN": "Record number",
    "HEALTHPLAN": "Health plan number",
    "ACCOUNT": "Account number",
    "LICENSE": "Licence number",
    "VEHICLE": "Vehicle",
    "DEVICE": "Device number",
    "URL": "Web address",
    "IP": "Network address",
    "BIOMETRIC": "Biometric mark",
    "ADDRESS": "Street address",
    "CITY": "Town",
    "ZIP": "Postal code",
    "FACILITY": "Hospital or clinic",
    "ID": "Other number or code",
}

GROUP: Final[dict[Label, str]] = {
    **dict.fromkeys(get_args(Label), "number"),
    "NAME": "person",
    **dict.fromkeys(("DATE", "AGE"), "time"),
    **dict.fromkeys(("ADDRESS", "CITY", "ZIP", "FACILITY"), "place"),
    **dict.fromkeys(("PHONE", "FAX", "EMAIL", "URL", "IP"), "contact"),
}
"""Label -> the colour its mark has."""

DETECTOR: Final[dict[str, str]] = {
    "labelledids": "it follows a label such as MRN, account or policy",
    "socialsecurity": "it is written like a social security number",
    "phones": "it is written like a phone or fax number",
    "longnumbers": "it is a long number or code without a unit",
    "spokennumbers": "a number dictated in words, digit by digit",
    "vehicles": "it is written like a number plate or chassis number",
    "devices": "it follows a serial number's label",
    "web": "it is an e-mail, web or network address",
    "dates": "it is written like a date",
    "oldages": "it is an age over 89",
    "loneages": "it stands where an age over 89 would",
    "forces": "it is worded like a ship or a unit of armed forces",
    "spelt": "it is a name spelt letter by letter",
    "addresses": "it is written like an address",
    "facilities": "it is worded like the name of a hospital, clinic or office",
    "titles": "it stands beside a title such as Dr. or Mrs.",
    "headers": "it stands in a header field such as “Patient:”",
    "kinship": "it stands beside a relative such as “wife”",
    "signatures": "it stands in a signature",
    "surnamefirst": "it is a surname followed by a given name or an initial",
    "particles": "it is written like a surname with a particle such as “de” or “van”",
    "subjects": "it does what only people do, such as “called” or “reports”",
    "lonecapitals": "it alone has a capital among lower-case words",
    "logins": "it looks like a log-in or user name",
    "initials": "it looks like somebody's initials",
    "namelist": "it is in the list of names and is no clinical word",
    "placelist": "it is in the list of towns",
    "unknown": "it is capitalised and is no known clinical or English word",
    "knownpatient": "the patient's own record has it",
    "propagation": "it was found elsewhere in this text",
    "rampart": "a language model (Rampart) took it for an identifier",
    "spacyner": "a language model (spaCy) took it for a name or place",
    "tagger": "this product's own language model took it for an identifier",
}

ACTION: Final[dict[Action, str]] = {
    "keep": "Kept: a number, a status or a public code",
    "shift": "Date moved by the patient's own offset, or cut to its year",
    "pseudonym": "Replaced: the same pseudonym for the same id",
    "generalise": "Made coarser: year of birth, three digits of a ZIP code",
    "text": "Words: identifiers replaced; left out where in doubt",
    "drop": "Dropped",
}


def label(code: Label) -> str:
    """A category in words."""
    return LABEL.get(code, code.capitalize())


def why(detectors: tuple[str, ...]) -> str:
    """Why something was hidden: what each detector behind it saw."""
    found = "; ".join(dict.fromkeys(DETECTOR.get(name, f"the detector “{name}” found it") for name in detectors))
    return found[:1].upper() + found[1:]
