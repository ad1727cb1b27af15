"""What may follow a number that is a measurement or a count, and so identifies nobody."""

from __future__ import annotations

import re

_UNITS = (
    "mg|mcg|µg|ug|ng|pg|kg|g|gm|gram|grams|ml|mls|dl|l|liter|liters|litre"
    "|litres|cc|units?|iu|meq|mmol|µmol|umol|nmol|pmol|mol|"
    "mm|cm|m|km|inches|inch|in|ft|feet|lb|lbs|pounds?|oz|ounces?|bpm|mmhg"
    "|hg|hz|khz|mhz|kda|da|bp|kb|mb|gy|cgy|kcal|cal|"
    "calories|copies|cells?|cfu|pfu|colonies|steps|years?|yrs?|months?"
    "|weeks?|days?|hours?|hrs?|minutes?|mins?|seconds?|"
    "secs?|person-years|patient-years|patients?|participants?|subjects?"
    "|individuals?|people|persons?|women|men|adults?|"
    "children|infants?|births?|deaths?|events?|cases?|controls?|admissions?"
    "|hospitali[sz]ations?|visits|records|studies|"
    "trials|articles|citations|publications|samples?|specimens|procedures|beds|times|fold|percent|dollars|usd|eur|"
    "live|total|adult|pediatric|eligible|consecutive|randomi[sz]ed|respondents|households|residents|veterans|k|x"
)
MEASURED = re.compile(
    rf"\s?(?:%|°|µ|×|/\s?(?:µl|ul|mm3|mm³|ml|l|dl|hpf|cumm|day|d|h|hr|min|kg|year)\b|(?:{_UNITS})(?![\w-]*\d)\b)",
    re.I,
)
"""Matches right behind a number where a unit or a counted thing follows. Units end as words: "g" is not "Group"."""

COUNTED = re.compile(
    r"(?:\bn\s*[=:]|\b(?:wbc|plt|platelets?|counts?|anc|alc|cd4|bnp|ck|cpk"
    r"|ferritin|troponin|psa|hcg|viral load|titer|titre|"
    r"ldh|d-dimer|lipase|amylase|copies|total of|approximately|about|over"
    r"|nearly|than|age range|[$€£<>≥≤~≈±])[^\n.;]{0,12})$",
    re.I,
)
"""Matches the text before a number that is a laboratory value, a count or an amount."""


def is_measurement(text: str, start: int, end: int) -> bool:
    """True if the number at [start, end) carries a unit or follows the name of a quantity."""
    return MEASURED.match(text, end) is not None or COUNTED.search(text[max(0, start - 40) : start]) is not None
