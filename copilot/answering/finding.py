"""What there is to answer from: literature and documents on the topic, and what is computed for this patient."""

from __future__ import annotations

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
    """At most `k` texts to draft from."""
    kinds: tuple[Kind, ...] = tuple(kind for kind in options.sources or () if kind not in ("cohort", "score"))
    if options.sources and not kinds:
        return Found([], [], {}, [], [])
    filters = Filters(kinds=kinds, designs=tuple(options.designs or ()), year_from=options.since)
    hits = index.search(asking.search, _DEPTH * k, filters)
    found, aside = quarantine([_for_patient(hit, asking.subject) for hit in hits])
    replaced = superseded(found)
    judged = asking.topic.judge(weighed([item for item in found if item.id not in replaced]))
    searched = [*shown(asking.topic.query), *asking.spelling.said]
    return Found(judged.on_topic[:k], judged.unknown, replaced, aside, searched)


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
