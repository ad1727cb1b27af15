"""What detectors, transform and gate hand each other."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from retrieval.evidence import Frozen

Label = Literal[
    "NAME",
    "DATE",
    "AGE",
    "PHONE",
    "FAX",
    "EMAIL",
    "SSN",
    "MRN",
    "HEALTHPLAN",
    "ACCOUNT",
    "LICENSE",
    "VEHICLE",
    "DEVICE",
    "URL",
    "IP",
    "BIOMETRIC",
    "ADDRESS",
    "CITY",
    "ZIP",
    "FACILITY",
    "ID",
]
"""The categories of HIPAA Safe Harbor, 45 CFR 164.514(b)(2)(i)(A)-(R); ID is (R), any other unique code."""

Verdict = Literal["pass", "review", "withhold"]


class Identifier(Frozen):
    """One identifier in a text: offsets into the input, the whole identifier covered.

    `by` names the detectors that found it, for people and for tests; it never holds text of the note.
    """

    start: int = Field(ge=0)
    end: int
    label: Label
    surrogate: str = ""
    by: tuple[str, ...] = ()


class Known(Frozen):
    """What the record itself says about who is who: the list that no vocabulary may veto.

    `names` are whole names as written ("Maria T. Alvarez-Ruiz"); relatives, providers and facilities have lists of
    their own because their surrogates differ.
    """

    names: tuple[str, ...] = ()
    relatives: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    dates: tuple[str, ...] = Field(default=(), description="birth and death dates, ISO 8601")


class Deidentified(Frozen):
    """A text with its identifiers replaced. Only a `pass` may go on; `reasons` says why it is not one."""

    text: str
    spans: tuple[Identifier, ...]
    verdict: Verdict
    reasons: tuple[str, ...] = ()
