"""Towns, addresses and institutions of a training text."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from random import Random
from typing import Protocol

from copilot.training.tagger.people import invented
from copilot.training.tagger.text import IGNORE, Piece

_WORDS = tomllib.loads((files(__package__) / "data" / "places.toml").read_text(encoding="utf-8"))


def _listed(name: str) -> tuple[str, ...]:
    return tuple(" ".join(_WORDS[name].split()).split("; "))


_SAINTS = _listed("saints")
_LAND = _listed("land")
_TREES = _listed("trees")
_WAYS = _listed("ways")
_IDEAS = _listed("ideas")
_KINDS = _listed("kinds")
_ROOMS = _listed("rooms")
_FOREIGN = _listed("foreign")
_STREETS = _listed("streets")
_STATES = _listed("states")


class PlacePool(Protocol):
    """Where places are drawn from. `streets` hold a house number and mostly a foreign street."""

    surnames: tuple[str, ...]
    towns: tuple[str, ...]
    streets: tuple[str, ...]
    postcodes: tuple[str, ...]
    institutions: tuple[str, ...]
    words: tuple[str, ...]


def town(random: Random, pool: PlacePool) -> str:
    """A listed town, or one that does not exist."""
    roll = random.random()
    if roll < 0.7:
        return random.choice(pool.towns)
    if roll < 0.85:
        ending = random.choice(
            ("ville", "ton", "burg", "ford", "field", "port", "wick", "stead", " Falls", " Creek", " City")
        )
        return random.choice((invented(random), random.choice(pool.surnames))) + ending
    return random.choice(
        (
            f"{random.choice(_WAYS)} {invented(random)}",
            f"{random.choice(_TREES)} {random.choice(_LAND)}",
        )
    )


def street(random: Random, pool: PlacePool) -> str:
    """House number and street of some country, or a box."""
    roll = random.random()
    if roll < 0.5:
        return random.choice(pool.streets)
    if roll < 0.56:
        return f"{random.choice(('PO Box', 'P.O. Box', 'P O Box', 'Postfach', 'RR 2 Box'))} {random.randint(3, 9999)}"
    head = random.choice(
        (
            random.choice(pool.surnames),
            random.choice(_TREES),
            random.choice(_LAND),
            invented(random),
            f"{random.randint(1, 99)}th",
        )
    )
    flat = random.choice(
        (
            "",
            "",
            "",
            "",
            f", Apt {random.randint(1, 30)}",
            f" Unit {random.choice('ABCD')}",
            f", Flat {random.randint(1, 9)}",
        )
    )
    point = random.choice(("", "", "", "N. ", "SE ", "Old ", "Upper "))
    return f"{random.randint(1, 9899)} {point}{head} {random.choice(_STREETS)}{flat}"


def postcode(random: Random, pool: PlacePool) -> str:
    """A ZIP code or a postcode of some country."""
    if random.random() < 0.6:
        return f"{random.randrange(501, 99950):05}" + random.choice(("", "", "", f"-{random.randrange(10000):04}"))
    return random.choice(pool.postcodes)


def address(random: Random, pool: PlacePool) -> list[Piece]:
    """A whole address on one line or several; state and country may stay and teach nothing."""
    gap = random.choice((", ", ", ", ", ", "\n", " ", "\n    "))
    home, city, zip_ = (
        Piece(street(random, pool), "ADDRESS"),
        Piece(town(random, pool), "CITY"),
        Piece(postcode(random, pool), "ZIP"),
    )
    if random.random() < 0.6:
        return [
            home,
            Piece(gap),
            city,
            Piece(random.choice((", ", " ", ","))),
            Piece(random.choice(_STATES), IGNORE),
            Piece(" "),
            zip_,
        ]
    tail = [Piece(gap), Piece(random.choice(("Germany", "UK", "France", "Spain", "India", "USA", "Brazil")), IGNORE)]
    order = (
        [home, Piece(gap), zip_, Piece(" "), city]
        if random.random() < 0.6
        else [home, Piece(gap), city, Piece(" "), zip_]
    )
    return order + (tail if random.random() < 0.3 else [])


def institution(random: Random, pool: PlacePool) -> str:
    """A hospital, practice or home by its whole name."""
    roll = random.random()
    if roll < 0.25:
        return random.choice(pool.institutions)
    if roll < 0.31:
        return random.choice(_FOREIGN).format(town(random, pool))
    return f"{_head(random, pool)} {random.choice(_KINDS)}"


def fragment(random: Random, pool: PlacePool) -> str:
    """An institution as staff say it: the head alone, or initials."""
    if random.random() < 0.65:
        return _head(random, pool)
    letters = [word[0] for word in institution(random, pool).replace("-", " ").split() if word[0].isupper()]
    return "".join(letters) if 2 <= len(letters) <= 5 else f"{random.choice('SMNWKB')}{random.choice('GHRM')}H"


def ward(random: Random, pool: PlacePool) -> str:
    """A named or numbered part of a building."""
    name = random.choice(
        (
            random.choice(pool.surnames),
            random.choice(_TREES),
            random.choice(_IDEAS),
            invented(random),
        )
    )
    return f"{name} {random.choice(_ROOMS)}"


def _head(random: Random, pool: PlacePool) -> str:
    roll = random.random()
    if roll < 0.2:
        title = random.choice(("St.", "St", "Saint", "Santa", "San"))
        return f"{title} {random.choice(_SAINTS)}{random.choice(('', '', chr(39) + 's'))}"
    if roll < 0.35:
        kind = ("Memorial", "County", "Foundation", "& Sons", "Family", "Regional")
        return f"{random.choice(pool.surnames)} {random.choice(kind)}"
    if roll < 0.45:
        return random.choice((random.choice(pool.surnames), invented(random)))
    if roll < 0.6:
        return town(random, pool)
    if roll < 0.75:
        return f"{random.choice(_WAYS + _TREES)} {random.choice(_LAND)}"
    if roll < 0.82:
        ending = random.choice(("wood", "side", "view", "dale", "brook", "mont", "crest"))
        return f"{random.choice(_TREES + _LAND)}{ending}"
    if roll < 0.88:
        return f"{random.choice(pool.words).capitalize()} {random.choice(_LAND)}"
    return random.choice(_IDEAS)
