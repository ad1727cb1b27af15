"""One question on its way: de-identified, answered from evidence, checked by sentence, written to the log."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from langchain_core.messages import BaseMessage

import prompts
from copilot.answering import finding
from copilot.answering.asking import asking
from copilot.answering.computed import answered, stated
from copilot.answering.judging import OFF_TOPIC, Judge
from copilot.answering.own import is_own
from copilot.answering.summary import summary
from copilot.deid.gate import Gate as OutwardGate
from copilot.deid.gate import Identifying
from copilot.deid.types import Known
from copilot.draft import pack, parse
from copilot.draft.drafter import Drafter
from copilot.draft.pack import Passage
from copilot.safety.dosing import asks_dose, states_dose
from copilot.schema import (
    Abstention,
    AbstentionReason,
    AuditRef,
    Dropped,
    Event,
    Options,
    PatientContext,
    RiskSummary,
    Sentence,
    Stage,
)
from copilot.verify.form import is_repeat
from retrieval.evidence import Evidence

if TYPE_CHECKING:
    from copilot.pipeline import Copilot

SENTENCES = 6
"""Most sentences of a summary: it is read between two patients."""
ENOUGH = 3
"""Verified sentences below which sentences of the sources are added word for word; one more for each further part."""


class Walk:
    """One question on its way: the order of the steps, and what they have come to so far."""

    def __init__(
        self,
        copilot: Copilot,
        question: str,
        patient: PatientContext | None,
        options: Options,
        drafter: Drafter,
        known: Known,
    ) -> None:
        self.copilot, self.options, self.drafter = copilot, options, drafter
        self.index = copilot.index
        self.id = uuid.uuid4().hex
        self.outward = OutwardGate([known])
        self.asking = asking(question, patient, known, copilot.deidentify, self.index)
        self.enough = ENOUGH + len(self.asking.parts) - 1
        self.found = finding.Found()
        self.notes: list[str] = []
        self.quarantined: list[Evidence] = []
        self.passages: list[Passage] = []
        self.apart: list[Passage] = []
        self.beside: list[Passage] = []
        self.answered: dict[str, frozenset[int]] = {}
        self.shown: list[Sentence] = []
        self.context: list[Sentence] = []
        self.dropped: list[Dropped] = []
        self.served: frozenset[int] = frozenset()
        self.unverified = self.quoted = False

    @property
    def read(self) -> list[Passage]:
        """Every passage in the order of its number: drafted from, of others than this patient, context."""
        return [*self.passages, *self.apart, *self.beside]

    def run(self) -> Iterator[Event]:
        self._log_request()
        yield Stage(name="safety", detail="reading what is asked")
        verdict = self.copilot.guard.check(self.asking.heard)
        if verdict.reason:
            yield self._abstain(verdict.reason, verdict.message, list(verdict.would_help))
            return
        yield Stage(name="retrieval", detail="searching literature and documents")
        gap = self._retrieve()
        self._put_beside()
        if gap:
            yield self._abstain(*gap)
            return
        texts = [passage.evidence for passage in self.read]
        self._log("evidence", {"summary": self.id, "texts": {one.id: _sha256(one.text) for one in texts}})
        yield texts
        yield from self._sentences()
        yield Stage(name="audit", detail="writing the audit log")
        if self.shown:
            yield self._close("answered", None)
        elif any(dropped.reason != OFF_TOPIC for dropped in self.dropped):
            yield self._abstain(
                "verification_failed",
                "Sentences were drafted, but none could be verified against the text it cites.",
                ["The texts that were found are listed: open them."],
            )
        else:
            yield self._abstain("no_evidence", "The texts that were found do not answer this question.", [])

    def _retrieve(self) -> tuple[AbstentionReason, str, list[str]] | None:
        """Fills `passages`, `apart` and `beside`; or why nothing can be drafted from what was found."""
        asked, k = self.asking.search, self.options.k or self.copilot.settings.k
        found = self.found = finding.literature(self.asking, self.index, self.options, k)
        computed = finding.beside(self.asking, self.options, self.copilot.settings)
        self.notes, self.quarantined = computed.notes, [*found.quarantined, *computed.quarantined]
        parts = [part.text for part in self.asking.parts]
        self.answered = {item.id: answered(parts, item) for item in computed.evidence}
        answering = [item for item in computed.evidence if self.answered[item.id]]
        context = [item for item in computed.evidence if not self.answered[item.id]]
        # a dose for rats, or for children, is no source of a dose for this patient
        apart = [] if asks_dose(asked) else found.apart
        self.passages = pack.pack(asked, finding.once([*answering, *found.evidence]))
        self.apart = pack.pack(asked, apart, len(self.passages) + 1)
        self.beside = pack.pack(asked, context, len(self.passages) + len(self.apart) + 1)
        if found.unknown and not answering:
            words = ", ".join(f"“{word}”" for word in found.unknown)
            return "no_evidence", f"No indexed text mentions {words}.", ["Check the spelling."]
        if not self.passages and not self.apart:
            return (
                "no_evidence",
                "No indexed text is close enough to this question to stand on.",
                ["Ask in other words, or name the condition and the outcome.", "Add literature or guidelines."],
            )
        if asks_dose(asked) and not states_dose(asked, [p.evidence.text for p in self.passages]):
            return (
                "dosing_without_source",
                "This asks for a dose, and no text that was found states one.",
                ["Use the product information or the hospital's formulary.", "Add a guideline that states it."],
            )
        return None

    def _put_beside(self) -> None:
        """Fills `context`: what is computed for this patient and was not asked for."""
        judge = self._judge(self.beside)
        for drafted in stated(self.beside):
            outcome = judge.judge(drafted, self.context).outcome
            if isinstance(outcome, Sentence):
                self._log("context", {"summary": self.id} | outcome.model_dump(mode="json"))
                self.context.append(outcome)

    def _sentences(self) -> Iterator[Event]:
        """Verified sentences and drops: of what is computed, of the draft, of the sources if too few held, and of
        texts about others than this patient where nothing else answers.
        """
        judge = self._judge(self.passages)
        for drafted in stated(self.passages):
            yield self._verify(judge, drafted)
        refused = False
        if self.passages:
            yield Stage(name="draft", detail=f"drafting from {len(self.passages)} texts with {self.drafter.name}")
            for drafted in parse.stream_sentences(self.drafter.stream(self._prompt(self.passages))):
                if parse.NO_ANSWER.search(drafted.claim):
                    refused = True
                else:
                    yield self._verify(judge, drafted)
                if len(self.shown) == SENTENCES:
                    break
        if refused and self.drafter.may_refuse:
            return
        if self.passages and len(self.shown) < self.enough:
            yield Stage(name="draft", detail="adding sentences of the sources, word for word")
            for drafted in self._quoted():
                yield self._verify(judge, drafted)
        yield from self._of_others()

    def _of_others(self) -> Iterator[Event]:
        """Word for word, never drafted: a model would leave out of whom it is."""
        open_parts = frozenset(range(len(self.asking.parts))) - self.served
        if not self.apart or not open_parts or len(self.shown) >= SENTENCES:
            return
        yield Stage(name="draft", detail="adding findings of others than this patient, marked as such")
        judge = self._judge(self.apart)
        texts = {passage.number: passage.evidence.text for passage in self.apart}
        for drafted in parse.stream_sentences(self.drafter.quote(self._prompt(self.apart))):
            if parse.NO_ANSWER.search(drafted.claim) or len(self.shown) == SENTENCES:
                break
            own = all(is_own(drafted.claim, texts[number]) for number in drafted.cited if number in texts)
            if own and self._borne(drafted.claim) & open_parts:
                yield self._verify(judge, drafted)

    def _quoted(self) -> Iterator[parse.Drafted]:
        """What the extractive engine adds to a draft of which too little held."""
        if self.drafter.name == "none" or self.drafter.engine.fell_back:
            return
        for drafted in parse.stream_sentences(self.drafter.quote(self._prompt(self.passages))):
            said = is_repeat(drafted.claim, [sentence.text for sentence in self.shown])
            if len(self.shown) < self.enough and not said and not parse.NO_ANSWER.search(drafted.claim):
                self.quoted = True
                yield drafted

    def _prompt(self, passages: Sequence[Passage]) -> list[BaseMessage]:
        self.outward.check(f"{self.asking.line}{self.asking.question}")
        return prompts.load("drafter").render(
            patient=self.asking.line,
            question=self.asking.search,
            evidence=pack.render(passages),
        )

    def _judge(self, passages: Sequence[Passage]) -> Judge:
        gate = self.copilot.gate
        return Judge(passages, self.found.standings, gate, self._names_somebody, self._borne)

    def _verify(self, judge: Judge, drafted: parse.Drafted) -> Sentence | Dropped:
        outcome, borne, unverified = judge.judge(drafted, self.shown)
        self.unverified |= unverified
        if isinstance(outcome, Dropped):
            self._log("dropped", {"summary": self.id} | outcome.model_dump(mode="json"))
            self.dropped.append(outcome)
        else:
            self._log("sentence", {"summary": self.id} | outcome.model_dump(mode="json"))
            self.shown.append(outcome)
            computed = [self.answered[c.evidence] for c in outcome.citations if c.evidence in self.answered]
            self.served = self.served.union(*computed or [borne])  # a score answers what asks for it, and no more
        return outcome

    def _borne(self, claim: str) -> frozenset[int]:
        return self.asking.borne(claim, self.copilot.encoder)

    def _names_somebody(self, claim: str) -> bool:
        try:
            self.outward.check(claim)
        except Identifying:
            return True
        return False

    def _abstain(self, reason: AbstentionReason, message: str, would_help: list[str]) -> RiskSummary:
        abstention = Abstention(
            reason=reason, message=message, looked_for=[*self.found.searched], would_help=would_help
        )
        return self._close("abstained", abstention)

    def _close(self, status: str, abstention: Abstention | None) -> RiskSummary:
        whole = summary(self, status, abstention)
        return whole.model_copy(
            update={"audit": self._log("summary", whole.model_dump(mode="json", exclude={"audit"}))}
        )

    def _log_request(self) -> None:
        patient = self.asking.patient.model_dump() if self.asking.patient else None
        body = {"summary": self.id, "question": self.asking.question, "patient": patient}
        self._log("request", body | {"options": self.options.model_dump()})

    def _log(self, kind: str, body: dict[str, Any]) -> AuditRef:
        """Raises Identifying before anything that names somebody of the record is written."""
        self.outward.check_entry(body)
        return self.copilot.audit.append(kind, body)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
