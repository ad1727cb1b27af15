"""Addresses, towns, wards and institutions. States and countries are neutral: they may stay."""

from __future__ import annotations

from random import Random

from evals.deid.codes import code
from evals.deid.document import NEUTRAL, Piece
from evals.deid.vocabulary import Vocabulary, family_of

_TYPES = (
    "Street St St. Avenue Ave Ave. Road Rd Lane Ln Drive Dr Court Ct Boulevard Blvd Way Place Terrace Parkway".split()
)
_STATES = "MA OH TX CA PA NC GA WI OR MN TN NM KY Ohio Texas Vermont Kansas Idaho Maine".split()
_KINDS = (
    "Hospital;Medical Center;General Hospital;Community Hospital;Regional Medical Center;Health;Clinic;"
    "Family Practice;Nursing Home;Rehabilitation Center;Surgery Center;Hospice;Assisted Living;"
    "Cancer Institute;Children's Hospital"
).split(";")
_ENDINGS = ("ville", "ton", " Falls", " Creek", "burg", " Hollow", "field", " Junction", "ford", "haven")


def town(random: Random, words: Vocabulary) -> str:
    """A listed town (two in three) or an invented one of this family."""
    if random.random() < 0.67:
        return random.choice(words.towns)
    while True:
        name = words.invented(random, random.choice((1, 2))) + random.choice(_ENDINGS)
        if family_of(name) == words.family:
            return name


def street(random: Random, words: Vocabulary) -> str:
    """House number, name and type, sometimes a flat, sometimes a box."""
    if random.random() < 0.08:
        return f"{random.choice(('PO Box', 'P.O. Box'))} {random.randint(10, 9999)}"
    head = random.choice((random.choice(words.streets), random.choice(words.surnames), random.choice(words.streets)))
    point = random.choice(("", "", "", "N ", "SW ", "West "))
    flat = random.choice(
        ("", "", "", "", f", Apt {random.randint(1, 40)}{random.choice('ABC')}", f" #{random.randint(1, 400)}")
    )
    return f"{random.randint(1, 9999)} {point}{head} {random.choice(_TYPES)}{flat}"


def address(random: Random, words: Vocabulary) -> list[Piece]:
    """Street, town, state and ZIP on one line."""
    return [
        Piece(street(random, words), "ADDRESS"),
        Piece(", "),
        Piece(town(random, words), "CITY"),
        Piece(", "),
        Piece(random.choice(_STATES), NEUTRAL),
        Piece(" "),
        *code("zip", random),
    ]


def facility(random: Random, words: Vocabulary) -> str:
    """A hospital, clinic or home, named after a saint, a place, a founder or an idea."""
    return f"{_head(random, words)} {random.choice(_KINDS)}"


def short_facility(random: Random, words: Vocabulary) -> str:
    """The name as staff say it: without its kind, or the initials."""
    head = _head(random, words)
    if random.random() < 0.7:
        return head
    name = f"{head} {random.choice(_KINDS)}"
    return "".join(part[0] for part in name.split() if part[0].isupper()).ljust(3, "H")


def _head(random: Random, words: Vocabulary) -> str:
    roll = random.random()
    if roll < 0.2:
        saint = random.choice(words.saints)
        return f"{random.choice(('St.', 'Saint', 'St'))} {saint}{random.choice(('', chr(39) + 's'))}"
    if roll < 0.4:
        return f"{random.choice(words.surnames)} {random.choice(('Memorial', 'Memorial', 'University', 'County'))}"
    return town(random, words) if roll < 0.6 else random.choice(words.facilities)


def ward(random: Random, words: Vocabulary) -> str:
    """A named ward or building."""
    return (
        f"{random.choice(words.surnames)} {random.choice(('Ward', 'Pavilion', 'Building', 'Wing', 'Tower', 'Unit'))}"
    )
