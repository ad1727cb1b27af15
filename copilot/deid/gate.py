"""The gate on the way out: what still identifies somebody does not leave. It blocks; it never rewrites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import ahocorasick  # type: ignore[import-not-found]

from copilot.deid import lexicon
from copilot.deid.detect import Detector
from copilot.deid.mentions import SHORTEST_NUMBER
from copilot.deid.types import Deidentified, Known, Label
from copilot.deid.words import fold, words
from retrieval.errors import Problem

_SIGNS = re.compile(r"[^\w@]+")
_SECOND_LOOK = frozenset[Label](get_args(Label)) - {"DATE", "AGE", "URL", "CITY", "FACILITY"}
_PUBLIC = ("evidence", "citations")
"""Parts of a log entry that are published text: literature may name whom it likes."""
_SURE_FROM = 0.6
"""Rampart's probability at the gate: the text was read at 0.35 before, so what is left must be plain."""


class Identifying(Problem):
    """A text would have carried an identifier out. `spans` are offsets and labels; the text is not kept."""

    def __init__(self, spans: Iterable[tuple[int, int, str]]) -> None:
        self.spans = tuple(spans)
        kinds = ", ".join(sorted({label for _, _, label in self.spans}))
        super().__init__(
            f"A text still identifies a person ({len(self.spans)} places: {kinds or 'unreadable'}).",
            kept="It was not written, sent or logged.",
            next_step="De-identify it first (`copilot deid`), or have a person review it.",
        )


class Gate:
    """One check for everything that leaves: index, prompt, log, audit, error, export, network.

    Args:
        known: the patients' own identifiers.
        surrogates: what the transform put in, so that it is not taken for a leak.
        detector: a second reader; None: known identifiers alone are looked for (for logs and metrics).
    """

    def __init__(
        self, known: Iterable[Known] = (), surrogates: Iterable[str] = (), detector: Detector | None = None
    ) -> None:
        self._automaton = _automaton(_patterns(known))
        self._surrogates = frozenset(word.folded for text in surrogates for word in words(text)) | frozenset(
            _plain(text) for text in surrogates
        )
        self._detector = detector

    def check(self, text: str) -> None:
        """Returns if `text` may leave.

        Raises:
            Identifying: it identifies a person, or could not be read (fail closed).
        """
        try:
            spans = [*self._known(text), *self._seen(text)]
        except (ValueError, RuntimeError, RecursionError, UnicodeError) as error:
            raise Identifying(()) from error
        if spans:
            raise Identifying(spans)

    def check_entry(self, entry: Any) -> None:
        """`check` of every text in a log entry but its published parts. Raises Identifying."""
        self.check("\n".join(_said(entry)))

    def _known(self, text: str) -> list[tuple[int, int, str]]:
        """Known identifiers, whatever stands between their letters; Aho-Corasick over the bare signs of the text."""
        if self._automaton is None:
            return []
        plain, places = _bare(text)
        found = []
        for last, pattern in self._automaton.iter(plain):
            first = last - len(pattern) + 1
            if _whole(text, places[first], places[last]) and pattern not in self._surrogates:
                found.append((places[first], places[last] + 1, "KNOWN"))
        return found

    def _seen(self, text: str) -> list[tuple[int, int, str]]:
        if self._detector is None:
            return []
        return [
            (hit.start, hit.end, hit.label)
            for hit, _ in self._detector.detect(text).hits
            if hit.label in _SECOND_LOOK and not self._is_surrogate(text[hit.start : hit.end])
        ]

    def _is_surrogate(self, text: str) -> bool:
        if _plain(text) in self._surrogates:
            return True
        found = [word for word in words(text) if len(word.text) > 1]
        return (
            bool(found)
            and not any(c.isdigit() for c in text)
            and all(word.folded in self._surrogates for word in found)
        )


@lru_cache(maxsize=2)
def second_reader(models: Path | None) -> Detector:
    """The gate's own detector: other thresholds than the one that let the text in."""
    return Detector(models, threshold=_SURE_FROM)


def gate_for(known: Iterable[Known], outcomes: Iterable[Deidentified], models: Path | None) -> Gate:
    """The gate for texts that came through the de-identifier as `outcomes`."""
    surrogates = [span.surrogate for outcome in outcomes for span in outcome.spans]
    return Gate(known, surrogates, second_reader(models))


def _said(value: Any) -> Iterator[str]:
    """Every text of a value that is not published."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in _PUBLIC:
                yield from _said(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _said(inner)


def _plain(text: str) -> str:
    return _SIGNS.sub("", fold(text))


def _bare(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text, folded, and where each came from."""
    signs, places = [], []
    for place, char in enumerate(text):
        if char.isalnum() or char == "@":
            for folded in fold(char):
                signs.append(folded)
                places.append(place)
    return "".join(signs), places


def _whole(text: str, first: int, last: int) -> bool:
    """True if no letter or digit touches the stretch."""
    before, after = text[first - 1 : first] if first else "", text[last + 1 : last + 2]
    return not before.isalnum() and not after.isalnum()


def _patterns(known: Iterable[Known]) -> set[str]:
    """Bare forms to look for: whole values, and single name parts that are no words."""
    found: set[str] = set()
    for one in known:
        people = (*one.names, *one.relatives, *one.providers)
        for value in (*people, *one.facilities, *one.places, *one.ids, *one.phones, *one.emails):
            found.add(_plain(value))
        for date in one.dates:
            found.add(_plain(date[:10]))
        for name in (*one.names, *one.relatives):
            found.update(_plain(word.text) for word in words(name) if not lexicon.is_vocabulary(word.folded))
    return {pattern for pattern in found if len(pattern) >= (SHORTEST_NUMBER if pattern.isdigit() else 3)}


def _automaton(patterns: set[str]) -> ahocorasick.Automaton | None:
    if not patterns:
        return None
    automaton = ahocorasick.Automaton()
    for pattern in patterns:
        automaton.add_word(pattern, pattern)
    automaton.make_automaton()
    return automaton
