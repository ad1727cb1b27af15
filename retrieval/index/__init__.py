"""The index: build it, update it, verify it, search it."""

from __future__ import annotations

from retrieval.index.build import build, update
from retrieval.index.embed import Encoder, TextEncoder
from retrieval.index.manifest import AsOf, Counts, Manifest
from retrieval.index.progress import SILENT, Progress
from retrieval.index.read import Admit
from retrieval.index.search import Hit, Index
from retrieval.index.store import Filters
from retrieval.index.verify import verify

__all__ = [
    "SILENT",
    "Admit",
    "AsOf",
    "Counts",
    "Encoder",
    "Filters",
    "Hit",
    "Index",
    "Manifest",
    "Progress",
    "TextEncoder",
    "build",
    "update",
    "verify",
]
