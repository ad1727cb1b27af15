"""The whole answer as one value, from what the walk came to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import prompts
from copilot import __version__
from copilot.limits import limits
from copilot.schema import Abstention, AsOf, Conflict, Provenance, RiskSummary
from copilot.verify.conflict import conflicts

if TYPE_CHECKING:
    from copilot.walk import Walk


def summary(walk: Walk, status: str, abstention: Abstention | None) -> RiskSummary:
    """The answer that `walk` came to, not yet in the audit log."""
    manifest, evidence = walk.index.manifest, [passage.evidence for passage in walk.read]
    return RiskSummary.model_validate(
        {
            "id": walk.id,
            "created": datetime.now(UTC),
            "question": walk.asking.question,
            "status": status,
            "abstention": abstention,
            "sentences": walk.shown,
            "context": walk.context,
            "dropped": walk.dropped,
            "evidence": evidence,
            "as_of": AsOf(**manifest.as_of.model_dump(), cohort=_cohort_date(walk)),
            "limits": limits(walk),
            "searched": [*walk.found.searched],
            "used": walk.asking.used,
            "conflicts": _conflicts(walk),
            "engine": walk.drafter.engine,
            "provenance": Provenance(
                index=manifest.id,
                model=walk.drafter.model,
                adapters={"verifier": walk.copilot.gate.name},
                prompts={name: prompts.load(name).label for name in ("drafter", "verifier")},
                code=__version__,
            ),
        }
    )


def _conflicts(walk: Walk) -> list[Conflict]:
    """Rats contradict nobody: only what is of people like this patient is held against each other."""
    parts = [part.text for part in walk.asking.parts]
    direct = [passage.evidence for passage in walk.passages]
    cited = {item.id for item in direct}
    return conflicts(parts, [one for one in walk.shown if one.citations[0].evidence in cited], direct)


def _cohort_date(walk: Walk) -> str | None:
    dates = [passage.evidence.source.version for passage in walk.read if passage.evidence.kind == "cohort"]
    return max((date for date in dates if date), default=None)
