from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from copilot.deid.gate import Identifying
from evals.from_use.candidates import candidates, coarse
from evals.from_use.case import Candidate, Expectation, Got, read
from evals.from_use.statements import says
from evals.from_use.store import decided, take, write
from retrieval.errors import BadInput

SHOWN = "Obesity was associated with a higher risk of death (hazard ratio 1.42) [1]."


def summary(id: str = "a") -> dict[str, Any]:
    sentence = {"text": SHOWN, "citations": [{"evidence": "pmid:1"}]}
    return {"id": id, "question": "Does obesity kill?", "status": "answered", "abstention": None} | {
        "sentences": [sentence]
    }


def log(*reviews: dict[str, Any]) -> list[dict[str, Any]]:
    bodies = [("request", {"summary": "a", "patient": {"age": 71, "note": "secret"}}), ("summary", summary())]
    bodies += [("review", {"summary": "a", "sentence": None, "text": None, "comment": None} | one) for one in reviews]
    return [{"kind": kind, "body": body, "hash": f"hash {i}"} for i, (kind, body) in enumerate(bodies)]


def passes(text: str) -> None:
    """A gate that lets everything out."""


def test_what_readers_found_wrong_becomes_candidates_and_praise_does_not() -> None:
    entries = log({"verdict": "helpful"}, {"verdict": "wrong", "sentence": 1, "comment": "Not in ours."})
    (one,), kept_back = candidates(entries, set(), passes)
    assert kept_back == 0
    assert one.expect == Expectation(never=[SHOWN])
    assert one.patient == {"age": 70}
    assert one.got == Got(status="answered", sentences=[SHOWN], cited=["pmid:1"])
    assert one.decision == ""
    assert candidates(entries, {one.id}, passes).candidates == []


def test_an_edit_asks_for_the_new_words_and_forbids_only_another_finding() -> None:
    worded = "Obesity was associated with higher risk of death, hazard ratio 1.42."
    same, other = candidates(
        log(
            {"verdict": "edit", "sentence": 1, "text": worded},
            {"verdict": "edit", "sentence": 1, "text": "Obesity was not associated with death."},
        ),
        set(),
        passes,
    ).candidates
    assert (same.expect.says, same.expect.never) == ([worded], [])
    assert other.expect.never == [SHOWN]


def test_what_the_gate_stops_is_counted_and_kept_back() -> None:
    def stops(text: str) -> None:
        if "Ashgrove" in text:
            raise Identifying([(0, 8, "NAME")])

    found = candidates(log({"verdict": "wrong", "comment": "Mrs. Ashgrove is fine."}), set(), stops)
    assert found == ([], 1)


def test_of_a_patient_stays_what_stands_under_a_code() -> None:
    patient = {
        "age": 93, "sex": "male", "note": "lives in Wexmoor", "labs": [{"name": "Creatinine", "value": 1.83}],
        "conditions": [
            {"text": "Heart failure", "system": "http://snomed.info/sct", "code": "84114007", "days_before": 311},
            {"text": "the fall at the mill", "system": None, "code": None},
        ],
    }  # fmt: skip
    assert coarse(patient) == {
        "age": 90,
        "sex": "male",
        "conditions": [{"text": "Heart failure", "system": "http://snomed.info/sct", "code": "84114007"}],
    }
    assert coarse(None) is None
    assert coarse({"age": 0, "sex": "female", "conditions": []}) == {"age": 0, "sex": "female"}


@pytest.mark.parametrize(
    ("sentence", "statement", "said"),
    [
        (SHOWN, "Obesity was associated with higher risk of death.", True),
        (SHOWN, "Obesity was not associated with a higher risk of death.", False),
        (SHOWN, "Obesity was associated with a higher risk of death (hazard ratio 1.24).", False),
        (SHOWN, "Diabetes raised the risk of stroke.", False),
        ("It did not fall.", "It didn't fall.", True),
    ],
)
def test_a_statement_is_compared_by_words_numbers_and_negation(sentence: str, statement: str, said: bool) -> None:
    assert says(sentence, statement) is said


def test_an_expectation_names_what_is_not_as_it_should_be() -> None:
    got = Got(status="answered", sentences=[SHOWN], cited=["pmid:1"])
    assert Expectation(status="answered", says=[SHOWN], cites=["pmid:1"]).faults(got) == []
    asked = Expectation(
        status="abstained", says=["Statins help."], never=[SHOWN], cites=["pmid:2"], never_cites=["pmid:1"]
    )
    assert len(asked.faults(got)) == 5
    assert Expectation(reason="no_evidence").faults(got) == ["it answered"]


def test_a_person_decides_and_only_what_was_accepted_is_kept(tmp_path: Path) -> None:
    found = candidates(log(*[{"verdict": "wrong", "sentence": 1, "comment": c} for c in "abc"]), set(), passes)
    rows = json.loads(write(found.candidates))
    for row, decision in zip(rows["candidates"], ("accept", "reject", ""), strict=True):
        row["decision"] = decision
    assert take(read(rows), tmp_path / "cases", passes) == (1, 1, 1)
    kept = decided(tmp_path / "cases")
    assert sorted(one.decision for one in kept) == ["accept", "reject"]
    (refused,) = [one for one in kept if one.decision == "reject"]
    assert refused.said is None
    assert SHOWN not in refused.model_dump_json()


def test_a_damaged_case_is_named_and_stays(tmp_path: Path) -> None:
    (tmp_path / "use-1.json").write_text('{"id": "use-1"')
    with pytest.raises(BadInput, match="use-1 of this installation"):
        decided(tmp_path)
    assert (tmp_path / "use-1.json").exists()


def test_a_name_that_was_added_stops_everything(tmp_path: Path) -> None:
    def stops(text: str) -> None:
        if "Ashgrove" in text:
            raise Identifying([(0, 8, "NAME")])

    clean = Candidate(id="one", question="Why is it?", expect=Expectation(status="answered"), decision="accept")
    named = clean.model_copy(update={"id": "two", "remark": "Mrs. Ashgrove's case"})
    with pytest.raises(Identifying):
        take([clean, named], tmp_path / "cases", stops)
    assert decided(tmp_path / "cases") == []


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ({}, "no file of candidates"),
        ({"candidates": [{"id": "a", "question": "Why?", "decision": "accept"}]}, "in `expect` what"),
        ({"candidates": [{"id": "a", "question": "Why?", "decision": "maybe"}]}, "wrong in decision"),
        ({"candidates": [{"id": "../x", "question": "Why?"}]}, "wrong in id"),
    ],
)
def test_a_file_that_is_wrong_is_not_taken_in(rows: Any, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read(rows)
