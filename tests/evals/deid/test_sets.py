from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from copilot.training.tagger import marked
from copilot.training.tagger.text import joined
from evals.deid import medline, sets
from evals.deid.document import Prediction, Span

XML = """<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>7</PMID><Article><Abstract>
<AbstractText>Metformin in type 2 diabetes mellitus, in <i>China</i>.</AbstractText></Abstract></Article>
<ChemicalList><Chemical><NameOfSubstance>Metformin</NameOfSubstance></Chemical></ChemicalList>
<MeshHeadingList>
<MeshHeading><DescriptorName>Type 2 Diabetes Mellitus</DescriptorName><QualifierName>drug therapy</QualifierName>
</MeshHeading>
<MeshHeading><DescriptorName Type="Geographic">China</DescriptorName><QualifierName>epidemiology</QualifierName>
</MeshHeading></MeshHeadingList></MedlineCitation></PubmedArticle>
<PubmedArticle><MedlineCitation><PMID>8</PMID><Article/></MedlineCitation></PubmedArticle></PubmedArticleSet>"""


def test_abstracts_and_their_mentions(tmp_path: Path) -> None:
    path = tmp_path / "a.xml.gz"
    path.write_bytes(gzip.compress(XML.encode()))
    [(document, mentions)] = medline.abstracts(path, 10)
    assert document.id == "pmid:7"
    assert [document.text[span.start : span.end] for span in mentions] == ["Metformin", "type 2 diabetes mellitus"]
    hit = medline.hit([mentions], [Prediction((Span(0, 3, "NAME"),))])
    assert (hit.hits, hit.n) == (1, 2)


def test_presidio_is_mapped_and_what_trained_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Mr. Kim of Denmark, nan, Lyss, at Acme"
    spans = [("TITLE", "Mr."), ("PERSON", "Kim"), ("LOCATION", "Denmark"), ("ADDRESS", "nan"), ("LOCATION", "Lyss")]
    spans += [("ORGANIZATION", "Acme")]
    row = {
        "id": "1",
        "template_id": 1,
        "text": text,
        "spans": [
            {"type": kind, "text": value, "start": text.index(value), "end": text.index(value) + len(value)}
            for kind, value in spans
        ],
    }
    folder = tmp_path / "presidio_research"
    folder.mkdir()
    (folder / "generated_small.jsonl").write_text(json.dumps(row) + "\n")
    (folder / "generated_large.jsonl").write_text(json.dumps(row | {"id": "2", "template_id": 2}) + "\n")
    monkeypatch.setenv("COPILOT_SHARED_DATA", str(tmp_path))
    (document,) = sets.load("presidio").documents
    gold = [(text[span.start : span.end], span.label) for span in document.gold]
    assert gold == [("Kim", "NAME"), ("Lyss", "CITY")]
    assert len(document.neutral) == 4


def test_absent_data_say_how_to_get_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPILOT_SHARED_DATA", str(tmp_path))
    monkeypatch.setenv("COPILOT_HOME", str(tmp_path))
    with pytest.raises(sets.SetUnavailable, match="COPILOT_SHARED_DATA"):
        sets.load("pubmedqa")
    with pytest.raises(sets.SetUnavailable, match="copilot setup"):
        sets.load("medline")


def test_the_hash_changes_with_any_span() -> None:
    one = sets.load("queries-dev-a", quick=True)
    assert one.sha256 == sets.load("queries-dev-a", quick=True).sha256
    changed = replace(one.documents[1], gold=())
    assert replace(one, documents=(one.documents[0], changed, *one.documents[2:])).sha256 != one.sha256
    assert len(one.documents) == sets.QUICK


@pytest.mark.shared
@pytest.mark.parametrize(("name", "count"), [("presidio", 1087), ("pubmedqa", 500), ("medsafety", 900)])
def test_shared_sets_load(name: str, count: int) -> None:
    try:
        one = sets.load(name)
    except sets.SetUnavailable as problem:
        pytest.skip(str(problem))
    assert len(one.documents) == count
    for document in one.documents:
        for span in document.gold:
            assert document.text[span.start : span.end].strip()


@pytest.mark.parametrize("exam", sets.EXAMS)
def test_no_text_of_an_exam_trains_the_tagger(exam: str) -> None:
    trained = {joined(text).text.casefold() for text in marked.load()}
    for part in ("queries", "notes"):
        documents = sets.load(f"{part}-{exam}").documents
        assert documents
        assert trained.isdisjoint(document.text.casefold() for document in documents)
