"""Searching: order, filters, what comes with a hit, and indexes that cannot be opened."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from retrieval.errors import IndexBroken
from retrieval.index import Filters, Index, build
from retrieval.index import folder as folder_module
from retrieval.index import read as read_module
from retrieval.index import search as search_module
from retrieval.index.retriever import EvidenceRetriever
from retrieval.record import Record


@pytest.fixture
def index(index_dir: Path, encoder: Any) -> Any:
    with Index.open(index_dir, encoder) as opened:
        yield opened


def found(index: Index, query: str, **options: Any) -> list[str]:
    return [hit.record.id for hit in index.search(query, **options)]


def test_what_shares_words_and_meaning_comes_first(index: Index) -> None:
    hits = index.search("death from obesity", k=5)
    assert {hit.record.id for hit in hits} == {f"obesity-{n}" for n in range(1, 6)}
    ranks = [hit.rank for hit in hits]
    assert all(r.lexical is not None and r.dense is not None and r.fused is not None for r in ranks)
    assert [r.fused for r in ranks] == sorted((r.fused for r in ranks if r.fused is not None), reverse=True)


def test_focus_holds_the_words_of_the_query(index: Index) -> None:
    hit = index.search("risk of death from gout", k=1)[0]
    start, end = hit.focus
    assert hit.record.text[start:end].startswith("The risk of death from gout was")
    assert hit.evidence.text == hit.record.text and hit.evidence.rank == hit.rank


def test_k_is_met_even_beyond_depth(index: Index) -> None:
    assert len(found(index, "gout", k=40, depth=3)) == 40
    assert len(found(index, "gout", k=100)) == 40


def test_filters_apply_before_ranking(index: Index) -> None:
    hits = found(index, "gout", k=10, depth=10, filters=Filters(year_from=2002, year_to=2002))
    assert len(hits) == 8 and all(id.endswith("-2") for id in hits) and hits[0] == "gout-2"


def test_filters_that_nothing_meets(index: Index) -> None:
    assert found(index, "gout", filters=Filters(year_from=2050)) == []


def test_filters_on_every_column(tmp_path: Path, encoder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [
        Record.model_validate(fields | {"text": "Gout."})
        for fields in (
            {"id": "trial", "language": "eng", "grade": {"design": "randomised trial"}},
            {"id": "cohort", "language": "fre", "grade": {"design": "cohort"}},
            {"id": "guide", "kind": "guideline", "language": "eng"},
        )
    ]
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setattr(read_module, "load", lambda spec: iter(records))
    monkeypatch.setattr(read_module, "files", lambda spec: [file])
    build(["medline:file"], tmp_path / "index", encoder)
    with Index.open(tmp_path / "index", encoder) as index:

        def ids(**limits: Any) -> set[str]:
            return set(found(index, "gout", filters=Filters(**limits)))

        assert ids() == {"trial", "cohort", "guide"}
        assert ids(designs=("cohort", "case report")) == {"cohort"}
        assert ids(kinds=("guideline",)) == {"guide"}
        assert ids(languages=("eng",)) == {"trial", "guide"}
        assert ids(languages=("eng",), kinds=("literature",)) == {"trial"}
        assert ids(year_from=1900) == set()


def test_without_an_encoder_only_words_count(index_dir: Path) -> None:
    with Index.open(index_dir) as index:
        hits = index.search("gout", k=10)
        assert len(hits) == 5 and all("gout" in hit.record.text for hit in hits)
        assert all(hit.rank.dense is None for hit in hits)
        assert index.search("xylophone") == []


def test_many_queries_give_what_one_gives(index: Index) -> None:
    queries = ["gout", "death from asthma", "the"]
    many = list(index.search_many(queries, k=7))
    assert [[id for id, _ in hits] for hits in many] == [found(index, query, k=7) for query in queries]
    assert list(index.search_many([])) == []


@pytest.mark.parametrize("query", ["", "   ", "?!", "\x00", "gout" * 5000, "痛風 ☃"])
def test_any_query_is_answered(index: Index, query: str) -> None:
    assert len(index.search(query, k=3)) == 3


def test_df_counts_records_with_any_form_of_a_word(index: Index) -> None:
    assert index.df("deaths") == 40 and index.df("Gout") == 5 and index.df("the") == 0
    assert index.df("gout death") == 5


def test_get_unknown_is_none(index: Index) -> None:
    assert index.get("nothing") is None


def test_threads_share_an_index(index: Index) -> None:
    expected = found(index, "death from asthma")
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: found(index, "death from asthma") == expected, range(64)))


def test_langchain_documents(index: Index) -> None:
    documents = EvidenceRetriever(index=index, k=3, filters=Filters(year_from=2003)).invoke("death from gout")
    assert len(documents) == 3
    first = documents[0]
    assert first.metadata["id"] == first.id and first.metadata["year"] >= 2003
    assert "gout" in first.page_content[first.metadata["start"] : first.metadata["end"]]
    assert first.metadata["rank"]["fused"] > 0


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexBroken, match="There is no index"):
        Index.open(tmp_path / "nothing")


def test_other_weights(index_dir: Path, make_encoder: Any) -> None:
    with pytest.raises(IndexBroken, match="other weights"):
        Index.open(index_dir, make_encoder(weights="w2"))


def generation(path: Path) -> Path:
    return next(path.glob("gen-*"))


def lose_generation(path: Path) -> None:
    shutil.rmtree(generation(path))


def garble_current(path: Path) -> None:
    (path / "CURRENT").write_text("")


def lose_manifest(path: Path) -> None:
    (generation(path) / "manifest.json").unlink()


def garble_manifest(path: Path) -> None:
    (generation(path) / "manifest.json").write_text("{}")


def future_format(path: Path) -> None:
    manifest = generation(path) / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"schema_version": 1', '"schema_version": 99'))


def lose_vectors(path: Path) -> None:
    (generation(path) / "dense.faiss").unlink()


def cut_vectors(path: Path) -> None:
    (generation(path) / "dense.faiss").write_bytes(b"IxFI")


def cut_records(path: Path) -> None:
    (generation(path) / "records.sqlite").write_bytes(b"no database" * 100)


def cut_chunks(path: Path) -> None:
    (generation(path) / "chunks.npy").write_bytes(b"")


def lose_words(path: Path) -> None:
    shutil.rmtree(generation(path) / "lexical")


@pytest.mark.parametrize(
    "harm",
    [
        lose_generation,
        garble_current,
        lose_manifest,
        garble_manifest,
        future_format,
        lose_vectors,
        cut_vectors,
        cut_records,
        cut_chunks,
        lose_words,
    ],
)
def test_a_damaged_index_says_what_to_do(index_dir: Path, harm: Callable[[Path], None]) -> None:
    harm(index_dir)
    with pytest.raises(IndexBroken) as caught:
        Index.open(index_dir)
    assert "copilot index" in caught.value.next_step


def test_a_switch_while_opening_is_followed(
    index_dir: Path, corpus: Any, encoder: Any, jsonl: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = jsonl(corpus[:2])
    calls = 0

    def switching(path: Path) -> Any:
        nonlocal calls
        answer = folder_module.current(path)
        calls += 1
        if calls == 1:
            build([source], path, encoder)
        return answer

    monkeypatch.setattr(search_module, "current", switching)
    with Index.open(index_dir) as index:
        assert len(index) == 2
