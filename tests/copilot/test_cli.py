"""The command line: results on stdout, the rest on stderr, exit codes as promised."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from samples_fhir import CANARIES, canary_record

from copilot.cli import main
from copilot.settings import Settings
from copilot.settings import settings as process_settings

Run = tuple[int, str, str]


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("COPILOT_HOME", str(settings.home))
    monkeypatch.setenv("COPILOT_INDEX", str(settings.index))
    monkeypatch.setenv("COPILOT_ENGINE", "none")
    process_settings.cache_clear()

    def run(*args: str) -> Run:
        monkeypatch.setattr(sys, "argv", ["copilot", *args])
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return int(stopped.value.code or 0), captured.out, captured.err

    yield run
    process_settings.cache_clear()


def test_ask_prints_the_sentence_and_its_source(run, question: str) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run("ask", question)
    assert code == 0
    assert "hazard ratio 1.42, 95% CI 1.10-1.83) [1]." in out
    assert "PMID 1" in out


def test_ask_json_is_one_document_on_stdout(run, question: str) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run("ask", question, "--json")
    summary = json.loads(out)
    assert (code, summary["status"], summary["question"]) == (0, "answered", question)


def test_ask_markdown_quotes(run, question: str) -> None:  # type: ignore[no-untyped-def]
    _, out, _ = run("ask", question, "--markdown")
    assert out.startswith(f"# {question}")
    assert "  - Source 1: “Obesity was associated" in out


def test_an_abstention_is_done(run) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run("ask", "What is the capital of Mongolia?")
    assert code == 0
    assert "I can't say: outside what this tool answers." in out


def test_a_patient_form_is_read_and_a_bad_one_named_without_its_values(run, tmp_path: Path, question: str) -> None:  # type: ignore[no-untyped-def]
    form = tmp_path / "patient.json"
    form.write_text(json.dumps({"age": 70, "sex": "female", "conditions": ["obesity"]}))
    assert "condition: obesity" in run("ask", question, "--patient", str(form))[1]
    form.write_text(json.dumps({"age": "Meier, born 1950", "name": "Meier"}))
    code, _, err = run("ask", question, "--patient", str(form))
    assert code == 2
    assert "age" in err
    assert "Meier" not in err
    form.write_text('{"resourceType": "Bundle"}')
    assert run("ask", question, "--patient", str(form))[0] == 2


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_fhir_record_is_read_and_nobody_in_it_is_named(  # type: ignore[no-untyped-def]
    run, tmp_path: Path, settings: Settings, question: str, pack: Callable[[bytes], bytes]
) -> None:
    record = tmp_path / "bundle.json"
    record.write_bytes(pack(json.dumps(canary_record()).encode()))
    code, out, err = run("ask", question, "--patient", str(record), "--json")
    assert code == 0
    assert "sex: female" in json.loads(out)["used"]
    left = out + err + settings.audit_file.read_text(encoding="utf-8")
    assert not [canary for canary in CANARIES if canary.casefold() in left.casefold()]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"resourceType": "Bundle", "type": "collection", "entry": [{"Quillonetta', "not valid JSON"),
        (b'{"resourceType": "MedicationOrder", "id": "Quillonetta"}', "STU3"),
        (b'{"resourceType": "Patient", "birthDate": "Quillonetta"}', "Patient).birthDate"),
        (b'{"resourceType": "Patient", "id": "Quillonetta\\u0000"}', "null character"),
    ],
)
def test_a_bad_record_is_named_by_its_place_and_not_by_its_content(  # type: ignore[no-untyped-def]
    run, tmp_path: Path, question: str, content: bytes, says: str
) -> None:
    record = tmp_path / "bundle.json"
    record.write_bytes(content)
    code, out, err = run("ask", question, "--patient", str(record))
    assert (code, out) == (2, "")
    assert says in " ".join(err.split())
    assert "Quillonetta" not in err


@pytest.mark.parametrize(
    "args",
    [
        ("ask", ""),
        ("ask", "a question", "--engine", "gpt"),
        ("ask", "a question", "--json", "--markdown"),
        ("ask",),
        ("search",),
        ("search", "x", "--queries", "y.tsv"),
        ("index", "update"),
        ("index", "build", "--source", "floppy:A"),
        ("index", "build", "--source", "jsonl:missing.jsonl"),
        ("verify", "--jsonl", "missing.jsonl", "--out", "o.jsonl"),
        ("audit", "replay", "nothing"),
        ("nonsense",),
    ],
)
def test_bad_usage_is_exit_code_two_with_a_message_and_no_trace(run, args: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    code, out, err = run(*args)
    assert code == 2, err
    assert out == ""
    assert "Problem:" in err
    assert "Traceback" not in err


def test_a_missing_index_is_a_failure_that_says_what_to_do(run, question: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    code, _, err = run("ask", question, "--index", str(tmp_path / "none"))
    assert code == 1
    assert "Problem:" in err


def test_unsafe_settings_do_not_start(run, question: str, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("COPILOT_HOST", "0.0.0.0")
    process_settings.cache_clear()
    code, _, err = run("ask", question)
    assert code == 2
    assert "COPILOT_TOKEN" in err


def test_search_prints_and_writes_a_run(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert "(pmid:3, 2018" in run("search", "statins stroke", "-k", "1")[1]
    assert json.loads(run("search", "statins stroke", "--json")[1])[0]["id"] == "pmid:3"
    queries, trec = tmp_path / "q.tsv", tmp_path / "run.trec"
    queries.write_text("q1\tobesity death\nq2\theart failure\n")
    code, out, _ = run("search", "--queries", str(queries), "--run", str(trec))
    assert (code, out) == (0, "")
    rows = [line.rsplit(" ", 4) for line in trec.read_text().splitlines()]
    assert {row[0].split()[0] for row in rows} == {"q1", "q2"}
    assert trec.read_text().startswith("q1 Q0 pmid:1 1 ")


def test_verify_gives_a_verdict_per_line(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    text = "Statins reduced recurrent stroke by 16% in adults."
    rows = [
        {"id": 1, "claim": text, "evidence": text},
        {"id": 2, "claim": text.replace("16", "61"), "evidence": text},
        {"id": 3, "claim": text, "evidence": ""},
    ]
    source.write_text("\n".join(map(json.dumps, rows)))
    assert run("verify", "--jsonl", str(source), "--out", str(target))[0] == 0
    verdicts = [json.loads(line) for line in target.read_text().splitlines()]
    assert [v["verdict"] for v in verdicts] == ["supported", "unsupported", "unsupported"]
    assert [v["id"] for v in verdicts] == [1, 2, 3]
    assert verdicts[1]["checks"]["numbers"] is False


def test_audit_verify_and_replay(run, question: str) -> None:  # type: ignore[no-untyped-def]
    summary = json.loads(run("ask", question, "--json")[1])
    assert "holds: 4 entries" in run("audit", "verify")[1]
    assert "The same answer." in run("audit", "replay", summary["id"])[1]


def test_index_info_and_verify(run) -> None:  # type: ignore[no-untyped-def]
    assert json.loads(run("index", "info", "--json")[1])["counts"]["records"] == 3
    assert "whole" in run("index", "verify")[1]
