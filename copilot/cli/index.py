"""`copilot index build | update | info | verify`."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copilot.cli.console import bars, emit_json, err, out
from copilot.settings import settings
from retrieval import index as engine
from retrieval.errors import BadInput, IndexBroken
from retrieval.index import Encoder, Index, Manifest

if TYPE_CHECKING:
    from copilot.deid.documents import PatientTexts

_NAMED = 20
"""Most documents that are listed as left out."""

app = typer.Typer(help="Builds, updates and checks an index.", no_args_is_help=True)

Sources = Annotated[
    list[str], typer.Option("--source", help="medline:FILE, documents:DIR or jsonl:FILE; repeatable.")
]
More = Annotated[list[str] | None, typer.Argument(help="More files of the last source.")]
Place = Annotated[Path | None, typer.Option("--out", "--index", help="The index folder; default: the one ask uses.")]
Folder = Annotated[Path | None, typer.Argument(help="The index folder; default: the one ask uses.")]


@app.command()
def build(source: Sources, more: More = None, place: Place = None) -> None:
    """Builds an index. The one that stands there answers until the new one is whole."""
    sources = _sources(source, more)
    admit = _screen(sources)
    with bars() as progress:
        manifest = engine.build(sources, _place(place), encoder(), admit=admit, progress=progress)
    _report(manifest, _place(place), admit.refused.values())


@app.command()
def update(
    source: Annotated[list[str] | None, typer.Option("--source", help="As for build.")] = None,
    more: More = None,
    place: Place = None,
    delete: Annotated[list[str] | None, typer.Option(help="Id of a text to take out; repeatable.")] = None,
) -> None:
    """Adds, replaces and deletes texts by id; only new texts are encoded."""
    if not source and not delete:
        raise BadInput("Nothing to do.", next_step="Give --source or --delete.")
    sources = _sources(source or [], more)
    admit = _screen(sources)
    with bars() as progress:
        manifest = engine.update(
            sources, _place(place), encoder(), delete=delete or [], admit=admit, progress=progress
        )
    _report(manifest, _place(place), admit.refused.values())


@app.command()
def info(
    folder: Folder = None, place: Place = None, as_json: Annotated[bool, typer.Option("--json")] = False
) -> None:
    """What an index holds, from what, built when and with which versions."""
    with Index.open(_place(place or folder)) as opened:
        manifest = opened.manifest
    if as_json:
        emit_json(manifest.model_dump(mode="json"))
        return
    _report(manifest, _place(place or folder))
    out.print(manifest.model_dump_json(indent=2), markup=False)


@app.command()
def verify(folder: Folder = None, place: Place = None) -> None:
    """Checks every file of an index against its manifest."""
    problems = engine.verify(_place(place or folder))
    if problems:
        for problem in problems:
            err.print(f"- {problem}", markup=False)
        raise IndexBroken(f"{len(problems)} problems were found.", next_step="Build it again: `copilot index build`.")
    out.print("The index is whole.")


def encoder() -> Encoder:
    """The sentence encoder that setup installed. Raises IndexBroken naming the command that brings it."""
    return Encoder(settings().encoder_dir)


def _place(given: Path | None) -> Path:
    return given or settings().index_dir


def _sources(sources: list[str], more: list[str] | None) -> list[str]:
    """Files after `--source medline:A` belong to the same kind: the shell spells a pattern out that way."""
    if more and not sources:
        raise BadInput("Files were given without --source.")
    kind = sources[-1].partition(":")[0] if sources else ""
    return sources + [f"{kind}:{file}" for file in more or []]


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))


def _screen(sources: list[str]) -> PatientTexts:
    """The gate at the index writer, which has read the documents once."""
    # Its patterns take a second to import: searching never needs them.
    from copilot.deid.documents import PatientTexts

    admit = PatientTexts()
    with err.status("reading documents for patients' names"):
        admit.look(sources)
    return admit


def _report(manifest: Manifest, place: Path, refused: Collection[int] = ()) -> None:
    if refused:
        err.print(f"{len(refused)} documents were left out: they look like texts about a patient.")
        numbers = sorted(refused)[:_NAMED]
        err.print(f"In the order in which a folder is read, sorted by name, they are number {_listed(numbers)}.")
        err.print("De-identify them first (`copilot deid`). A published guideline that was taken for one: say")
        err.print('`{"kind": "guideline"}` in NAME.meta.json beside it.', markup=False)
    counts = manifest.counts
    err.print(f"{counts.records} texts, {counts.chunks} chunks: {place}", markup=False)
    if counts.faults:
        err.print(f"{counts.faults} faults while reading; the first ones are in the manifest (`copilot index info`).")
