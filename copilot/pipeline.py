"""The whole walk: question and patient in, evidence, draft, gate, audit, a cited summary out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Self

from copilot.audit import AuditLog
from copilot.deid.types import Deidentified, Known
from copilot.draft import relevance
from copilot.draft.drafter import Drafter
from copilot.review import record
from copilot.safety.guard import Guard
from copilot.schema import AuditRef, Event, Options, PatientContext, Review, RiskSummary
from copilot.settings import Settings
from copilot.verify.entailment import entailment
from copilot.verify.gate import Gate
from copilot.verify.names import Known as KnownWord
from copilot.walk import Walk
from copilot.withdraw import withdrawn
from retrieval.errors import IndexBroken
from retrieval.evidence import Evidence
from retrieval.index import Encoder, Filters, Index
from retrieval.index.folder import current
from retrieval.index.rerank import TextReranker

if TYPE_CHECKING:
    from copilot.deid.text import Deidentifier


class Copilot:
    """One open copilot: index, models and audit log. `walk` is what it does with a question."""

    walk: type[Walk] = Walk

    def __init__(
        self,
        settings: Settings,
        index: Index,
        encoder: Encoder | None,
        gate: Gate,
        audit: AuditLog,
        reranker: TextReranker | None = None,
    ) -> None:
        self.settings, self.encoder, self.gate, self.audit = settings, encoder, gate, audit
        self._index, self._reranker = index, reranker

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Opens index, models and audit log.

        Raises:
            Problem: says what is missing and which command brings it.
        """
        encoder = Encoder(settings.encoder_dir) if settings.encoder_dir.exists() else None
        reranker = None
        if encoder is not None:
            from retrieval.index.late import LateInteraction  # torch takes seconds to import

            reranker = LateInteraction.shipped(settings.encoder_dir)
        index = Index.open(settings.index_dir, encoder, reranker)
        gate = Gate(entailment(settings), known=_known(index))
        return cls(settings, index, encoder, gate, AuditLog(settings.audit_file), reranker)

    @property
    def index(self) -> Index:
        """The present generation: an update, a retraction above all, counts from the next question on."""
        with suppress(IndexBroken):  # the one that is open goes on answering
            if current(self.settings.index_dir)[0].path.name != self._index.manifest.id:
                self._index = Index.open(self.settings.index_dir, self.encoder, self._reranker)
                self.gate.known = _known(self._index)
        return self._index

    def ask(
        self,
        question: str,
        patient: PatientContext | None = None,
        options: Options | None = None,
        known: Known | None = None,
    ) -> RiskSummary:
        """The whole answer; see `stream`."""
        for event in self.stream(question, patient, options, known):
            if isinstance(event, RiskSummary):
                return event
        raise AssertionError("a stream ends with its summary")

    def stream(
        self,
        question: str,
        patient: PatientContext | None = None,
        options: Options | None = None,
        known: Known | None = None,
    ) -> Iterator[Event]:
        """Stages, the evidence once, each sentence or drop once it is verified, then the whole.

        Nothing is yielded before it stands in the audit log.

        Args:
            known: who is who in the patient's record (`deid.known.known_of`): none of it may come out again.

        Raises:
            AuditUnavailable, AuditBroken: nothing (more) is served.
            QuestionWithheld, Identifying: the question, or what was made of it, identifies somebody.
            BadInput: unknown engine.
        """
        options = options or Options()
        drafter = Drafter(options.engine, self.settings)
        yield from self.walk(self, question, patient, options, drafter, known or Known()).run()

    def deidentify(self, text: str, known: Known) -> Deidentified:
        """The text path of this installation. Raises KeyUnreadable."""
        return self._deidentifier.text(text, known)

    @cached_property
    def guard(self) -> Guard:
        """The guard on questions; words of the open index are words that exist."""
        return Guard(self.encoder, lambda word: self.index.df(word) > 0)

    @cached_property
    def _deidentifier(self) -> Deidentifier:
        # Its models take seconds to import: a process that only searches never needs them.
        from copilot.deid.text import Deidentifier

        return Deidentifier.of(self.settings)

    def summary(self, id: str) -> RiskSummary | None:
        """An earlier answer, from the audit log, without what was retracted since."""
        entry = self.audit.find("summary", id)
        if entry is None:
            return None
        audit = AuditRef(entry=entry["seq"], hash=entry["hash"])
        summary = RiskSummary.model_validate(entry["body"]).model_copy(update={"audit": audit})
        return withdrawn(summary, self.index.is_retracted)

    def review(self, id: str, review: Review) -> AuditRef | None:
        """Logs what a reader says of an earlier answer; None: there is none of this id. See `review.record`."""
        summary = self.summary(id)
        if summary is None:
            return None
        return record(review, summary, self.audit, self.deidentify, self.settings.home / "models")

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


def _known(index: Index) -> KnownWord | None:
    """Has any indexed text this word? A small index proves nothing about a word."""
    if index.manifest.counts.records < relevance.VOCABULARY:
        return None
    return lambda word: index.df(word) > 0
