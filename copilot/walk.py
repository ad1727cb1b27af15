"""One question on its way: de-identified, answered from evidence, checked by sentence, written to the log."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from langchain_core.messages import BaseMessage

import prompts
from copilot import __version__, gather, patient_line
from copilot.deid import lexicon
from copilot.deid.gate import Gate as OutwardGate
from copilot.deid.gate import Identifying
from copilot.deid.question import without_identifiers
from copilot.deid.types import Known
from copilot.draft import pack, parse, relevance
from copilot.draft.drafter import Drafter
from copilot.draft.pack import Passage
from copilot.draft.weigh import weighed
from copilot.limits import limits
from copilot.safety.dosing import asks_dose, states_dose
from copilot.safety.quarantine import quarantine
from copilot.safety.steer import steers
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
from copilot.subject import subject
from copilot.verify.conflict import conflicts
from copilot.verify.form import has_finite_verb, is_repeat
from copilot.verify.gate import UNAVAILABLE, form_problem
from retrieval.evidence import Evidence, Kind
from retrieval.index import Filters, Hit
from retrieval.literature.directness import indirect
from retrieval.literature.supersede import superseded
from retrieval.query.spelling import respelled
from retrieval.query.understand import shown
from retrieval.sentences import split

if TYPE_CHECKING:
    from copilot.pipeline import Copilot

SENTENCES = 6
"""Most sentences of a summary: it is read between two patients."""
ENOUGH = 3
"""Verified sentences below which sentences of the sources are added word for word."""
OFF_TOPIC = "does not bear on the question"
NAMES_SOMEBODY = "names somebody the record names"
STATED = "already stated in the words of its source"


class Walk:
    """One question on its way."""

    def __init__(
        self,
        copilot: Copilot,
        question: str,
        patient: PatientContext | None,
        options: Options,
        drafter: Drafter,
        known: Known,
    ) -> None:
        self.copilot, self.options, self.drafter, self.patient = copilot, options, drafter, patient
        self.index = copilot.index
        self.id = uuid.uuid4().hex
        self.outward = OutwardGate([known])
        self.asked = without_identifiers(question, known, copilot.deidentify)
        self.question = self.asked.text
        self.spelling = respelled(self.asked.search, self.index.df, lexicon.is_heard_of, lexicon.vocabulary())
        self.asked = self.asked._replace(search=self.spelling.text)
        self.patient_text, self.used = patient_line.render(patient, self.asked.search)
        self.steered = steers(self.patient_text, read=True)
        if self.steered:
            self.patient_text, self.used = "", []
        self.topic = relevance.Topic(self.asked.search, self.index.df, len(self.index))
        self.subject = subject(patient, self.asked.search)
        self.replaced: dict[str, str] = {}
        self.quarantined: list[Evidence] = []
        self.notes: list[str] = []
        self.searched: list[str] = []
        self.passages: list[Passage] = []
        self.shown: list[Sentence] = []
        self.dropped: list[Dropped] = []
        self.unverified = self.quoted = False

    def run(self) -> Iterator[Event]:
        patient = self.patient.model_dump() if self.patient else None
        options = self.options.model_dump()
        self._log("request", {"summary": self.id, "question": self.question, "patient": patient, "options": options})
        yield Stage(name="safety", detail="reading what is asked")
        verdict = self.copilot.guard.check(self.asked.search)
        if verdict.reason:
            yield self._abstain(verdict.reason, verdict.message, list(verdict.would_help))
            return
        yield Stage(name="retrieval", detail="searching literature and documents")
        found = self._retrieve()
        beside = self._beside()
        if found.unknown and not beside:
            words = ", ".join(f"“{word}”" for word in found.unknown)
            yield self._abstain("no_evidence", f"No indexed text mentions {words}.", ["Check the spelling."])
            return
        read = found.on_topic[: self.options.k or self.copilot.settings.k]
        ids = {item.id for item in beside}
        self.passages = pack.pack(self.asked.search, [*beside, *(item for item in read if item.id not in ids)])
        if not self.passages:
            yield self._abstain(
                "no_evidence",
                "No indexed text is close enough to this question to stand on.",
                ["Ask in other words, or name the condition and the outcome.", "Add literature or guidelines."],
            )
            return
        read_texts = [passage.evidence.text for passage in self.passages]
        if asks_dose(self.asked.search) and not states_dose(read_texts):
            yield self._abstain(
                "dosing_without_source",
                "This asks for a dose, and no text that was found states one.",
                ["Use the product information or the hospital's formulary.", "Add a guideline that states it."],
            )
            return
        yield [passage.evidence for passage in self.passages]
        for stated in self._stated():
            yield self._verify(stated)
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
        sources = self.options.sources
        kinds: tuple[Kind, ...] = tuple(kind for kind in sources or () if kind not in ("cohort", "score"))
        if sources and not kinds:
            return relevance.Relevance([], [])
        filters = Filters(kinds=kinds, designs=tuple(self.options.designs or ()), year_from=self.options.since)
        self.searched += [*shown(self.topic.query), *self.spelling.said]
        hits = self.index.search(self.asked.search, 3 * (self.options.k or self.copilot.settings.k), filters)
        found, self.quarantined = quarantine([self._for_patient(hit) for hit in hits])
        self.replaced = superseded(found)
        found = [item for item in found if item.id not in self.replaced]
        return self.topic.judge(weighed(found))

    def _beside(self) -> list[Evidence]:
        """Cohort statistics and scores for this patient."""
        sources = self.options.sources
        found: list[Evidence] = []
        if not sources or "cohort" in sources:
            found, self.notes = gather.cohort(self.asked.search, self.subject, self.copilot.settings)
        if not sources or "score" in sources:
            found = [*found, *gather.scores(self.asked.search, self.patient)]
        found, aside = quarantine(found)
        self.quarantined += aside
        return found

    def _stated(self) -> Iterator[parse.Drafted]:
        """The finding of each cohort and score, in its own words: no model has to find the number."""
        for passage in self.passages:
            claim = next(filter(_is_prose, _sentences(passage.evidence.text)), None)
            if passage.is_computed and claim:
                yield parse.Drafted(claim, (passage.number,))

    def _is_stated(self, cited: list[Passage]) -> bool:
        shown = {citation.evidence for sentence in self.shown for citation in sentence.citations}
        return all(passage.is_computed and passage.evidence.id in shown for passage in cited)

    def _for_patient(self, hit: Hit) -> Evidence:
        return hit.evidence.model_copy(update={"indirect": indirect(hit.record, self.subject)})

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
        self.outward.check(f"{self.patient_text}{self.question}")
        return prompts.load("drafter").render(
            patient=self.patient_text,
            question=self.spelling.applied(self.question),
            evidence=pack.render(self.passages),
        )

    def _verify(self, drafted: parse.Drafted) -> Sentence | Dropped:
        cited = [self.passages[number - 1] for number in drafted.cited if 0 < number <= len(self.passages)]
        if self._names_somebody(drafted.claim):
            return self._drop("(not repeated here)", NAMES_SOMEBODY)
        if not drafted.cited:
            return self._drop(drafted.claim, "cites nothing")
        if not cited:
            return self._drop(drafted.claim, "cites a passage that does not exist")
        if self._is_stated(cited):
            return self._drop(drafted.claim, STATED)
        problem = form_problem(drafted.claim, cited[0].evidence.title, [sentence.text for sentence in self.shown])
        if problem:
            return self._drop(drafted.claim, problem)
        computed = any(passage.is_computed for passage in cited)
        if not computed and not self.topic.bears(drafted.claim, self._cosine(drafted.claim)):
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
        self._log("sentence", {"summary": self.id} | sentence.model_dump(mode="json"))
        self.shown.append(sentence)
        return sentence

    def _cosine(self, sentence: str) -> float | None:
        if self.copilot.encoder is None:
            return None
        question, claim = self.copilot.encoder.encode([self.asked.search, sentence])
        return float(question @ claim)

    def _names_somebody(self, claim: str) -> bool:
        try:
            self.outward.check(claim)
        except Identifying:
            return True
        return False

    def _drop(self, claim: str, reason: str) -> Dropped:
        dropped = Dropped(text=claim, reason=reason)
        self.dropped.append(dropped)
        return dropped

    def _abstain(self, reason: AbstentionReason, message: str, would_help: list[str]) -> RiskSummary:
        abstention = Abstention(reason=reason, message=message, looked_for=self.searched, would_help=would_help)
        return self._close("abstained", abstention)

    def _close(self, status: str, abstention: Abstention | None) -> RiskSummary:
        copilot, manifest = self.copilot, self.index.manifest
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
                "as_of": AsOf(**manifest.as_of.model_dump(), cohort=self._cohort_date()),
                "limits": limits(self),
                "searched": self.searched,
                "used": self.used,
                "conflicts": conflicts(
                    self.asked.search, self.shown, [passage.evidence for passage in self.passages]
                ),
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
        return summary.model_copy(
            update={"audit": self._log("summary", summary.model_dump(mode="json", exclude={"audit"}))}
        )

    def _cohort_date(self) -> str | None:
        dates = [passage.evidence.source.version for passage in self.passages if passage.evidence.kind == "cohort"]
        return max((date for date in dates if date), default=None)

    def _log(self, kind: str, body: dict[str, Any]) -> AuditRef:
        """Raises Identifying before anything that names somebody of the record is written."""
        self.outward.check_entry(body)
        return self.copilot.audit.append(kind, body)


def _is_prose(sentence: str) -> bool:
    """True for a sentence to read; statistics in the drafter's own notation are for the model."""
    return has_finite_verb(sentence) and not re.search(r"[=;]", sentence)


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]
