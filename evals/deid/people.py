"""People of a note and the ways their names are written."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from evals.deid.document import NEUTRAL, Piece
from evals.deid.vocabulary import Vocabulary, plain

_PARTICLES = "van der;van den;van;de la;de;del;da;dos;von;bin;ibn;al-;el-;Abu ;Mac;Mc;O';D';St. ;di;le".split(";")
_TITLES = ("Mr.", "Mrs.", "Ms.", "Miss", "Mr", "Mrs", "Ms", "Mx.")
_DEGREES = ("MD", "M.D.", "DO", "MD, PhD", "MBBS", "MD FACS", "NP", "PA-C", "DPM")
_NURSES = ("RN", "R.N.", "LPN", "BSN RN", "CNA")


@dataclass(frozen=True, slots=True)
class Person:
    """One person; `middle` is a name, an initial, or empty."""

    given: str
    middle: str
    surname: str

    @property
    def full(self) -> str:
        return f"{self.given} {self.surname}"


def person(random: Random, words: Vocabulary, surname: str | None = None) -> Person:
    """A person: domestic (0.5), foreign (0.24), named like a word (0.16), or invented (0.1)."""
    kind = random.choices(("domestic", "foreign", "word", "invented"), (50, 24, 16, 10))[0]
    if kind == "domestic":
        given, family = random.choice(words.given), random.choice(words.surnames)
    elif kind == "foreign":
        given, family = random.choice(words.foreign_given), _composed(random, words.foreign_surnames)
    elif kind == "word":
        given = random.choice(words.word_given if random.random() < 0.4 else words.given)
        family = random.choice(words.word_surnames if random.random() < 0.8 else words.surnames)
    else:
        given, family = words.invented(random), words.invented(random, random.choice((2, 3)))
    if random.random() < 0.6:
        given, family = plain(given), plain(family)
    if random.random() < 0.06:
        given = f"{given}-{random.choice(words.given)}"
    middle = random.choices(("", random.choice(words.given), random.choice("ABCDEFGHJKLMNPRSTW")), (55, 10, 35))[0]
    return Person(given, middle, surname or family)


def _composed(random: Random, surnames: tuple[str, ...]) -> str:
    name, roll = random.choice(surnames), random.random()
    if roll < 0.25:
        particle = random.choice(_PARTICLES)
        return particle + name if particle[-1] in "-' c" else f"{particle} {name}"
    return f"{name}-{random.choice(surnames)}" if roll < 0.35 else name


def written(person: Person, form: str, random: Random) -> list[Piece]:
    """The name of a person in a form of `FORMS`."""
    given, middle, surname = person.given, person.middle, person.surname
    initial = middle[:1]
    if form == "any":
        form = random.choice(("full", "full", "comma", "title", "last", "long"))
    match form:
        case "full":
            return [_name(f"{given} {surname}")]
        case "long":
            dot = random.choice(("", "."))
            parts = [given, middle if len(middle) > 1 else f"{middle}{dot}" if middle else "", surname]
            return [_name(" ".join(filter(None, parts)))]
        case "first":
            return [_name(given)]
        case "last":
            return [_name(surname)]
        case "comma":
            comma = random.choice((", ", ", ", ","))
            text = f"{surname}{comma}{given}" + (f" {initial}" if initial else "")
            return [_name(text.upper() if random.random() < 0.4 else text)]
        case "caps":
            return [_name(f"{given} {surname}".upper())]
        case "lower":
            return [_name(f"{given} {surname}".lower())]
        case "lowlast":
            return [_name(surname.lower())]
        case "title":
            return [Piece(random.choice(_TITLES), NEUTRAL), Piece(" "), _name(surname)]
        case "titlefull":
            return [Piece(random.choice(_TITLES), NEUTRAL), Piece(" "), _name(f"{given} {surname}")]
        case "poss":
            return [_name(surname), Piece("'s")]
        case "fposs":
            return [_name(given), Piece("'s")]
        case "initials":
            dot = random.choice(("", "."))
            return [_name("".join(letter + dot for letter in (given[0], initial, surname[0]) if letter))]
        case "typist":
            return [_name((given[0] + (initial or "") + surname[0]).lower())]
        case "dictator":
            return [_name((given[0] + (initial or "X") + surname[0]).upper())]
        case "flast":
            return [_name(f"{given[0]}. {surname}")]
        case "user":
            return [_name((given[0] + plain(surname).replace(" ", "").replace("'", "")[:7]).lower())]
        case "dr":
            return _doctor(person, random)
        case "rn":
            return _nurse(person, random)
    raise ValueError(f"no such form of a name: {form}")


def _doctor(person: Person, random: Random) -> list[Piece]:
    given, surname = person.given, person.surname
    degree = [Piece(random.choice((", ", " "))), Piece(random.choice(_DEGREES), NEUTRAL)]
    forms = (
        [Piece(random.choice(("Dr.", "Dr", "DR.")), NEUTRAL), Piece(" "), _name(surname)],
        [Piece("Dr.", NEUTRAL), Piece(" "), _name(person.full)],
        [_name(person.full), *degree],
        [_name(f"{given[0]}. {surname}"), *degree],
        [_name(f"{given} {person.middle[:1]}. {surname}" if person.middle else person.full), *degree],
        [Piece("Dr.", NEUTRAL), Piece(" "), _name(f"{given[0]}. {surname}")],
    )
    return random.choice(forms)


def _nurse(person: Person, random: Random) -> list[Piece]:
    degree = Piece(random.choice(_NURSES), NEUTRAL)
    forms = (
        [_name(person.full), Piece(", "), degree],
        [_name(f"{person.given[0]}. {person.surname}"), Piece(" "), degree],
        [_name(f"{person.surname}, {person.given}"), Piece(" "), degree],
        [Piece("nurse "), _name(person.surname)],
        [Piece("RN", NEUTRAL), Piece(" "), _name(person.given)],
    )
    return random.choice(forms)


def _name(text: str) -> Piece:
    return Piece(text, "NAME")
