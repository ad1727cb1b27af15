"""Later versions of a review or a preprint, and works that were withdrawn, as NLM's records and their titles say."""

from __future__ import annotations

import re
from collections.abc import Callable

from retrieval.record import Record, pmid_key

_TAKEN_BACK = re.compile(
    r"\W*(?:withdrawn|retracted)(?:\s+(?:article|paper|review))?\s*[:–—-]|.*\[(?:withdrawn|retracted)\b", re.I
)
"""The Cochrane Library and Elsevier put it in front of the title: "WITHDRAWN: Aspirin for …"."""
_LONGEST = 10
"""Updates of updates that are followed; a circle of notices ends too."""


def taken_back(title: str) -> bool:
    """True if the title says that its work was withdrawn or retracted."""
    return bool(_TAKEN_BACK.match(title))


def updates(record: Record) -> tuple[str, ...]:
    """The PubMed ids of what updated this record's work, in the order of its notices."""
    pmids = (notice.pmid for notice in record.notices if notice.type == "UpdateIn")
    return tuple(dict.fromkeys(pmid for pmid in pmids if pmid and pmid != record.source.pmid))


def latest(record: Record, get: Callable[[str], Record | None]) -> Record | None:
    """The newest version of the record's work that `get` has by its id; None if it has none but this."""
    newest, seen = record, {record.id}
    for _ in range(_LONGEST):
        later = next(
            (found for pmid in reversed(updates(newest)) if (found := get(pmid_key(pmid))) and found.id not in seen),
            None,
        )
        if later is None:
            break
        newest = later
        seen.add(later.id)
    return None if newest is record else newest
