"""The walk, whole: real index, real gate, real audit log; the drafts come from engines that misbehave on purpose."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from samples import LetterEncoder

from copilot.audit import AuditLog, AuditUnavailable
from copilot.deid.gate import Identifying
from copilot.deid.types import Known
from copilot.draft import engines
from copilot.once import Recipe
from copilot.pipeline import Copilot
from copilot.schema import AsOf, Dropped, Options, PatientContext, RiskSummary, Sentence, Stage
from copilot.settings import Settings
from copilot.withdraw import staleness
from retrieval.errors import BadInput, IndexBroken
from retrieval.evidence import Evidence
from retrieval.index import update


class Scripted(BaseChatModel):
    """A chat model that says what it is told to, then hangs or breaks if told to."""

    draft: str
    then: str = ""
    seen: list[str] = []  # noqa: RUF012

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=self.draft))])

    def _stream(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        self.seen.append(messages[-1].text)
        for i in range(0, len(self.draft), 9):
            yield ChatGenerationChunk(message=AIMessageChunk(content=self.draft[i : i + 9]))
        if self.then == "hang":
            time.sleep(30)
        if self.then == "break":
            raise RuntimeError("secret prompt text")


@pytest.fixture
def copilot(settings: Settings) -> Copilot:
    return Copilot.open(settings)


def scripted(monkeypatch: pytest.MonkeyPatch, draft: str, then: str = "") -> Scripted:
    model = Scripted(draft=draft, then=then, seen=[])
    monkeypatch.setitem(engines._MAKERS, "llamacpp", lambda settings: Recipe(lambda: model, {}))
    return model


def scripted_source(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Makes the extractive engine quote something that no source says."""
    monkeypatch.setattr("copilot.draft.drafter.ExtractiveChat", lambda: Scripted(draft=text))


def holds(summary: RiskSummary) -> bool:
    texts = {item.id: item.text for item in summary.evidence}
    return all(
        sentence.citations and all(c.holds_in(texts[c.evidence]) for c in sentence.citations)
        for sentence in summary.sentences
    )


def test_without_any_model_the_answer_is_quoted_and_checked(copilot: Copilot, question: str) -> None:
    summary = copilot.ask(question)
    assert summary.status == "answered"
    assert [sentence.text for sentence in summary.sentences] == [
        "Obesity was associated with a higher risk of death in COVID-19 (hazard ratio 1.42, 95% CI 1.10-1.83) [1]."
    ]
    assert holds(summary)
    assert summary.evidence[0].source.pmid == "1"
    assert summary.engine.name == "none"
    assert any("verifier model was not available" in limit for limit in summary.limits)


