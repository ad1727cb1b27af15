"""Dates and ages as the test family writes them. The year alone, and ages up to 89, are no identifiers."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from evals.deid.document import NEUTRAL, Piece

_MONTHS = "January February March April May June July August September October November December".split()
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
)
_ONES += "seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third "
    "twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
).split()
FORMS = (
    "us us us2 us2 iso slashiso hyphen hyphen dayabbr dayabbr abbrday dots dots2 spaced slashmonth yearmonth "
    "monthyear monthof ordinalday ordinalday weekdayshort span span2 dashspan stamp military spoken spoken2 week "
    "feast daymonth"
).split()
BIRTHS = ("us", "us2", "iso", "slashiso", "hyphen", "dots", "dots2", "spaced", "dayabbr", "ordinalday")
_FEASTS = (
    "Halloween",
    "Labor Day",
    "Good Friday",
    "Boxing Day",
    "Mother's Day",
    "Eid al-Fitr",
    "Fourth of July",
    "Diwali",
)


def any_date(random: Random, low: int = 2011, high: int = 2027) -> date:
    """A day between the first of two Januaries."""
    return date(low, 1, 1) + timedelta(days=random.randrange((date(high, 1, 1) - date(low, 1, 1)).days))


def dated(day: date, form: str, random: Random) -> list[Piece]:
    """The pieces of a date in one of FORMS, or in a random one for `any`. Raises ValueError for another."""
    if form == "any":
        form = random.choice(FORMS)
    name, two = _MONTHS[day.month - 1], f"{day.year % 100:02d}"
    abbr, ordinal = name[:3], f"{day.day}{_suffix(day.day)}"
    clock = f"{random.randint(0, 23):02d}{random.randint(0, 59):02d}"
    match form:
        case "us":
            return [_date(f"{day.month}/{day.day}/{day.year}")]
        case "us2":
            return [_date(f"{day.month:02d}/{day.day:02d}/{two}")]
        case "iso":
            return [_date(day.isoformat())]
        case "slashiso":
            return [_date(f"{day:%Y/%m/%d}")]
        case "hyphen":
            return [_date(f"{day.day:02d}-{abbr}-{random.choice((two, str(day.year)))}")]
        case "dayabbr":
            return [_date(f"{day.day} {abbr} {random.choice((two, str(day.year)))}")]
        case "abbrday":
            return [_date(f"{abbr}-{day.day:02d}-{day.year}")]
        case "dots":
            return [_date(f"{day.day}.{day.month}.{two}")]
        case "dots2":
            return [_date(f"{day.month}.{day.day}.{day.year}")]
        case "spaced":
            return [_date(f"{day.day:02d} {day.month:02d} {day.year}")]
        case "slashmonth":
            return [_date(f"{day.month}/{day.year}")]
        case "yearmonth":
            return [_date(f"{day:%Y-%m}")]
        case "monthyear":
            return [_date(f"{random.choice((name, abbr))} {day.year}")]
        case "monthof":
            return [_date(f"{name} of {day.year}")]
        case "ordinalday":
            return [
                _date(
                    random.choice(
                        (
                            f"{ordinal} {name} {day.year}",
                            f"{name} {ordinal}, {day.year}",
                            f"{name} {ordinal} {day.year}",
                        )
                    )
                )
            ]
        case "daymonth":
            return [_date(random.choice((f"{ordinal} {name}", f"{day.day} {abbr}", f"{abbr} {day.day}")))]
        case "weekdayshort":
            return [Piece(f"{day:%a}", NEUTRAL), Piece(" "), _date(f"{day.day} {abbr}")]
        case "md":
            return [_date(f"{day.month}/{day.day}")]
        case "hyphenmd":
            return [_date(f"{day.month}-{day.day}")]
        case "span":
            last = day + timedelta(days=random.randint(2, 20))
            return [
                _date(f"{day:%-m/%-d/%y}"),
                Piece(random.choice(("-", " - ", " through ", "–"))),
                _date(f"{last:%-m/%-d/%y}"),
            ]
        case "span2":
            first = min(day.day, 21)
            return [_date(f"{first}{random.choice(('–', '-', ' to '))}{first + random.randint(1, 7)} {abbr}")]
        case "dashspan":
            first = min(day.day, 21)
            return [_date(f"{name} {first}-{first + random.randint(1, 7)}, {day.year}")]
        case "stamp":
            return [_date(f"{day:%Y%m%d}"), Piece(f"T{clock}Z", NEUTRAL)]
        case "military":
            return [_date(f"{day.day:02d}{abbr.upper()}{day.year}"), Piece(" "), Piece(clock, NEUTRAL)]
        case "spoken":
            return [_date(f"{name} {_ORDINALS[day.day - 1]}")]
        case "spoken2":
            century, rest = divmod(day.year, 100)
            year = f"{_number(century)} {_number(rest) if rest else 'hundred'}"
            return [_date(f"{name} {_ORDINALS[day.day - 1]}"), Piece(" "), Piece(year, NEUTRAL)]
        case "week":
            return [Piece("wk of "), _date(f"{day.month}/{day.day}")]
        case "feast":
            return [_date(random.choice(_FEASTS))]
    raise ValueError(f"no such form of a date: {form}")


def age(random: Random) -> list[Piece]:
    """An age that may stay."""
    years = random.randint(18, 88)
    return [Piece(f"{years}{random.choice((' y.o.', 'yr', '-yr-old', ' year-old', ' years old'))}")]


def age90(random: Random) -> list[Piece]:
    """An age over 89: the number is the identifier."""
    years = random.randint(90, 103)
    forms = (
        [_age(str(years)), Piece("yr", NEUTRAL)],
        [_age(str(years)), Piece(" y.o.", NEUTRAL)],
        [Piece("aged "), _age(str(years))],
        [_age(str(years)), Piece("-yr-old", NEUTRAL)],
        [_age(_number(years) if years < 100 else "one hundred"), Piece(" years of age", NEUTRAL)],
        [Piece("age "), _age(str(years))],
    )
    return random.choice(forms)


def _number(value: int) -> str:
    if value < 20:
        return f"oh {_ONES[value]}" if value < 10 else _ONES[value]
    tens = _TENS[value // 10 - 2]
    return f"{tens}-{_ONES[value % 10]}" if value % 10 else tens


def _suffix(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _date(text: str) -> Piece:
    return Piece(text, "DATE")


def _age(text: str) -> Piece:
    return Piece(text, "AGE")
