"""People of the test family and the ways their names are written there."""

from __future__ import annotations

import re
from random import Random

from evals.deid.document import NEUTRAL, Piece
from evals.deid.people import Person
from evals.deid.unseen.words import Words
from evals.deid.vocabulary import plain

_ONSETS = "Qu Thr Wyn Zel Orm Bax Dro Fen Gri Hol Jav Kes Lum Mir Nax Osk Pel Rov Sci Tam Ux Vor Yar Ebb Cul".split()
_MIDDLES = "and ell imb ock ust arv end iss olt unc aph eth ild orr umb".split()
_ENDS = "ane er ick ow ley by som wick ia ett aux gar mun dine a o".split()
_SUFFIXES = ("Jr", "Jr.", "Sr", "II", "III", "IV")
_TITLES = ("Mr", "Mrs", "Ms", "Miss", "Mr.", "Mrs.", "Ms.", "Mister", "Madam")
_DOCTORS = ("Dr", "Dr.", "Prof.", "Doctor", "DR")
_DEGREES = "FRCP;MB BCh;MD, MPH;DO;PharmD;DDS;DMD;PsyD;MD FACC;APRN;CNM;FNP-BC;MRCPsych".split(";")
_STAFF = ("RN", "EN", "RDN", "RRT", "CCP", "EMT-P", "MA", "PT, DPT", "OTR/L", "LCSW", "SLP", "RM", "HCA")


def person(random: Random, words: Words) -> Person:
    """A person: English-speaking (0.45), of another culture (0.33), named like a word (0.14), or invented (0.08)."""
    kind = random.choices(("english", "culture", "word", "invented"), (45, 33, 14, 8))[0]
    match kind:
        case "english":
            given, surname = random.choice(words.given), random.choice(words.surnames)
        case "culture":
            culture = random.choice(words.cultures)
            given, surname = random.choice(culture.given), random.choice(culture.surnames)
        case "word":
            given = random.choice(words.word_given if random.random() < 0.5 else words.given)
            surname = random.choice(words.word_surnames)
        case _:
            given, surname = invented(random), invented(random)
    if random.random() < 0.08:
        surname = f"{surname.split()[-1]}-{random.choice(words.surnames).split()[-1]}"
    middle = random.choices(("", random.choice("ABCDEFGHIJKLMNOPRSTVWZ"), random.choice(words.given)), (60, 30, 10))[
        0
    ]
    if random.random() < 0.7:
        given, surname = plain(given), plain(surname)
    return Person(given, middle, surname)


def invented(random: Random) -> str:
    """A name that stands in no list."""
    middle = random.choice(_MIDDLES) if random.random() < 0.5 else ""
    return random.choice(_ONSETS) + middle + random.choice(_ENDS)


def written(person: Person, form: str, random: Random) -> list[Piece]:
    """The name in a form. Raises ValueError for one that does not exist."""
    given, surname = person.given, person.surname
    first, initial = given[0], person.middle[:1]
    if form == "any":
        form = random.choice(("full", "full", "capslast", "lastfirst", "mister", "last", "dotted"))
    match form:
        case "full":
            return [_name(person.full)]
        case "middle":
            return [_name(" ".join(filter(None, (given, person.middle, surname))))]
        case "first":
            return [_name(given)]
        case "last":
            return [_name(surname)]
        case "lastfirst":
            return [
                _name(
                    random.choice(
                        (f"{surname}, {given}", f"{surname} {given}", f"{surname}, {given} {first}".strip())
                    )
                )
            ]
        case "capslast":
            return [_name(random.choice((f"{surname.upper()} {given}", f"{surname.upper()}, {given}")))]
        case "caps":
            return [_name(person.full.upper())]
        case "lower":
            return [_name(person.full.lower())]
        case "dotted":
            return [
                _name(
                    random.choice(
                        (f"{first}. {surname}", f"{first}.{initial or 'J'}. {surname}", f"{first} {surname}")
                    )
                )
            ]
        case "lastinitial":
            return [_name(random.choice((f"{surname}, {first}.", f"{surname} {first}", f"{given} {surname[0]}.")))]
        case "letters":
            return [
                _name(
                    random.choice(
                        (f"{first}.{surname[0]}.", f"{first}{surname[0]}", f"{first}{initial or 'X'}{surname[0]}")
                    )
                )
            ]
        case "suffix":
            return [_name(f"{person.full}{random.choice((' ', ', '))}{random.choice(_SUFFIXES)}")]
        case "nick":
            nick = given[: random.choice((3, 4))]
            return [_name(f'{given} "{nick}" {surname}')]
        case "maiden":
            before, after = random.choice(((" (née ", ")"), (" (nee ", ")"), (", formerly ", "")))
            return [_name(person.full), Piece(before), _name(invented(random)), Piece(after)]
        case "mister":
            return [Piece(random.choice(_TITLES), NEUTRAL), Piece(" "), _name(surname)]
        case "misterfull":
            return [Piece(random.choice(_TITLES), NEUTRAL), Piece(" "), _name(person.full)]
        case "poss":
            return [_name(given), Piece(random.choice(("'s", "’s")))]
        case "plural":
            return [Piece("the "), _name(surname), Piece("s")] if surname[-1] not in "sxz" else [_name(surname)]
        case "login":
            letters = re.sub("[^a-z]", "", plain(surname).lower()) or "staff"
            return [
                _name(
                    random.choice(
                        (f"{letters[:6]}{first.lower()}{random.randint(1, 9)}", f"{first.lower()}.{letters}")
                    )
                )
            ]
        case "spelled":
            return _spelled(person, random)
        case "doctor":
            return _doctor(person, random)
        case "staff":
            return _staff(person, random)
    raise ValueError(f"no such form of a name: {form}")


def _spelled(person: Person, random: Random) -> list[Piece]:
    """As dictated: the surname, then its letters."""
    letters = [letter for letter in plain(person.surname).upper() if letter.isalpha()]
    return [
        _name(person.full),
        Piece(random.choice((", that is ", ", spelled ", ", last name "))),
        _name(random.choice(("-", " ")).join(letters)),
    ]


def _doctor(person: Person, random: Random) -> list[Piece]:
    title = Piece(random.choice(_DOCTORS), NEUTRAL)
    degree = Piece(random.choice(_DEGREES), NEUTRAL)
    forms = (
        [title, Piece(" "), _name(person.surname)],
        [title, Piece(" "), _name(person.full)],
        [title, Piece(" "), _name(person.given)],
        [_name(person.full), Piece(", "), degree],
        [_name(f"{person.given[0]} {person.surname}"), Piece(" "), degree],
        [_name(person.full)],
    )
    return random.choice(forms)


def _staff(person: Person, random: Random) -> list[Piece]:
    degree = Piece(random.choice(_STAFF), NEUTRAL)
    forms = (
        [_name(person.full), Piece(" "), degree],
        [_name(f"{person.given} {person.surname[0]}."), Piece(" "), degree],
        [_name(f"{person.given[0]}.{person.surname}"), Piece(", "), degree],
        [Piece("Sister", NEUTRAL), Piece(" "), _name(person.surname)],
        [degree, Piece(" "), _name(person.surname)],
        [_name(person.given), Piece(" ("), degree, Piece(")")],
    )
    return random.choice(forms)


def _name(text: str) -> Piece:
    return Piece(text, "NAME")
