"""Brings sample data and models into the home folder. Each step is skipped where its result already stands."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from copilot.setup.assets import ADAPTERS, COHORT, ENCODER, LANGUAGE_MODEL, Asset, literature
from copilot.setup.errors import typed_disk_errors
from copilot.setup.obtain import Sources, download
from copilot.setup.state import State, digest
from copilot.setup.unpack import unpack
from retrieval.errors import Problem

if TYPE_CHECKING:
    from retrieval.index.progress import Progress

QUANTISATION = "Q8_0"


def fetch_sample(home: Path, sources: Sequence[str], progress: Progress, *, older: bool = False) -> list[Path]:
    """Sample literature (MEDLINE XML) and the sample cohort (OMOP CDM in DuckDB).

    Args:
        sources: local copies, as `Sources.parse` reads them.
        older: the literature of 1976-79 as well.

    Returns:
        The MEDLINE files, to be indexed.

    Raises:
        FetchFailed, DiskFull, BadInput: see `obtain` and `unpack`.
        Problem: another setup is at work in `home`, or `home` cannot be written.
    """
    with _alone(home):
        _fetch(COHORT, home, Sources.parse(sources), progress)
        return _fetch(literature(older=older), home, Sources.parse(sources), progress)


def fetch_models(home: Path, sources: Sequence[str], progress: Progress) -> list[Path]:
    """The base language model, the sentence encoder, the merged drafter and verifier; all their files.

    Arguments and errors as `fetch_sample`.
    """
    with _alone(home):
        fetched = [_fetch(asset, home, Sources.parse(sources), progress) for asset in (LANGUAGE_MODEL, ENCODER)]
        return [*sum(fetched, []), *(_merge(name, home, progress) for name in ("drafter", "verifier"))]


def _fetch(asset: Asset, home: Path, sources: Sources, progress: Progress) -> list[Path]:
    state = State(home)
    targets = [home / member.target for member in asset.members]
    if all(state.sha256(member.target) == member.sha256 for member in asset.members):
        progress.note(f"{asset.name}: already here")
        return targets
    downloads = home / "downloads"
    downloads.mkdir(exist_ok=True)
    source = sources.local(asset) or download(asset, downloads, progress)
    unpack(asset, source, home)
    shutil.rmtree(downloads, ignore_errors=True)
    for member in asset.members:
        state.sha256(member.target)  # remembered now, so that the next run need not hash
    progress.note(f"{asset.name}: unpacked from {source.name}")
    return targets


def _merge(name: str, home: Path, progress: Progress) -> Path:
    target = f"models/{name}.gguf"
    state = State(home)
    adapter = ADAPTERS / name
    parts = [state.sha256("models/base.gguf"), *(digest(file) for file in sorted(adapter.iterdir())), QUANTISATION]
    recipe = " ".join(str(part) for part in parts)
    if state.recipe(target) == recipe:
        progress.note(f"{name}: already here")
        return home / target
    from gguf import GGMLQuantizationType

    from copilot.setup.merge import merge  # here: numpy and gguf are not needed where all is present

    progress.start(f"Merging the {name} into the base model", None)
    part = home / f"{target}.part"
    try:
        merge(home / "models/base.gguf", adapter, part, GGMLQuantizationType[QUANTISATION])
        part.replace(home / target)
    finally:
        part.unlink(missing_ok=True)
    state.made(target, recipe)
    progress.note(f"{name}: merged")
    return home / target


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    with typed_disk_errors(home):
        home.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(home / "setup.lock", timeout=0):
                yield
        except Timeout as error:
            raise Problem(f"Another setup is at work in {home}.", next_step="Wait for it, then run again.") from error
