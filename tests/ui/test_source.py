from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.schema import Citation
from retrieval.evidence import Evidence, Source
from ui import source


def _unmarked(html: str) -> str:
    return unescape(html.replace("<mark>", "").replace("</mark>", ""))


@given(st.text(min_size=1), st.data())
def test_marking_keeps_every_character_and_adds_no_other_tag(text: str, data: st.DataObject) -> None:
    evidence = Evidence(id="e", kind="document", title="", text=text)
    bounds = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(lambda b: b[0] < b[1])
    spans = data.draw(st.lists(bounds, max_size=4))
    html = source.marked(text, [Citation.of(evidence, *span) for span in spans])
    assert _unmarked(html) == text
    assert set(re.findall(r"<[^>]*>", html)) <= {"<mark>", "</mark>"}
    marked = "".join(unescape(piece) for piece in re.findall(r"<mark>(.*?)</mark>", html, re.S))
    assert len(marked) == len({at for start, end in spans for at in range(start, end)})


def test_the_marked_words_are_the_quote(cohort: Evidence) -> None:
    start = cohort.text.index("Obesity")
    citation = Citation.of(cohort, start, start + 47)
    html = source.details(1, cohort, [citation])
    assert unescape(html.split("<mark>")[1].split("</mark>")[0]) == citation.quote
    assert "do not" not in html.lower()


def test_a_quote_that_is_not_at_its_place_is_not_marked_and_said_so(cohort: Evidence) -> None:
    moved = cohort.model_copy(update={"text": "x" + cohort.text})
    html = source.details(1, moved, [Citation.of(cohort, 0, 20)])
    assert "<mark>" not in html
    assert "Do not rely on this citation" in html


def test_about_gives_journal_year_design_level_and_size(cohort: Evidence) -> None:
    line = source.about(cohort)
    assert line == "Literature · J Test Med · 2021 · cohort · evidence level 3 of 5 (1 is strongest) · n = 1,204"


def test_links_lead_to_pubmed_and_the_doi(cohort: Evidence) -> None:
    assert source.addresses(cohort) == [
        ("PMID 1", "https://pubmed.ncbi.nlm.nih.gov/1/"),
        ("DOI 10.1000/a(b)c", "https://doi.org/10.1000/a%28b%29c"),
    ]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x.test", "http://[x"]
)
def test_only_web_addresses_become_links(cohort: Evidence, url: str) -> None:
    only_url = cohort.model_copy(update={"source": Source(url=url)})
    assert source.links(only_url) == ""


def test_hostile_text_is_inert(hostile: Evidence) -> None:
    html = source.details(2, hostile)
    assert set(re.findall(r"<(\w+)", html)) == {"details", "summary", "div", "p", "a"}
    for tag in re.findall(r"<a [^>]*>", html):
        assert re.fullmatch(r'<a href="https://[^"<> ]*" target="_blank" rel="noopener noreferrer">', tag)
