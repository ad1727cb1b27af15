"""The log of a process: one JSON line an event on stderr, with fields from a short list and no patient's text."""

from __future__ import annotations

import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

FIELDS = frozenset(
    (
        "event",
        "level",
        "timestamp",
        "reference",
        "error",
        "frames",
        "what",
        "next_step",
        "id",
        "spans",
        "status",
        "ms",
    )
)
"""What an event may carry: ids, counts, places in the code, our own words. A new field is a matter of privacy."""


def configure() -> None:
    """Routes every structlog event of this process through `only_listed`."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_listed,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def only_listed(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor that drops every field that is not listed."""
    return {name: value for name, value in event.items() if name in FIELDS}
