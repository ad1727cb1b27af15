"""Drafts as they stream become claims with citations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.draft.parse import Drafted, parse, stream_sentences


def read(text: str, size: int = 7) -> list[Drafted]:
    return list(stream_sentences(text[i : i + size] for i in range(0, len(text), size)))


@pytest.mark.parametrize(
    ("text", "drafted"),
    [
        ("Obesity raised the risk of death (OR 1.5) [3].", [("Obesity raised the risk of death (OR 1.5).", (3,))]),
        ("One finding [1]. Another finding [2][3].", [("One finding.", (1,)), ("Another finding.", (2, 3))]),
        ("A finding. [2] Another one. [1]", [("A finding.", (2,)), ("Another one.", (1,))]),
        ("Two sources agree [1, 4].", [("Two sources agree.", (1, 4))]),
        ("Three sources agree [1-3].", [("Three sources agree.", (1, 2, 3))]),
        ("It has no source.", [("It has no source.", ())]),
        ("", []),
        (" \n ", []),
        ("[1] [2].", []),
    ],
)
def test_sentences_and_their_citations(text: str, drafted: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(d.claim, d.cited) for d in read(text)] == drafted


def test_a_sentence_is_given_as_soon_as_the_next_begins() -> None:
    sentences = stream_sentences(iter(["First finding [1]. Sec", "ond finding [2]."]))
    assert next(sentences).claim == "First finding."


@given(st.integers(1, 40))
def test_the_size_of_the_pieces_changes_nothing(size: int) -> None:
    text = "Risk was 19.2% (95% CI 17.0-21.5) vs. 12% [1]. In men, e.g. smokers, it rose [2]. The rest was equal [1]."
    assert read(text, size) == read(text, len(text))


@given(st.text(max_size=80))
def test_any_text_is_parsed_without_markers_left(text: str) -> None:
    drafted = parse(text + " [2]")
    assert drafted is None or (2 in drafted.cited and "[2]" not in drafted.claim)
