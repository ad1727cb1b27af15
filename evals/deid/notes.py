"""Hard clinical notes and short queries with exact gold spans, from a seed. All people in them are made up.

Slots of the templates (evals/data/deid/*.txt):
`{pt.form}` a person in a form of `people.written`; roles are pt, dr, con, ref, rn, rel (a relative), typist;
`{date.form}` and `{dob.form}` a form of `dates.dated`, or any; `{age}` up to 89, `{age90}` over 89;
`{mrn}`, `{phone}` … a kind of `codes.code`; `{addr}`, `{street}`, `{city}`, `{facility}`, `{facility.short}`,
`{ward}`; `{email.role}`, `{url}`; `{n1}` … `{n4}` numbers with that many digits, `{dec}` a decimal.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from random import Random

from copilot.deid.types import Known
from evals.deid import codes, dates, places
from evals.deid.document import Document, Piece, assemble
from evals.deid.grammar import Grammar, Template, expand, parse
from evals.deid.people import Person, person, written
from evals.deid.styles import styled
from evals.deid.vocabulary import Family, Vocabulary, family_of, vocabulary

_TEMPLATES = Path(__file__).parents[1] / "data" / "deid"
_ROLES = ("pt", "dr", "con", "ref", "rn", "rel", "typist")
_QUERY = "query"


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


@cache
def grammar(family: Family) -> Grammar:
    """The templates of a family and its half of the clean wording."""
    clean = parse(_read("clean")).only(lambda line: family_of(line) == family)
    return parse(_read(family)).joined(clean)


def notes(family: Family, count: int, seed: int = 1) -> list[Document]:
    """`count` notes, every kind in turn; the same arguments give the same notes."""
    source = grammar(family)
    kinds = [kind for kind in source.kinds if kind != _QUERY]
    return [_note(source, family, kinds[index % len(kinds)], index, seed) for index in range(count)]


def queries(family: Family, count: int, seed: int = 1) -> list[Document]:
    """`count` questions of a clinician, as many with identifiers as without."""
    source = grammar(family)
    return [
        _build(Template(_QUERY, (), "{query}" if index % 2 else "{cleanquery}"), source, family, index, seed)
        for index in range(count)
    ]


def _note(source: Grammar, family: Family, kind: str, index: int, seed: int) -> Document:
    templates = [note for note in source.notes if note.kind == kind]
    return _build(templates[(index // len(source.kinds)) % len(templates)], source, family, index, seed)


def _build(template: Template, source: Grammar, family: Family, index: int, seed: int) -> Document:
    random = Random(f"{family} {template.kind} {seed} {index}")  # noqa: S311 a seeded test set, no secret
    cast = Cast(random, vocabulary(family))
    styles = template.styles
    if template.kind == _QUERY and random.random() < 0.3:
        styles = ("lower",)
    pieces: Iterable[Piece] = expand(template.text, source, random, cast.slot)
    text, gold, neutral = assemble(styled(pieces, styles, random))
    kind = " ".join((template.kind, *styles))
    return Document(f"{family}-{template.kind}-{seed}-{index}", text, gold, neutral, kind, cast.known())


def _read(name: str) -> str:
    return (_TEMPLATES / f"{name}.txt").read_text(encoding="utf-8")
