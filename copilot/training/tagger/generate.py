"""Training texts: a carrier, or several, filled with the people and places of one case, in some style of writing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from copilot.training.tagger import codes, people, places
from copilot.training.tagger.carriers import Carriers
from copilot.training.tagger.pools import Pools
from copilot.training.tagger.text import IGNORE, Example, Piece, joined

_MIX = {
    "question": 22,
    "cleanquestion": 10,
    "nursing": 12,
    "progress": 20,
    "cleannote": 8,
    "letter": 9,
    "portal": 4,
    "phone": 5,
    "form": 12,
    "cleanform": 2,
    "hard": 18,
    "cleanhard": 5,
}
"""How often a group of carriers opens a text."""

_RUNS = frozenset({"nursing", "progress", "cleannote", "hard", "cleanhard", "phone"})
"""Groups of sentences, of which a text may hold several."""


class Case:
    """The people and numbers of one text, and its slots."""

    def __init__(self, random: Random, pools: Pools) -> None:
        self._random, self._pools = random, pools
        self._people = {role: people.person(random, pools) for role in "pcrn"}

    def slot(self, name: str) -> list[Piece]:
        """The pieces of a slot. Raises ValueError for one that does not exist."""
        head, _, form = name.partition(".")
        if head in self._people:
            if self._random.random() < 0.3:  # several people of one role in a text
                self._people[head] = people.person(self._random, self._pools)
            write = people.clinician if head == "c" else people.patient
            return write(self._people[head], form or ("full" if head == "n" else ""), self._random)
        return self._place(head, form) or self._code(head) or [Piece(self._plain(head))]

    def _place(self, head: str, form: str) -> list[Piece]:
        random, pools = self._random, self._pools
        match head:
            case "fac":
                make = places.fragment if form == "short" else places.institution
                return [Piece(make(random, pools), "FACILITY")]
            case "ward":
                return [Piece(places.ward(random, pools), "FACILITY")]
            case "city":
                return [Piece(places.town(random, pools), "CITY")]
            case "street":
                return [Piece(places.street(random, pools), "ADDRESS")]
            case "zip":
                return [Piece(places.postcode(random, pools), "ZIP")]
            case "addr":
                return places.address(random, pools)
            case "state" | "country":
                return [Piece(random.choice(pools.countries) if head == "country" else "Ohio", IGNORE)]
        return []

    def _code(self, head: str) -> list[Piece]:
        random, one = self._random, self._people["p"]
        match head:
            case "date":
                return codes.dated(random, codes.any_date(random))
            case "dob":
                return codes.dated(random, codes.any_date(random), "birth")
            case "phone" | "fax":
                return codes.phone(random)
            case "code":
                return codes.code(random)
            case "ssn":
                return codes.social(random)
            case "age90":
                return codes.age90(random)
            case "email":
                return codes.email(random, (one.given, one.surname, people.invented(random)))
            case "url":
                return codes.url(random, people.invented(random))
            case "user":
                return people.patient(one, "user", random)
        return []

    def _plain(self, head: str) -> str:
        random, literature = self._random, self._pools.literature
        match head:
            case "age":
                return str(random.randint(18, 89))
            case "sex":
                return random.choice(("M", "F", " M", " F", "yo M", " y/o F", "yF"))
            case "time":
                return random.choice(
                    (
                        f"{random.randrange(24):02}{random.randrange(60):02}",
                        f"{random.randrange(24)}:{random.randrange(60):02}",
                    )
                )
            case "n1" | "n2" | "n3":
                size = int(head[1])
                return str(random.randrange(10 ** (size - 1), 10**size))
            case "title":
                return random.choice(literature.titles)
            case "passage":
                return random.choice(literature.passages)
            case "term":
                return random.choice(literature.terms)
        raise ValueError(f"no such slot: {head}")


def examples(carriers: Carriers, pools: Pools, count: int, seed: int) -> Iterator[Example]:
    """`count` texts; the same arguments give the same texts."""
    for index in range(count):
        random = Random(f"tagger {seed} {index}")  # noqa: S311 a seeded training set, no secret
        yield joined(_styled(_pieces(carriers, pools, random), random))


def _pieces(carriers: Carriers, pools: Pools, random: Random) -> Iterator[Piece]:
    case = Case(random, pools)
    group = random.choices(tuple(_MIX), tuple(_MIX.values()))[0]
    for number in range(random.choice((1, 1, 2, 3, 4)) if group in _RUNS else 1):
        if number:
            yield Piece(random.choice((" ", " ", "\n", "\n- ", "; ", "\n\n")))
            group = random.choice((group, group, "cleannote"))
        yield from carriers.fill(random.choice(carriers.groups[group]), random, case.slot)


def _styled(pieces: Iterator[Piece], random: Random) -> Iterator[Piece]:
    """In capitals, in lower case, with broken lines or odd case, so that capitals and layout stay hints only."""
    roll = random.random()
    change = _CASES[0 if roll < 0.32 else 1 if roll < 0.42 else 2 if roll < 0.46 else 3]
    wrapped = random.random() < 0.1
    for piece in pieces:
        text = change(piece.text)
        if wrapped:
            text = "".join("\n" if letter == " " and random.random() < 0.1 else letter for letter in text)
        yield Piece(text, piece.label)


_CASES: tuple[Callable[[str], str], ...] = (str.lower, str.upper, str.title, str)
