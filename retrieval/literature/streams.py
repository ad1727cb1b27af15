"""Opening plain and gzipped files, and the ways in which reading them fails."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import BinaryIO, cast

READ_ERRORS = (OSError, EOFError, zlib.error)
"""What reading from `opened` raises on a missing, truncated or damaged file."""

_GZIP_MAGIC = b"\x1f\x8b"


def opened(path: Path) -> BinaryIO:
    """`path` as a byte stream, unpacked if its content (not its name) is gzip."""
    raw = path.open("rb")
    packed = raw.peek(2)[:2] == _GZIP_MAGIC
    return cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else raw


def read_some(stream: BinaryIO, size: int) -> bytes:
    """Up to `size` bytes, and never fewer because of damage further on."""
    return stream.read1(size) if isinstance(stream, (gzip.GzipFile, io.BufferedReader)) else stream.read(size)


def explain(error: Exception) -> str:
    """A read error in words."""
    match error:
        case EOFError():
            return "the file is cut off: its gzip stream has no end"
        case zlib.error() | gzip.BadGzipFile():
            return f"the file is damaged: {error}"
        case OSError():
            return f"the file cannot be read: {error.strerror or error}"
    return str(error)
