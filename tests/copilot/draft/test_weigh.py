"""The order in which texts are drafted from."""

from __future__ import annotations

from copilot.draft.weigh import weighed
from retrieval.evidence import Evidence, Grade, Rank


def text(
    id: str, fused: float, level: int | None, *, indirect: bool = False, rerank: float | None = None
) -> Evidence:
    reasons = ("about children",) if indirect else ()
    rank = Rank(fused=fused, rerank=rerank)
    return Evidence(
        id=id, kind="literature", title=id, text="x", grade=Grade(level=level), indirect=reasons, rank=rank
    )


def test_of_equally_close_texts_the_better_study_of_such_patients_comes_first() -> None:
    texts = [
        text("case", 0.5, 4),
        text("children", 0.5, 1, indirect=True),
        text("trial", 0.5, 2),
        text("old", 0.5, 5),
    ]
    assert [item.id for item in weighed(texts)] == ["trial", "case", "children", "old"]


def test_a_study_of_something_else_stays_behind_and_a_reranked_score_goes_first() -> None:
    assert [item.id for item in weighed([text("far", 0.3, 1), text("near", 0.6, 5)])] == ["near", "far"]
    texts = [text("a", 0.9, 3, rerank=0.1), text("b", 0.1, 3, rerank=0.9)]
    assert [item.id for item in weighed(texts)] == ["b", "a"]


def test_a_text_that_was_published_twice_is_drafted_from_once() -> None:
    first = text("a", 0.9, 3).model_copy(update={"title": "Gout and stroke.", "text": "We followed adults."})
    again = first.model_copy(update={"id": "b", "title": "Gout and Stroke", "text": "We followed  adults."})
    other = first.model_copy(update={"id": "c", "text": "We followed children."})
    assert [item.id for item in weighed([first, again, other])] == ["a", "c"]
