"""Cohort cards in the index."""

from __future__ import annotations

from pathlib import Path

from released_samples import arm, query, released

from retrieval.cohort.cards import card
from retrieval.cohort.measures.measure import measure
from retrieval.literature.items import Fault
from retrieval.literature.load import load
from retrieval.record import Record


def test_a_card_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    made = card(measure(query(), released(index=arm(1204, 231))))
    assert made.kind == "cohort"
    assert "231 (19.2%" in made.text
    file = tmp_path / "cards.jsonl"
    other = Record(id="x", kind="literature", text="no card")
    file.write_text(f"{made.model_dump_json()}\nnonsense\n{other.model_dump_json()}\n", encoding="utf-8")
    found = list(load(f"cards:{file}"))
    assert found[0] == made
    assert [type(item) for item in found[1:]] == [Fault, Fault]
