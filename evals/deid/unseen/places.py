"""Addresses, towns and institutions of the test family. States and countries are neutral."""

from __future__ import annotations

from random import Random

from evals.deid.document import NEUTRAL, Piece
from evals.deid.unseen.codes import code
from evals.deid.unseen.people import invented
from evals.deid.unseen.words import Words

_TYPES = (
    "St Ave Rd Ln Dr Ct Trail Loop Circle Cres. Pde Close Gardens Row Walk Hwy Pike Pl. Path Run Alley Drove".split()
)
_REGIONS = {
    "zip": "AZ SD MT LA AK WV AL NH VT HI MS Montana Louisiana Nebraska Delaware Wyoming".split(),
    "cazip": "ON BC Ontario Alberta".split(),
    "auzip": "NSW VIC Queensland".split(),
    "ukzip": [""],
}
_KINDS = (
    "Hospital;Medical Center;Infirmary;Polyclinic;Health Centre;Birth Center;Dialysis;Kidney Care;Dental Group;"
    "Eye Clinic;Surgery;Urgent Care;Behavioral Health;Cancer Center;Care Home;Rehab;Hospice;Skilled Nursing;"
    "Women's Clinic;Memory Care;VA Medical Center;Community Health Center;Pediatrics;Orthopaedics;Wound Clinic;"
    "Pharmacy"
).split(";")


def town(random: Random, words: Words) -> str:
    """An ordinary town (0.4), a small or strange one (0.4), or one that does not exist."""
    roll = random.random()
    if roll < 0.4:
        return random.choice(words.ordinary_towns)
    if roll < 0.8:
        return random.choice(words.small_towns)
    before = random.choice(("", "", "Fort ", "Lake ", "New ", "Upper "))
    return before + invented(random) + random.choice(("dale", "mere", "stead", " Bluff", "port", " Gap"))


def street(random: Random, words: Words) -> str:
    """A street with its number in one of the forms of town, country and abroad."""
    name = random.choice((random.choice(words.streets), random.choice(words.surnames), random.choice(words.streets)))
    number, kind = random.randint(1, 8999), random.choice(_TYPES)
    forms = (
        f"{number} {name} {kind}",
        f"{number} {name} {kind}",
        f"{number} {name} {kind}",
        f"{number} {random.choice('NSEW')} {name} {kind} Unit {random.randint(1, 60)}",
        f"Flat {random.randint(1, 20)}, {number % 200 + 1} {name} {kind}",
        f"Unit {random.randint(1, 9)}/{number % 200 + 1} {name} {kind}",
        f"{number} {random.choice(('County Road', 'State Route', 'Hwy'))} {random.randint(2, 600)}",
        f"RR {random.randint(1, 5)} Box {random.randint(3, 400)}",
        f"{number} E {random.randint(4, 20)}th",
        f"{number} {name}",
        f"corner of {name} and {random.choice(words.streets)}",
        f"Lot {random.randint(1, 80)}, {name} Mobile Home Park",
        f"{name} House, {number % 90 + 1} {random.choice(words.streets)} {kind}",
        f"P O Box {number}",
    )
    return random.choice(forms)


def address(random: Random, words: Words) -> list[Piece]:
    """Street, town, region and postal code of one of four countries, on one line."""
    (code_kind,) = random.choices(("zip", "ukzip", "cazip", "auzip"), (60, 20, 10, 10))
    region = random.choice(_REGIONS[code_kind])
    return [
        Piece(street(random, words), "ADDRESS"),
        Piece(random.choice((", ", ", ", "; "))),
        Piece(town(random, words), "CITY"),
        Piece(", "),
        *([Piece(region, NEUTRAL), Piece(" ")] if region else []),
        *code(code_kind, random),
    ]


def facility(random: Random, words: Words) -> str:
    """A named institution, mostly of health."""
    roll = random.random()
    if roll < 0.08:
        return random.choice(words.employers)
    if roll < 0.16:
        kind = random.choice(("VA Medical Center", "Memorial Hospital", "Cancer Center"))
        initial = random.choice("ABCDEFGHJ")
        return f"{random.choice(words.given)} {initial}. {random.choice(words.surnames)} {kind}"
    if roll < 0.22:
        kind = random.choice(("University of", "Hospital of", "Royal Infirmary of", "Clinic at"))
        return f"{kind} {town(random, words)}"
    return f"{_head(random, words)} {random.choice(_KINDS)}"


def nickname(random: Random, words: Words) -> str:
    """An institution as staff call it."""
    head = _head(random, words)
    roll = random.random()
    if roll < 0.55:
        return head
    if roll < 0.75:
        return f"{head} {random.choice(('Gen', 'Med Ctr', 'Peds', 'ER', 'Univ', 'Mem'))}"
    return (
        "".join(part[0] for part in f"{head} {random.choice(_KINDS)}".split() if part[0].isalpha())
        .upper()
        .ljust(3, "C")
    )


def employer(random: Random, words: Words) -> str:
    """A workplace, school, prison or church."""
    return random.choice(words.employers)


def ward(random: Random, words: Words) -> list[Piece]:
    """A ward with a name; its number is neutral."""
    name = random.choice((random.choice(words.surnames), random.choice(words.facility_heads)))
    tail = random.choice((" 4 West", " Suite", " 2", " Bay C", " Ward", " North"))
    return [Piece(name, "FACILITY"), Piece(tail, NEUTRAL)]


def _head(random: Random, words: Words) -> str:
    roll = random.random()
    if roll < 0.18:
        saint = random.choice(words.saints)
        return f"{random.choice(('St', 'St.', 'Saint', 'Ste.'))} {saint}{random.choice(('', '', chr(39) + 's'))}"
    if roll < 0.36:
        founder, other = random.choice(words.surnames), random.choice(words.surnames)
        return random.choice((f"{founder} Memorial", f"{founder} County", founder, f"{founder} & {other}"))
    if roll < 0.55:
        return town(random, words)
    return random.choice(words.facility_heads)
