"""The cases written by hand (`evals/data/risksum/written-*.toml`), with offsets and ids filled in."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from evals.risksum.case import Cohort, Document, Fact, Forbidden, RiskCase, Term
from evals.risksum.patient import Value, bundle

_FIRST = 98_000_000
"""PubMed ids of made-up documents: no work has one as high yet."""
Row = dict[str, Any]


@cache
def written() -> tuple[RiskCase, ...]:
    """Every handwritten case, in the order of the files."""
    folder = resources.files("evals") / "data" / "risksum"
    files = sorted((one for one in folder.iterdir() if one.name.startswith("written-")), key=lambda one: one.name)
    rows = [row for one in files for row in tomllib.loads(one.read_text("utf-8"))["case"]]
    return tuple(_case(number, row) for number, row in enumerate(rows))


def _case(number: int, row: Row) -> RiskCase:
    documents = {
        one["key"]: _document(_FIRST + 100 * number + place, row["id"], one)
        for place, one in enumerate(row.get("document", []))
    }
    patient = row["patient"]
    cohort = row.get("cohort")
    return RiskCase(
        id=row["id"],
        origin="written",
        specialty=row["specialty"],
        setting=row["setting"],
        traps=tuple(row.get("traps") or dict.fromkeys(one["trap"] for one in row.get("forbid", []))),
        patient=bundle(
            patient["age"],
            patient["sex"],
            [(code, words) for code, words in patient.get("conditions", ())],
            [(code, words) for code, words in patient.get("drugs", ())],
            [Value(*one) for one in patient.get("values", ())],
        ),
        question=row["question"],
        documents=tuple(documents.values()),
        cohort=Cohort.model_validate({"age": patient["age"], "sex": patient["sex"]} | cohort | _terms(cohort))
        if cohort
        else None,
        scores=tuple(dict.fromkeys(fact["in"] for fact in row.get("fact", []) if fact["in"].startswith("score:"))),
        facts=tuple(_fact(documents, one) for one in row.get("fact", [])),
        forbidden=tuple(_forbidden(documents, one) for one in row.get("forbid", [])),
        abstain=tuple(row.get("abstain", ())),
    )


def _terms(cohort: Row) -> dict[str, Term | None]:
    """`condition` and `outcome` as [code, names…]; without an outcome, death is counted."""
    found = {name: cohort.get(name) for name in ("condition", "outcome")}
    return {name: one and Term(code=one[0], names=tuple(one[1:])) for name, one in found.items()}


def _document(pmid: int, case: str, row: Row) -> Document:
    fields = {name: value for name, value in row.items() if name != "key"}
    if row.get("kind") == "guideline":
        return Document(id=f"doc:{case}-{row['key']}.txt#part-1", **fields)
    number = str(row.get("pmid", pmid))
    return Document(**fields | {"id": f"pmid:{number}", "pmid": number, "made_up": "pmid" not in row})


def _fact(documents: dict[str, Document], row: Row) -> Fact:
    fields = {name: value for name, value in row.items() if name != "in"}
    document = documents.get(row["in"])
    if document is None:
        return Fact(evidence=row["in"], **fields)
    start = document.text.index(row["quote"]) if document.made_up else 0
    return Fact(evidence=document.id, start=start, end=start + len(row["quote"]), **fields)


def _forbidden(documents: dict[str, Document], row: Row) -> Forbidden:
    fields = {name: value for name, value in row.items() if name != "in"}
    key = row.get("in", "")
    return Forbidden(evidence=documents[key].id if key in documents else key, **fields)
