"""The newest indexed version of each text that was found, in the place of the one that it updates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from retrieval.evidence import Rank
from retrieval.index import Hit, Index
from retrieval.literature.updated import latest, updates
from retrieval.record import Record, pmid_key


class Text(NamedTuple):
    record: Record
    rank: Rank


class Versions(NamedTuple):
    """`replaced`: {id of an older version: id of what took its place}. `missing`: {id: name of a later version that
    is not in the index}.
    """

    texts: list[Text]
    replaced: dict[str, str]
    missing: dict[str, str]


def newest(hits: Sequence[Hit], index: Index) -> Versions:
    """A newer version that was not found itself takes the older one's rank: they answer the same question.

    A text whose update was retracted or withdrawn is replaced by nothing: its authors no longer stand by it.
    """
    found = {hit.record.id for hit in hits}
    texts: dict[str, Text] = {}
    replaced: dict[str, str] = {}
    missing: dict[str, str] = {}
    for hit in hits:
        later = latest(hit.record, index.get)
        record = later or hit.record
        pending = [pmid_key(pmid) for pmid in updates(record) if index.get(pmid_key(pmid)) is None]
        if later is not None:
            replaced[hit.record.id] = later.id
        if index.is_retracted(pending):
            replaced[record.id] = pending[-1]
        elif later is None or later.id not in found:
            texts.setdefault(record.id, Text(record, hit.rank))
            if pending:
                missing[record.id] = f"PMID {pending[-1].removeprefix('pmid:')}"
    return Versions(list(texts.values()), replaced, missing)
