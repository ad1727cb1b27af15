"""`copilot deid`: the contract of lines, records, folders that resume, and errors that quote nothing."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from samples_fhir import CANARIES, bundle, canary_record, person, problem
from typer.testing import CliRunner, Result

from copilot.cli import deid as command
from copilot.cli import deid_folder
from copilot.cli.deid_texts import read_text
from copilot.deid import cache
from copilot.deid.text import Deidentifier
from copilot.settings import settings
from retrieval.errors import BadInput

NOTE = "Seen by Dr. Foley, MRN: 00482913."


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[..., Deidentifier]) -> Iterator[Path]:
    """An installation whose rules suffice."""
    monkeypatch.setenv("COPILOT_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(Deidentifier, "of", lambda _, mode="shift": make(mode=mode))
    settings.cache_clear()
    yield tmp_path / "home"
    settings.cache_clear()


def run(*arguments: object) -> Result:
    app = typer.Typer()
    app.command()(command.deid)
    return CliRunner().invoke(app, list(map(str, arguments)), catch_exceptions=False)


def test_lines_in_lines_out(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps({"id": n, "text": NOTE}) + "\n" for n in (7, "b")), encoding="utf-8")
    run("--jsonl", source, "--out", out)
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == [7, "b"]
    for row in rows:
        assert set(row) == {"id", "text", "verdict", "spans"}
        assert [NOTE[s["start"] : s["end"]] for s in row["spans"]] == ["Foley", "00482913"]
        assert all(set(span) == {"start", "end", "label", "surrogate"} for span in row["spans"])


def test_half_a_character_is_withheld_and_moves_no_offset(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": 1, "text": "é\\ud83d Seen by Dr. Foley."}\n', encoding="utf-8")
    run("--jsonl", source, "--out", out)
    row = json.loads(out.read_text(encoding="utf-8"))
    assert row["verdict"] == "withhold"
    assert [(span["start"], span["end"]) for span in row["spans"]] == [(15, 20)]


def test_a_record_comes_back_as_a_record_and_its_counts_on_stderr(tmp_path: Path) -> None:
    source = tmp_path / "Quillonetta.json"
    source.write_text(json.dumps(canary_record()), encoding="utf-8")
    result = run(source)
    passed = json.loads(result.stdout)
    assert passed["resourceType"] == "Bundle"
    assert any(entry["resource"]["resourceType"] == "Condition" for entry in passed["entry"])
    assert not [canary for canary in CANARIES if canary.casefold() in result.output.casefold()]
    assert "drop: " in result.stderr
    assert "generalise: " in result.stderr


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A folder with a note, a damaged note, two records and OMOP tables."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(NOTE, encoding="utf-8")
    (folder / "b.txt").write_bytes(b"\xff\xfe broken")
    (folder / "Zyra_Quandale_1961-03-04.json").write_text(json.dumps(bundle(person(), problem())), encoding="utf-8")
    (folder / "patient 2.json").write_text('{"resourceType": "Zyra Quandale', encoding="utf-8")
    (folder / "NOTE.csv").write_text("note_id,person_id,note_date,note_text\n1,7,2020-03-22,Quandale improves.\n")
    (folder / "provider.csv").write_text("provider_id,provider_name\n1,Zyra Quandale\n")
    (folder / "concept.csv").write_text("concept_id,concept_name\n1,Gout\n")
    return folder


def rows(out: Path) -> dict[str, Any]:
    return {row["id"]: row for row in map(json.loads, (out / "report.jsonl").read_text().splitlines())}


def test_a_folder_writes_what_passes_and_reports_all(tmp_path: Path, filled: Path) -> None:
    out = tmp_path / "out"
    result = run(filled, "--out", out)
    report = rows(out)
    record = next(id for id in report if id.endswith(".json") and id != "patient 2.json")
    assert {id: row["verdict"] for id, row in report.items()} == {
        "a.txt": "pass",
        "b.txt": "withhold",
        record: "pass",
        "patient 2.json": "withhold",
        "note.csv": "pass",
    }
    assert sorted(path.name for path in out.iterdir()) == sorted(["a.txt", record, "note.csv", "report.jsonl"])
    assert "1 MRN" in result.stderr
    assert json.loads((out / record).read_text())["entry"][0]["resource"]["gender"] == "female"
    told = result.output + "".join(path.name + path.read_text() for path in out.iterdir())
    assert not [name for name in ("Foley", "Zyra", "Quandale", "1961-03-04") if name in told]


def test_own_file_names_are_kept_on_demand(tmp_path: Path, filled: Path) -> None:
    run(filled, "--out", tmp_path / "out", "--keep-names")
    assert (tmp_path / "out" / "Zyra_Quandale_1961-03-04.json").exists()


def test_a_run_that_stopped_goes_on_where_it_was(
    tmp_path: Path, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, read = tmp_path / "out", list[str]()
    table = deid_folder._Run.table
    monkeypatch.setattr(deid_folder._Run, "table", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    app = typer.Typer()
    app.command()(command.deid)
    CliRunner().invoke(app, [str(filled), "--out", str(out)])
    assert not (out / "report.jsonl").exists()
    monkeypatch.setattr(deid_folder._Run, "table", table)
    for name in ("read_text", "read_file"):
        one = getattr(deid_folder, name)
        monkeypatch.setattr(deid_folder, name, lambda path, one=one: (read.append(path.name), one(path))[1])
    run(filled, "--out", out)
    assert read == []
    assert len(rows(out)) == 5
    (filled / "a.txt").write_text("Seen by Dr. Sung.", encoding="utf-8")
    run(filled, "--out", out)
    assert read == ["a.txt"]
    assert not (out / "report.jsonl.part").exists()


def test_what_other_detectors_or_another_list_of_names_read_is_read_again(
    tmp_path: Path, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, read = tmp_path / "out", list[str]()
    run(filled, "--out", out)
    table = deid_folder._Run.table
    monkeypatch.setattr(deid_folder, "read_text", lambda path: (read.append(path.name), read_text(path))[1])
    monkeypatch.setattr(
        deid_folder._Run, "table", lambda self, path, name: (read.append(path.name), table(self, path, name))[1]
    )
    (filled / "provider.csv").write_text("provider_id,provider_name\n7,Ann Foley\n", encoding="utf-8")
    run(filled, "--out", out)
    assert set(read) == {"NOTE.csv"}
    monkeypatch.setattr(cache, "_code", lambda: "another")
    run(filled, "--out", out)
    assert set(read) == {"NOTE.csv", "a.txt", "b.txt"}


def test_a_note_in_a_table_may_be_long(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    text = "The wound was clean. " * 7_000
    (source / "note.csv").write_text(f"note_id,person_id,note_text\n1,2,{text}\n", encoding="utf-8")
    run(source, "--out", tmp_path / "out")
    (row,) = rows(tmp_path / "out").values()
    assert (row["verdict"], row["rows"]) == ("pass", 1)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("r.json", b'{"resourceType": "Zyra', "not valid JSON"),
        ("r.json", b'{"zyra": 1}', "no FHIR document"),
        ("r.json", b'{"resourceType": "Patient", "id": "Zyra\\u0000"}', "null character"),
        ("r.json", b'{"resourceType": "Patient", "id": "Zyra\\ud800"}', "half a character"),
        ("r.json", b'{"resourceType": "Patient", "id": "Zyra\xe9"}', "not valid UTF-8"),
        ("r.json", '{"resourceType": "Patient", "id": "Zyra"}'.encode("utf-16"), "UTF-16"),
        ("r.json", b'{"resourceType": "MedicationOrder", "id": "Zyra"}', "FHIR STU3"),
        ("r.json", b'{"resourceType": "Patient", "x": ' + b"[" * 9999 + b"]" * 9999 + b"}", "nested too deeply"),
        ("r.json", b" " * 50 * 2**20, "larger than 32 MiB"),
        ("n.txt", b"Zyra " * 10**6, "longer than"),
        ("missing.txt", None, "no such file"),
    ],
)
def test_bad_input_is_a_clear_error_without_its_content(
    tmp_path: Path, name: str, data: bytes | None, says: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(BadInput) as refused:
        run(tmp_path / name, "--out", tmp_path / "out")
    assert says in refused.value.what
    assert "yra" not in str(refused.value).casefold()
    assert not (tmp_path / "out").exists()


def test_the_folder_to_write_to_may_not_lie_in_the_one_to_read(filled: Path) -> None:
    with pytest.raises(BadInput, match="lies in"):
        run(filled, "--out", filled / "out")


def test_tables_of_two_sites_keep_their_places_and_two_files_of_one_result_are_refused(tmp_path: Path) -> None:
    rows_of = "note_id,person_id,note_date,note_text\n{},7,2020-03-22,She improves.\n"
    source, out = tmp_path / "in", tmp_path / "out"
    for number, site in enumerate(("east", "west"), start=1):
        (source / site).mkdir(parents=True)
        (source / site / "note.csv").write_text(rows_of.format(number))
    run(source, "--out", out)
    assert len([path for path in out.rglob("note.csv") if path.read_text().count("\n") == 2]) == 2
    with gzip.open(source / "east" / "note.csv.gz", "wt") as packed:
        packed.write(rows_of.format(3))
    with pytest.raises(BadInput, match="one result"):
        run(source, "--out", tmp_path / "again")
