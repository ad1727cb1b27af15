"""What a loader yields."""

from __future__ import annotations

from typing import NamedTuple

from retrieval.record import Notice, Record


class Deleted(NamedTuple):
    """The source withdrew this record."""

    id: str


class Retracted(NamedTuple):
    """Another text says that a work is retracted. `id` as in `Record.keys`; `notice` points at that text."""

    id: str
    notice: Notice


class Noted(NamedTuple):
    """A list says something of a work short of retraction: a concern, a correction. `id` as in `Record.keys`."""

    id: str
    notice: Notice


class Fault(NamedTuple):
    """A place that could not be read. What came before it was kept; loading went on after it."""

    file: str
    position: str
    last_good: str | None
    message: str


Item = Record | Deleted | Retracted | Noted | Fault
