"""Street addresses, boxes, units, towns with their state, and postal codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from copilot.deid import lexicon
from copilot.deid.giveback import is_eponym
from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.recognizers.naming import is_role
from copilot.deid.recognizers.units import MEASURED
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
_GAP = r"(?:[ \t]+|[ \t]*\n[ \t]*)"
_NAME = rf"(?:[A-Z0-9][\w.'’-]*{_GAP})"
_STREET = re.compile(
    rf"(?<![\w./-])(?:\d{{1,3}}[ \t]+)?\d{{1,6}}[A-Za-z]?(?:-\d+)?{_GAP}(?:[NSEW]{{1,2}}\.?{_GAP})?"
    rf"{_NAME}{{1,4}}?(?:{_KIND}|Str)\b\.?(?:[ \t]+[NSEW]{{1,2}}\b)?{_UNIT}?"
)
_PARTICLES = (
    r"de|del|la|las|los|el|du|des|da|do|dos|di|della|delle|dei|van|der|den|de[nr]|het|am|an|im|zum|zur|auf|von"
    r"|rue|via"
    r"|rua|calle|ulica|ul\.|rkp\.|utca|u\.|tee|vei|plads|gade|katu|tér|út|útja|y|i"
)
_TURNED = re.compile(
    r"(?<![\w./-])(?:\d{1,4}[ \t]+)?(?P<x>(?P<name>(?:(?:[^\W\d_a-z][\w.'’/-]*|"
    + _PARTICLES
    + r")[ \t]+){1,4}?)\d{1,4}[a-zA-Z]?\.?)(?![\w/%:-]|[.,]\d)"
)
"""A street with the house number behind it, as most of Europe and Latin America write it."""
_CUED = re.compile(
    r"(?i:\b(?:lives?[ \t]+at|living[ \t]+at|address(?:es)?(?:[ \t]+here)?(?:[ \t]+(?:is|to|are))?|resid(?:es"
    r"|ing)[ \t]+at|located[ \t]+at|sent[ \t]+to"
    r"|office[ \t]+is[ \t]+at|arrived[ \t]+at|meet(?:[ \t]+me)?[ \t]+at|moved[ \t]+to|lived[ \t]+in"
    r"|fell[ \t]+at|home[ \t]+at)):?[ \t\n]+"
    r"(?P<x>\d{1,6}[A-Za-z]?(?:,?[ \t]+(?:\#?\d[\w-]*|[A-Z][\w.'’-]*|of|the|de|la|del|van|der|"
    + _KIND.lower()
    + r")(?![\w'’])){1,9}|\d{1,6}(?:[ \t]+[\w'’.-]+){1,3}|(?:Unit|Box|PSC)[ \t]\d[^\n.;]{2,30})"
)
"""A number behind "lives at" with the capitalised words that follow, or with up to three words where none is."""
_MILITARY = re.compile(
    r"\b(?:Unit|PSC|USNS|USS|USNV|USCGC)[ \t]+\w+(?:[ \t]+Box[ \t]+\d+)?\s+(?:FPO|APO"
    r"|DPO)[ \t]+A[AEP](?:[ \t]+\d{5})?"
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
_OPPOSITE = re.compile(
    r"(?<![\w-])(?i:opp\.?|opposite|near|behind|beside|nr\.?)[ \t]+(?:[A-Z][\w.’'-]*[ \t]+){0,3}[A-Z][\w.’'-]*,[ \t]+"
    r"(?:[A-Z][\w.’'-]*[ \t]+){1,3}(?:Road|Rd|Street|Marg|Nagar|Chowk|Lane|Colony|Bazaar|Market|Cross|Layout)\b"
)
"""An address by what it stands across from: "opp. Bus Stand, Main Road"."""
_CORNER = re.compile(
    rf"\b(?:corner|intersection)\s+of\s+(?:[A-Z0-9][\w.'-]*\s+){{1,3}}(?:(?:{_KIND})\b\.?\s+)?"
    rf"(?:and|&)\s+[A-Z0-9][\w.'-]*(?:\s+(?:{_KIND})\b\.?)?"
)
_TOWN = (
    r"(?:(?:(?:St\.?|Mt\.?|Ft\.?|New|Old|North|South|East|West|San|Santa"
    r"|Los|Las|El|La|Le|Du|Des|De|Port|Fort|Mount|Saint|Lake)\s+)?[A-Z][\w'’-]+"
    r"(?:[ -](?:(?:of|the|upon|on|an|der|am|sur|nad|or)[ -]){0,2}[A-Z][\w'’-]+){0,4})"
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
_BEHIND_STREET = re.compile(
    rf"[ \t]*[,\n>?]+[ \t\n>?,]*(?P<x>{_TOWN})(?=[ \t]*(?:[,.;()\n]|$|\d|nan\b|[A-Z]{{2}}\b))"
)
_SUITE = re.compile(r"(?:Suite|Apt\.?|Unit)[ \t]*\d+[ \t]*\n[ \t>?]*(?P<x>[^\W\d_a-z][^\n\d,]{2,40})", re.IGNORECASE)
_IN_PLACE = re.compile(rf"(?<![\w-])(?:[Ff]rom|[Ii]n|[Nn]ear)[ \t\n]+(?P<x>{_TOWN})")
_MADE_UP = re.compile(
    r"(?<![\w'’-])(?P<x>[^\W\d_]{2,}[ \t](?:falls|junction|springs|heights|beach|creek|grove|hills|valley"
    r"|harbor|bluff"
    r"|rapids|ridge|crossing|landing|mills|corners|shores|hollow|city|ville|haven))(?![\w'’-])",
    re.IGNORECASE,
)
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
        for pattern in (_STREET, _BOX, _ALONE, _ABROAD, _CORNER, _OPPOSITE, _MILITARY):
            yield from ((*match.span(), "ADDRESS") for match in pattern.finditer(text))
        for match in _TURNED.finditer(text):
            if _is_turned_street(text, match):
                yield *match.span(), "ADDRESS"
        for match in _CUED.finditer(text):
            if len(words(match["x"])) > 0:
                yield *match.span("x"), "ADDRESS"
        for pattern in (_STREET, _TURNED):
            for match in pattern.finditer(text):
                town = _BEHIND_STREET.match(text, match.end())
                if town and (pattern is _STREET or _is_turned_street(text, match)):
                    yield *town.span("x"), "CITY"
        for match in _SUITE.finditer(text):
            yield *match.span("x"), "CITY"
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


def _is_turned_street(text: str, match: re.Match[str]) -> bool:
    """ "93 Industrivej 82", "Lille Vibyvej 8": no measurement, and a word that is neither English nor medicine."""
    if MEASURED.match(text, match.end()):
        return False
    named = [word for word in words(match["name"]) if len(word.text) > 2]
    foreign = any(
        not (lexicon.all_vocabulary(word) or lexicon.is_proper(word.folded) or lexicon.is_eponym(word.folded))
        and not word.upper
        for word in named
    )
    led = match.start() < match.start("x")
    return foreign and (led or re.match(r",?\s+(?:Suite|Apt|Unit)\b", text[match.end() :][:12]) is not None)


def _longest_place(found: str) -> int:
    """Length of the longest run of words at the start of `found` that is a town; 0 if none is."""
    parts = [match.end() for match in re.finditer(r"[\w'’.]+(?:-[\w'’.]+)*", found)]
    return next((end for end in reversed(parts) if lexicon.is_place(fold(found[:end]))), 0)


def _towns(text: str) -> Iterator[Found]:
    for match in _IN_PLACE.finditer(text):
        size = _longest_place(match["x"])
        folded = fold(match["x"][:size])
        if (
            size
            and not is_eponym(text, match.start("x") + size)
            and not lexicon.is_proper(folded)
            and not is_role(folded)
            and folded not in _NO_TOWN
        ):
            yield match.start("x"), match.start("x") + size, "CITY"
    for match in _MADE_UP.finditer(text):
        first, *_ = words(match["x"])
        if not lexicon.all_vocabulary(first) or (first.capital and match["x"].split()[-1][0].isupper()):
            yield *match.span("x"), "CITY"
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


_NO_TOWN = frozenset(
    "clinic hospital emergency medicine surgery radiology er ed icu center medical normal general march may august "
    "mobile home male female university theatre operation media page".split()
)


def _is_facility_word(found: str) -> bool:
    return words(found)[0].folded in {"hospital", "emergency", "icu", "ed", "er", "or", "clinic", "radiology"}
