"""`copilot score`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from copilot.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*args: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["copilot", "score", *args])
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return int(stopped.value.code or 0), captured.out, " ".join(captured.err.split())

    return run


def test_list_names_them_all(run: Run) -> None:
    _, out, _ = run("list", "--json")
    listed = json.loads(out)
    assert {"prevent-base-10y", "qrisk3", "lace", "meld-3"} <= {sheet["name"] for sheet in listed}
    assert run("list")[1].count("\n") == len(listed)


def test_explain_shows_units_and_bounds(run: Run) -> None:
    code, out, _ = run("explain", "kfre")
    assert code == 0
    assert "egfr: estimated glomerular filtration rate; 5 to 60 mL/min/1.73 m2" in out
    assert "doi:10.1001/jama.2015.18202" in out


def test_run_with_json_and_with_a_file(run: Run, tmp_path: Path) -> None:
    given = '{"respiratory_rate": 22, "glasgow_coma_scale": 15, "systolic_bp": 120}'
    file = tmp_path / "inputs.json"
    file.write_text(given, encoding="utf-8")
    for source in (given, str(file)):
        code, out, _ = run("run", "qsofa", "--input", source, "--json")
        assert (code, json.loads(out)["value"]) == (0, 1)
    _, out, err = run("run", "qsofa", "--input", given)
    assert out.startswith("Risk score. qSOFA = 1 (range 0-3);")
    assert "Not for an emergency in progress." in err


def test_applicable_says_what_a_patient_can_have(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "patient.json"
    file.write_text('{"age": 76, "sex": "female", "conditions": ["Atrial fibrillation"]}', encoding="utf-8")
    code, out, _ = run("applicable", "--patient", str(file))
    lines = {line.split()[0]: " ".join(line.split()[1:]) for line in out.splitlines()}
    assert code == 0
    assert lines["cha2ds2-vasc"].startswith("partly 3 to 9: needs heart failure; hypertension;")
    assert lines["meld"] == "not of interest: It is about: cirrhosis; none is recorded."
    assert lines["score2"].startswith("outside: age is outside 40 to 69 years")
    found = json.loads(run("applicable", "--patient", str(file), "--json")[1])
    assert {one["name"] for one in found} == set(lines)


def test_a_range_says_what_each_answer_would_change(run: Run) -> None:
    code, out, _ = run("run", "qsofa", "--input", '{"respiratory_rate": 22, "systolic_bp": 120}')
    assert code == 0
    assert "not known: Glasgow Coma Scale (glasgow_coma_scale): 3: 2; 15: 1" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "qsofa", "--input", '{"respiratory_rate": 500}'), "outside 1 to 80 /min"),
        (("run", "qsofa", "--input", "[1]"), "neither a JSON object nor a file"),
        (("run", "qsofa", "--input", "{"), "not valid JSON"),
        (("run", "qsofa"), "Give a score with --input"),
        (("run", "nope", "--input", "{}"), "No score has this name"),
        (("explain", "nope"), "copilot score list"),
    ],
)
def test_wrong_use_says_what_is_right(run: Run, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_vectors_come_back_with_got(run: Run, tmp_path: Path) -> None:
    rows = [
        {"calculator": "chd_10y_mesa", "expected": {"risk_percent": 8.61}, "inputs": {"gender": "male", "age": 70}},
        {"calculator": "unheard of", "expected": {}, "inputs": {}},
    ]
    rows[0]["inputs"] |= {"race": "hispanic", "sbp": 130, "hdl": 50, "totchol": 190, "bp_med": 1, "lipid_med": 0}  # type: ignore[operator]
    rows[0]["inputs"] |= {"smoker": 0, "diabetes": 0, "fh_heartattack": 0}  # type: ignore[operator]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    code, _, err = run("run", "--vectors", str(source), "--out", str(target))
    first, second = map(json.loads, target.read_text("utf-8").splitlines())
    assert code == 0
    assert first["got"] == {"risk_percent": 8.61}
    assert (second["got"], "not known here" in second["problem"]) == (None, True)
    assert "2 rows, 1 without a result." in err
