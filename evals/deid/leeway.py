"""Which characters of a gold span identify somebody.

Strict: every letter and digit. Adjudicated: without words that may stay or say nothing about the person: titles and
degrees, "baby girl" before a surname, kinds of streets and institutions, states and countries, the year, the weekday
and the time of day.
"""

from __future__ import annotations

import re

from faker.providers.address.en import Provider as Countries

from evals.deid.document import Span

_WORD = re.compile(r"\w+")
_CLOCK = re.compile(r"(?<=[\sT])\d{1,2}:\d\d(?::\d\d)?\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_STATES = (
    "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh "
    "ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc alabama alaska arizona arkansas california colorado "
    "connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine "
    "maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma "
    "oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming usa us uk "
)
_STREETS = (
    "street st avenue ave road rd lane ln drive dr court ct boulevard blvd way place pl terrace parkway apt "
    "suite box po p o trail loop circle cres crescent pde parade close gardens row walk hwy highway pike path run "
    "alley drove unit flat lot county state route mobile home park "
)
_HOUSES = (
    "hospital medical center centre general community regional health clinic family practice nursing home care "
    "surgery rehabilitation hospice assisted living cancer institute childrens university memorial of the and "
    "ward unit wing building pavilion tower county infirmary polyclinic birth dialysis kidney dental group "
    "eye urgent behavioral va skilled women s womens memory pediatrics orthopaedics wound pharmacy rehab royal at "
    "school elementary primary high college jail correctional church med ctr hosp univ "
)
_TITLES = "dr mr mrs ms miss mx md do np rn pa phd prof"
_COUNTRIES = " ".join(name for name in map(str, Countries.countries) if name.isalpha()).casefold()
_DAYS = "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun"
_STAYS: dict[str, frozenset[str]] = {
    "NAME": frozenset(f"{_TITLES} baby boy girl".split()),
    "ADDRESS": frozenset(f"{_STREETS} {_STATES} {_COUNTRIES} the corner of and".split()),
    "CITY": frozenset(state for state in _STATES.split() if len(state) == 2),
    "FACILITY": frozenset(f"{_HOUSES} {_TITLES}".split()),
    "DATE": frozenset(_DAYS.split()),
}


def identifying(text: str, span: Span, *, strict: bool) -> list[int]:
    """Offsets of the identifying characters of a gold span; empty where, adjudicated, nothing identifies."""
    offsets: list[int] = []
    for word in _WORD.finditer(text, span.start, span.end):
        if strict or not _may_stay(word.group().casefold(), span.label):
            offsets += [at for at in range(*word.span()) if text[at].isalnum()]
    if strict or span.label != "DATE":
        return offsets
    clocks = {at for clock in _CLOCK.finditer(text, span.start, span.end) for at in range(*clock.span())}
    return [at for at in offsets if at not in clocks]


def _may_stay(word: str, label: str) -> bool:
    return word in _STAYS.get(label, ()) or (label == "DATE" and _YEAR.fullmatch(word) is not None)
