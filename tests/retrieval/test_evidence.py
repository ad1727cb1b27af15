"""Spans: a quote that is not the text at its offsets cannot exist."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from retrieval.evidence import Evidence, Grade, Rank, Span, sha256
from retrieval.record import Record

EVIDENCE = Evidence(id="pmid:1", kind="literature", title="T", text="Obesity was a risk factor (HR 1.5).")


@given(st.text(min_size=1, max_size=100), st.data())
def test_a_span_is_its_text(text: str, data: st.DataObject) -> None:
    evidence = EVIDENCE.model_copy(update={"text": text})
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Span.of(evidence, start, end)
    assert span.quote == text[start:end] and span.holds_in(text)
    assert span.sha256 == hashlib.sha256(text[start:end].encode()).hexdigest()
    assert Span.model_validate_json(span.model_dump_json()) == span


def test_a_span_does_not_hold_in_another_text() -> None:
    assert not Span.of(EVIDENCE, 0, 7).holds_in("obesity was a risk factor")


@pytest.mark.parametrize(
    ("start", "end", "quote", "digest"),
    [
        (0, 7, "Obesity!", sha256("Obesity!")),  # longer than its offsets
        (0, 7, "Obesity", sha256("obesity")),  # hash of another quote
        (3, 3, "", sha256("")),  # nothing
        (-1, 6, "Obesity", sha256("Obesity")),  # before the text
    ],
)
def test_a_span_that_contradicts_itself_is_refused(start: int, end: int, quote: str, digest: str) -> None:
    with pytest.raises(ValidationError):
        Span(evidence="pmid:1", start=start, end=end, quote=quote, sha256=digest)


def test_evidence_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        EVIDENCE.text = "Something else."  # type: ignore[misc]


@pytest.mark.parametrize("level", [0, 6])
def test_levels_are_one_to_five(level: int) -> None:
    with pytest.raises(ValidationError):
        Grade(level=level)


def test_a_record_becomes_evidence_with_its_rank() -> None:
    record = Record(id="a", title="T", text="Text.", grade=Grade(design="cohort", level=3))
    rank = Rank(lexical=1.0, fused=0.5)
    evidence = record.evidence(rank)
    assert (evidence.id, evidence.text, evidence.grade, evidence.rank) == ("a", "Text.", record.grade, rank)
    assert record.evidence().rank == Rank() and record.design == "cohort"
