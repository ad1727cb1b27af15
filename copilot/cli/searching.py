"""`copilot search`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copilot.cli.console import atomic, bars, emit_json, err, out
from copilot.cli.filters import DesignOption, LevelOption, SinceOption, designs
from copilot.render import graded
from copilot.settings import settings
from retrieval.errors import BadInput
from retrieval.index import Encoder, Filters, Index
from retrieval.index.rerank import RERANKED, score

_MANY = 2000
"""Texts whose reading is kept for a file of queries: they ask for the same ones again. 350 MB."""


def search(
    query: Annotated[str | None, typer.Argument(help="What to search for.")] = None,
    k: Annotated[int | None, typer.Option("-k", min=1, help="Texts to return; 10, or 1000 for a run.")] = None,
    index: Annotated[Path | None, typer.Option(help="Another index than the default one.")] = None,
    design: DesignOption = None,
    level: LevelOption = None,
    since: SinceOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Results as JSON.")] = False,
    queries: Annotated[Path | None, typer.Option(help="Many queries: id<TAB>text per line.")] = None,
    run: Annotated[Path | None, typer.Option(help="TREC run file to write, with --queries.")] = None,
) -> None:
    """Searches the index, for one query or a file of them."""
    if (query is None) == (queries is None) or (queries is None) != (run is None):
        raise BadInput("Give a query, or --queries FILE with --run OUT.")
    filters = Filters(designs=tuple(designs(design, level) or ()), year_from=since)
    with _open(index, many=queries is not None) as opened:
        if queries is not None and run is not None:
            _run(opened, queries, run, k or 1000, filters)
            return
        hits = opened.search(str(query), k or 10, filters)
    if as_json:
        emit_json([hit.evidence.model_dump(mode="json") for hit in hits])
        return
    if not hits:
        err.print("Nothing was found.")
    for number, hit in enumerate(hits, start=1):
        item = hit.evidence
        out.print(
            f"{number:>3}. {item.title} ({item.id}, {graded(item.grade)}; {score(item.rank):.3f})", markup=False
        )


def _open(path: Path | None, *, many: bool) -> Index:
    chosen = settings()
    if not chosen.encoder_dir.exists():
        return Index.open(path or chosen.index_dir)
    from retrieval.index.late import LateInteraction  # torch takes seconds to import

    reader = LateInteraction.shipped(chosen.encoder_dir, _MANY if many else RERANKED)
    return Index.open(path or chosen.index_dir, Encoder(chosen.encoder_dir), reader)


def _run(index: Index, queries: Path, run: Path, k: int, filters: Filters) -> None:
    rows = read_queries(queries)
    with bars() as progress, atomic(run) as file:
        progress.start("searching", len(rows))
        for start in range(0, len(rows), 64):
            batch = rows[start : start + 64]
            for (id, _), hits in zip(batch, index.search_many([text for _, text in batch], k, filters), strict=True):
                # evaluation tools sort by score: no score of one stage has the order of all
                for place, (document, _) in enumerate(hits, start=1):
                    file.write(f"{id} Q0 {document} {place} {1 / place:.8f} copilot\n")
            progress.advance(len(batch))
    err.print(f"{len(rows)} queries, up to {k} texts each: {run}", markup=False)


def read_queries(path: Path) -> list[tuple[str, str]]:
    """(id, text) rows of a TSV file. Raises BadInput that names the line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"The file of queries could not be read ({type(error).__name__}).") from None
    rows = []
    for number, line in enumerate(lines, start=1):
        id, tab, text = line.partition("\t")
        if not line.strip():
            continue
        if not tab or not id.strip() or not text.strip():
            raise BadInput(f"Line {number}: expected id<TAB>text.")
        rows.append((id.strip(), text.strip()))
    if not rows:
        raise BadInput("The file holds no query.")
    return rows
