"""Claims with a known verdict, made from real sentences: kept as they are, or with one thing changed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_TURNS = [
    ("increased", "decreased"), ("higher", "lower"), ("reduced", "increased"), ("improved", "worsened"),
    ("greater", "smaller"), ("more", "less"), ("positively", "negatively"), ("effective", "ineffective"),
    ("longer", "shorter"), ("better", "worse"), ("after", "before"), ("with", "without"), ("superior", "inferior"),
    ("common", "rare"), ("men", "women"), ("increase", "decrease"), ("increases", "decreases"),
    ("reduces", "increases"),
]  # fmt: skip
_BACK = {b: a for a, b in _TURNS if b not in dict(_TURNS)}
_TURN = dict(_TURNS) | _BACK
_UNITS = {
    "mg": "g",
    "days": "months",
    "months": "days",
    "years": "months",
    "weeks": "days",
    "%": " mg",
    "hours": "days",
}
_PLAIN = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w-])")
_VERBS = re.compile(r"\b(is|are|was|were|has|have|had|may|can|did|does|should|will)\b(?! not)")
_DRUGS = [
    "metformin",
    "atorvastatin",
    "rituximab",
    "apixaban",
    "lisinopril",
    "azithromycin",
    "omeprazole",
    "imatinib",
]


class Case(NamedTuple):
    """A claim, the text it is checked against, whether it holds, and what was done to it."""

    claim: str
    text: str
    holds: bool
    kind: str


def cases(pairs: Sequence[tuple[str, str]], seed: int = 0) -> Iterator[Case]:
    """For each (sentence, its text): the sentence itself, and every change that its words allow."""
    rng = random.Random(seed)  # noqa: S311
    for i, (sentence, text) in enumerate(pairs):
        yield Case(sentence, text, True, "verbatim")
        other = pairs[(i + 7) % len(pairs)][0]
        yield Case(other, text, False, "other text's claim")
        for kind, change in _CHANGES.items():
            changed = change(sentence, rng)
            if changed and changed != sentence and changed not in text:
                yield Case(changed, text, False, kind)


def _number(sentence: str, rng: random.Random) -> str | None:
    found = list(re.finditer(_PLAIN, sentence))
    if not found:
        return None
    match = rng.choice(found)
    digits = list(match[0])
    place = rng.choice([i for i, ch in enumerate(digits) if ch.isdigit()])
    digits[place] = rng.choice([d for d in "123456789" if d != digits[place]])
    return sentence[: match.start()] + "".join(digits) + sentence[match.end() :]


def _unit(sentence: str, rng: random.Random) -> str | None:
    found = list(re.finditer(r"(?<=\d)\s?(mg|days|months|years|weeks|%|hours)(?!\w|/)", sentence))
    if not found:
        return None
    match = rng.choice(found)
    return sentence[: match.start(1)] + _UNITS[match[1]] + sentence[match.end(1) :]


def _direction(sentence: str, rng: random.Random) -> str | None:
    found = [m for m in re.finditer(r"[A-Za-z]+", sentence) if m[0].lower() in _TURN]
    if not found:
        return None
    match = rng.choice(found)
    turned = _TURN[match[0].lower()]
    return (
        sentence[: match.start()]
        + (turned.capitalize() if match[0][0].isupper() else turned)
        + sentence[match.end() :]
    )


def _negation(sentence: str, rng: random.Random) -> str | None:
    denied = re.search(r"\b(not|no) ", sentence)
    if denied:
        return sentence[: denied.start()] + sentence[denied.end() :]
    verb = _VERBS.search(sentence)
    return f"{sentence[: verb.end()]} not{sentence[verb.end() :]}" if verb else None


def _drug(sentence: str, rng: random.Random) -> str | None:
    found = re.search(
        r"\b[a-z]{4,}(?:olol|pril|sartan|statin|mab|nib|formin|floxacin|cillin|xaban|parin)\b", sentence
    )
    if not found:
        return None
    return sentence.replace(found[0], rng.choice([d for d in _DRUGS if d != found[0]]))


def _name(sentence: str, rng: random.Random) -> str | None:
    found = [m for m in re.finditer(r"(?<!^)\b[A-Z][A-Za-z]*[A-Z][A-Za-z0-9-]*\b", sentence) if len(m[0]) >= 3]
    if not found:
        return None
    match = rng.choice(found)
    name = match[0]
    place = rng.randrange(len(name) - 1)
    return sentence[: match.start()] + name[:place] + name[place + 1 :] + sentence[match.end() :]


def _swapped(sentence: str, rng: random.Random) -> str | None:
    found = list(re.finditer(_PLAIN, sentence))
    if len(found) < 2 or found[0][0] == found[1][0]:
        return None
    a, b = found[0], found[1]
    return sentence[: a.start()] + b[0] + sentence[a.end() : b.start()] + a[0] + sentence[b.end() :]


_POPULATIONS = [
    ("mice", "rats"), ("children", "adults"), ("women", "men"), ("male", "female"), ("males", "females"),
    ("infants", "adolescents"), ("neonates", "adolescents"), ("elderly", "paediatric"), ("pigs", "rabbits"),
    ("nurses", "students"), ("mothers", "fathers"), ("liver", "kidney"), ("lung", "liver"), ("heart", "kidney"),
    ("renal", "hepatic"), ("breast", "prostate"), ("gastric", "pancreatic"), ("patients", "mice"),
]  # fmt: skip
_OTHER = dict(_POPULATIONS) | {b: a for a, b in _POPULATIONS if b not in dict(_POPULATIONS)}
_COMPARED = re.compile(
    r"\b(?:in|among|with|for|by|of) (?:the )?([A-Za-z][\w-]{2,})((?: [A-Za-z][\w-]*){0,2},? (?:compared (?:with|to)"
    r"|than (?:in|with|for|among|by)|versus|vs\.?)(?: the| those| that| of| in| with)*) ([A-Za-z][\w-]{2,})"
)


def _population(sentence: str, rng: random.Random) -> str | None:
    found = [m for m in re.finditer(r"[a-z]+", sentence) if m[0] in _OTHER]
    if not found:
        return None
    match = rng.choice(found)
    return re.sub(rf"\b{match[0]}\b", _OTHER[match[0]], sentence)


def _comparator(sentence: str, rng: random.Random) -> str | None:
    match = _COMPARED.search(sentence)
    if not match or match[1].lower() == match[3].lower():
        return None
    return sentence[: match.start(1)] + match[3] + match[2] + " " + match[1] + sentence[match.end(3) :]


_CHANGES = {
    "number": _number,
    "unit": _unit,
    "direction": _direction,
    "negation": _negation,
    "drug": _drug,
    "population": _population,
    "comparator": _comparator,
    "misspelt name": _name,
    "two numbers swapped": _swapped,
}
