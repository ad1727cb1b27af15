"""The systems that are compared: the product, the product without a part of it, and plain retrieval with a model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from langchain_core.messages import BaseMessage

from copilot.draft.drafter import Drafter
from copilot.draft.parse import stream_sentences
from copilot.settings import Settings
from copilot.verify.gate import Check, Gate
from evals import lab, perturb
from evals.risksum import rag, world
from evals.risksum.case import Answered, RiskCase

_FAULTS = ("number", "unit", "direction", "negation", "two numbers swapped")


class System(NamedTuple):
    """`answer` takes a computed case. `models`: it needs the language models that setup fetches."""

    about: str
    models: bool
    answer: Callable[[RiskCase], Answered]


class NoGate(Gate):
    """Passes every sentence; what it cites is quoted whole."""

    def check_many(self, items: list[tuple[str, str, str]]) -> list[Check]:  # type: ignore[override]
        return [Check([(0, len(text))], 1.0) for _, text, _ in items]


class FaultyDrafter(Drafter):
    """Drafts the best sentences of the evidence, each with one thing changed so that it is wrong."""

    def __init__(self, settings: Settings) -> None:
        super().__init__("none", settings)

    def stream(self, messages: list[BaseMessage]) -> Iterator[str]:
        for drafted in stream_sentences(self.quote(messages)):
            for made in perturb.cases([(drafted.claim, drafted.claim)], seed=0):
                if made.kind in _FAULTS and drafted.cited:
                    yield f"{made.claim.rstrip('. ')} [{drafted.cited[0]}]. "


def extractive(case: RiskCase) -> Answered:
    return world.ask(case, world.opened(case, "none"))


def default(case: RiskCase) -> Answered:
    return world.ask(case, world.opened(case, None))


def ungated(case: RiskCase) -> Answered:
    copilot = world.opened(case, None)
    copilot.gate = NoGate()
    return world.ask(case, copilot)


def base_model(case: RiskCase) -> Answered:
    copilot = world.opened(case, None, drafter=lab.settings().base_gguf)
    copilot.gate = Gate()
    return world.ask(case, copilot)


def faulty(case: RiskCase) -> Answered:
    copilot = world.opened(case, "none")
    return world.ask(case, copilot, FaultyDrafter(copilot.settings))


EXTRACTIVE, FAULTY = "extractive", "faulty drafts"
SYSTEMS: dict[str, System] = {
    EXTRACTIVE: System("the product without a language model (--engine none)", False, extractive),
    FAULTY: System("no system of use: drafts that are wrong throughout, to try the gate with", False, faulty),
    "default engine": System("the product as installed", True, default),
    "default without the gate": System("the same draft, every sentence shown, whole texts cited", True, ungated),
    "base model": System("the base model without the drafter's adapter; rules alone as gate", True, base_model),
    "plain RAG": System(
        "LangChain retriever, the base model, its citations taken as they come; no gate", True, rag.answer
    ),
}
