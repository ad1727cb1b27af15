"""Plain clinical words for the codes of an answer."""

from __future__ import annotations

from typing import Final

from copilot.schema import AbstentionReason, RiskSummary, Stage

NOTICE: Final = (
    "Decision support for health professionals. It summarises published evidence and does not replace clinical "
    "judgement, the patient's record or local protocols. Open the sources before you act on them."
)

CONTEXT: Final = "Computed from the record, not an answer to your question"

EXAMPLE: Final = "Is obesity a risk factor for death in COVID-19?"

ABSTENTION: Final[dict[AbstentionReason, str]] = {
    "no_evidence": "The sources here do not answer this question",
    "conflicting_evidence": "The sources here contradict each other",
    "verification_failed": "Nothing that was drafted could be verified",
    "out_of_scope": "This question is outside what this tool covers",
    "time_critical": "This sounds urgent: follow your emergency protocol",
    "unsafe_request": "This request could cause harm and is not answered",
    "action_request": "This tool informs; it does not order, prescribe or document",
    "dosing_without_source": "No source here supports a dose",
    "false_premise": "The question assumes something the sources do not support",
    "injection": "The text contains instructions to this tool and is not answered",
    "cohort_too_small": "Too few comparable patients to report",
    "missing_input": "Something needed for an answer is missing",
}

STAGE: Final[dict[str, str]] = {
    "safety": "Checking the question",
    "retrieval": "Searching the sources",
    "draft": "Drafting from the texts found",
    "verify": "Checking each sentence against its source",
    "audit": "Recording the answer in the audit log",
}

KIND: Final[dict[str, str]] = {
    "literature": "Literature",
    "guideline": "Guideline",
    "cohort": "Patient cohort",
    "score": "Risk score",
    "document": "Document",
}

CHECK: Final[dict[str, str]] = {
    "numbers": "Every number stands in the cited words",
    "places": "The numbers keep their places",
    "span": "A passage of the source carries it",
    "names": "Every name, drug and acronym stands in the source",
    "direction": "The direction of the effect is the source's",
    "population": "The source is about the same people or organ",
    "altered": "A copied sentence is copied whole",
    "joined": "It is not two half sentences made into one",
    "coverage": "Enough of the sentence's words stand in the cited words",
    "verbatim": "The cited words themselves",
    "words": "Share of its words found in the cited words",
    "entailment": "A second model's reading: the source supports it, from 0 to 1",
}

ENGINE: Final[dict[str, str]] = {
    "none": "No language model: sentences are taken from the sources",
    "llamacpp": "Local language model (llama.cpp)",
    "transformers": "Local language model (transformers)",
    "openai": "Model server",
}


def stage(event: Stage) -> str:
    """What is being done now."""
    return f"{STAGE[event.name]} …"


def done(summary: RiskSummary) -> str:
    """How it ended."""
    if summary.status == "abstained":
        return "Done: no answer is given."
    verified = count(len(summary.sentences), "verified sentence", "verified sentences")
    return f"Done: {verified} from {count(len(summary.evidence), 'text', 'texts')}."


def support(score: float) -> str:
    """A verifier's score (0 to 1) in a word."""
    if score >= 0.9:
        return "strong"
    return "good" if score >= 0.7 else "moderate"


def level(number: int | None) -> str:
    """An evidence level (1 to 5)."""
    return "" if number is None else f"evidence level {number} of 5 (1 is strongest)"


def count(number: int, one: str, many: str) -> str:
    """`1 sentence`, `2 sentences`."""
    return f"{number:,} {one if number == 1 else many}"
