"""The whole walk: question and patient in, evidence, draft, gate, audit, a cited summary out."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Self

from langchain_core.messages import BaseMessage

import prompts
from copilot import __version__, patient_line
from copilot.audit import AuditLog
from copilot.draft import pack, parse, relevance
from copilot.draft.drafter import Drafter
from copilot.draft.pack import Passage
from copilot.schema import (
    Abstention,
    AbstentionReason,
    AsOf,
    AuditRef,
    Citation,
    Dropped,
    Event,
    Options,
    PatientContext,
    Provenance,
    RiskSummary,
    Sentence,
    Stage,
    Support,
)
from copilot.settings import Settings
from copilot.verify.entailment import entailment
from copilot.verify.form import is_repeat
from copilot.verify.gate import UNAVAILABLE, Gate, form_problem
from copilot.verify.names import Known
from retrieval.evidence import Evidence
from retrieval.index import Encoder, Filters, Index

SENTENCES = 6
"""Most sentences of a summary: it is read between two patients."""
ENOUGH = 3
"""Verified sentences below which sentences of the sources are added word for word."""
OFF_TOPIC = "does not bear on the question"


class Copilot:
    """One open copilot: index, models and audit log."""

    def __init__(
        self, settings: Settings, index: Index, encoder: Encoder | None, gate: Gate, audit: AuditLog
    ) -> None:
        self.settings, self.index, self.encoder, self.gate, self.audit = settings, index, encoder, gate, audit

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Opens index, models and audit log.

        Raises:
            Problem: says what is missing and which command brings it.
        """
        encoder = Encoder(settings.encoder_dir) if settings.encoder_dir.exists() else None
        index = Index.open(settings.index_dir, encoder)
        gate = Gate(entailment(settings), known=_known(index))
        return cls(settings, index, encoder, gate, AuditLog(settings.audit_file))

    def ask(
        self, question: str, patient: PatientContext | None = None, options: Options | None = None
    ) -> RiskSummary:
        """The whole answer; see `stream`."""
        for event in self.stream(question, patient, options):
            if isinstance(event, RiskSummary):
                return event
        raise AssertionError("a stream ends with its summary")

    def stream(
        self, question: str, patient: PatientContext | None = None, options: Options | None = None
    ) -> Iterator[Event]:
        """Stages, the evidence once, each sentence or drop once it is verified, then the whole.

        Nothing is yielded before it stands in the audit log.

        Raises:
            AuditUnavailable, AuditBroken: nothing (more) is served.
            BadInput: unknown engine.
        """
        options = options or Options()
        drafter = Drafter(options.engine, self.settings)
        walk = _Walk(self, question, patient, options, drafter)
        yield from walk.run()

    def summary(self, id: str) -> RiskSummary | None:
        """An earlier answer, from the audit log."""
        entry = self.audit.find("summary", id)
        if entry is None:
            return None
        audit = AuditRef(entry=entry["seq"], hash=entry["hash"])
        return RiskSummary.model_validate(entry["body"]).model_copy(update={"audit": audit})

    def search(self, query: str, k: int = 10, filters: Filters | None = None) -> list[Evidence]:
        """The k best texts for a query."""
        return [hit.evidence for hit in self.index.search(query, k, filters or Filters())]

    def evidence(self, id: str) -> Evidence | None:
        """One text by its id."""
        record = self.index.get(id)
        return record.evidence() if record else None

    def ready(self) -> dict[str, str]:
        """What is open. Raises Problem if an answer could not be given now."""
        self.audit.check()
        drafter = Drafter(None, self.settings)
        return {
            "index": f"{self.index.manifest.counts.records} texts",
            "engine": drafter.name,
            "verifier": self.gate.name,
            "audit": "writable",
        }


