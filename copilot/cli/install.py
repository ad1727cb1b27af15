"""`copilot setup`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copilot.cli.console import bars, err
from copilot.settings import settings
from copilot.setup import Sources, fetch_models, fetch_sample
from retrieval.errors import BadInput, IndexBroken
from retrieval.index import Encoder, Index, build
from retrieval.index.read import describe


def setup(
    sample: Annotated[bool, typer.Option("--sample", help="Only the sample literature and database.")] = False,
    models: Annotated[bool, typer.Option("--models", help="Only the models.")] = False,
    historic: Annotated[bool, typer.Option(help="Also the literature of 1976-79.")] = False,
    source: Annotated[
        list[str] | None, typer.Option("--from", help="A folder with the archives, or NAME=FILE; repeatable.")
    ] = None,
) -> None:
    """Fetches, checks and unpacks sample data and models, and builds the default index."""
    home, both = settings().home, sample == models
    sources = read_sources(source or [])
    err.print(f"Everything goes to {home}", markup=False)
    if models or both:
        fetch_models(home, sources, _say)
    if sample or both:
        done = fetch_sample(home, sources, _say, historic=historic)
    if both:
        _default_index([file.path for file in done if file.path.suffix == ".gz"])
        err.print('Ready. Try: copilot ask "Is obesity a risk factor for death in COVID-19?"')


def read_sources(given: list[str]) -> Sources:
    """Local copies named on the command line: a folder, or NAME=FILE."""
    files = {name: Path(file) for name, equals, file in (item.partition("=") for item in given) if equals}
    folders = [Path(item) for item in given if "=" not in item]
    if len(folders) > 1:
        raise BadInput("Give one folder at most.", next_step="Name single files as NAME=FILE.")
    return Sources(folder=folders[0] if folders else None, files=files)


def _say(line: str) -> None:
    err.print(line, markup=False)


def _default_index(files: list[Path]) -> None:
    sources, place, encoder = (
        [f"medline:{file}" for file in files],
        settings().index_dir,
        Encoder(settings().encoder_dir),
    )
    if _is_current(place, sources, encoder):
        _say("The default index is up to date.")
        return
    with bars() as progress:
        build(sources, place, encoder, progress=progress)


def _is_current(place: Path, sources: list[str], encoder: Encoder) -> bool:
    """True if the index was made of these very files with this encoder."""
    try:
        with Index.open(place, encoder) as index:
            return [corpus.files for corpus in index.manifest.corpus] == [
                corpus.files for corpus in describe(sources)
            ]
    except IndexBroken:
        return False
