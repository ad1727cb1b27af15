"""What a reader has to know of an answer besides its sentences: what was hidden, left out, old, or not there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from copilot import gather
from copilot.schema import AsOf
from copilot.withdraw import staleness

if TYPE_CHECKING:
    from copilot.walk import Walk


def limits(walk: Walk) -> list[str]:
    """The limits of the answer that `walk` came to, the most general first."""
    out = ["For professionals. Check each sentence against its source before you act on it."]
    if walk.asking.hidden:
        places = "one place was" if walk.asking.hidden == 1 else f"{walk.asking.hidden} places were"
        out.append(f"In the question {places} hidden before anything was searched: they may identify somebody.")
    out += [f"About the question: {doubt}." for doubt in walk.asking.doubts]
    if walk.drafter.engine.fell_back:
        out.append(f"{walk.drafter.engine.reason} The rest was taken word for word from the evidence.")
    if walk.quoted and walk.shown:
        out.append("Little of the draft held; sentences of the sources were added word for word.")
    if walk.options.designs or walk.options.since:
        kinds = ", ".join(walk.options.designs or ["every design"])
        years = f" from {walk.options.since} on" if walk.options.since else ""
        out.append(f"Searched only: {kinds}{years}. What other studies found is not here.")
    if walk.replaced:
        out.append(f"{len(walk.replaced)} older guideline texts were left out: a newer edition is in the index.")
    if walk.asking.steered:
        out.append("The patient's data was not read: it gives instructions to this tool.")
    if walk.quarantined:
        ids = ", ".join(item.id for item in walk.quarantined)
        out.append(f"Left out, because the text gives instructions to this tool: {ids}.")
    if not any(passage.evidence.kind == "guideline" for passage in walk.passages):
        out.append("No guideline was among the texts that were used.")
    if walk.copilot.gate.entailment is None or walk.unverified:
        out.append("The verifier model was not available: only nearly verbatim sentences could be shown.")
    if warning := staleness(AsOf(**walk.index.manifest.as_of.model_dump()), datetime.now(UTC).date()):
        out.append(warning)
    out += gather.notices(passage.evidence for passage in walk.passages)
    out += walk.notes
    if walk.asking.used:
        out.append("The patient's data was used to word the draft, to count patients like this one and for scores.")
    return out
