"""The people, the dates and the places of one note of a development family, and its slots.

Slots of the templates (evals/data/deid/dev-a.txt, dev-b.txt, clean.txt):
`{pt.form}` a person in a form of `people.written`; roles are pt, dr, con, ref, rn, rel (a relative), typist;
`{date.form}` and `{dob.form}` a form of `dates.dated`, or any; `{age}` up to 89, `{age90}` over 89;
`{mrn}`, `{phone}` … a kind of `codes.code`; `{addr}`, `{street}`, `{city}`, `{facility}`, `{facility.short}`,
`{ward}`; `{email.role}`, `{url}`; `{n1}` … `{n4}` numbers with that many digits, `{dec}` a decimal.
"""

from __future__ import annotations

from random import Random

from copilot.deid.types import Known
from evals.deid import codes, dates, places
from evals.deid.document import Piece
from evals.deid.people import Person, person, written
from evals.deid.vocabulary import Vocabulary

_ROLES = ("pt", "dr", "con", "ref", "rn", "rel", "typist")


class Cast:
    """The people, the dates and the places of one note, and its slots."""

    def __init__(self, random: Random, words: Vocabulary) -> None:
        self.random, self.words = random, words
        self.people = {role: person(random, words) for role in _ROLES}
        if random.random() < 0.5:  # half of the relatives share the patient's surname
            relative = self.people["rel"]
            self.people["rel"] = Person(relative.given, relative.middle, self.people["pt"].surname)
        self.born = dates.any_date(random, 1930, 2004)
        self.host = words.invented(random).lower() + random.choice(("", "health", "mail", "-clinic"))

    def slot(self, name: str) -> list[Piece]:
        """The pieces of a slot. Raises ValueError for one that does not exist."""
        head, _, form = name.partition(".")
        random, words = self.random, self.words
        if head in self.people:
            return written(self.people[head], form or "any", random)
        if head in codes.KINDS:
            return codes.code(head, random)
        match head:
            case "date":
                return dates.dated(dates.any_date(random), form or "any", random)
            case "dob":
                return self._birth(form or random.choice(("slash", "slash4", "iso", "long", "british")))
            case "age":
                return dates.age(random)
            case "age90":
                return dates.age90(random)
            case "addr":
                return places.address(random, words)
            case "street":
                return [Piece(places.street(random, words), "ADDRESS")]
            case "city":
                return [Piece(places.town(random, words), "CITY")]
            case "facility":
                make = places.short_facility if form == "short" else places.facility
                return [Piece(make(random, words), "FACILITY")]
            case "ward":
                return [Piece(places.ward(random, words), "FACILITY")]
            case "email":
                owner = self.people[form]
                return codes.email(random, owner.given, owner.surname, self.host)
            case "url":
                return codes.url(random, self.host)
            case "dec":
                return [Piece(f"{random.uniform(0.5, 14.9):.1f}")]
            case "n1" | "n2" | "n3" | "n4":
                return [Piece(str(random.randrange(10 ** (int(head[1]) - 1), 10 ** int(head[1]))))]
        raise ValueError(f"no such slot: {name}")

    def known(self) -> Known:
        """What the patient's record says: the patient and the relative, but not every clinician nor any place."""
        people = self.people
        return Known(
            names=(people["pt"].full,),
            relatives=(people["rel"].full,),
            providers=(people["dr"].full,),
            dates=(self.born.isoformat(),),
        )

    def _birth(self, form: str) -> list[Piece]:
        return dates.dated(self.born, form, self.random)
