"""The product on a bench: log, ledgers and keys in a scratch folder, so that no evaluation touches a real one."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from copilot.audit import AuditLog
from copilot.pipeline import Copilot
from copilot.settings import Settings
from copilot.verify.entailment import entailment
from copilot.verify.gate import Gate
from evals.suite import Size
from retrieval.errors import Problem
from retrieval.index import Encoder, Index, TextEncoder, build, update
from retrieval.index.late import LateInteraction
from retrieval.index.rerank import TextReranker
from retrieval.literature.load import load
from retrieval.record import Record

PATIENCE = 900
"""Seconds an engine may take: with a shorter limit, a busy machine would change answers."""
Document = dict[str, Any]
"""A line of `jsonl:`: id, title, text, year."""


@cache
def scratch() -> Path:
    """A folder of this process, gone at its end."""
    folder = Path(tempfile.mkdtemp(prefix="copilot-eval-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def settings(engine: str | None = None) -> Settings:
    """This machine's data, models and index; log, ledgers and keys in the scratch folder."""
    installed = Settings()
    home = scratch() / "home"
    home.mkdir(exist_ok=True)
    for part in ("data", "models"):
        if (installed.home / part).exists() and not (home / part).exists():
            (home / part).symlink_to((installed.home / part).resolve())
    changes = {
        "home": home,
        "index": installed.index_dir,
        "audit": None,
        "disclosure": None,
        "draft_timeout": PATIENCE,
        "verify_timeout": PATIENCE,
    }
    return installed.model_copy(update=changes | ({"engine": engine} if engine else {}))


def gate() -> Gate:
    """The gate as installed: with the verifier model where there is one, by rules alone where not."""
    return Gate(entailment(settings()))


@cache
def copilot(engine: str | None = None) -> Copilot:
    """The installed copilot over the sample index. Raises Problem: no index."""
    return Copilot.open(settings(engine))


@cache
def encoder() -> TextEncoder:
    """The installed sentence encoder. Raises Problem: there is none."""
    folder = settings().encoder_dir
    if not folder.exists():
        raise Problem("There is no sentence encoder.", next_step="Run `copilot setup --models`.")
    return Encoder(folder)


@cache
def reranker() -> TextReranker | None:
    """The shipped reranker, over the installed encoder; None without one."""
    folder = settings().encoder_dir
    return LateInteraction.shipped(folder) if folder.exists() else None


def source(name: str, documents: Sequence[Document]) -> str:
    """Documents as a source that an index takes."""
    file = scratch() / f"{name}.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in documents), encoding="utf-8")
    return f"jsonl:{file}"


def bench(
    name: str, documents: Sequence[Document], engine: str | None = "none", database: Path | None = None
) -> Copilot:
    """A copilot over these documents alone; with no cohort database, if none is given.

    `engine` drafts, None is the default one; the installed verifier checks.
    """
    folder = scratch() / f"index-{name}"
    build([source(name, documents)], folder, encoder())
    return opened(
        settings().model_copy(
            update={"index": folder, "engine": engine, "cdm": str(database or scratch() / "none.duckdb")}
        )
    )


@cache
def synthetic(persons: int, seed: int) -> Path:
    """An OMOP database of this process with planted risks (`retrieval.cohort.generate`)."""
    from retrieval.cohort.generate import generate

    return generate(scratch() / f"synthetic-{persons}-{seed}.duckdb", persons=persons, seed=seed, visits=0).database


def opened(mine: Settings) -> Copilot:
    """A copilot with these settings and the installed verifier, over an index that `encoder` made."""
    near, reader = encoder(), reranker()
    index = Index.open(mine.index_dir, near, reader)
    return Copilot(
        mine, index, near if isinstance(near, Encoder) else None, gate(), AuditLog(mine.audit_file), reader
    )


def add(copilot: Copilot, source: str) -> None:
    """Update the index that `copilot` goes on serving."""
    update([source], copilot.settings.index_dir, encoder())


def lines(file: str) -> list[dict[str, Any]]:
    """Rows of a JSONL file of `evals/data`."""
    text = resources.files("evals").joinpath("data", file).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def medline() -> Path:
    """The sample literature. Raises Problem: it is not installed."""
    file = settings().home / "data" / "medline" / "pubmed21n1298.xml.gz"
    if not file.is_file():
        raise Problem("The sample literature is not installed.", next_step="Run `copilot setup --sample`.")
    return file


@cache
def records(file: Path) -> dict[str, Record]:
    """Every record of a MEDLINE file by PubMed id, read once in a run; nothing where the file is not installed."""
    items = load(f"medline:{file}") if file.is_file() else ()
    return {item.source.pmid: item for item in items if isinstance(item, Record) and item.source.pmid}


def sample() -> dict[str, Record]:
    """The sample literature by PubMed id. Raises Problem: it is not installed."""
    return records(medline())


def by_size(size: Size, *, slice: int, quick: int, full: int) -> int:
    """How many cases."""
    return {"slice": slice, "quick": quick, "full": full}[size]
