"""The walk where evidence is of others, was superseded, or is computed and not asked for: real index, real gate."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from samples import LetterEncoder

from copilot.markdown import markdown
from copilot.pipeline import Copilot
from copilot.render import CONTEXT, text
from copilot.schema import PatientContext, RiskSummary, Sentence
from copilot.settings import Settings
from retrieval.index import build
from ui import answer

Ask = Callable[..., RiskSummary]
QUESTION = "Does frailty raise the risk of stroke in atrial fibrillation?"
FOUND = "Frailty was associated with a higher risk of stroke in atrial fibrillation (hazard ratio 1.42)."
RATS = (
    "We used 20 rats. Frailty was associated with a higher risk of stroke in atrial fibrillation (hazard ratio 2.10)."
)
CHILDREN = "Frailty was associated with a lower risk of stroke in atrial fibrillation (hazard ratio 0.50)."
PEOPLE = {"id": "pmid:1", "title": "Frailty and stroke in adults with atrial fibrillation", "text": FOUND}
ANIMALS = {"id": "pmid:2", "title": "Frailty and stroke in rats with atrial fibrillation", "text": RATS}
YOUNG = {"id": "pmid:3", "title": "Frailty and stroke in children with atrial fibrillation", "text": CHILDREN}
PATIENT = PatientContext(age=70, sex="female", conditions=["atrial fibrillation"])
MEDLINE = """<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID><Article>
<ArticleTitle>{title}</ArticleTitle><Abstract><AbstractText>{text}</AbstractText></Abstract><Language>eng</Language></Article>{more}</MedlineCitation>
</PubmedArticle>"""
LATER = (
    '<CommentsCorrectionsList><CommentsCorrections RefType="{type}"><RefSource>Cochrane</RefSource>'
    '<PMID Version="1">{pmid}</PMID></CommentsCorrections></CommentsCorrectionsList>'
)


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Asks over an index of these documents, or of these MEDLINE articles, without any model."""

    def asked(
        documents: Sequence[dict[str, str]] | str, question: str = QUESTION, patient: object = PATIENT
    ) -> RiskSummary:
        if isinstance(documents, str):
            source = tmp_path / "file.xml"
            source.write_text(f"<PubmedArticleSet>{documents}</PubmedArticleSet>", encoding="utf-8")
            build([f"medline:{source}"], tmp_path / "index", LetterEncoder())
        else:
            source = tmp_path / "file.jsonl"
            source.write_text("\n".join(json.dumps(one) for one in documents), encoding="utf-8")
            build([f"jsonl:{source}"], tmp_path / "index", LetterEncoder())
        settings = Settings(home=tmp_path, index=tmp_path / "index", engine="none")
        return Copilot.open(settings).ask(question, patient if isinstance(patient, PatientContext) else None)

    return asked


def cited(sentences: Sequence[Sentence]) -> set[str]:
    return {citation.evidence for shown in sentences for citation in shown.citations}


def test_findings_of_animals_and_children_are_left_out_where_direct_evidence_answers(ask: Ask) -> None:
    summary = ask([PEOPLE, ANIMALS, YOUNG])
    assert cited(summary.sentences) == {"pmid:1"}
    assert not summary.sentences[0].caveats
    assert {item.id for item in summary.evidence} >= {"pmid:1", "pmid:2", "pmid:3"}
    (said,) = [limit for limit in summary.limits if "left out: they are not of people like this patient" in limit]
    assert "rats" in said and "children" in said


def test_without_direct_evidence_they_are_shown_and_say_of_whom_they_are(ask: Ask) -> None:
    summary = ask([ANIMALS])
    (shown,) = summary.sentences
    assert shown.text == f"In rats: {FOUND.replace('1.42', '2.10').rstrip('.')} [1]."
    assert [one.kind for one in shown.caveats] == ["not in people"]
    assert all(citation.holds_in(summary.evidence[0].text) for citation in shown.citations)
    assert any("is of rats is marked, as nothing else answers" in limit for limit in summary.limits)


def test_every_door_shows_the_caveat(ask: Ask) -> None:
    summary = ask([ANIMALS])
    for door in (
        text(summary),
        markdown(summary),
        answer.sentence(summary.sentences[0], summary.evidence),
        summary.model_dump_json(),
    ):
        assert "In rats: Frailty" in door
        assert "Not studied in people." in door


