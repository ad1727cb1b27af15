"""MEDLINE's dates, in all their forms, as ISO 8601 of the same precision."""

from __future__ import annotations

import re
from datetime import date

from lxml import etree

_MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_RANGE = re.compile(r"(?P<year>\d{4})(?:\s+(?P<month>[A-Za-z]{3})[a-z]*\b)?(?:\s+(?P<day>\d{1,2})$)?")


def iso_date(element: etree._Element | None) -> str | None:
    """`2021`, `2021-03` or `2021-03-14` from a PubDate, ArticleDate or DateRevised element.

    Year, Month (number or name), Day; Season counts as the year alone; a MedlineDate such as "1998 Dec-1999 Jan",
    "2000 Spring" or "1978-1979" counts from its beginning. None where there is no year.
    """
    if element is None:
        return None
    medline = element.findtext("MedlineDate")
    if medline is not None:
        return _from_words(" ".join(medline.split()))
    year = (element.findtext("Year") or "").strip()
    if not _YEAR.fullmatch(year):
        return None
    return _join(int(year), (element.findtext("Month") or "").strip(), (element.findtext("Day") or "").strip())


def _from_words(text: str) -> str | None:
    found = _YEAR.search(text)
    if found is None:
        return None
    start = _RANGE.match(text, found.start())
    return _join(int(found.group()), (start and start["month"]) or "", (start and start["day"]) or "")


def _join(year: int, month: str, day: str) -> str:
    number = int(month) if month.isdecimal() else _MONTHS.get(month[:3].lower(), 0)
    if not 1 <= number <= 12:
        return f"{year:04d}"
    if day.isdecimal():
        try:
            return date(year, number, int(day)).isoformat()
        except ValueError:
            pass  # 31 February: the month is still right
    return f"{year:04d}-{number:02d}"
