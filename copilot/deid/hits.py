"""What a detector reports, before hits are weighed, joined and named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from copilot.deid.types import Label


@dataclass(frozen=True)
class Hit:
    """A stretch of text that `by` takes for an identifier. No vocabulary may veto a `firm` one."""

    start: int
    end: int
    label: Label
    by: str
    firm: bool

    def overlaps(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


class Cover:
    """Which characters of a text are taken."""

    def __init__(self, size: int, hits: Iterable[Hit] = ()) -> None:
        self._taken = bytearray(size)
        for hit in hits:
            self.add(hit)

    def add(self, hit: Hit) -> None:
        self._taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)

    def whole(self, start: int, end: int) -> bool:
        return 0 not in self._taken[start:end]

    def touches(self, start: int, end: int) -> bool:
        return 1 in self._taken[start:end]


_ORDER: tuple[Label, ...] = (
    *("EMAIL", "URL", "SSN", "VEHICLE", "DEVICE", "LICENSE", "MRN", "HEALTHPLAN", "ACCOUNT", "BIOMETRIC"),
    *("FAX", "PHONE", "IP", "AGE", "ADDRESS", "DATE", "ZIP", "FACILITY", "CITY", "NAME", "ID"),
)
_NAME_GAP = re.compile(r"[ \t]{1,2}|,[ \t]|\.[ \t]?|-|[ \t](?:[ds]/o|a/[lp])[ \t]", re.IGNORECASE)
"""What may stand inside one name; daughter and son of ("Zainab d/o Gulzar") among it."""


def resolve(text: str, hits: Iterable[Hit]) -> list[tuple[Hit, tuple[str, ...]]]:
    """Disjoint hits in order, each with all detectors behind it.

    Overlapping hits become one that covers them all; a firm label goes first, then the more telling one. Parts of
    one name become one name.
    """
    groups: list[list[Hit]] = []
    end = -1
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if groups and hit.start < end:
            groups[-1].append(hit)
        else:
            groups.append([hit])
        end = max(end, hit.end) if len(groups[-1]) > 1 else hit.end
    joined: list[tuple[Hit, tuple[str, ...]]] = []
    for group in groups:
        hit, by = _union(group)
        last = joined[-1][0] if joined else None
        if last and last.label == hit.label == "NAME" and _NAME_GAP.fullmatch(text[last.end : hit.start]):
            both = Hit(last.start, hit.end, "NAME", last.by, last.firm or hit.firm)
            joined[-1] = (both, tuple(dict.fromkeys([*joined[-1][1], *by])))
        else:
            joined.append((hit, by))
    return joined


def _union(group: list[Hit]) -> tuple[Hit, tuple[str, ...]]:
    start, end = min(hit.start for hit in group), max(hit.end for hit in group)
    best = min(
        group, key=lambda hit: (not hit.firm, (hit.end - hit.start) * 2 < end - start, _ORDER.index(hit.label))
    )
    by = tuple(dict.fromkeys(hit.by for hit in group))
    return Hit(start, end, best.label, best.by, any(hit.firm for hit in group)), by
