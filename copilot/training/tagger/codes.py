"""Dates, ages, phone numbers and codes of a training text."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from copilot.training.tagger.text import Piece

_HOLIDAYS = (
    "Christmas,New Year's Eve,Thanksgiving,Easter Monday,the 4th of July,Labor Day,Diwali,Ramadan,Boxing Day".split(
        ","
    )
)
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_PHONES = (
    "(###) ###-####;###-###-####;###.###.####;### ### ####;1-###-###-####;+1 ### ### ####;+1##########;(###)###-####;"
    "##########;###-####;+44 #### ######;0#### ######;0## #### ####;+49 ### #######;0### / ######;+33 # ## ## ## ##;"
    "0# ## ## ## ##;+91 ##### #####;+61 4## ### ###;04## ### ###;+55 ## #####-####;+34 ### ## ## ##;+31 6 ########;"
    "+39 ### #######;+86 1## #### ####;x####;ext ####;### ### #### ext. ###;pager ####;###-###-#### x###"
).split(";")
_RECORDS = (
    "#######;########;######;##########;@######;@@#######;##-##-##;###-##-####;@#####-#;0000######;#####;@@@####@;"
    "##-######;####-####;@###-###-###;NHS ### ### ####;#### ### ###;####@##;@@-####-####;##@#######"
).split(";")
_SOCIAL = ("###-##-####", "### ## ####", "#########", "xxx-xx-####", "***-**-####")


def filled(pattern: str, random: Random) -> str:
    """`#` becomes a digit, `@` a capital letter."""
    return "".join(
        str(random.randrange(10)) if mark == "#" else random.choice(_LETTERS) if mark == "@" else mark
        for mark in pattern
    )


def phone(random: Random) -> list[Piece]:
    """A number of some country, an extension or a pager."""
    made = filled(random.choice(_PHONES), random)
    for word in ("pager ", "ext "):
        if made.startswith(word):
            return [Piece(word), Piece(made.removeprefix(word), "PHONE")]
    return [Piece(made, "PHONE")]


def code(random: Random) -> list[Piece]:
    """A record number, an account, a specimen, a policy: anything that points at one person."""
    return [Piece(filled(random.choice(_RECORDS), random), "ID")]


def social(random: Random) -> list[Piece]:
    """A social security number, whole or masked."""
    return [Piece(filled(random.choice(_SOCIAL), random), "ID")]


def email(random: Random, words: tuple[str, str, str]) -> list[Piece]:
    """An address made of a given name, a surname and a host."""
    given, surname, host = (word.lower().replace(" ", "").replace("'", "") for word in words)
    left = random.choice((f"{given}.{surname}", f"{given[:1]}{surname}", f"{surname}{random.randrange(99)}", given))
    return [Piece(f"{left}@{host}.{random.choice(('com', 'org', 'net', 'nhs.uk', 'edu', 'de', 'example'))}", "EMAIL")]


def url(random: Random, host: str) -> list[Piece]:
    """A page of a person or an institution."""
    head = random.choice(("https://www.", "www.", "http://", "portal."))
    return [
        Piece(
            f"{head}{host.lower()}.{random.choice(('com', 'org', 'net'))}{random.choice(('', '/u/442', '/me'))}",
            "URL",
        )
    ]


def age90(random: Random) -> list[Piece]:
    """An age over 89, which Safe Harbor counts as an identifier."""
    return [Piece(str(random.randint(90, 106)), "AGE")]


def any_date(random: Random) -> date:
    """A day of the last hundred years, mostly of the last fifteen."""
    days = random.randint(0, 5500) if random.random() < 0.75 else random.randint(0, 36000)
    return date(2026, 6, 30) - timedelta(days=days)


def dated(random: Random, day: date, form: str = "") -> list[Piece]:
    """A date as people write it; a weekday before it is plain text."""
    month, short = day.strftime("%B"), day.strftime("%b")
    if form == "birth":
        form = random.choice(("slash", "iso", "long", "dots", "british", "dashes"))
    if not form and random.random() < 0.08:
        return [Piece(day.strftime(random.choice(("%A, ", "%a ")))), *dated(random, day, "long")]
    suffix = "th" if 10 < day.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    forms = {
        "slash": f"{day.month}/{day.day}/{day.year}",
        "slash0": day.strftime("%m/%d/%Y"),
        "short": f"{day.month}/{day.day}/{day:%y}",
        "iso": day.isoformat(),
        "dots": day.strftime("%d.%m.%Y"),
        "dashes": day.strftime("%m-%d-%y"),
        "day": f"{day.month}/{day.day}",
        "compact": f"{day.day:02}{short.upper()}{day:%y}",
        "compact4": f"{day.day:02}{short}{day.year}",
        "dashed": f"{day.day}-{short}-{day.year}",
        "long": f"{month} {day.day}, {day.year}",
        "british": f"{day.day} {month} {day.year}",
        "ordinal": f"{month} {day.day}{suffix}",
        "ordinal2": f"{day.day}{suffix} of {month}",
        "shortday": f"{short} {day.day}",
        "shortmonth": f"{short} {day.year}",
        "month": f"{month} {day.year}",
        "dayshort": f"{day.day} {short}",
        "run": day.strftime("%Y%m%d"),
        "bare": month,
        "holiday": random.choice(_HOLIDAYS),
    }
    return [Piece(forms[form or random.choice(tuple(forms))], "DATE")]
