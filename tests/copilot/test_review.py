from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from copilot.deid.gate import Identifying
from copilot.deid.types import Known
from copilot.pipeline import Copilot
from copilot.review import ReviewWithheld
from copilot.schema import Review
from copilot.settings import Settings
from retrieval.errors import BadInput


def asked(settings: Settings, question: str) -> tuple[Copilot, str]:
    copilot = Copilot.open(settings)
    return copilot, copilot.ask(question).id


def logged(settings: Settings) -> list[dict[str, object]]:
    entries = [json.loads(line) for line in settings.audit_file.read_text(encoding="utf-8").splitlines()]
    return [entry["body"] for entry in entries if entry["kind"] == "review"]


def test_a_review_stands_in_the_log_and_the_chain_holds(settings: Settings, question: str) -> None:
    copilot, id = asked(settings, question)
    review = Review(verdict="edit", sentence=1, text=" Obesity raised mortality. ", comment="Too long.")
    entry = copilot.review(id, review)
    assert entry is not None
    assert copilot.audit.verify() == entry.entry
    assert logged(settings) == [
        {"summary": id, "verdict": "edit", "sentence": 1, "text": "Obesity raised mortality.", "comment": "Too long."}
    ]


def test_who_is_named_in_a_review_is_not_stored(settings: Settings, question: str) -> None:
    copilot, id = asked(settings, question)
    comment = "Wrong for Mrs. Rosalind Ashgrove, MRN: 00482913, phone 555-867-5309, seen on 14 March 2024."
    copilot.review(id, Review(verdict="wrong", comment=comment))
    text = settings.audit_file.read_text(encoding="utf-8")
    assert not [token for token in ("Rosalind", "Ashgrove", "00482913", "867-5309", "14 March") if token in text]
    assert "[name]" in str(logged(settings)[0]["comment"])


def test_what_the_second_reader_still_finds_is_not_stored(
    settings: Settings, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    copilot, id = asked(settings, question)
    as_it_is = copilot.deidentify("Nothing here.", Known())
    monkeypatch.setattr(copilot, "deidentify", lambda text, known: as_it_is)
    with pytest.raises(Identifying):
        copilot.review(id, Review(verdict="wrong", comment="Patient: Rosalind Ashgrove, MRN: 00482913"))
    assert logged(settings) == []


def test_what_cannot_be_reviewed(settings: Settings, question: str) -> None:
    copilot, id = asked(settings, question)
    assert copilot.review("nope", Review(verdict="helpful")) is None
    with pytest.raises(BadInput, match="sentences"):
        copilot.review(id, Review(verdict="wrong", sentence=99))
    with pytest.raises(ReviewWithheld, match="review was not accepted"):
        copilot.review(id, Review(verdict="wrong", comment="\x00 damaged"))
    assert logged(settings) == []


@pytest.mark.parametrize("body", [{"verdict": "edit"}, {"verdict": "wrong", "text": "x"}, {"verdict": "maybe"}])
def test_an_edit_and_its_text_go_together(body: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Review.model_validate(body)
