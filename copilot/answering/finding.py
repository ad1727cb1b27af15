"""What there is to answer from: literature and documents on the topic, and what is computed for this patient."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from types import MappingProxyType
from typing import NamedTuple

from copilot import gather
from copilot.answering import versions
from copilot.answering.asking import Asking
from copilot.answering.standing import Standing
from copilot.draft.weigh import weighed
from copilot.safety.quarantine import Quarantine, quarantine
from copilot.schema import Options
from copilot.settings import Settings
from retrieval.evidence import Evidence, Kind, Rank
from retrieval.index import Filters, Index
from retrieval.literature.directness import indirect
from retrieval.literature.supersede import superseded
from retrieval.query.understand import shown
from retrieval.record import Record

_DEPTH = 3
"""How many times more texts are searched for than are drafted from: not all are on topic."""
APART = 2
"""Most texts of others than this patient beside the direct ones: animals, children for an adult, the other sex."""


class Found(NamedTuple):
    """Literature and documents on the topic, the best first.

    `apart`: those of others than this patient, whose findings are no direct evidence. `standings`, by id, say how a
    text stands to the patient and whether it has a later version. `unknown`: words of the question that no indexed
    text has. `replaced`: older texts left out, and by which; `quarantined`: texts that give instructions; `searched`:
    what was looked for, in words.
    """

    evidence: Sequence[Evidence] = ()
    apart: Sequence[Evidence] = ()
    standings: Mapping[str, Standing] = MappingProxyType({})
    unknown: Sequence[str] = ()
    replaced: Mapping[str, str] = MappingProxyType({})
    quarantined: Sequence[Evidence] = ()
    searched: Sequence[str] = ()


class Beside(NamedTuple):
    """Cohort statistics and scores for this patient; `notes` as in `gather.Gathered`."""

    evidence: list[Evidence]
    quarantined: list[Evidence]
    notes: list[str]


def literature(asking: Asking, index: Index, options: Options, k: int) -> Found:
    """At most `k` texts to draft from. Each part of the question is searched for, and has its turn."""
    kinds: tuple[Kind, ...] = tuple(kind for kind in options.sources or () if kind not in ("cohort", "score"))
    if options.sources and not kinds:
        return Found()
    filters = Filters(kinds=kinds, designs=tuple(options.designs or ()), year_from=options.since)
    replaced: dict[str, str] = {}
    standings: dict[str, Standing] = {}
    each: list[Quarantine] = []
    for part in asking.parts:
        current = versions.newest(index.search(part.text, _DEPTH * k, filters), index)
        replaced |= current.replaced
        for record, _ in current.texts:
            reasons = indirect(record, asking.subject, asking.search)
            standings[record.id] = Standing(reasons, current.missing.get(record.id))
        each.append(quarantine([_evidence(*text, standings[text.record.id]) for text in current.texts]))
    replaced |= superseded(once(item for found in each for item in found.kept))
    on_topic = in_turn(
        [
            part.topic.judge(weighed([item for item in found.kept if item.id not in replaced])).on_topic
            for part, found in zip(asking.parts, each, strict=True)
        ]
    )
    unknown = asking.topic.unknown
    searched = dict.fromkeys(line for part in asking.parts for line in shown(part.topic.query))
    return Found(
        [] if unknown else [item for item in on_topic if not standings[item.id].apart][:k],
        [] if unknown else [item for item in on_topic if standings[item.id].apart][:APART],
        standings,
        unknown,
        replaced,
        once(item for found in each for item in found.aside),
        [*searched, *asking.spelling.said],
    )


def in_turn(lists: Sequence[Sequence[Evidence]]) -> list[Evidence]:
    """The first of each list, then the second of each, and so on; each text once."""
    return once(item for row in zip_longest(*lists) for item in row if item is not None)


def once(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Each text once, by its id; the first stays."""
    once: dict[str, Evidence] = {}
    for item in evidence:
        once.setdefault(item.id, item)
    return list(once.values())


def beside(asking: Asking, options: Options, settings: Settings) -> Beside:
    """What the hospital's database and the patient's record settle."""
    found: list[Evidence] = []
    notes: list[str] = []
    if not options.sources or "cohort" in options.sources:
        found, notes = gather.cohort(asking.search, asking.subject, settings)
    if not options.sources or "score" in options.sources:
        found = [*found, *gather.scores(asking.search, asking.patient)]
    kept, aside = quarantine(found)
    return Beside(kept, aside, notes)


def _evidence(record: Record, rank: Rank, standing: Standing) -> Evidence:
    return record.evidence(rank).model_copy(update={"indirect": tuple(one.why for one in standing.indirect)})
