"""A list of retractions as CSV, in the layout of the Retraction Watch Database (Crossref and Retraction Watch).

The columns that are read: RetractionNature, RetractionDate, OriginalPaperPubMedID, OriginalPaperDOI,
RetractionPubMedID, RetractionDOI. https://gitlab.com/crossref/retraction-watch-data
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from retrieval.literature.items import Fault, Item, Noted, Retracted
from retrieval.literature.streams import READ_ERRORS, explain, opened
from retrieval.record import Notice, doi_key, pmid_key

_NATURE = {
    "retraction": "RetractionIn",
    "expression of concern": "ExpressionOfConcernIn",
    "correction": "ErratumIn",
    "reinstatement": "Reinstatement",
}
_NEEDED = ("RetractionNature", "OriginalPaperPubMedID", "OriginalPaperDOI")
_DATES = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})"),
)


def read_retractions(path: Path) -> Iterator[Item]:
    """What the list says last of each work: retracted, or noted. A reinstated work is neither.

    A row that cannot be read yields a `Fault` and is skipped; a file without the columns is one fault.
    """
    latest: dict[str, tuple[str, Notice]] = {}
    faults: list[Fault] = []
    number = 1
    try:
        with opened(path) as stream, io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
            rows = csv.DictReader(text)
            if missing := [name for name in _NEEDED if name not in (rows.fieldnames or ())]:
                yield Fault(str(path), "its first line", None, f"the column {missing[0]} is missing")
                return
            for number, row in enumerate(rows, start=2):
                works, notice = _works(row), _notice(row)
                if notice is None or not works:
                    what = "no known kind of notice" if notice is None else "neither a PubMed id nor a DOI"
                    faults.append(Fault(str(path), f"line {number}", None, what))
                    continue
                for work in works:
                    _keep(latest, work, notice)
    except (*READ_ERRORS, UnicodeDecodeError, csv.Error) as error:
        why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else explain(error)
        faults.append(Fault(str(path), f"after line {number}", None, why))
    yield from faults
    for work, (_, notice) in latest.items():
        if notice.type == "RetractionIn":
            yield Retracted(work, notice)
        elif notice.type != "Reinstatement":
            yield Noted(work, notice)


def _keep(latest: dict[str, tuple[str, Notice]], work: str, notice: Notice) -> None:
    """The last word on whether a work is retracted goes before later corrections."""
    when = notice.date or ""
    before = latest.get(work)
    decides = notice.type in ("RetractionIn", "Reinstatement")
    decided = before is not None and before[1].type in ("RetractionIn", "Reinstatement")
    if before is None or (decides, when) >= (decided, before[0]):
        latest[work] = (when, notice)


def _works(row: dict[str, str]) -> list[str]:
    pmid, doi = (row["OriginalPaperPubMedID"] or "").strip(), (row["OriginalPaperDOI"] or "").strip()
    keys = [pmid_key(pmid)] if pmid.isdecimal() and int(pmid) else []
    return [*keys, doi_key(doi)] if doi.startswith("10.") else keys


def _notice(row: dict[str, str]) -> Notice | None:
    kind = _NATURE.get((row["RetractionNature"] or "").strip().lower())
    if kind is None:
        return None
    pmid, doi = (row.get("RetractionPubMedID") or "").strip(), (row.get("RetractionDOI") or "").strip()
    return Notice(
        type=kind,
        pmid=pmid if pmid.isdecimal() and int(pmid) else None,
        citation=f"doi:{doi}" if doi.startswith("10.") else None,
        date=_date(row.get("RetractionDate") or ""),
    )


def _date(text: str) -> str | None:
    """ISO 8601 of a date as such lists write it (2021-03-14, or 3/14/2021 0:00)."""
    for pattern in _DATES:
        if match := pattern.match(text.strip()):
            try:
                return date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
            except ValueError:
                return None
    return None
