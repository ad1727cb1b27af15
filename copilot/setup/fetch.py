"""Brings sample data and models into the home folder. Each step is skipped where its result already stands."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from copilot.setup.assets import ADAPTERS, COHORT, ENCODER, LANGUAGE_MODEL, RAMPART, Asset, literature
from copilot.setup.errors import typed_disk_errors
from copilot.setup.obtain import Progress, Sources, download
from copilot.setup.state import State, digest
from copilot.setup.unpack import unpack
from retrieval.errors import Problem
from retrieval.files import clear, whole

QUANTISATION = "Q8_0"
NORMALISED = 1
"""Goes up when `retrieval.cohort.eunomia` makes another database of the same file."""


@dataclass(frozen=True)
class Done:
    """One file of the home folder, and whether this run had to make it."""

    path: Path
    action: Literal["present", "fetched", "merged", "made"]


def fetch_sample(home: Path, sources: Sources, progress: Progress, *, historic: bool = False) -> list[Done]:
    """Sample literature (MEDLINE XML) and the sample cohort (OMOP CDM in DuckDB).

    Args:
        historic: the literature of 1976-79 as well.

    Raises:
        FetchFailed, DiskFull: see `obtain` and `unpack`.
        Problem: another setup is at work in `home`, or `home` cannot be written.
    """
    with _alone(home):
        assets = (literature(historic=historic), COHORT)
        fetched = [done for asset in assets for done in _fetch(asset, home, sources, progress)]
        return [*fetched, *(_put_right(member.target, home, progress) for member in COHORT.members)]


def fetch_models(home: Path, sources: Sources, progress: Progress) -> list[Done]:
    """Base language model, sentence encoder, name tagger, merged drafter and verifier. Raises as `fetch_sample`."""
    with _alone(home):
        fetched = [
            done for asset in (LANGUAGE_MODEL, ENCODER, RAMPART) for done in _fetch(asset, home, sources, progress)
        ]
        return [*fetched, *(_merge(name, home, progress) for name in ("drafter", "verifier"))]


def _fetch(asset: Asset, home: Path, sources: Sources, progress: Progress) -> list[Done]:
    state = State(home)
    targets = [home / member.target for member in asset.members]
    if all(state.sha256(member.target) == member.sha256 for member in asset.members):
        return [Done(path, "present") for path in targets]
    downloads = home / "downloads"
    downloads.mkdir(exist_ok=True)
    source = sources.local(asset) or download(asset, downloads, progress)
    progress(f"Unpacking {source.name}")
    unpack(asset, source, home)
    shutil.rmtree(downloads, ignore_errors=True)
    for member in asset.members:
        state.sha256(member.target)  # remembered now, so that the next run need not hash
    return [Done(path, "fetched") for path in targets]


def _put_right(raw: str, home: Path, progress: Progress) -> Done:
    """The sample cohort as a valid CDM, `cdm.duckdb` beside the published file."""
    target = str(Path(raw).with_name("cdm.duckdb"))
    state = State(home)
    recipe = f"{state.sha256(raw)} {NORMALISED}"
    if state.recipe(target) == recipe:
        return Done(home / target, "present")
    from retrieval.cohort import eunomia  # here: DuckDB is not needed where all is present

    progress("Putting the sample cohort right")
    eunomia.normalise(home / raw, home / target)
    state.made(target, recipe)
    return Done(home / target, "made")


def _merge(name: str, home: Path, progress: Progress) -> Done:
    target = f"models/{name}.gguf"
    state = State(home)
    adapter = ADAPTERS / name
    parts = [state.sha256("models/base.gguf"), *(digest(file) for file in sorted(adapter.iterdir())), QUANTISATION]
    recipe = " ".join(str(part) for part in parts)
    if state.recipe(target) == recipe:
        return Done(home / target, "present")
    from gguf import GGMLQuantizationType

    from copilot.setup.merge import merge  # here: numpy and gguf are not needed where all is present

    progress(f"Merging the {name} into the base model")
    with whole(home / target) as part:
        merge(home / "models/base.gguf", adapter, part, GGMLQuantizationType[QUANTISATION])
    state.made(target, recipe)
    return Done(home / target, "merged")


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    with typed_disk_errors(home):
        home.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(home / "setup.lock", timeout=0):
                clear(home / name for name in ("data", "models"))
                yield
        except Timeout as error:
            raise Problem(f"Another setup is at work in {home}.", next_step="Wait for it, then run again.") from error
