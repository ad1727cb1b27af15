"""Canary patients through every door: not one of their tokens in what comes out or in what stays behind.

Looked through after each walk: stdout, stderr, responses, logs, and every file below the home folder (audit log,
caches, keys), the folders written to, the working folder and TMPDIR.
"""

from __future__ import annotations

import gzip
import json
import logging
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ahocorasick  # type: ignore[import-not-found]
import canaries
import pytest
from canaries import FILE, NAME, NOTE, QUESTION
from fastapi.testclient import TestClient
from samples import LetterEncoder
from samples_fhir import canary_record

from copilot.api.app import create_app
from copilot.cli import index as index_command
from copilot.cli import main
from copilot.deid.known import known_of
from copilot.patient.load import read_file
from copilot.pipeline import Copilot
from copilot.schema import Review
from copilot.settings import Settings
from copilot.settings import settings as process_settings


class Ground:
    """An installation in which every place that can be written to is known."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch, printed: pytest.CaptureFixture[str]) -> None:
        self.home, self.out, self.inbox = root / "home", root / "out", root / "inbox"
        self._written = [self.home, self.out, root / "tmp", root / "work"]
        self._patch, self._printed = patch, printed
        for folder in (*self._written, self.inbox):
            folder.mkdir()

    def run(self, *arguments: object) -> str:
        """Both streams of `copilot` with these arguments."""
        self._patch.setattr(sys, "argv", ["copilot", *map(str, arguments)])
        with pytest.raises(SystemExit):
            main()
        return "".join(self._printed.readouterr())

    def printed(self) -> tuple[str, str]:
        """What was printed since it was last asked."""
        return self._printed.readouterr()

    def texts(self) -> list[str]:
        """Every file that was written, with its name."""
        return [text for folder in self._written for text in canaries.texts(folder)]

    def left(self, *told: str) -> list[str]:
        """Every token in what was told, printed or written."""
        return canaries.found("\n".join([*told, *self.printed(), *self.texts()]))


@pytest.fixture
def ground(
    tmp_path: Path,
    index_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> Iterator[Ground]:
    made = Ground(tmp_path, monkeypatch, capfd)
    for name, value in {"HOME": made.home, "INDEX": index_dir, "ENGINE": "none"}.items():
        monkeypatch.setenv(f"COPILOT_{name}", str(value))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(index_command, "encoder", LetterEncoder)
    monkeypatch.chdir(tmp_path / "work")
    process_settings.cache_clear()
    caplog.set_level(logging.DEBUG)
    yield made
    process_settings.cache_clear()
    assert canaries.found(caplog.text) == []


def patient(ground: Ground) -> Path:
    return canaries.record(ground.inbox)


def lines(ground: Ground) -> Path:
    path = ground.inbox / "notes.jsonl"
    path.write_text("".join(json.dumps({"id": n, "text": NOTE, "patient": NAME}) + "\n" for n in range(3)))
    return path


def folder(ground: Ground) -> Path:
    """Her note and record, her record broken off, her table, all named after her."""
    canaries.record(ground.inbox)
    canaries.note(ground.inbox / NAME)
    canaries.record(ground.inbox / "broken", whole=False)
    (ground.inbox / "note.csv").write_text(f'note_id,person_id,note_text\n1,7,"{NOTE}"\n', encoding="utf-8")
    (ground.inbox / "provider.csv").write_text("provider_id,provider_name\n1,Lucasta Pemberwick\n", encoding="utf-8")
    return ground.inbox


def documents(ground: Ground, named: str = "letter") -> Path:
    """A protocol, and her note among it."""
    canaries.note(ground.inbox).rename(ground.inbox / f"{named}.txt")
    (ground.inbox / "protocol.md").write_text("# Heart failure\n\nWeigh patients with heart failure daily.\n")
    return ground.inbox


def queries(ground: Ground) -> Path:
    path = ground.inbox / "queries.tsv"
    path.write_text(f"q1\t{QUESTION}\n", encoding="utf-8")
    return path


def reviewed(ground: Ground) -> Path:
    """Where candidates go, after a reader of an answer about her has written her name into a review."""
    copilot = Copilot.open(process_settings())
    id = copilot.ask(QUESTION).id
    copilot.review(id, Review(verdict="wrong", comment=f"{NAME} has no COVID-19: see MRN 77120934, DOB 03/04/1961."))
    return ground.out


PLAIN = "Is obesity a risk factor for death in COVID-19?"
Arguments = Callable[[Ground], tuple[object, ...]]
COMMANDS: dict[str, Arguments] = {
    "ask": lambda _: ("ask", QUESTION),
    "ask, JSON": lambda _: ("ask", QUESTION, "--json"),
    "ask, Markdown": lambda _: ("ask", QUESTION, "--markdown"),
    "ask, nothing found": lambda _: ("ask", f"Which zeppelins did {NAME} take?", "--json"),
    "ask about a record": lambda g: ("ask", PLAIN, "--patient", patient(g), "--json"),
    "ask about a record by name": lambda g: ("ask", f"{QUESTION} And {NAME}?", "--patient", patient(g), "--json"),
    "ask in lower case": lambda g: ("ask", QUESTION.lower(), "--patient", patient(g), "--json"),
    "search": lambda _: ("search", QUESTION),
    "reviews as candidates": lambda g: ("eval", "candidates", "--out", reviewed(g) / "candidates.json"),
    "search, JSON": lambda _: ("search", QUESTION, "--json"),
    "search a file": lambda g: ("search", "--queries", queries(g), "--run", g.out / "run.trec"),
    "deid a note": lambda g: ("deid", canaries.note(g.inbox)),
    "deid a note to a file": lambda g: ("deid", canaries.note(g.inbox), "--out", g.out / "note.json"),
    "deid a record": lambda g: ("deid", patient(g)),
    "deid a record to a file": lambda g: ("deid", patient(g), "--out", g.out / "record.json"),
    "deid lines": lambda g: ("deid", "--jsonl", lines(g), "--out", g.out / "lines.jsonl"),
    "deid a folder": lambda g: ("deid", folder(g), "--out", g.out / "clean", "--jobs", "1"),
    "index documents": lambda g: (
        "index", "build", "--source", f"documents:{documents(g)}", "--out", g.out / "index",
    ),
}  # fmt: skip
FAULTS: dict[str, Arguments] = {
    "ask, unknown engine": lambda _: ("ask", QUESTION, "--engine", NAME),
    "ask, no such record": lambda g: ("ask", PLAIN, "--patient", g.inbox / f"{FILE}.json"),
    "ask, broken record": lambda g: ("ask", PLAIN, "--patient", canaries.record(g.inbox, whole=False)),
    "ask, no such index": lambda g: ("ask", QUESTION, "--index", g.out / "none"),
    "deid, no such file": lambda g: ("deid", g.inbox / f"{FILE}.txt"),
    "deid, broken record": lambda g: ("deid", canaries.record(g.inbox, whole=False)),
    "deid, broken lines": lambda g: ("deid", "--jsonl", canaries.note(g.inbox), "--out", g.out / "x"),
    "search, broken file": lambda g: ("search", "--queries", canaries.note(g.inbox), "--run", g.out / "x"),
    "cohort": lambda _: ("cohort", "run", NAME),
    "cohort file": lambda g: ("cohort", "run", canaries.record(g.inbox)),
    "score": lambda g: ("score", "run", NAME, "--input", canaries.record(g.inbox)),
    "score input": lambda g: ("score", "run", "qsofa", "--input", canaries.record(g.inbox)),
    "replay": lambda _: ("audit", "replay", NAME),
    "two questions": lambda _: ("ask", PLAIN, NAME),
}


@pytest.mark.parametrize("name", [*COMMANDS, *FAULTS])
def test_the_command_line(ground: Ground, name: str) -> None:
    told = ground.run(*(COMMANDS | FAULTS)[name](ground))
    assert ("Problem:" in told) == (name in FAULTS), told
    assert ground.left(told) == []


def test_documents_that_are_named_after_her(ground: Ground) -> None:
    told = ground.run(
        "index", "build", "--source", f"documents:{documents(ground, FILE)}", "--out", ground.out / "index"
    )
    assert ground.left(told) == []


@pytest.fixture
def http(ground: Ground) -> Iterator[TestClient]:
    with TestClient(create_app(Settings()), base_url="http://127.0.0.1:8080") as client:
        yield client


BODIES: dict[str, tuple[str, Any]] = {
    "ask": ("/v1/summaries", {"question": QUESTION}),
    "ask about a record": ("/v1/summaries", {"question": QUESTION, "patient": canary_record()}),
    "ask with a form": (
        "/v1/summaries",
        {"question": PLAIN, "patient": {"age": 64, "conditions": [f"{NAME}, gout"]}},
    ),
    "ask with a wrong form": ("/v1/summaries", {"question": PLAIN, "patient": {"age": NAME, NAME: NAME}}),
    "ask about two patients": (
        "/v1/summaries",
        {"question": PLAIN, "patient": {"resourceType": "Bundle", "type": "batch", "entry": [{NAME: NAME}]}},
    ),
    "ask, unknown engine": ("/v1/summaries", {"question": QUESTION, "options": {"engine": NAME}}),
    "search": ("/v1/search", {"query": QUESTION}),
    "search, unknown filter": ("/v1/search", {"query": QUESTION, "filters": {NAME: NAME}}),
    "deid a note": ("/v1/deid", {"text": NOTE, "patient": NAME}),
    "deid a record": ("/v1/deid", {"bundle": canary_record()}),
    "cohort": ("/v1/cohort", {NAME: NAME, "name": NAME, "query": NAME}),
    "score": ("/v1/scores/qsofa", {NAME: NAME, "age": NAME}),
    "deid, wrong body": ("/v1/deid", {"text": [NOTE], NAME: NOTE}),
}


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
@pytest.mark.parametrize("name", BODIES)
def test_the_api(ground: Ground, http: TestClient, name: str, accept: str) -> None:
    path, body = BODIES[name]
    answer = http.post(path, json=body, headers={"Accept": accept})
    assert ground.left(answer.text, str(answer.headers)) == []
    if answer.headers["content-type"] == "application/json" and path == "/v1/summaries":
        again = http.get(f"/v1/summaries/{answer.json()['id']}", headers={"Accept": "text/markdown"})
        assert again.is_success
        assert ground.left(again.text) == []


@pytest.mark.parametrize("path", ["/v1/evidence/", "/v1/summaries/", "/v1/", "/"])
def test_an_unknown_address_is_not_echoed(ground: Ground, http: TestClient, path: str) -> None:
    answer = http.get(f"{path}{NAME}")
    assert answer.status_code == 404
    assert ground.left(answer.text) == []


def test_an_unexpected_error_tells_nothing(ground: Ground, http: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(f"{NAME} {NOTE}")

    monkeypatch.setattr("copilot.walk.Walk._retrieve", broken)
    answer = http.post("/v1/summaries", json={"question": QUESTION, "patient": canary_record()})
    assert answer.status_code == 500
    told = ground.run("ask", QUESTION, "--patient", patient(ground))
    assert "RuntimeError" in told
    assert ground.left(answer.text, told) == []


def test_the_medicine_of_the_record_arrives(ground: Ground) -> None:
    """The other half of the claim: it is not by doing nothing that nothing leaks."""
    told = ground.run("ask", f"{PLAIN[:-1]} for {NAME}?", "--patient", patient(ground), "--json")
    summary = json.loads(told.partition("\n}")[0] + "}")
    assert summary["status"] == "answered"
    assert any("female" in used for used in summary["used"])


def test_an_index_of_documents_is_built_without_her(ground: Ground) -> None:
    ground.run("index", "build", "--source", f"documents:{documents(ground)}", "--out", ground.out / "index")
    found = json.loads(ground.run("index", "info", "--json", ground.out / "index"))
    assert (found["counts"]["records"], found["counts"]["refused"]) == (1, 1)


DATA = Path(os.environ.get("COPILOT_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))


@pytest.mark.shared
def test_twenty_synthetic_patients_are_asked_about_and_nobody_is_found(ground: Ground, http: TestClient) -> None:
    files = sorted((DATA / "fhir_r4_synthea").glob("*.json.gz"))
    if len(files) < 20:
        pytest.skip("needs fhir_r4_synthea in the shared data folder: set COPILOT_SHARED_DATA")
    told, wanted = list[str](), set[str]()
    for file in files:
        document = read_file(file)
        known = known_of(document)
        asked = f"{PLAIN[:-1]} for {known.names[0]}, born {known.dates[0]}, phone {known.phones[0]}?"
        body = {"question": asked, "patient": document}
        told.append(ground.run("ask", asked, "--patient", file, "--json"))
        assert json.loads(told[-1].partition("\n}")[0] + "}")["status"] == "answered"
        streamed = http.post("/v1/summaries", json=body, headers={"Accept": "text/event-stream"})
        failed = http.post("/v1/summaries", json=body | {"options": {"engine": known.names[0]}})
        assert (streamed.status_code, failed.status_code) == (200, 422)
        told += [streamed.text, failed.text, *ground.printed()]
        wanted |= of_the_record(document)
    assert standing_in("\n".join([*told, *ground.texts()]), wanted) == []


def of_the_record(document: Any) -> set[str]:
    """Names, ids, addresses, phones, birth dates and e-mails of a record."""
    known, ids = known_of(document), [entry["resource"]["id"] for entry in document["entry"]]
    parts = [part for name in (*known.names, *known.relatives) for part in name.split() if len(part) > 3]
    return {*ids, *parts, *(value for _, values in known for value in values if len(value) > 5)}


def standing_in(text: str, wanted: set[str]) -> list[str]:
    """Which of the values stand in the text as whole words."""
    automaton = ahocorasick.Automaton()
    for value in wanted:
        automaton.add_word(value, value)
    automaton.make_automaton()
    close = {value for _, value in automaton.iter(text)}
    return [value for value in close if re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text)]


def test_the_search_finds_what_is_there() -> None:
    """A search that finds nothing proves something only if it can find."""
    assert sorted(standing_in("Ana Ruiz-Lowe, 12345", {"Ruiz", "Ana Ruiz", "234"})) == ["Ana Ruiz", "Ruiz"]


def test_the_ground_sees_what_is_printed_and_written(ground: Ground) -> None:
    (ground.out / "deep").mkdir()
    (ground.out / "deep" / "file.gz").write_bytes(gzip.compress(b"seen: QUILLONETTA"))
    Path(tempfile.mkdtemp(), "Varnholt").touch()
    print("Fennimarket")
    assert sorted(ground.left("Ottoline")) == ["Fennimarket", "Ottoline", "Quillonetta", "Varnholt"]
