"""People of a training text and the ways their names are written.

Names come from faker's locales (MIT), from the authors of the sample literature (given names and surnames drawn
apart, so no author comes back), from English and clinical words, and from syllables. Half of all listed names never
appear in training (`kept_out`), so that recall on names that the tagger has not seen can be measured.
"""

from __future__ import annotations

import unicodedata
import zlib
from dataclasses import dataclass
from random import Random
from typing import Protocol

from copilot.training.tagger.text import Piece

_PARTICLES = (
    "van ",
    "van der ",
    "de ",
    "de la ",
    "von ",
    "di ",
    "O'",
    "Mc",
    "St. ",
    "al-",
    "El ",
    "bin ",
    "Le ",
    "D'",
)
_TITLES = ("Mr.", "Mrs.", "Ms.", "Mr", "Mrs", "Ms", "Miss", "Mx.", "Sr.", "Master", "Pastor", "Judge")
_DEGREES = ("MD", "M.D.", "DO", "RN", "NP", "PA-C", "MBBS", "FRCP", "PhD", "PharmD", "LCSW", "DPT", "MD, MPH", "BSN")
_ONSETS = "b c ch d f g gh h j k kh l m n p ph qu r s sh t th tr v w y z zh br dr gr kr st str".split()
_VOWELS = "a e i o u aa ai ao ee ei eo ia ie io ou ua ui y".split()
_CODAS = ["", "", "", "", *"b ck d g l ll m n nd ng nn r rd s ss sz t tt v x z".split()]


class NamePool(Protocol):
    """Where names are drawn from."""

    given: tuple[str, ...]
    surnames: tuple[str, ...]
    authors_given: tuple[str, ...]
    authors_surnames: tuple[str, ...]
    word_names: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """One person; `middle` may be empty."""

    given: str
    middle: str
    surname: str


def kept_out(name: str) -> bool:
    """True for the half of all names that training never sees; accents and case make no difference."""
    return zlib.crc32(plain(name).casefold().encode()) & 1 == 1


def plain(text: str) -> str:
    """Without accents, as far as that is possible."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def invented(random: Random) -> str:
    """A name from syllables: it stands in no list."""
    count = random.choice((2, 2, 3))
    name = "".join(random.choice(_ONSETS) + random.choice(_VOWELS) for _ in range(count)) + random.choice(_CODAS)
    return name.capitalize()


def person(random: Random, pool: NamePool) -> Person:
    """A person: listed (40%), of the literature (25%), named like a word (20%), or invented (15%)."""
    kind = random.choices(("listed", "author", "word", "invented"), (40, 25, 20, 15))[0]
    if kind == "listed":
        given, surname = random.choice(pool.given), random.choice(pool.surnames)
    elif kind == "author":
        given, surname = random.choice(pool.authors_given), random.choice(pool.authors_surnames)
    elif kind == "word":
        odd = random.choice(pool.word_names if random.random() < 0.7 else pool.words).capitalize()
        usual = random.choice(pool.given), random.choice(pool.surnames)
        given, surname = (odd, usual[1]) if random.random() < 0.35 else (usual[0], odd)
    else:
        given = invented(random) if random.random() < 0.6 else random.choice(pool.given)
        surname = invented(random)
    if random.random() < 0.06:
        surname = random.choice(_PARTICLES) + surname
    if random.random() < 0.05:
        surname = f"{surname}-{random.choice(pool.surnames)}"
    if random.random() < 0.6:
        given, surname = plain(given) or given, plain(surname) or surname
    middle = random.choices(("", random.choice("ABCDEFGHJKLMNPRSTVW"), random.choice(pool.given)), (60, 30, 10))[0]
    return Person(given, middle, surname)


def patient(one: Person, form: str, random: Random) -> list[Piece]:
    """A patient's or a relative's name in a form; without one, in any."""
    given, surname = one.given, one.surname
    form = form or random.choice(("full", "full", "last", "last", "first", "title", "comma", "long"))
    if form == "title":
        return [
            Piece(random.choice(_TITLES)),
            Piece(" "),
            Piece(random.choice((surname, f"{given} {surname}")), "NAME"),
        ]
    comma = random.choice((", ", ", ", ",", " , "))
    middle = f" {one.middle}" + random.choice(("", ".")) * (len(one.middle) == 1) if one.middle else ""
    written = {
        "full": f"{given} {surname}",
        "first": given,
        "last": surname,
        "long": f"{given}{middle} {surname}",
        "comma": f"{surname}{comma}{given}{middle}",
        "caps": f"{surname}{comma}{given}".upper() if random.random() < 0.5 else f"{given} {surname}".upper(),
        "flast": f"{given[0]}. {surname}",
        "lastf": f"{surname} {given[0]}",
        "init": random.choice(
            (f"{given[0]}.{surname[0]}.", f"{given[0]}{surname[0]}".upper(), f"{given[0]}. {surname[0]}.")
        ),
        "typist": (given[0] + (one.middle[:1] or "") + surname[0]).lower(),
        "user": (plain(given)[:1] + plain(surname).replace(" ", "").replace("'", "")[:8]).lower() or "user",
    }
    return [Piece(written[form], "NAME")]


def clinician(one: Person, form: str, random: Random) -> list[Piece]:
    """A clinician's name, mostly with a title or a degree; the name alone is the identifier."""
    if form:
        return patient(one, form, random)
    name = random.choice((one.surname, f"{one.given} {one.surname}", f"{one.given[0]}. {one.surname}"))
    roll = random.random()
    if roll < 0.55:
        return [Piece(random.choice(("Dr. ", "Dr ", "Dr. ", "DR ", "Prof. ", "Doctor "))), Piece(name, "NAME")]
    full = name if " " in name else f"{one.given} {one.surname}"
    if roll < 0.8:
        return [Piece(full, "NAME"), Piece(random.choice((", ", " "))), Piece(random.choice(_DEGREES))]
    return [Piece(name, "NAME")]
