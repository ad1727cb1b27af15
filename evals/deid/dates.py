"""Dates and ages in every form that notes use. The year alone, and ages up to 89, are no identifiers."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from evals.deid.document import NEUTRAL, Piece

_MONTHS = "January February March April May June July August September October November December".split()
_WORDS = (
    "ninety ninety-one ninety-two ninety-three ninety-four ninety-five ninety-six ninety-seven ninety-eight".split()
)
FORMS = (
    "slash slash slash4 slash4 iso iso long long abbr abbr ordinal british military dotted monthday monthday md md "
    "monthyear apostrophe my range range2 stamp compact weekday dash holiday midmonth"
).split()


def any_date(random: Random, low: int = 2009, high: int = 2026) -> date:
    """A day between the first of two Januaries."""
    return date(low, 1, 1) + timedelta(days=random.randrange((date(high, 1, 1) - date(low, 1, 1)).days))


def dated(day: date, form: str, random: Random) -> list[Piece]:
    """The pieces of a date in one of FORMS, or in a random one for `any`."""
    if form == "any":
        form = random.choice(FORMS)
    name, month, two = _MONTHS[day.month - 1], day.month, f"{day.year % 100:02d}"
    abbr = name[:3] if name != "September" else random.choice(("Sep", "Sept"))
    match form:
        case "slash":
            return [_date(f"{month}/{day.day}/{two}")]
        case "slash4":
            return [_date(f"{month:02d}/{day.day:02d}/{day.year}")]
        case "dash":
            return [_date(f"{month:02d}-{day.day:02d}-{day.year}")]
        case "iso":
            return [_date(day.isoformat())]
        case "long":
            return [_date(f"{name} {day.day}, {day.year}")]
        case "abbr":
            return [_date(f"{abbr}{random.choice(('', '.'))} {day.day}, {day.year}")]
        case "ordinal":
            return [Piece("the "), _date(f"{day.day}{_suffix(day.day)} of {name}")]
        case "british":
            return [_date(f"{day.day} {random.choice((name, abbr))} {day.year}")]
        case "military":
            return [_date(f"{day.day:02d}{name[:3].upper()}{random.choice((two, str(day.year)))}")]
        case "dotted":
            return [_date(f"{day.day:02d}.{month:02d}.{day.year}")]
        case "monthday":
            return [_date(f"{random.choice((name, abbr))} {day.day}{random.choice(('', _suffix(day.day)))}")]
        case "md":
            return [_date(f"{month}/{day.day}")]
        case "monthyear":
            return [_date(f"{name} {day.year}")]
        case "midmonth":
            return [Piece(random.choice(("early ", "mid-", "late "))), _date(f"{name} {day.year}")]
        case "apostrophe":
            return [_date(f"{random.choice((name, abbr))} '{two}")]
        case "my":
            return [_date(f"{month}/{two}")]
        case "range":
            last = day + timedelta(days=random.randint(1, 9))
            return [_date(f"{month}/{day.day}"), Piece(random.choice(("-", " - ", " to "))), _date(f"{last:%-m/%-d}")]
        case "range2":
            first = min(day.day, 20)
            return [_date(f"{first}-{first + random.randint(1, 8)} {name} {day.year}")]
        case "stamp":
            return [_date(day.isoformat()), Piece(f"T{_clock(random)}", NEUTRAL)]
        case "compact":
            return [_date(f"{day:%Y%m%d}")]
        case "weekday":
            return [Piece(f"{day:%A}", NEUTRAL), Piece(", "), _date(f"{name} {day.day}")]
        case "holiday":
            return [_date(random.choice(("Christmas Eve", "Thanksgiving", "New Year's Day", "Easter Sunday")))]
    raise ValueError(f"no such form of a date: {form}")


def age90(random: Random) -> list[Piece]:
    """An age over 89; the number is the identifier, the unit is neutral."""
    age = random.randint(90, 104)
    number = random.choice(_WORDS).replace("-", random.choice("- ")) if random.random() < 0.2 else str(age)
    units = (
        ["yo", "y/o", "-year-old", " year old", " years old", " y.o."]
        if number.isdigit()
        else ["-year-old", " years old"]
    )
    return [Piece(number, "AGE"), Piece(random.choice(units), NEUTRAL)]


def age(random: Random) -> list[Piece]:
    """An age that may stay."""
    return [Piece(f"{random.randint(19, 88)}{random.choice(('yo', ' y/o', '-year-old', ' year old', ' years old'))}")]


def _suffix(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _clock(random: Random) -> str:
    return f"{random.randint(0, 23):02d}:{random.randint(0, 59):02d}"


def _date(text: str) -> Piece:
    return Piece(text, "DATE")
