"""What a loader yields, and the one place that knows the kinds of source."""

from __future__ import annotations

from typing import NamedTuple

from retrieval.record import Record


class Deleted(NamedTuple):
    """The source withdrew this record."""

    id: str


class Fault(NamedTuple):
    """A place that could not be read. What came before it was kept; loading went on after it."""

    file: str
    position: str
    last_good: str | None
    message: str


Item = Record | Deleted | Fault
