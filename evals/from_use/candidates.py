"""From the audit log to candidate cases: reviews of answers, with no more of the patient than a case needs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

from copilot.deid.gate import Identifying
from copilot.review import KIND
from copilot.schema import OLDEST
from evals.from_use.case import Candidate, Expectation, Got, Said
from evals.from_use.statements import says

Entry = dict[str, Any]
"""An entry of the audit log."""
Check = Callable[[str], None]
"""The gate on the way out; raises Identifying."""
_BAND = 5
"""Years to which an age is rounded."""
_MOST = 10
"""Conditions and drugs of a patient that a case keeps."""


class Found(NamedTuple):
    """Candidates, oldest first, and how many reviews the gate kept back."""

    candidates: list[Candidate]
    kept_back: int


def candidates(entries: Iterable[Entry], decided: Collection[str], check: Check) -> Found:
    """What readers found wrong or changed; praise makes no case.

    Args:
        entries: the log, in order.
        decided: ids of candidates that a person has decided on.
        check: asked of every text that people wrote; what it stops does not go out.
    """
    requests: dict[str, Entry] = {}
    summaries: dict[str, Entry] = {}
    found: list[Candidate] = []
    kept_back = 0
    for entry in entries:
        body = entry["body"]
        match entry["kind"]:
            case "request":
                requests[body["summary"]] = body
            case "summary":
                summaries[body["id"]] = body
            case kind if kind == KIND and body["verdict"] != "helpful" and body["summary"] in summaries:
                one = _candidate(entry, requests.get(body["summary"], {}), summaries[body["summary"]])
                if one.id in decided:
                    continue
                try:
                    for text in one.written():
                        check(text)
                except Identifying:
                    kept_back += 1
                else:
                    found.append(one)
    return Found(found, kept_back)


def _candidate(entry: Entry, request: Entry, summary: Entry) -> Candidate:
    said = Said.model_validate({name: value for name, value in entry["body"].items() if name != "summary"})
    got = Got.of(summary)
    # The log's own number and hash stay behind: a case must not lead back to who asked.
    id = f"use-{hashlib.sha256(entry['hash'].encode()).hexdigest()[:12]}"
    return Candidate(
        id=id,
        question=summary["question"],
        patient=coarse(request.get("patient")),
        got=got,
        said=said,
        expect=_suggested(said, got),
    )


def _suggested(said: Said, got: Got) -> Expectation:
    """What the review alone says of the right behaviour; the rest is for the person who reads it."""
    about = [got.sentences[said.sentence - 1]] if said.sentence else []
    if said.verdict == "wrong":
        return Expectation(never=about)
    wanted = [said.text] if said.text else []
    # An edit in the wording alone must not forbid what it asks for.
    never = [one for one in about if not any(says(new, one) or says(one, new) for new in wanted)]
    return Expectation(status="answered", says=wanted, never=never)


def coarse(patient: dict[str, Any] | None) -> dict[str, Any] | None:
    """A patient as a case may keep one: age to five years, sex, and what stands under a public code, without times.

    Values, free text, procedures, allergies and visits stay behind: together they can single out one person.
    """
    if not patient:
        return None
    kept: dict[str, Any] = {"sex": patient.get("sex")}
    if (age := patient.get("age")) is not None:
        kept["age"] = min(OLDEST, _BAND * round(age / _BAND))
    for kind in ("conditions", "medications"):
        kept[kind] = [
            {name: one[name] for name in ("text", "system", "code", "status") if one.get(name)}
            for one in patient.get(kind) or ()
            if one.get("system") and one.get("code")
        ][:_MOST]
    return {name: value for name, value in kept.items() if value not in (None, [])}
