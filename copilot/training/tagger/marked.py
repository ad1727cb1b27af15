"""Texts written by hand with every identifier marked, and variants of them with other people, places and numbers.

    Is Entresto safe for [[NAME|Nia Okafor]], MRN [[ID|00-48213]], seen at [[FACILITY|St. Brigid's]]?

A file whose name holds "notes" separates its texts by a line of five equals signs; in any other, a line is a text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from random import Random

from copilot.training.tagger import codes, people, places
from copilot.training.tagger.pools import Pools
from copilot.training.tagger.text import Example, Piece, joined

_MARK = re.compile(r"\[\[([A-Z]+)\|([^\[\]|]+)\]\]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+")
_KEPT = frozenset("van von der den de del la le el al bin ibn da dos di jr sr ii iii iv mac st and".split())
_MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr may jun jul aug sep oct nov dec"
).split()

Text = tuple[Piece, ...]
"""A marked text: stretches with and without a label, in order."""


def parse(source: str, *, notes: bool) -> list[Text]:
    """The marked texts of a file."""
    texts = re.split(r"\n=====\n", source.strip("\n")) if notes else source.splitlines()
    return [tuple(_pieces(text)) for text in texts if text.strip()]


def load() -> list[Text]:
    """The marked texts that ship with the training package."""
    folder = files(__package__) / "data" / "marked"
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".txt")), key=lambda entry: entry.name)
    return [text for entry in found for text in parse(entry.read_text("utf-8"), notes="notes" in entry.name)]


def clean(paths: Iterable[Path]) -> Iterator[Text]:
    """Questions without any identifier, of JSONL files with a `text` or a `question`. Raises OSError."""
    for path in paths:
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            yield (Piece(str(row.get("text") or row["question"])),)


def variants(texts: list[Text], pools: Pools, count: int, seed: int) -> Iterator[Example]:
    """`count` variants; each text comes as often as any other, first as it was written."""
    for index in range(count):
        text = texts[index % len(texts)]
        random = Random(f"marked {seed} {index}")  # noqa: S311 a seeded training set, no secret
        change = _CASES[random.choices(range(4), (70, 20, 6, 4))[0]]
        pieces = text if index < len(texts) else Variant(random, pools).of(text)
        yield joined(Piece(change(piece.text), piece.label) for piece in pieces)


class Variant:
    """Other people, places and numbers for one text; a word that comes twice is changed alike."""

    def __init__(self, random: Random, pools: Pools) -> None:
        self._random, self._pools = random, pools
        self._words: dict[str, str] = {}
        self._stays = random.random() < 0.15

    def of(self, text: Text) -> Iterator[Piece]:
        """The text with most of its identifiers replaced by others of their kind and shape."""
        for piece in text:
            changed = piece.text if piece.label is None or self._stays else self._other(piece.text, piece.label)
            yield Piece(changed, piece.label)

    def _other(self, written: str, label: str) -> str:
        random = self._random
        if label == "NAME":
            return self._name(written)
        if label in ("ID", "ZIP", "PHONE"):
            return self._code(written)
        if label == "DATE":
            return self._date(written)
        if label == "AGE":
            return _NUMBER.sub(lambda _: str(random.randint(90, 108)), written)
        if random.random() < 0.4:
            return written
        if label == "CITY":
            return _styled(places.town(random, self._pools), written)
        if label == "ADDRESS" and written[0].isdigit():
            return _styled(places.street(random, self._pools), written)
        if label == "FACILITY":
            make = places.institution if " " in written else places.fragment
            return _styled(make(random, self._pools), written)
        return written

    def _name(self, written: str) -> str:
        if not _WORD.search(written) or any(map(str.isdigit, written)):
            return written
        new = people.person(self._random, self._pools)
        parts = list(_WORD.finditer(written))
        last = 0 if "," in written else len(parts) - 1
        out, at = [], 0
        for place, match in enumerate(parts):
            made = new.surname if place == last and (len(parts) > 1 or self._random.random() < 0.6) else new.given
            out += [written[at : match.start()], self._word(match[0], made)]
            at = match.end()
        return "".join([*out, written[at:]])

    def _word(self, word: str, made: str) -> str:
        if word.casefold() in _KEPT or (len(word) < 4 and word.isupper() and "'" not in word):
            return word if word.casefold() in _KEPT else self._code(word)
        return _styled(self._words.setdefault(word.casefold(), made), word)

    def _code(self, written: str) -> str:
        random = self._random
        return "".join(
            str(random.randrange(10))
            if mark.isdigit()
            else random.choice("ABCDEFGHJKLMNPRSTUVWXYZ")
            if mark.isascii() and mark.isupper()
            else mark
            for mark in written
        )

    def _date(self, written: str) -> str:
        """Numbers and names of months changed so that they stay numbers and names of months."""
        random = self._random
        if random.random() < 0.15:
            return "".join(piece.text for piece in codes.dated(random, codes.any_date(random)))

        def number(match: re.Match[str]) -> str:
            size, value = len(match[0]), int(match[0])
            if size == 4:
                return str(random.randint(1925, 2026)) if 1900 < value < 2100 else match[0]
            top = 12 if value <= 12 else 28 if value <= 31 else 99
            return str(random.randint(1 if value <= 12 else 13, top)).zfill(size if match[0][0] == "0" else 0)

        def month(match: re.Match[str]) -> str:
            word = match[0].casefold()
            if word not in _MONTHS:
                return match[0]
            alike = [name for name in _MONTHS if (len(name) == 3) == (len(word) == 3)]
            return _styled(random.choice(alike), match[0])

        return _WORD.sub(month, _NUMBER.sub(number, written))


def _pieces(text: str) -> Iterator[Piece]:
    at = 0
    for match in _MARK.finditer(text):
        if match.start() > at:
            yield Piece(text[at : match.start()])
        yield Piece(match[2], match[1])
        at = match.end()
    if at < len(text):
        yield Piece(text[at:])


def _styled(made: str, like: str) -> str:
    """`made` in lower case or capitals where `like` is."""
    if like.islower():
        return made.lower()
    return made.upper() if like.isupper() and len(like) > 3 else made


_CASES = (str, str.lower, str.upper, str.title)
