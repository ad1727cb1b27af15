"""The people, places and numbers of one note of the test family, and its slots.

Slots of evals/data/deid/test-*.txt: `{pt.form}` a person in a form of `people.written`, roles pt, kin, doc, doc2,
nurse, scribe, gp; `{date.form}`, `{dob.form}`; `{age}` up to 89, `{age90}` over; `{mrn}`, `{phone}` … a kind of
`codes.code`; `{addr}`, `{street}`, `{town}`, `{facility}`, `{facility.nick}`, `{employer}`, `{ward}`; `{email.role}`,
`{url}`; `{n1}` … `{n4}` numbers with that many digits, `{dec}` a decimal.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from copilot.deid.types import Known
from evals.deid.document import Piece
from evals.deid.people import Person
from evals.deid.unseen import codes, dates, places
from evals.deid.unseen.people import person, written
from evals.deid.unseen.words import words

_ROLES = ("pt", "kin", "doc", "doc2", "nurse", "scribe", "gp")


class Cast:
    """Who and what one note is about. The same random numbers give the same cast."""

    def __init__(self, random: Random) -> None:
        self.random, self.words = random, words()
        self.people = {role: person(random, self.words) for role in _ROLES}
        if random.random() < 0.45:
            kin = self.people["kin"]
            self.people["kin"] = Person(kin.given, kin.middle, self.people["pt"].surname)
        self.born = dates.any_date(random, 1926, 2008)
        self.host = random.choice(self.words.hosts)

    def slot(self, name: str) -> list[Piece]:
        """The pieces of a slot. Raises ValueError for one that does not exist."""
        head, _, form = name.partition(".")
        if head in self.people:
            return written(self.people[head], form or "any", self.random)
        if head in codes.KINDS:
            return codes.code(head, self.random)
        if head[0] == "n" and head[1:] in "1234":
            digits = int(head[1:])
            return [Piece(str(self.random.randrange(10 ** (digits - 1), 10**digits)))]
        if head not in _SLOTS:
            raise ValueError(f"no such slot: {name}")
        return _SLOTS[head](self, form)

    def known(self) -> Known:
        """What the record says: the patient, next of kin and attending, but no place and no other clinician."""
        people = self.people
        return Known(
            names=(people["pt"].full,),
            relatives=(people["kin"].full,),
            providers=(people["doc"].full,),
            dates=(self.born.isoformat(),),
        )

    def _place(self, make: Callable[..., str], label: str) -> list[Piece]:
        return [Piece(make(self.random, self.words), label)]


_SLOTS: dict[str, Callable[[Cast, str], list[Piece]]] = {
    "date": lambda cast, form: dates.dated(dates.any_date(cast.random), form or "any", cast.random),
    "dob": lambda cast, form: dates.dated(cast.born, form or cast.random.choice(dates.BIRTHS), cast.random),
    "age": lambda cast, _: dates.age(cast.random),
    "age90": lambda cast, _: dates.age90(cast.random),
    "addr": lambda cast, _: places.address(cast.random, cast.words),
    "street": lambda cast, _: cast._place(places.street, "ADDRESS"),
    "town": lambda cast, _: cast._place(places.town, "CITY"),
    "facility": lambda cast, form: cast._place(places.nickname if form == "nick" else places.facility, "FACILITY"),
    "employer": lambda cast, _: cast._place(places.employer, "FACILITY"),
    "ward": lambda cast, _: places.ward(cast.random, cast.words),
    "email": lambda cast, form: codes.email(cast.people[form], cast.host, cast.random),
    "url": lambda cast, _: codes.url(cast.host, cast.random),
    "dec": lambda cast, _: [Piece(f"{cast.random.uniform(0.6, 13.9):.1f}")],
}
