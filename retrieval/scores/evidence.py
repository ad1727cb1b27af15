"""A result as evidence: the words the drafter quotes from, with formula version and DOI."""

from __future__ import annotations

import hashlib

from retrieval.evidence import Evidence, Source
from retrieval.scores.evaluate import said
from retrieval.scores.result import Result


def as_evidence(result: Result, caution: str = "") -> Evidence:
    """`Risk score. CHA2DS2-VASc = 4 (range 0-9); interpretation: ...`, and what it depends on where it is a range.

    `caution` stands in the sentence that states the value, so that nobody quotes one without the other.
    """
    text = _text(result, caution)
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Evidence(
        id=f"score:{result.name}:{digest}",
        kind="score",
        title=f"{result.title}: {result.predicts}",
        text=text,
        source=Source(doi=result.doi, version=result.version),
    )


def _text(result: Result, caution: str) -> str:
    limits = f" (range {result.limits[0]:g}-{result.limits[1]:g})" if result.limits else ""
    if result.status == "unknown":
        return f"Risk score. {result.title} cannot be calculated without {_listed(result)}."
    depending = (
        "" if result.status == "complete" else f", depending on {_listed(result)}, which the record does not settle"
    )
    aside = f", {caution}" if caution else ""
    value = f"{said(result)}{limits}{depending}{aside}"
    sure = "" if result.status == "complete" else ", as far as the record tells"
    named = result.title if result.title[0].isupper() else f"The {result.title}"  # a sentence begins with a capital
    sentences = [
        f"Risk score. {result.title} = {value}; interpretation: {result.interpretation}.",
        f"{named} is {said(result)} for this patient{sure}{aside}, and estimates {result.predicts}.",
        *_others(result),
        f"{named} was made for {result.population}.",
    ]
    return " ".join(sentences)


def _listed(result: Result) -> str:
    return "; ".join(missing.label for missing in result.missing)


def _others(result: Result) -> list[str]:
    others = list(result.outputs.items())[1:]
    if not others:
        return []
    told = [
        f"{name.replace('_', ' ')} {said(result.model_copy(update={'low': span.low, 'high': span.high}))}"
        for name, span in others
    ]
    return [f"By the same equations: {', '.join(told)}."]
