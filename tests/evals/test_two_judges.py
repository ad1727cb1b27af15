from __future__ import annotations

from evals import lab, two_judges
from evals.suites import abstention


def test_both_judges_say_what_they_think_of_shown_and_of_changed_claims() -> None:
    copilot = lab.bench("judges", lab.lines("abstracts.jsonl"))
    summary = copilot.ask("Is frailty associated with readmission after hip fracture?")
    found = two_judges.opinions(copilot, summary, 1)
    assert found == two_judges.opinions(copilot, summary, 1)
    shown = [one for one in found if one["of"] == "shown"]
    changed = [one for one in found if one["of"].startswith("changed")]
    assert len(shown) == len(summary.sentences)
    assert all(one["gate"] and one["second"] for one in shown)
    assert changed
    assert not any(one["gate"] for one in changed)


def test_where_they_disagree_is_listed() -> None:
    opinions = [
        {"claim": "A", "of": "shown", "gate": True, "second": True},
        {"claim": "B", "of": "shown", "gate": True, "second": False},
        {"claim": "C", "of": "dropped", "gate": False, "second": False},
    ]
    table, differ = two_judges.figures(opinions)
    assert [row[2] for row in table.rows] == ["1", "1", "0", "1"]
    assert "2 of 3" in table.text
    assert [row[0] for row in differ.rows] == ["B"]
    assert two_judges.figures([]) == []


def test_risk_grows_as_less_sure_answers_are_let_in() -> None:
    curve = abstention._curve([(0.9, True), (0.8, True), (0.8, False), (0.2, False)], 8)
    assert curve == [(1 / 8, 0.0), (3 / 8, 1 / 3), (4 / 8, 0.5)]
