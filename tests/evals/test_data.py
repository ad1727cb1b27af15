"""What is called unseen stands nowhere among what the product was made with."""

from __future__ import annotations

from evals import lab


def test_no_unseen_question_is_one_that_the_guard_was_made_with() -> None:
    made = {
        row["text"].casefold()
        for name in ("harmful", "legitimate", "off_topic", "rules", "urgent", "orders", "premises")
        for row in lab.lines(f"guard/{name}.jsonl")
    }
    unseen = [row for name in ("questions", "fresh", "styled") for row in lab.lines(f"unseen/{name}.jsonl")]
    assert len(unseen) > 600
    assert not [row["id"] for row in unseen if row["text"].casefold() in made]
