"""Sentence spans: known hard cases, and what must hold of any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.sentences import split


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["Mortality rose.", "The risk doubled."],
        ["Risk was higher in men vs. women.", "It fell later."],
        ["Loop agents (e.g. furosemide, i.e. the first choice) were given.", "None was stopped."],
        ["Weber et al. showed this first.", "Nobody agreed."],
        ["As shown by Weber et al. 2019, it holds.", "Then it did not."],
        ["See Fig. 2 for the curve.", "Dr. Weber drew it."],
        ["Patient No. 7 died.", "The answer was no.", "Why?", "Unknown!"],
        ["Approx. 40 swabs grew Staphylococcus spp. and yeasts.", "The rest were sterile."],
        ["The kit (Acme Inc., U.S.) was used.", "It was sold in the U.S. under licence."],
        ["The difference was small (p = .03, 95% CI 0.05 to 0.10).", "It held at 12.5 mg."],
        ["The threshold was P < 0. 05 throughout.", "All tests were two-sided."],
        ["E. coli grew in 3 of 40.", "J. R. Weber counted them."],
        ["They lacked vitamin D.", "Patients with hepatitis B.", "Others did not."],
        ['He said "it works."', "Then it failed."],
        ["Treatment worked.", "(This was unexpected.)", "We repeated it."],
        ["Two died (one at home. One in hospital).", "Nobody else did."],
        ["Levels fell.", "mRNA followed.", "p53 did not.", "α-Synuclein rose."],
        ["1. Check the potassium.", "2. Check the creatinine."],
        ["The drug reached 5 mg/L.", "12 patients dropped out."],
        ["We enrolled 40... and lost 2.", "The end."],
        ["Is age a risk factor?", "Yes."],
        ["Introduction . . . .", "12 Methods .....", "14"],
        ['They were named "granules. "'],
    ],
)
def test_known_cases(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_line_break_ends_a_sentence_and_labels_belong_to_none() -> None:
    text = "BACKGROUND: Sepsis kills\nMETHODS AND RESULTS: We looked. It rose.\n\nCOVID-19: an open question."
    assert sentences(text) == ["Sepsis kills", "We looked.", "It rose.", "COVID-19: an open question."]


def test_sentences_without_a_space_between_them() -> None:
    assert sentences("It was significant (p < 0.05).The rest was not. See node.js.") == [
        "It was significant (p < 0.05).",
        "The rest was not.",
        "See node.js.",
    ]


def test_glued_heading() -> None:
    assert sentences("Age matters (by interview).Methods:Forty took part.") == [
        "Age matters (by interview).",
        "Methods:Forty took part.",
    ]


def test_nothing_in_nothing_out() -> None:
    assert split("") == split(" \n\t ") == split("METHODS: \n") == []


def test_unclosed_bracket_does_not_swallow_the_text() -> None:
    assert len(sentences("It rose (sharply. " + "Then it fell. " * 50)) == 51


PIECES = """The risk e.g. p = .03 0.05 (n 12) et al. U.S. rose. fell? "so." J. [3]. … α-syn ! mRNA""".split()
PROSE = st.lists(st.sampled_from([*PIECES, "RESULTS: ", "\n", "\r\n", "\u2003", "\x1c"]), max_size=40).map(" ".join)


@given(st.one_of(st.text(max_size=200), PROSE))
def test_spans_are_ordered_tight_and_cover_all_but_labels(text: str) -> None:
    spans = split(text)
    covered = [False] * len(text)
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert "\n" not in text[start:end]
        covered[start:end] = [True] * (end - start)
        last = end
    uncovered = "".join(char if not covered[i] else "\n" for i, char in enumerate(text))
    for piece in re.split(r"[\n\r]", uncovered):
        assert not piece.strip() or re.fullmatch(r"\s*[A-Z][A-Z ,/&()'’-]+:\s*", piece)
