from __future__ import annotations

import re

from samples import HOSTILE

from copilot.client import Change, DeidentifiedRecord
from ui import changes

RECORD = DeidentifiedRecord(
    record={"resourceType": "Patient", "id": "f3", "gender": "female"},
    changes=(
        Change(path="Patient.gender", action="keep", before=1, after=1),
        Change(path="Patient.id", action="pseudonym", before=1, after=1),
        Change(path="Patient.name", action="drop", before=1200, after=0),
        Change(path="Patient.telecom", action="drop", before=3, after=0),
    ),
    replaced={"NAME": 2},
    left_out=1,
)
GIVEN = {"resourceType": "Patient", "id": "p1", "gender": "female", "name": [{"text": HOSTILE}]}


def rows(html: str) -> list[list[str]]:
    return [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r'<tr role="row">(.*?)</tr>', html)[1:]]


def test_values_are_counted_by_action_and_the_action_is_explained() -> None:
    assert rows(changes.summary(RECORD)) == [
        ["keep", "Kept: a number, a status or a public code", "1", "1"],
        ["pseudonym", "Replaced: the same pseudonym for the same id", "1", "1"],
        ["drop", "Dropped", "1,203", "0"],
    ]


def test_paths_are_listed_for_the_chosen_actions() -> None:
    assert rows(changes.paths(RECORD, frozenset(["drop"]))) == [
        ["Patient.name", "drop", "1,200", "0"],
        ["Patient.telecom", "drop", "3", "0"],
    ]


def test_free_texts_are_counted_in_words() -> None:
    assert "2 × name. 1 in doubt and left out." in changes.words(RECORD)
    none = RECORD.model_copy(update={"replaced": {}, "left_out": 0})
    assert "free texts: nothing.</p>" in changes.words(none)


def test_lines_of_one_side_alone_are_marked_by_a_sign() -> None:
    before, after = changes.sides(GIVEN, RECORD.record)
    assert '<del>−  "id": "p1",</del>' in before.replace("&quot;", '"')
    assert '<ins>+  "id": "f3",</ins>' in after.replace("&quot;", '"')
    assert '    "gender": "female"' in before.replace("&quot;", '"').replace("   ", "    ")
    assert after.count("<ins>") == 1
    assert "<script" not in before


def test_a_long_document_is_cut_on_the_page() -> None:
    long = {str(number): number for number in range(changes.MOST_LINES * 2)}
    assert "602 more lines" in changes.sides(long, {})[0]
