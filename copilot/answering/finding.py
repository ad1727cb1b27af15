"""What there is to answer from: literature and documents on the topic, and what is computed for this patient."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from copilot import gather
from copilot.answering.asking import Asking
from copilot.draft.weigh import weighed
from copilot.safety.quarantine import quarantine
from copilot.schema import Options
from copilot.settings import Settings
from retrieval.evidence import Evidence, Kind
from retrieval.index import Filters, Hit, Index
from retrieval.literature.directness import indirect
from retrieval.literature.supersede import superseded
from retrieval.query.understand import shown
from retrieval.subject import Subject

_DEPTH = 3
"""How many times more texts are searched for than are drafted from: not all are on topic."""


class Found(NamedTuple):
    """Literature and documents on the topic, the best first.

    `unknown`: words of the question that no indexed text has. `replaced`: older guidelines left out, and by which;
    `quarantined`: texts that give instructions; `searched`: what was looked for, in words.
    """

    evidence: list[Evidence]
    unknown: list[str]
    replaced: dict[str, str]
    quarantined: list[Evidence]
    searched: list[str]


class Beside(NamedTuple):
    """Cohort statistics and scores for this patient; `notes` as in `gather.Gathered`."""

    evidence: list[Evidence]
    quarantined: list[Evidence]
    notes: list[str]


def literature(asking: Asking, index: Index, options: Options, k: int) -> Found:
    """At most `k` texts to draft from. Each part of the question is searched for, and has its turn."""
    kinds: tuple[Kind, ...] = tuple(kind for kind in options.sources or () if kind not in ("cohort", "score"))
    if options.sources and not kinds:
        return Found([], [], {}, [], [])
    filters = Filters(kinds=kinds, designs=tuple(options.designs or ()), year_from=options.since)
    each = [
        quarantine([_for_patient(hit, asking.subject) for hit in index.search(part.text, _DEPTH * k, filters)])
        for part in asking.parts
    ]
    replaced = superseded(_once(item for found in each for item in found.kept))
    on_topic = [
        part.topic.judge(weighed([item for item in found.kept if item.id not in replaced])).on_topic
        for part, found in zip(asking.parts, each, strict=True)
    ]
    unknown = asking.topic.unknown
    searched = dict.fromkeys(line for part in asking.parts for line in shown(part.topic.query))
    return Found(
        [] if unknown else in_turn(on_topic)[:k],
        unknown,
        replaced,
        _once(item for found in each for item in found.aside),
        [*searched, *asking.spelling.said],
    )


def in_turn(lists: Sequence[Sequence[Evidence]]) -> list[Evidence]:
    """The first of each list, then the second of each, and so on; each text once."""
    return _once(item for row in zip_longest(*lists) for item in row if item is not None)


def _once(evidence: Iterable[Evidence]) -> list[Evidence]:
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


def _for_patient(hit: Hit, subject: Subject) -> Evidence:
    return hit.evidence.model_copy(update={"indirect": indirect(hit.record, subject)})