def test_a_study_of_children_is_direct_for_a_child_and_without_a_patient(ask: Ask) -> None:
    for patient in (PatientContext(age=9), None):
        (shown,) = ask([YOUNG], patient=patient).sentences
        assert shown.text.startswith("Frailty") and not shown.caveats
    (shown,) = ask([YOUNG]).sentences
    assert shown.text.startswith("In children: Frailty")


def test_a_dose_for_children_is_no_source_of_a_dose_for_an_adult(ask: Ask) -> None:
    dose = "The recommended dose of edoxaban in atrial fibrillation was 15 mg once a day."
    summary = ask(
        [YOUNG | {"title": "Edoxaban dose in children with atrial fibrillation", "text": dose}],
        "What dose of edoxaban should be given in atrial fibrillation?",
    )
    assert summary.abstention is not None and not summary.sentences


def test_a_score_that_was_not_asked_for_is_context_and_no_answer(ask: Ask) -> None:
    summary = ask([{"id": "d", "title": "Gout", "text": "Colchicine eased gout in adults."}])
    assert summary.abstention is not None and summary.abstention.reason == "no_evidence"
    assert summary.sentences == []
    kinds = {item.id: item.kind for item in summary.evidence}
    assert {kinds[id] for id in cited(summary.context)} == {"score"}
    texts = {item.id: item.text for item in summary.evidence}
    assert all(c.holds_in(texts[c.evidence]) for shown in summary.context for c in shown.citations)
    for door in (text(summary), markdown(summary)):
        assert CONTEXT in door and "CHA2DS2-VASc is" in door


def test_a_score_that_was_asked_for_answers(ask: Ask) -> None:
    summary = ask(
        [PEOPLE], "What is the CHA2DS2-VASc score of this patient, and does frailty raise the risk of stroke?"
    )
    assert summary.status == "answered" and not summary.context
    kinds = {item.id: item.kind for item in summary.evidence}
    assert {kinds[id] for id in cited(summary.sentences)} == {"score", "literature"}


def test_the_part_that_nothing_answers_is_named(ask: Ask) -> None:
    gout = {"id": "d", "title": "Gout", "text": "Colchicine eased gout in adults."}
    summary = ask(
        [gout], "What is the CHA2DS2-VASc score of this patient, and does frailty raise the risk of stroke?"
    )
    assert summary.status == "answered"
    assert "Not answered: “does frailty raise the risk of stroke”." in summary.limits


def test_context_stands_beside_an_answer_and_is_numbered_after_it(ask: Ask) -> None:
    summary = ask([PEOPLE])
    assert cited(summary.sentences) == {"pmid:1"} and "[1]" in summary.sentences[0].text
    assert summary.context and "[2]" in summary.context[0].text
    assert summary.evidence[1].id in cited(summary.context)


def medline(pmid: str, title: str, said: str, type: str = "", other: str = "") -> str:
    more = LATER.format(type=type, pmid=other) if type else ""
    return MEDLINE.format(pmid=pmid, title=title, text=said, more=more)


OLD = medline("11", "Frailty and stroke in atrial fibrillation: a review", FOUND, "UpdateIn", "12")
NEW = medline("12", "Frailty and stroke in atrial fibrillation: a review", FOUND.replace("1.42", "1.30"))


def test_the_newer_version_of_a_review_takes_its_place(ask: Ask) -> None:
    summary = ask(OLD + NEW)
    assert cited(summary.sentences) == {"pmid:12"}
    assert "pmid:11" not in {item.id for item in summary.evidence}
    assert any("1 older text was left out" in limit for limit in summary.limits)


def test_an_update_that_is_not_indexed_is_said_beside_the_sentence(ask: Ask) -> None:
    (shown,) = ask(OLD).sentences
    assert [one.kind for one in shown.caveats] == ["superseded"]
    assert "PMID 12" in shown.caveats[0].text


def test_a_review_that_its_update_withdrew_is_not_cited(ask: Ask) -> None:
    withdrawn = medline("12", "WITHDRAWN: Frailty and stroke in atrial fibrillation.", "", "UpdateOf", "11")
    other = medline("13", "Gout", "Colchicine eased gout in adults.")
    old = medline("11", "Frailty and stroke in atrial fibrillation: a review", FOUND)
    summary = ask(old + withdrawn + other)
    assert summary.status == "abstained" and summary.sentences == []
    assert "pmid:11" not in {item.id for item in summary.evidence}
