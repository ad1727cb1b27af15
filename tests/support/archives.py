"""A small asset in three archives, so that fetching is tested without the network."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from pathlib import Path

from copilot.setup.assets import Asset, Member

FILES = {"sample-1/data/a.txt": b"first file\n" * 5000, "sample-1/data/b.txt": b"second file\n" * 5000}


def sdist(path: Path, files: dict[str, bytes] = FILES) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def wheel(path: Path, files: dict[str, bytes] = FILES) -> Path:
    with zipfile.ZipFile(path, "w") as zip_file:
        for name, data in files.items():
            zip_file.writestr(name, data)
    return path


def asset(archive: Path, names: tuple[str, ...] = tuple(FILES)) -> Asset:
    members = tuple(
        Member(name, f"data/{Path(name).name}", hashlib.sha256(FILES[name]).hexdigest(), len(FILES[name]))
        for name in names
    )
    raw = archive.read_bytes()
    sha256 = hashlib.sha256(raw).hexdigest()
    return Asset("literature", "sample==1", archive.name, sha256, len(raw), members)
