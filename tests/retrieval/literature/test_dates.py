"""All the forms in which MEDLINE writes a date."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from retrieval.literature.dates import iso_date


def of(**parts: str) -> str | None:
    element = etree.Element("PubDate")
    for name, text in parts.items():
        etree.SubElement(element, name).text = text
    return iso_date(element)


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        ("2021", "", "", "2021"),
        ("2021", "3", "", "2021-03"),
        ("2021", "Mar", "", "2021-03"),
        ("2021", "March", "4", "2021-03-04"),
        ("2021", "03", "04", "2021-03-04"),
        ("2021", "Feb", "31", "2021-02"),
        ("2021", "13", "1", "2021"),
        ("2021", "Spr", "1", "2021"),
        ("", "Mar", "4", None),
        ("20", "Mar", "4", None),
    ],
)
def test_parts(year: str, month: str, day: str, expected: str | None) -> None:
    assert of(Year=year, Month=month, Day=day) == expected


def test_season_counts_as_its_year() -> None:
    assert of(Year="2001", Season="Summer") == "2001"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("1998 Dec-1999 Jan", "1998-12"),
        ("2000 Spring", "2000"),
        ("Spring 2000", "2000"),
        ("1978-1979", "1978"),
        ("1976-1977 Fall-Winter", "1976"),
        ("2021 May-Jun", "2021-05"),
        ("1977 Apr 12-18", "1977-04"),
        ("1977 Aug 30-Sep 5", "1977-08"),
        ("2021 Apr-Jun 01", "2021-04"),
        ("2021 3rd Quarter", "2021"),
        ("1998 Dec 15", "1998-12-15"),
        ("2012  Marzo", "2012-03"),
        ("in press", None),
        ("", None),
    ],
)
def test_words(words: str, expected: str | None) -> None:
    assert of(MedlineDate=words) == expected


def test_no_element() -> None:
    assert iso_date(None) is None


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30))
def test_any_words_give_a_date_or_nothing(words: str) -> None:
    found = of(MedlineDate=words)
    assert found is None or len(found) in (4, 7, 10)
