"""What a loader yields."""

from __future__ import annotations

from typing import NamedTuple

from retrieval.record import Notice, Record


class Deleted(NamedTuple):
    """The source withdrew this record."""

    id: str


class Retracted(NamedTuple):
    """Another text says that this record is retracted. `notice` points at that text."""

    id: str
    notice: Notice


class Fault(NamedTuple):
    """A place that could not be read. What came before it was kept; loading went on after it."""

    file: str
    position: str
    last_good: str | None
    message: str


Item = Record | Deleted | Retracted | Fault
