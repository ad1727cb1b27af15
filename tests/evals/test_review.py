from __future__ import annotations

import csv
import io

import pytest

from evals import review
from evals.report.model import JudgedCase, Report, SuiteReport
from retrieval.errors import BadInput

# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), sections A and C
_TWO = ("0100000010", "1110010000")
_FOUR = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def units(rows: tuple[str, ...]) -> list[list[str]]:
    return [[one for one in column if one != "."] for column in zip(*rows, strict=True)]


@pytest.mark.parametrize(("rows", "published"), [(_TWO, 0.095), (_FOUR, 0.743)])
def test_alpha_as_published(rows: tuple[str, ...], published: float) -> None:
    assert review.alpha(units(rows)) == pytest.approx(published, abs=0.0006)


def test_alpha_of_one_word_says_nothing() -> None:
    assert review.alpha([["a", "a"], ["a", "a"]]) is None
    assert review.alpha([["a"]]) is None


def report(*sentences: str) -> Report:
    shown = [{"text": f"{text} [1].", "citations": [{"quote": f"Quote of {text}."}]} for text in sentences]
    case = JudgedCase(
        id="c", group="asked", input="Q?", output={"sentences": shown}, passed=True, why="kept", evidence=[]
    )
    return Report(
        run={}, bars=[], suites=[SuiteReport(name="grounding", card={}, measures=[], cases=[case])], left_out={}
    )


def test_a_sheet_goes_out_blinded_and_comes_back() -> None:
    out = review.sheet(report("A rose", "B fell", "C stayed"), 2, seed=1)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 2
    assert "kept" not in out
    assert {row["rating"] for row in rows} == {""}
    filled = [row | {"rating": word} for row, word in zip(rows, ("Supported", "partly"), strict=True)]
    back = io.StringIO()
    writer = csv.DictWriter(back, filled[0].keys())
    writer.writeheader()
    writer.writerows(filled)
    ratings = review.read(back.getvalue())
    assert list(ratings.values()) == ["supported", "partly"]
    other = dict.fromkeys(ratings, "supported")
    found = review.agreement([ratings, other])
    assert (found.items, found.open) == (2, [rows[1]["item"]])


def test_what_is_no_sheet() -> None:
    with pytest.raises(BadInput):
        review.read("a,b\n1,2\n")
    with pytest.raises(BadInput):
        review.read("item,rating\nx,good\n")
    with pytest.raises(BadInput):
        review.sheet(report(), 3, seed=1)


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_sheet_that_a_spreadsheet_saved_is_read(between: str) -> None:
    rows = (("item", "sentence", "rating"), ("a1", '"Of 5, 3; rose"', "Supported"), ("", "", ""))
    assert review.read("\ufeff" + "\r\n".join(map(between.join, rows))) == {"a1": "supported"}


def test_no_cell_of_a_sheet_is_a_formula() -> None:
    (row,) = csv.DictReader(io.StringIO(review.sheet(report("=1+1"), 1, seed=1)))
    assert row["sentence"].startswith("'=1+1")
