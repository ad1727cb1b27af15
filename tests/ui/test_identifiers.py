from __future__ import annotations

import re

import pytest
from samples import HOSTILE

from copilot.client import Deidentified, Identifier, Label
from ui import identifiers

TEXT = "Dr. Foley, MRN 00482913, Foley again."
SPANS = (
    Identifier(start=4, end=9, label="NAME", surrogate="Lane", by=("titles", "namelist")),
    Identifier(start=15, end=23, label="MRN", surrogate="19", by=("labelledids",)),
    Identifier(start=25, end=30, label="NAME", surrogate="Lane", by=("propagation",)),
)
OUTCOME = Deidentified(text="Dr. Lane, MRN 19, Lane again.", spans=SPANS, verdict="pass")
ALL: frozenset[Label] = frozenset(("NAME", "MRN"))


def bare(html: str) -> str:
    """The text without tags and the words added to the marks."""
    return re.sub(r"<[^>]*>", "", re.sub(r' <span class="cc-tag">.*?</span>', "", html))


def test_both_sides_mark_each_identifier_with_its_category_and_number() -> None:
    before, after = identifiers.original(TEXT, OUTCOME, ALL), identifiers.result(TEXT, OUTCOME, ALL)
    assert bare(before) == TEXT
    assert bare(after) == OUTCOME.text
    for html, name in ((before, "Foley"), (after, "Lane")):
        assert f'<mark class="cc-id cc-person">{name} <span class="cc-tag">Name 1</span></mark>' in html
        assert '<span class="cc-tag">Record number 2</span>' in html


def test_a_category_that_is_not_chosen_is_neither_marked_nor_listed() -> None:
    numbers: frozenset[Label] = frozenset(["MRN"])
    for html in (identifiers.original(TEXT, OUTCOME, numbers), identifiers.result(TEXT, OUTCOME, numbers)):
        assert html.count("<mark") == 1
        assert "Record number 2" in html
    listed = identifiers.spans(TEXT, OUTCOME, numbers)
    assert "00482913" in listed
    assert "Foley" not in listed


def test_the_table_says_what_replaced_what_and_why() -> None:
    html = identifiers.spans(TEXT, OUTCOME, ALL)
    cells = re.findall(r'<td role="cell" data-label="([^"]*)">(.*?)</td>', html)
    assert cells[:5] == [
        ("No.", "1"),
        ("Category", "Name"),
        ("Original", "Foley"),
        ("Replaced by", "Lane"),
        ("Why", "It stands beside a title such as Dr. or Mrs.; it is in the list of names and is no clinical word"),
    ]
    assert "<caption>Identifiers found</caption>" in html
    assert html.count('scope="col"') == 5


@pytest.mark.parametrize(
    ("verdict", "says"), [("pass", "May go on"), ("review", "a person must read it"), ("withhold", "Withheld")]
)
def test_the_verdict_comes_in_words_with_its_reasons(verdict: str, says: str) -> None:
    outcome = OUTCOME.model_copy(update={"verdict": verdict, "reasons": ("the detectors <b> disagree",)})
    html = identifiers.verdict(outcome)
    assert says in html
    assert "<li>The detectors &lt;b&gt; disagree.</li>" in html
    assert "<ul>" not in identifiers.verdict(OUTCOME)


def test_hostile_text_is_inert() -> None:
    span = Identifier(start=0, end=len(HOSTILE), label="NAME", surrogate=HOSTILE, by=(HOSTILE,))
    outcome = Deidentified(text=HOSTILE, spans=(span,), verdict="review", reasons=(HOSTILE,))
    pieces = [
        identifiers.original(HOSTILE, outcome, ALL),
        identifiers.result(HOSTILE, outcome, ALL),
        identifiers.spans(HOSTILE, outcome, ALL),
        identifiers.verdict(outcome),
    ]
    allowed = {"div", "mark", "span", "table", "caption", "thead", "tbody", "tr", "th", "td", "p", "ul", "li"}
    for html in pieces:
        assert set(re.findall(r"</?(\w+)", html)) <= allowed
        assert "<script" not in html and "<img" not in html
