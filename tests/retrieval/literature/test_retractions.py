"""The list of retractions."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.literature.items import Fault, Item, Noted, Retracted
from retrieval.literature.load import load

HEADER = (
    "Record ID,Title,RetractionDate,RetractionDOI,RetractionPubMedID,"
    "OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature"
)


@pytest.fixture
def listed(tmp_path: Path) -> Callable[..., list[Item]]:
    def make(*rows: str, header: str = HEADER) -> list[Item]:
        file = tmp_path / "list.csv"
        file.write_text("\ufeff" + "\n".join([header, *rows]), encoding="utf-8")
        return list(load(f"retractions:{file}"))

    return make


def test_a_work_is_named_by_pubmed_id_and_by_doi(listed: Callable[..., list[Item]]) -> None:
    found = listed('1,"A, title",3/14/2021 0:00,10.1/N,222,10.1/AbC,111,Retraction')
    assert [(item.id, item.notice.date) for item in found if isinstance(item, Retracted)] == [
        ("pmid:111", "2021-03-14"),
        ("doi:10.1/abc", "2021-03-14"),
    ]
    first = found[0]
    assert isinstance(first, Retracted)
    assert (first.notice.pmid, first.notice.citation) == ("222", "doi:10.1/N")


def test_a_zero_and_unavailable_are_no_ids(listed: Callable[..., list[Item]]) -> None:
    found = listed("1,T,3/14/2021 0:00,Unavailable,0,unavailable,0,Retraction")
    assert [type(item) for item in found] == [Fault]


def test_concerns_and_corrections_are_noted_and_the_last_word_counts(listed: Callable[..., list[Item]]) -> None:
    found = listed(
        "1,T,1/1/2020 0:00,,0,,11,Expression of concern",
        "2,T,1/1/2020 0:00,,0,,12,Retraction",
        "3,T,1/1/2021 0:00,,0,,12,Reinstatement",
        "4,T,1/1/2020 0:00,,0,,13,Retraction",
        "5,T,1/1/2022 0:00,,0,,13,Correction",
    )
    assert [(type(item), item.id) for item in found if not isinstance(item, Fault)] == [
        (Noted, "pmid:11"),
        (Retracted, "pmid:13"),
    ]


def test_what_cannot_be_read_is_a_fault_and_the_rest_is_kept(
    listed: Callable[..., list[Item]], tmp_path: Path
) -> None:
    found = listed("1,T,never,,0,,11,Retraction", "2,T,1/1/2020,,0,,12,Applause")
    assert [type(item) for item in found] == [Fault, Retracted]
    assert [type(item) for item in listed("1,T", "2,T,1/1/2020,,0,,12,Retraction")] == [Fault, Retracted]
    assert [type(item) for item in listed("1,2", header="a,b")] == [Fault]
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(gzip.compress((HEADER + "\n" + "1,T,1/1/2020 0:00,,0,,11,Retraction\n" * 5000).encode())[:-40])
    items = list(load(f"retractions:{cut}"))
    assert {type(item) for item in items} == {Fault, Retracted}
