"""Grouping keeps every word in its order and every piece short."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from retrieval.literature.paragraphs import group
from retrieval.literature.pdf import paragraphs

SENTENCES = st.lists(
    st.sampled_from(["It rose. ", "The risk of death fell by half. ", "Why? "]), min_size=1, max_size=20
)


@given(st.lists(SENTENCES.map(lambda parts: "".join(parts).strip()), max_size=8), st.integers(40, 200))
def test_group(texts: list[str], limit: int) -> None:
    pieces = list(group(texts, limit))
    assert " ".join(pieces).split() == " ".join(texts).split()
    assert all(len(piece) <= limit for piece in pieces)
    assert all(len(a) + len(b.split("\n")[0]) > limit - 40 for a, b in pairwise(pieces))


def test_hyphens_at_line_ends_follow_the_rest_of_the_document() -> None:
    words = {"non-steroidal", "treat", "treatment", "follow", "up", "understanding", "under", "standing"}
    lines = [
        "a non-",
        "steroidal treat-",
        "ment, follow-",
        "up under-",
        "standing, CD4-",
        "positive COVID-",
        "19, a -",
        "b",
    ]
    assert paragraphs(lines, words) == [
        "a non-steroidal treatment, follow-up understanding, CD4-positive COVID-19, a - b"
    ]
