"""Texts through the text path, in as many processes as pay; what an earlier run has read comes from the cache."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from copilot.deid.cache import Cache
from copilot.deid.shift import DateMode
from copilot.deid.text import LONGEST, Deidentifier
from copilot.deid.types import Deidentified
from copilot.settings import settings
from retrieval.errors import BadInput

_BATCH = 8


def outcomes(work: Iterable[tuple[str, str]], mode: DateMode, workers: int) -> Iterator[Deidentified]:
    """Outcomes of (text, patient) pairs in their order; a run that stopped goes on where it was."""
    if not (items := list(work)):
        return
    with Cache.of(settings(), mode) as cache, _pool(len(items), mode, workers) as pool:
        for start in range(0, len(items), _BATCH * workers):
            part = items[start : start + _BATCH * workers]
            found = {item: outcome for item in part if (outcome := cache.get(*item)) is not None}
            fresh = list(dict.fromkeys(item for item in part if item not in found))
            made = zip(fresh, pool.map(_one, fresh, chunksize=_BATCH) if pool else map(_one, fresh), strict=True)
            for item, outcome in made:
                cache.put(*item, outcome)
                found[item] = outcome
            yield from (found[item] for item in part)


def read_text(path: Path) -> str:
    """A text file; bytes that are no UTF-8 become U+FFFD, which the verdict withholds.

    Raises:
        BadInput: it is not there, or longer than one text may be. The file's name is not repeated.
    """
    if not path.is_file():
        raise BadInput("There is no such file.")
    with path.open("rb") as file:
        text = file.read(4 * LONGEST + 1).decode("utf-8", errors="replace")
    if len(text) > LONGEST:
        raise BadInput(
            f"The text is longer than {LONGEST:,} characters.",
            kept="Nothing was written of it.",
            next_step="Cut it at a section's end.",
        )
    return text


def whole(text: str) -> str:
    """`text` with U+FFFD for halves of characters, which JSON can carry and UTF-8 cannot; offsets stay."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@contextmanager
def _pool(items: int, mode: DateMode, workers: int) -> Iterator[ProcessPoolExecutor | None]:
    """Worker processes where they pay: each loads the models once."""
    if workers < 2 or items < 4 * _BATCH:
        _start(mode)
        yield None
        return
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(mode,)) as pool:
        yield pool


_deidentifier: Deidentifier | None = None
"""The worker's own; made by `_start`."""


def _start(mode: DateMode) -> None:
    global _deidentifier
    _deidentifier = Deidentifier.of(settings(), mode)


def _one(item: tuple[str, str]) -> Deidentified:
    assert _deidentifier is not None
    return _deidentifier.text(item[0], patient=item[1])
