"""What a reader has to know of an answer besides its sentences: what was hidden, left out, old, or not there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from copilot import gather
from copilot.answering.standing import whom
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
    if count := len(walk.found.replaced):
        texts = "text was" if count == 1 else "texts were"
        out.append(f"{count} older {texts} left out: a newer one took its place, or its authors withdrew it.")
    out += _of_others(walk)
    out += _unanswered(walk)
    if walk.asking.patient:
        out += [f"About the record: {remark}." for remark in walk.asking.patient.remarks]
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
    out += gather.notices(passage.evidence for passage in walk.read)
    out += walk.notes
    if walk.asking.used and walk.read:
        out.append("The patient's data was used to word the draft, to count patients like this one and for scores.")
    return out


def _of_others(walk: Walk) -> list[str]:
    """Whether findings of animals, or of people unlike the patient, are shown, and why or why not."""
    standings = walk.found.standings
    if not walk.apart or not walk.shown:
        return []
    others = {passage.evidence.id for passage in walk.apart}
    cited = list(dict.fromkeys(c.evidence for one in walk.shown for c in one.citations if c.evidence in others))
    left = [passage.evidence.id for passage in walk.apart if passage.evidence.id not in cited]
    said = []
    if cited:
        named = ", ".join(whom([standings[id] for id in cited]))
        said.append(f"Not all is of people like this patient: what is of {named} is marked, as nothing else answers.")
    if left:
        named = ", ".join(whom([standings[id] for id in left]))
        said.append(f"Findings of {named} were left out: they are not of people like this patient.")
    return said


def _unanswered(walk: Walk) -> list[str]:
    """The parts of a question on which nothing that is shown bears."""
    parts = walk.asking.parts
    if len(parts) == 1 or not walk.shown:
        return []
    return [f"Not answered: “{part.text}”." for i, part in enumerate(parts) if i not in walk.served]
