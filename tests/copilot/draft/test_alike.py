"""Words of one meaning."""

from __future__ import annotations

from importlib import resources

from copilot.draft.alike import alike
from copilot.verify.words import content_stems, stem


def test_a_question_and_a_paper_may_name_one_thing_by_two_words() -> None:
    asked = alike(content_stems("death, kidney, tumour"))
    assert (
        asked == alike(content_stems("mortality, renal, malignancy")) != alike(content_stems("birth, heart, sleep"))
    )


def test_no_word_stands_in_two_lines() -> None:
    lines = resources.files("copilot.draft").joinpath("alike.txt").read_text(encoding="utf-8").splitlines()
    stems = [one for line in lines if not line.startswith("#") for one in set(map(stem, line.split()))]
    assert len(stems) == len(set(stems))
