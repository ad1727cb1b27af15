from __future__ import annotations

import re
from typing import get_args

import pytest

from copilot.client import ClientProblem
from copilot.schema import Abstention, AbstentionReason, Caveat, RiskSummary
from ui import answer, words

TAGS = {"details", "summary", "div", "p", "a", "mark", "ul", "li", "q", "br", "span", "dl", "dt", "dd", "h3"}


def test_a_sentence_opens_the_source_it_cites_under_that_source_s_number(summary: RiskSummary) -> None:
    html = answer.sentence(summary.sentences[1], summary.evidence)
    assert "Source 2: " in html
    assert "Source 1" not in html
    assert "<mark>&lt;script&gt;</mark>" in html
    assert "Support: strong (0.97 of 1)" in html
    assert "Every number stands in the cited words: yes" in html


def test_spans_of_one_source_are_opened_once(summary: RiskSummary) -> None:
    shown = summary.sentences[0]
    twice = shown.model_copy(update={"citations": shown.citations * 2})
    assert answer.sentence(twice, summary.evidence).count('<details class="cc-source">') == 1


def test_every_piece_of_a_hostile_answer_is_inert(summary: RiskSummary) -> None:
    pieces = [
        *(answer.sentence(shown, summary.evidence) for shown in summary.sentences),
        answer.dropped(summary.dropped),
        answer.sources(summary),
        answer.background(summary),
    ]
    for html in pieces:
        tags = re.findall(r"<[^>]*>", html)
        assert {re.match(r"</?(\w+)", tag).group(1) for tag in tags} <= TAGS  # type: ignore[union-attr]
        assert not [tag for tag in tags if re.search(r"\son\w+=|javascript:", tag) and "https://" not in tag]


@pytest.mark.parametrize("reason", get_args(AbstentionReason))
def test_every_reason_to_abstain_has_plain_words(reason: AbstentionReason) -> None:
    html = answer.abstention(
        Abstention(reason=reason, message="No & none.", looked_for=["heart <failure>"], would_help=["A drug name"])
    )
    assert words.ABSTENTION[reason].split(":")[0].split("'")[0] in html
    assert reason not in html.replace("-", "_")
    assert "No &amp; none." in html
    assert "heart &lt;failure&gt;" in html
    assert "A drug name" in html


def test_background_says_what_wrote_it_how_far_it_reaches_and_where_it_is_recorded(summary: RiskSummary) -> None:
    html = answer.background(summary)
    assert "Literature: up to 2021-12-31" in html
    assert "The usual engine was not available (slow " in html
    assert f"Entry 7, hash {'ab' * 32}" in html
    assert "Retractions" not in html


def test_a_problem_says_what_was_kept_and_what_to_do() -> None:
    html = answer.problem(ClientProblem("It <b> broke.", kept="The log is whole.", next_step="Run `copilot <x>`."))
    assert 'role="alert"' in html
    assert "It &lt;b&gt; broke." in html
    assert "The log is whole." in html
    assert "<code>copilot &lt;x&gt;</code>" in html


def test_sources_that_are_not_cited_are_said_to_be_so(summary: RiskSummary) -> None:
    assert "(not cited)" not in answer.sources(summary)
    one = summary.model_copy(update={"sentences": summary.sentences[:1]})
    assert answer.sources(one).count("(not cited)</summary>") == 1


def test_a_caveat_stands_beside_its_sentence_and_is_inert(summary: RiskSummary) -> None:
    caveat = Caveat(kind="not in people", text="Not <studied> in people.")
    html = answer.sentence(summary.sentences[0].model_copy(update={"caveats": [caveat]}), summary.evidence)
    assert '<p class="cc-warning">Caution: Not &lt;studied&gt; in people.</p>' in html
    assert "Caution" not in answer.sentence(summary.sentences[0], summary.evidence)


def test_a_source_of_context_is_not_said_to_be_uncited(summary: RiskSummary) -> None:
    moved = summary.model_copy(update={"sentences": [], "context": summary.sentences})
    assert "(not cited)" not in answer.sources(moved)
