"""`copilot ask`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copilot.cli.console import emit_json, err, out
from copilot.cli.filters import DesignOption, LevelOption, SinceOption, designs
from copilot.deid.door import deidentify
from copilot.deid.types import Known
from copilot.markdown import markdown
from copilot.patient.intake import Arrival, arrive, from_text
from copilot.patient.load import read_file, read_note
from copilot.pipeline import Copilot
from copilot.render import text
from copilot.schema import Options, RiskSummary, Stage
from copilot.settings import settings
from retrieval.errors import BadInput


def ask(
    question: Annotated[str, typer.Argument(help="A clinical question.")],
    patient: Annotated[
        Path | None,
        typer.Option(help="A FHIR R4 record, or a form with age, sex, conditions, … (JSON); or a note (.txt)."),
    ] = None,
    index: Annotated[Path | None, typer.Option(help="Another index than the default one.")] = None,
    engine: Annotated[str | None, typer.Option(help="llamacpp, transformers, openai or none.")] = None,
    k: Annotated[int | None, typer.Option("-k", min=1, max=20, help="Texts to draft from.")] = None,
    design: DesignOption = None,
    level: LevelOption = None,
    since: SinceOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="The whole answer as JSON.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="The answer as Markdown.")] = False,
) -> None:
    """Answers a clinical question with sentences that each stand on a cited span."""
    if not question.strip():
        raise BadInput("The question is empty.")
    if as_json and as_markdown:
        raise BadInput("Choose --json or --markdown, not both.")
    arrival = read_patient(patient) if patient else None
    options = Options(engine=engine, k=k, designs=designs(design, level), since=since)
    summary = _watch(open_copilot(index), question.strip(), arrival, options)
    if as_json:
        emit_json(summary.model_dump(mode="json"))
    elif as_markdown:
        print(markdown(summary))  # noqa: T201
    else:
        out.print(text(summary), markup=False)


def open_copilot(index: Path | None = None) -> Copilot:
    """The copilot of this process's settings, over another index if one is given."""
    chosen = settings()
    return Copilot.open(chosen.model_copy(update={"index": index}) if index else chosen)


def _watch(copilot: Copilot, question: str, patient: Arrival | None, options: Options) -> RiskSummary:
    context, known = patient or (None, None)
    with err.status("thinking") as status:
        for event in copilot.stream(question, context, options, known):
            if isinstance(event, Stage):
                status.update(event.detail or event.name)
            if isinstance(event, RiskSummary):
                return event
    raise AssertionError("a stream ends with its summary")


def read_patient(path: Path) -> Arrival:
    """The patient in a file: the typed form or a FHIR R4 record, plain or gzip; or a note, as .txt or .md.

    Raises:
        BadInput: names the place at fault, never a value.
    """
    if path.suffix.lower() in (".txt", ".md"):
        return Arrival(from_text(read_note(path), deidentify), Known())
    return arrive(read_file(path), deidentify)
