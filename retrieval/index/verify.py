"""Is an index on disk what was written?"""

from __future__ import annotations

from pathlib import Path

from retrieval.errors import IndexBroken
from retrieval.index.folder import current
from retrieval.index.manifest import sha256


def verify(path: Path) -> list[str]:
    """Compare every file of the index in `path` with its manifest. A sentence for each problem; none: it is whole."""
    try:
        generation, digest = current(path)
        manifest = generation.load_manifest()
    except IndexBroken as problem:
        return [problem.what]
    problems = []
    if sha256(generation.manifest) != digest:
        problems.append("manifest.json was changed after it was written.")
    for name, expected in manifest.files.items():
        file = generation.path / name
        if not file.is_file():
            problems.append(f"{name} is missing.")
        elif sha256(file) != expected:
            problems.append(f"{name} was changed after it was written.")
    return problems