class _Walk:
    """One question on its way."""

    def __init__(
        self, copilot: Copilot, question: str, patient: PatientContext | None, options: Options, drafter: Drafter
    ) -> None:
        self.copilot, self.question, self.options, self.drafter = copilot, question, options, drafter
        self.id = uuid.uuid4().hex
        self.patient = patient
        self.patient_text, self.used = patient_line.render(patient, question)
        self.topic = relevance.Topic(question, copilot.index.df, len(copilot.index))
        self.searched: list[str] = []
        self.passages: list[Passage] = []
        self.shown: list[Sentence] = []
        self.dropped: list[Dropped] = []
        self.unverified = self.quoted = False

    def run(self) -> Iterator[Event]:
        patient = self.patient.model_dump() if self.patient else None
        self._log("request", {"question": self.question, "patient": patient, "options": self.options.model_dump()})
        yield Stage(name="retrieval", detail="searching literature and documents")
        found = self._retrieve()
        if found.unknown:
            words = ", ".join(f"“{word}”" for word in found.unknown)
            yield self._abstain("no_evidence", f"No indexed text mentions {words}.", ["Check the spelling."])
            return
        self.passages = pack.pack(self.question, found.on_topic[: self.options.k or self.copilot.settings.k])
        if not self.passages:
            yield self._abstain(
                "no_evidence",
                "No indexed text is close enough to this question to stand on.",
                ["Ask in other words, or name the condition and the outcome.", "Add literature or guidelines."],
            )
            return
        yield [passage.evidence for passage in self.passages]
        yield Stage(name="draft", detail=f"drafting from {len(self.passages)} texts with {self.drafter.name}")
        refused = False
        for drafted in parse.stream_sentences(self._draft()):
            if parse.NO_ANSWER.search(drafted.claim):
                refused = True
            else:
                yield self._verify(drafted)
            if len(self.shown) == SENTENCES:
                break
        if len(self.shown) < ENOUGH and not (refused and self.drafter.may_refuse):
            yield Stage(name="draft", detail="adding sentences of the sources, word for word")
            for drafted in self._quoted():
                yield self._verify(drafted)
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

    def _retrieve(self) -> relevance.Relevance:
        index, sources = self.copilot.index, self.options.sources
        filters = Filters(kinds=tuple(sources)) if sources else Filters()
        self.searched.append(self.question)
        hits = index.search(self.question, 3 * (self.options.k or self.copilot.settings.k), filters)
        return self.topic.judge([hit.evidence for hit in hits])

    def _draft(self) -> Iterator[str]:
        return self.drafter.stream(self._prompt())

    def _quoted(self) -> Iterator[parse.Drafted]:
        """What the extractive engine adds to a draft of which too little held."""
        if self.drafter.name == "none" or self.drafter.engine.fell_back:
            return
        for drafted in parse.stream_sentences(self.drafter.quote(self._prompt())):
            said = is_repeat(drafted.claim, [sentence.text for sentence in self.shown])
            if len(self.shown) < ENOUGH and not said and not parse.NO_ANSWER.search(drafted.claim):
                self.quoted = True
                yield drafted

    def _prompt(self) -> list[BaseMessage]:
        return prompts.load("drafter").render(
            patient=self.patient_text, question=self.question, evidence=pack.render(self.passages)
        )

    def _verify(self, drafted: parse.Drafted) -> Sentence | Dropped:
        cited = [self.passages[number - 1] for number in drafted.cited if 0 < number <= len(self.passages)]
        if not drafted.cited:
            return self._drop(drafted.claim, "cites nothing")
        if not cited:
            return self._drop(drafted.claim, "cites a passage that does not exist")
        problem = form_problem(drafted.claim, cited[0].evidence.title, [sentence.text for sentence in self.shown])
        if problem:
            return self._drop(drafted.claim, problem)
        if not self.topic.bears(drafted.claim, self._cosine(drafted.claim)):
            return self._drop(drafted.claim, OFF_TOPIC)
        items = [(drafted.claim, passage.evidence.text, passage.evidence.title) for passage in cited]
        checks = list(zip(cited, self.copilot.gate.check_many(items), strict=True))
        held = [(passage, check) for passage, check in checks if check.supported]
        self.unverified |= any(check.checks.get("entailment") == UNAVAILABLE for _, check in checks)
        if not held:
            return self._drop(drafted.claim, "; ".join(checks[0][1].failed))
        markers = "".join(f"[{passage.number}]" for passage, _ in held)
        best = max((check for _, check in held), key=lambda check: check.score)
        sentence = Sentence(
            text=f"{drafted.claim.rstrip('.')} {markers}.",
            citations=[
                Citation.of(passage.evidence, start, end) for passage, check in held for start, end in check.spans
            ],
            support=Support(verdict="supported", score=round(best.score, 4), checks=best.checks),
        )
        self._log("sentence", sentence.model_dump(mode="json"))
        self.shown.append(sentence)
        return sentence

    def _cosine(self, sentence: str) -> float | None:
        if self.copilot.encoder is None:
            return None
        question, claim = self.copilot.encoder.encode([self.question, sentence])
        return float(question @ claim)

    def _drop(self, claim: str, reason: str) -> Dropped:
        dropped = Dropped(text=claim, reason=reason)
        self.dropped.append(dropped)
        return dropped

    def _abstain(self, reason: AbstentionReason, message: str, would_help: list[str]) -> RiskSummary:
        abstention = Abstention(reason=reason, message=message, looked_for=self.searched, would_help=would_help)
        return self._close("abstained", abstention)

    def _close(self, status: str, abstention: Abstention | None) -> RiskSummary:
        copilot, manifest = self.copilot, self.copilot.index.manifest
        summary = RiskSummary.model_validate(
            {
                "id": self.id,
                "created": datetime.now(UTC),
                "question": self.question,
                "status": status,
                "abstention": abstention,
                "sentences": self.shown,
                "dropped": self.dropped,
                "evidence": [passage.evidence for passage in self.passages],
                "as_of": AsOf(**manifest.as_of.model_dump()),
                "limits": self._limits(),
                "searched": self.searched,
                "used": self.used,
                "engine": self.drafter.engine,
                "provenance": Provenance(
                    index=manifest.id,
                    model=self.drafter.model,
                    adapters={"verifier": copilot.gate.name},
                    prompts={name: prompts.load(name).label for name in ("drafter", "verifier")},
                    code=__version__,
                ),
            }
        )
        audit = copilot.audit.append("summary", summary.model_dump(mode="json", exclude={"audit"}))
        return summary.model_copy(update={"audit": audit})

    def _limits(self) -> list[str]:
        out = ["For professionals. Check each sentence against its source before you act on it."]
        if self.drafter.engine.fell_back:
            out.append(f"{self.drafter.engine.reason} The rest was taken word for word from the evidence.")
        if self.quoted and self.shown:
            out.append("Little of the draft held; sentences of the sources were added word for word.")
        if not any(passage.evidence.kind == "guideline" for passage in self.passages):
            out.append("No guideline was among the texts that were used.")
        if self.copilot.gate.entailment is None or self.unverified:
            out.append("The verifier model was not available: only nearly verbatim sentences could be shown.")
        if self.used:
            out.append("The patient's data was used to word the draft, not to search.")
        return out

    def _log(self, kind: str, body: dict[str, Any]) -> AuditRef:
        return self.copilot.audit.append(kind, {"summary": self.id} | body)


def _known(index: Index) -> Known | None:
    """Has any indexed text this word? A small index proves nothing about a word."""
    if index.manifest.counts.records < relevance.VOCABULARY:
        return None
    return lambda word: index.df(word) > 0
