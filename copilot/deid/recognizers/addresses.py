"""Street addresses, boxes, units, towns with their state, and postal codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from copilot.deid import lexicon
from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.types import Label
from copilot.deid.words import fold, words

_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware"
    "|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|"
    "Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota"
    "|Mississippi|Missouri|Montana|Nebraska|Nevada|"
    "New Hampshire|New Jersey|New Mexico|New York|North Carolina|North "
    "Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|"
    "South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming|"
    "District of Columbia|Puerto Rico"
)
_CODES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI"
    "|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|"
    "SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|PR"
)
_ZIP = r"\d{5}(?:-\d{4})?"
_KIND = (
    "Street|St|Avenue|Ave|Av|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court"
    "|Ct|Place|Pl|Way|Terrace|Ter|Circle|Cir|Parkway|Pkwy|"
    "Highway|Hwy|Trail|Trl|Square|Sq|Loop|Row|Alley|Plaza|Crescent|Cres"
    "|Close|Run|Pike|Turnpike|Path|Point|Pt|Ridge|Bend|Cove|"
    "Crossing|Expressway|Mews|Gardens|Heights|Hts|Landing|Manor|Park|Pass|Station|Walk|Wharf|Glen|Grove|Hill|Hollow"
)
_UNIT = (
    r"(?:,?\s*(?:Apt|Apartment|Suite|Ste|Unit|Floor|Fl|Rm|Room|Bldg|Building"
    r"|Lot|Trailer|Space|Level)\b\.?\s*#?\s*[A-Z0-9][A-Z0-9-]{0,5}"
    r"|,?\s*#\s?[A-Z0-9-]{1,6})"
)
_NAME = r"(?:[A-Z0-9][\w.'’-]*[ \t]+)"
_STREET = re.compile(
    rf"(?<![\w./-])\d{{1,6}}[A-Za-z]?(?:-\d+)?[ \t]+(?:[NSEW]{{1,2}}\.?[ "
    rf"\t]+)?{_NAME}{{1,4}}?(?:{_KIND})\b\.?(?:[ \t]+[NSEW]{{1,2}}\b)?{_UNIT}?"
)
_STREET_LOWER = re.compile(
    r"(?<![\w./-])\d{1,6}[a-z]?\s+(?:[nsew]\.?\s+)?(?:[a-z0-9'-]+\s+){1,3}?(?:street"
    r"|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|court|"
    rf"terrace|parkway|circle|highway|drive)\b\.?{_UNIT}?",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"\b(?:P\.?\s?O\.?\s*Box|Post\s+Office\s+Box|(?:RR|Rural\s+Route)\s*#?\d+,?\s*Box|PMB)\s*#?\s*\d+\b",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\b(?:Apt|Apartment|Suite|Ste)\b\.?\s*#?\s*(?=[A-Z0-9-]*\d)[A-Z0-9-]{1,6}\b", re.IGNORECASE)
_ABROAD = re.compile(
    r"\b(?:Calle|Avenida|Rua|Rue(?:\s+d[eu]s?)?|Via|Viale|Piazza|Plaza\s+de"
    r"|Carrera|Paseo)\s+(?:(?:de|del|la|las|los|du|des|della)\s+)*"
    r"[A-Z]\w+(?:\s+[A-Z]\w+)?(?:,?\s*(?:n[oº°.]*\s*)?\d{1,5})?\b|\b[A-Z]\w+(?:straße"
    r"|strasse|weg|gasse|straat|laan|gatan|vej)\s+\d{1,4}[a-z]?\b"
)
_CORNER = re.compile(
    rf"\b(?:corner|intersection)\s+of\s+(?:[A-Z0-9][\w.'-]*\s+){{1,3}}(?:(?:{_KIND})\b\.?\s+)?"
    rf"(?:and|&)\s+[A-Z0-9][\w.'-]*(?:\s+(?:{_KIND})\b\.?)?"
)
_TOWN = (
    r"(?:(?:(?:St\.?|Mt\.?|Ft\.?|New|Old|North|South|East|West|San|Santa"
    r"|Los|Las|El|La|Le|Du|Des|De|Port|Fort|Mount|Saint|Lake)\s+)?[A-Z][\w'’-]+(?:[ "
    r"-](?:of|the|upon|on|an|der|am|sur|nad|or|[A-Z][\w'’-]+)){0,4})"
)
_TOWN_STATE = re.compile(rf"\b{_TOWN},?[ \t\n]+(?P<state>{_CODES}|{_STATES})\b\.?(?:,?\s+(?P<zip>{_ZIP})(?!\d))?")
_TOWN_LOWER = re.compile(
    rf"\b(?P<town>[a-z]+(?: [a-z]+){{0,2}}),?\s+(?P<state>{_CODES.lower()})\s+(?P<zip>{_ZIP})(?!\d)", re.IGNORECASE
)
_STATE_ZIP = re.compile(rf"\b(?:{_CODES}|{_STATES})\.?,?\s+(?P<zip>{_ZIP})(?![\w-])")
_ZIP_LABEL = re.compile(
    (
        rf"\b(?:zip(?:\s*code)?|postal\s*code|post\s*code)\s*(?:is|:|#)?\s*(?P<zip>{_ZIP}"
        rf"|\d{{3}}(?=\*|xx|\b)|[A-Z0-9]{{2,4}}\s?[A-Z0-9]{{3}})"
    ),
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b(?:[ABCEGHJ-NPRSTVXY]\d[A-Z] \d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})\b")
_AMBIGUOUS = frozenset("MD MS PA OR IN ME OK HI ID CO AL DE LA PR MA CT NE PT SC VA RI MI CA DC IA".split())
_NAMED_TOWN = re.compile(
    r"\b(?P<x>(?:[A-Z][a-z]+[ \t]+){1,2}(?:Falls|Junction|Springs|Heights"
    r"|Beach|Creek|Grove|Hills|Valley|Village|City|Lake|Harbor|Bluffs?|Rapids"
    r"|Ridge|Crossing|Landing|Mills|Corners|Island|Shores|Bay|Hollow))\b(?!['’]s)"
)
_COUNTY = re.compile(
    r"\b(?P<x>(?:[A-Z][\w'’-]+\s){1,2}(?:County|Parish|Township|Borough))\b|\bCounty\s+of\s+(?P<y>[A-Z]\w+)"
)
_RESIDENCE = re.compile(
    r"(?<![A-Za-z])(?:[Ll]iv(?:es?|ed|ing)\s+(?:alone\s+)?in|[Rr]esid(?:es?"
    r"|ed|ing)\s+in|[Rr]esident\s+of|[Bb]orn\s+in|[Mm]ov(?:ed|ing)\s+(?:here\s+)?(?:to"
    r"|from)|"
    r"[Hh]ometown(?:\s+(?:is|of))?|[Nn]ative\s+of|[Gg]rew\s+up\s+in|[Rr]aised\s+in"
    r"|[Tt]ravel(?:s|ed|led|ing)?\s+(?:to|from|in)|"
    r"[Rr]eturned\s+from|[Ff]lew\s+(?:to|from|in\s+from)|[Dd]rove\s+(?:to"
    r"|from|in\s+from)|[Hh]ails\s+from|[Oo]riginally\s+from|[Cc]ame\s+from"
    r"|[Aa]way\s+in|[Ss]taying\s+in|[Vv]acation(?:ing)?\s+in|[Vv]isiting(?:\s+from)?"
    r"|[Tt]ransported\s+from|(?:years?[- ]old|y\.?o\.?|yo|man|woman|male"
    r"|female|gentleman|lady)\s+from|[Pp]honed\s+from|[Cc]all(?:ed|ing)\s+from"
    r"|[Nn]ear|[Tt]own\s+of|[Cc]ity\s+of|[Vv]illage\s+of)\s+"
    rf"(?:nearby\s+|rural\s+|downtown\s+|the\s+)?(?P<x>{_TOWN})"
)


class Addresses(Recognizer):
    """Everything smaller than a state (45 CFR 164.514(b)(2)(i)(B))."""

    labels: ClassVar[tuple[Label, ...]] = ("ADDRESS", "CITY", "ZIP")

    def find(self, text: str) -> Iterator[Found]:
        for pattern in (_STREET, _BOX, _ALONE, _ABROAD, _CORNER):
            yield from ((*match.span(), "ADDRESS") for match in pattern.finditer(text))
        for match in _STREET_LOWER.finditer(text):
            if _is_street(match[0]):
                yield *match.span(), "ADDRESS"
        for pattern in (_STATE_ZIP, _ZIP_LABEL):
            yield from ((*match.span("zip"), "ZIP") for match in pattern.finditer(text))
        yield from ((*match.span(), "ZIP") for match in _POSTCODE.finditer(text))
        yield from _towns(text)


def _is_street(found: str) -> bool:
    """A lower-case run is a street if one of its middle words is no common word, an ordinal, or it says "street"."""
    middle = [fold(word.text) for word in words(found)[:-1]]
    clear = re.search(r"\d(?:st|nd|rd|th)\s|\b(?:street|avenue|road|boulevard|blvd|ave|rd)\b", found, re.IGNORECASE)
    bad = {
        "mg",
        "ml",
        "day",
        "days",
        "weeks",
        "week",
        "hours",
        "to",
        "on",
        "with",
        "for",
        "in",
        "at",
        "of",
        "year",
        "years",
        "per",
        "and",
    }
    return clear is not None and not bad & set(middle)


def _towns(text: str) -> Iterator[Found]:
    for match in _TOWN_STATE.finditer(text):
        state, town = match["state"], text[match.start() : match.start("state")].strip(" ,\n\t")
        name = fold(town)
        if any(c.isdigit() for c in town) or (
            len(state) == 2 and state in _AMBIGUOUS and "," not in match[0] and not match["zip"]
        ):
            continue
        clear = match["zip"] or state not in _AMBIGUOUS or lexicon.is_place(name)
        if clear and not (
            len(state) == 2 and "," not in match[0] and not match["zip"] and not lexicon.is_place(name)
        ):
            if lexicon.is_proper(name) and not lexicon.is_place(name):
                continue
            yield match.start(), match.end("state"), "CITY"
    for match in _TOWN_LOWER.finditer(text):
        found = words(match["town"])
        starts = (i for i in range(len(found)) if lexicon.is_place(" ".join(word.folded for word in found[i:])))
        yield match.start("town") + found[next(starts, -1)].start, match.end("state"), "CITY"
        yield *match.span("zip"), "ZIP"
    for match in _NAMED_TOWN.finditer(text):
        first = words(match["x"])[0]
        if not lexicon.all_vocabulary(first) or lexicon.is_place(fold(match["x"])):
            yield *match.span("x"), "CITY"
    for match in _COUNTY.finditer(text):
        yield *match.span("x" if match["x"] else "y"), "CITY"
    for match in _RESIDENCE.finditer(text):
        town = fold(match["x"])
        if (lexicon.is_place(town) or not lexicon.is_proper(town)) and not _is_facility_word(match["x"]):
            yield *match.span("x"), "CITY"


def _is_facility_word(found: str) -> bool:
    return words(found)[0].folded in {"hospital", "emergency", "icu", "ed", "er", "or", "clinic", "radiology"}
