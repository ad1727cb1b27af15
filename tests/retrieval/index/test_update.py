"""Updating: what is added, replaced, withdrawn and kept out; and that readers notice nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from retrieval.errors import BadInput, IndexBroken
from retrieval.index import Index, build, update, verify
from retrieval.index import read as read_module
from retrieval.literature.load import Deleted, Item, Retracted
from retrieval.record import Notice, Record

SCRIPT = Path(__file__).with_name("killed_build.py")
Jsonl = Callable[..., str]
Stream = Callable[..., str]


@pytest.fixture
def stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stream:
    """Items as a loader would yield them, as a source."""

    def make(*items: Item) -> str:
        file = tmp_path / "stream"
        file.write_text(repr(items))

        def load(spec: str) -> Iterator[Item]:
            return iter(items)

        monkeypatch.setattr(read_module, "load", load)
        monkeypatch.setattr(read_module, "files", lambda spec: [file])
        return "medline:stream"

    return make


def ids(path: Path) -> set[str]:
    with Index.open(path) as index:
        return {id for hits in index.search_many(["study adults death"], k=1000) for id, _ in hits}


def test_adds_replaces_and_deletes_without_encoding_again(index_dir: Path, jsonl: Jsonl, encoder: Any) -> None:
    source = jsonl(
        [
            {"id": "new", "title": "A study", "text": "Scurvy in adults, and death."},
            {"id": "gout-1", "title": "A study", "text": "Adults with gout lived on, few met death."},
        ],
        "new.jsonl",
    )
    manifest = update([source], index_dir, encoder, delete=["asthma-1"])
    assert len(encoder.encoded) == 2
    assert manifest.counts.records == 40 and manifest.counts.deleted == 1
    assert [corpus.records for corpus in manifest.corpus] == [40, 2]
    assert verify(index_dir) == []
    with Index.open(index_dir, encoder) as index:
        assert index.search("scurvy", k=1)[0].record.id == "new"
        assert index.get("asthma-1") is None and index.df("scurvy") == 1
        record = index.get("gout-1")
        assert record is not None and "lived on" in record.text


def test_an_updated_index_answers_like_one_built_at_once(
    index_dir: Path, tmp_path: Path, corpus: Any, jsonl: Jsonl, encoder: Any
) -> None:
    extra = [{"id": f"x{n}", "title": "Scurvy", "text": f"Scurvy and death number {n} in adults."} for n in range(9)]
    update([jsonl(extra, "extra.jsonl")], index_dir, encoder)
    build([jsonl(corpus + extra, "all.jsonl")], tmp_path / "whole", encoder)
    with Index.open(index_dir, encoder) as updated, Index.open(tmp_path / "whole", encoder) as whole:
        for query in ("death in adults with scurvy", "risk of gout"):
            assert [(h.record.id, h.rank) for h in updated.search(query)] == [
                (h.record.id, h.rank) for h in whole.search(query)
            ]


def test_a_lower_revision_is_ignored_and_a_higher_one_wins(tmp_path: Path, stream: Stream, encoder: Any) -> None:
    out = tmp_path / "index"
    build([stream(Record(id="a", text="Second.", revision=2))], out, encoder)
    manifest = update([stream(Record(id="a", text="First.", revision=1))], out, encoder)
    assert manifest.counts.outdated == 1
    with Index.open(out) as index:
        assert index.get("a") == Record(id="a", text="Second.", revision=2)
    update([stream(Record(id="a", text="Third.", revision=3))], out, encoder)
    with Index.open(out) as index:
        assert index.get("a") == Record(id="a", text="Third.", revision=3)


def test_a_version_without_text_replaces_one_with_text(tmp_path: Path, stream: Stream, encoder: Any) -> None:
    out = tmp_path / "index"
    build([stream(Record(id="a", text="Old."), Record(id="b", text="Other."))], out, encoder)
    update([stream(Record(id="a", title="Withdrawn", revision=2))], out, encoder)
    with Index.open(out) as index:
        assert index.get("a") is None and len(index) == 1


def test_the_source_withdraws(tmp_path: Path, stream: Stream, encoder: Any) -> None:
    out = tmp_path / "index"
    build([stream(Record(id="a", text="One."), Record(id="b", text="Two."), Deleted("a"))], out, encoder)
    with Index.open(out) as index:
        assert index.get("a") is None and index.manifest.counts.deleted == 1


@pytest.mark.parametrize(
    "retraction",
    [
        Retracted("a", Notice(type="RetractionOf", pmid="9")),
        Record(id="a", text="RETRACTED.", retracted=True, revision=2),
    ],
)
def test_a_retracted_work_goes_and_never_comes_back(
    tmp_path: Path, stream: Stream, encoder: Any, retraction: Item
) -> None:
    out = tmp_path / "index"
    work = Record(id="a", text="Wrong.", date="2020-05")
    build([stream(work, Record(id="b", text="Right.", date="2021-03"))], out, encoder)
    manifest = update([stream(retraction)], out, encoder)
    assert manifest.counts.retracted == 1 and manifest.as_of.retractions == "2021-03"
    update([stream(work.model_copy(update={"revision": 7}))], out, encoder)
    with Index.open(out) as index:
        assert index.get("a") is None and index.df("wrong") == 0 and len(index) == 1


def test_a_retraction_that_comes_first_counts_too(tmp_path: Path, stream: Stream, encoder: Any) -> None:
    out = tmp_path / "index"
    notice = Notice(type="RetractionOf", pmid="9")
    build([stream(Retracted("a", notice), Record(id="a", text="Wrong."), Record(id="b", text="x"))], out, encoder)
    with Index.open(out) as index:
        assert index.get("a") is None and len(index) == 1


def test_as_of_is_the_newest_revision_where_sources_tell(tmp_path: Path, stream: Stream, encoder: Any) -> None:
    revised = Record(id="a", text="One.", date="2022-01").model_copy(
        update={"source": Record(id="a").source.model_copy(update={"version": "2021-06-30"})}
    )
    guideline = Record(id="g", text="Two.", kind="guideline", year=2019, date="2019")
    manifest = build([stream(revised, guideline)], tmp_path / "index", encoder)
    assert manifest.as_of.literature == "2021-06-30" and manifest.as_of.guidelines == "2019"


def test_deleting_everything_is_refused(index_dir: Path, corpus: Any, encoder: Any) -> None:
    with pytest.raises(BadInput):
        update([], index_dir, encoder, delete=[document["id"] for document in corpus])
    assert len(ids(index_dir)) == 40


def test_only_deleting_needs_no_source(index_dir: Path, encoder: Any) -> None:
    assert update([], index_dir, encoder, delete=["gout-1"]).counts.records == 39
    assert encoder.encoded == [] and "gout-1" not in ids(index_dir)


def test_nothing_to_update_is_told(tmp_path: Path, corpus: Any, jsonl: Jsonl, encoder: Any) -> None:
    with pytest.raises(IndexBroken, match="no index"):
        update([jsonl(corpus)], tmp_path / "none", encoder)


def test_another_encoder_encodes_everything_again(index_dir: Path, jsonl: Jsonl, make_encoder: Any) -> None:
    other = make_encoder(weights="w2")
    update([jsonl([{"id": "new", "text": "New."}], "new.jsonl")], index_dir, other)
    assert len(other.encoded) == 41
    with Index.open(index_dir, other) as index:
        assert len(index.search("new")) == 10


def test_an_open_reader_keeps_its_generation(index_dir: Path, jsonl: Jsonl, encoder: Any) -> None:
    with Index.open(index_dir, encoder) as reader:
        old = next((index_dir).glob("gen-*"))
        update([jsonl([{"id": "new", "text": "Scurvy."}], "new.jsonl")], index_dir, encoder, delete=["gout-1"])
        assert not old.exists()
        assert reader.get("gout-1") is not None and reader.get("new") is None
        assert len(reader.search("gout", k=40)) == 40 and len(reader) == 40
    with Index.open(index_dir, encoder) as reader:
        assert reader.get("new") is not None


def test_a_killed_update_leaves_the_old_index_and_goes_on(index_dir: Path, jsonl: Jsonl, encoder: Any) -> None:
    source = jsonl(
        [{"id": f"n{i}", "title": "A study", "text": f"Case {i} in adults."} for i in range(600)], "n.jsonl"
    )
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), "update", source, str(index_dir), "512"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout and process.stdout.readline() == "waiting\n"
    process.kill()
    process.wait()
    process.stdout.close()
    assert len(ids(index_dir)) == 40 and verify(index_dir) == []
    manifest = update([source], index_dir, encoder)
    assert manifest.counts.records == 640 and len(encoder.encoded) == 88
    assert verify(index_dir) == []


LIST = "RetractionNature,RetractionDate,OriginalPaperPubMedID,OriginalPaperDOI\n"


def test_a_list_takes_works_out_by_pubmed_id_and_doi_and_keeps_them_out(
    index_dir: Path, jsonl: Jsonl, tmp_path: Path, encoder: Any
) -> None:
    papers = jsonl(
        [
            {"id": "a", "title": "A", "text": "Scurvy in adults.", "pmid": "111"},
            {"id": "b", "title": "B", "text": "Scurvy in sailors.", "doi": "10.1/AbC"},
            {"id": "c", "title": "C", "text": "Scurvy in children.", "pmid": "113"},
        ],
        "papers.jsonl",
    )
    update([papers], index_dir, encoder)
    listed = tmp_path / "list.csv"
    rows = ["Retraction,3/1/2024 0:00,111,", "Retraction,3/2/2024 0:00,0,10.1/aBc"]
    listed.write_text(LIST + "\n".join([*rows, "Expression of concern,5/5/2024 0:00,113,"]), encoding="utf-8")
    manifest = update([f"retractions:{listed}"], index_dir, encoder)
    assert manifest.as_of.retractions == "2024-05-05"
    update([papers], index_dir, encoder)
    with Index.open(index_dir, encoder) as index:
        assert index.get("a") is None and index.get("b") is None
        assert index.is_retracted(["x", "doi:10.1/abc"]) and not index.is_retracted(["pmid:113"])
        concern = index.get("c")
        assert concern is not None
        assert concern.evidence().notices == ("expression of concern (2024-05-05)",)


def test_a_list_that_comes_first_keeps_out_what_comes_later(jsonl: Jsonl, tmp_path: Path, encoder: Any) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(LIST + "Retraction,3/1/2024 0:00,111,\nCorrection,3/1/2024 0:00,112,", encoding="utf-8")
    papers = jsonl(
        [
            {"id": "a", "title": "A", "text": "Scurvy in adults.", "pmid": "111"},
            {"id": "b", "title": "B", "text": "Scurvy in sailors.", "pmid": "112"},
            {"id": "c", "title": "C", "text": "Scurvy.", "publication_types": ["Retracted Publication"]},
        ],
        "papers.jsonl",
    )
    build([f"retractions:{listed}", papers], tmp_path / "new", encoder)
    with Index.open(tmp_path / "new", encoder) as index:
        assert len(index) == 1
        assert index.search("scurvy")[0].evidence.notices == ("corrected by an erratum (2024-03-01)",)