def test_a_typing_error_is_read_as_what_was_meant_and_that_is_said(
    copilot: Copilot, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = scripted(monkeypatch, "Obesity was associated with a higher risk of death in COVID-19 [1].")
    typed = question.replace("obesity", "obseity")
    summary = copilot.ask(typed, options=Options(engine="llamacpp"))
    assert summary.status == "answered"
    assert summary.question == typed
    assert summary.searched == [question, "“obseity” was read as “obesity”"]
    assert question in model.seen[0]


def test_courtesy_changes_nothing_of_the_answer(
    copilot: Copilot, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = scripted(monkeypatch, "Obesity was associated with a higher risk of death in COVID-19 [1].")
    polite = f"Could you please tell me: {question[0].lower()}{question[1:]} Thank you."
    summary = copilot.ask(polite, options=Options(engine="llamacpp"))
    assert (summary.status, summary.question, summary.searched) == ("answered", polite, [question])
    assert question in model.seen[0] and "Could you" not in model.seen[0]


def test_events_come_in_order_and_the_last_is_the_whole(copilot: Copilot, question: str) -> None:
    events = list(copilot.stream(question))
    kinds = [type(event) for event in events]
    assert kinds[0] is Stage
    assert kinds.index(list) < kinds.index(Sentence)
    assert kinds[-1] is RiskSummary
    last = events[-1]
    assert isinstance(last, RiskSummary)
    assert [event for event in events if isinstance(event, Sentence)] == last.sentences
    assert [item for event in events if isinstance(event, list) for item in event] == last.evidence
    assert all(isinstance(item, Evidence) for item in last.evidence)


def test_what_the_model_makes_up_is_dropped_and_said_why(
    copilot: Copilot, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted(
        monkeypatch,
        "Obesity was associated with a higher risk of death in COVID-19 (hazard ratio 1.42, 95% CI 1.10-1.83) [1]. "
        "Obesity was associated with a lower risk of death in COVID-19 (hazard ratio 1.42, 95% CI 1.10-1.83) [1]. "
        "The hazard ratio was 9.99 [1]. Obesity is bad. Diabetes was present in 31% of the adults [7]. "
        "Obesity and mortality in COVID-19: a cohort study [1].",
    )
    events = list(copilot.stream(question, None, Options(engine="llamacpp")))
    summary = events[-1]
    assert isinstance(summary, RiskSummary)
    assert len(summary.sentences) == 1
    assert [event for event in events if isinstance(event, Dropped)] == summary.dropped
    reasons = [dropped.reason for dropped in summary.dropped]
    assert [reason.split(":")[0] for reason in reasons] == [
        "direction differs from the cited passage",
        "number not in the cited passage",
        "cites nothing",
        "cites a passage that does not exist",
        "a title, not a finding",
    ]


def test_when_nothing_holds_the_answer_is_an_abstention(
    copilot: Copilot, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted(monkeypatch, "Obesity kills 99% of everybody [1].")
    scripted_source(monkeypatch, "Obesity is a factor of death [9].")
    summary = copilot.ask(question, None, Options(engine="llamacpp"))
    assert summary.status == "abstained"
    assert summary.abstention is not None
    assert summary.abstention.reason == "verification_failed"
    assert summary.abstention.looked_for == [question]
    assert not summary.sentences


@pytest.mark.parametrize(("own_model", "status"), [(True, "abstained"), (False, "answered")])
def test_a_refusal_is_believed_from_a_model_of_ones_own_and_not_from_the_shipped_small_one(
    settings: Settings, question: str, monkeypatch: pytest.MonkeyPatch, own_model: bool, status: str
) -> None:
    scripted(monkeypatch, "The evidence provided does not answer this question.")
    given = settings.model_copy(update={"drafter": settings.home / "own.gguf"} if own_model else {})
    summary = Copilot.open(given).ask(question, None, Options(engine="llamacpp"))
    assert summary.status == status
    if own_model:
        assert summary.abstention is not None
        assert summary.abstention.reason == "no_evidence"
    else:
        assert any("word for word" in limit for limit in summary.limits)


@pytest.mark.parametrize("question", ["What is the capital of Mongolia?", "zzz", "?", "§§ 12 ¶", "[1] {evidence} %s"])
def test_an_unrelated_question_is_not_answered(copilot: Copilot, question: str) -> None:
    summary = copilot.ask(question)
    assert summary.abstention is not None
    assert summary.abstention.reason in ("no_evidence", "out_of_scope")
    assert summary.evidence == []


def test_what_was_searched_for_is_shown_with_its_other_names(copilot: Copilot) -> None:
    summary = copilot.ask("Does BMI predict death in COVID-19?")
    assert summary.searched == ["Does BMI predict death in COVID-19?", "BMI: body mass index"]


@pytest.mark.parametrize("then", ["hang", "break"])
def test_an_engine_that_hangs_or_breaks_is_replaced_and_the_answer_says_so(
    settings: Settings, question: str, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    scripted(monkeypatch, "", then)
    copilot = Copilot.open(settings.model_copy(update={"draft_timeout": 0.5}))
    summary = copilot.ask(question, None, Options(engine="llamacpp"))
    assert summary.status == "answered"
    assert summary.engine.fell_back
    assert "secret" not in summary.model_dump_json()
    assert any(str(summary.engine.reason) in limit for limit in summary.limits)


def test_the_patient_words_the_prompt_and_is_listed(
    copilot: Copilot, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = scripted(monkeypatch, "Obesity was associated with a higher risk of death in COVID-19 [1].")
    patient = PatientContext(age=71, sex="female", conditions=["obesity"])
    summary = copilot.ask(question, patient, Options(engine="llamacpp"))
    assert model.seen[0].startswith("Patient: 71-year-old woman with obesity.\nQuestion: ")
    assert summary.used == ["age: 71 years", "sex: female", "condition: obesity"]


def test_an_answer_is_found_again_by_its_id_as_it_was(copilot: Copilot, question: str) -> None:
    summary = copilot.ask(question)
    assert copilot.summary(summary.id) == summary
    assert copilot.summary("no such id") is None
    assert copilot.audit.verify() == 4  # request, one sentence, summary


def test_what_cannot_be_written_to_the_audit_log_is_not_served(
    copilot: Copilot, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = []
    append = AuditLog.append

    def fails_on_sentences(self: AuditLog, kind: str, body: dict[str, Any]) -> Any:
        if kind == "sentence":
            raise AuditUnavailable("The audit log could not be written.")
        return append(self, kind, body)

    monkeypatch.setattr(AuditLog, "append", fails_on_sentences)
    with pytest.raises(AuditUnavailable):
        served.extend(copilot.stream(question))
    assert not [event for event in served if isinstance(event, Sentence | RiskSummary)]


def test_the_same_question_gets_the_same_sentences(copilot: Copilot, question: str) -> None:
    first, second = copilot.ask(question), copilot.ask(question)
    assert first.sentences == second.sentences
    assert first.provenance == second.provenance


def test_an_unknown_engine_is_refused_with_the_list(copilot: Copilot, question: str) -> None:
    with pytest.raises(BadInput, match="llamacpp"):
        copilot.ask(question, None, Options(engine="gpt"))


def test_a_missing_index_says_how_to_get_one(settings: Settings) -> None:
    with pytest.raises(IndexBroken):
        Copilot.open(settings.model_copy(update={"index": settings.home / "none"}))


KNOWN = Known(names=("Zyra Quandale",), ids=("Q-88123",), phones=("617-555-0199",))


def test_who_is_asked_about_stays_out_of_answer_log_and_prompt(
    copilot: Copilot, settings: Settings, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = scripted(monkeypatch, "Obesity was associated with a higher risk of death in COVID-19 [1].")
    named = f"{question} (Zyra Quandale, Q-88123, 617-555-0199)"
    summary = copilot.ask(named, None, Options(engine="llamacpp"), KNOWN)
    assert summary.sentences
    assert any("hidden" in limit for limit in summary.limits)
    written = summary.model_dump_json() + settings.audit_file.read_text(encoding="utf-8") + "".join(model.seen)
    assert "[name]" in summary.question
    assert not [word for word in ("Zyra", "Quandale", "88123", "0199") if word in written]


def test_a_draft_that_names_the_patient_is_dropped_and_not_repeated(
    copilot: Copilot, settings: Settings, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted(monkeypatch, "Obesity was associated with a higher risk of death in Zyra Quandale [1].")
    summary = copilot.ask(question, None, Options(engine="llamacpp"), KNOWN)
    assert "names somebody the record names" in [dropped.reason for dropped in summary.dropped]
    assert "Quandale" not in summary.model_dump_json() + settings.audit_file.read_text(encoding="utf-8")


def test_a_context_that_names_the_patient_is_neither_logged_nor_drafted_from(
    copilot: Copilot, settings: Settings, question: str
) -> None:
    leaky = PatientContext(conditions=["gout of Zyra Quandale"])
    with pytest.raises(Identifying) as caught:
        copilot.ask(question, leaky, None, KNOWN)
    assert "Quandale" not in str(caught.value)
    assert not settings.audit_file.exists()


@pytest.fixture
def own_index(settings: Settings, index_dir: Path, tmp_path: Path) -> Settings:
    """Settings over a copy of the small index that a test may change."""
    shutil.copytree(index_dir, tmp_path / "own")
    return settings.model_copy(update={"index": tmp_path / "own"})


def test_a_work_that_is_retracted_while_the_server_runs_is_cited_no_more_and_withdrawn_from_earlier_answers(
    own_index: Settings, question: str, tmp_path: Path
) -> None:
    copilot = Copilot.open(own_index)
    before = copilot.ask(question)
    cited = {citation.evidence for sentence in before.sentences for citation in sentence.citations}
    source = next(item.source for item in before.evidence if item.id in cited)
    listed = tmp_path / "list.csv"
    listed.write_text(
        "RetractionNature,RetractionDate,OriginalPaperPubMedID,OriginalPaperDOI\n"
        f"Retraction,{date.today().isoformat()},{source.pmid},\n",
        encoding="utf-8",
    )
    update([f"retractions:{listed}"], own_index.index_dir, LetterEncoder())
    after = copilot.ask(question)
    assert source.pmid not in [item.source.pmid for item in after.evidence]
    assert after.as_of.retractions == date.today().isoformat()
    assert not any("Retractions are known up to" in limit for limit in after.limits)
    again = copilot.summary(before.id)
    assert again is not None
    assert again.sentences == []
    assert (again.status, again.abstention is not None) == ("abstained", True)
    assert [dropped.reason for dropped in again.dropped[-1:]] == [
        "its source was retracted after this answer was given"
    ]
    assert [item.text for item in again.evidence if item.id in cited] == [""]
    assert any("retracted since" in limit for limit in again.limits)


def test_an_index_that_knows_nothing_of_retractions_or_nothing_new_says_so() -> None:
    assert "Nothing is known" in str(staleness(AsOf(), date(2026, 1, 1)))
    assert "2025-06-01" in str(staleness(AsOf(retractions="2025-06-01"), date(2026, 1, 1)))
    assert "2024" in str(staleness(AsOf(retractions="2024"), date(2026, 1, 1)))
    assert staleness(AsOf(retractions="2025-12-01"), date(2026, 1, 1)) is None


def test_what_is_odd_in_the_record_is_told(copilot: Copilot, question: str) -> None:
    patient = PatientContext(age=70, remarks=["sodium: different values at the same time"])
    assert "About the record: sodium: different values at the same time." in copilot.ask(question, patient).limits


def test_sources_and_drops_stand_in_the_log_before_they_are_given_out(copilot: Copilot, question: str) -> None:
    for event in copilot.stream(question):
        kinds = [entry["kind"] for entry in copilot.audit.entries()]
        if isinstance(event, list):
            assert kinds[-1] == "evidence"
        elif isinstance(event, Sentence | Dropped):
            assert kinds[-1] in ("sentence", "dropped")
