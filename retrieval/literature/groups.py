"""Groups of people and of animals as titles and texts name them."""

from __future__ import annotations

import re


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


LABORATORY = "animals or in the laboratory"
"""Where a record of neither people nor a species that it names was made."""
_SPECIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("guinea pigs", _any(r"guinea[- ]pigs?")),
    ("mice", _any(r"mice|mouse|murine")),
    ("rats", _any(r"rats?")),
    ("rabbits", _any(r"rabbits?")),
    ("piglets", _any(r"piglets?")),
    ("pigs", _any(r"pigs?|swine|sows?|porcine|minipigs?")),
    ("dogs", _any(r"dogs?|canines?|beagles?")),
    ("cats", _any(r"cats?|felines?")),
    ("sheep", _any(r"sheep|lambs?|ovine|ewes?")),
    ("monkeys", _any(r"monkeys?|macaques?|baboons?|primates")),
    ("hamsters", _any(r"hamsters?")),
    ("gerbils", _any(r"gerbils?")),
    ("ferrets", _any(r"ferrets?")),
    ("horses", _any(r"horses?|equine|foals?")),
    ("goats", _any(r"goats?")),
    ("cattle", _any(r"cattle|cows?|bovine")),
    ("chickens", _any(r"chickens?|chicks?|hens?|broilers?")),
    ("zebrafish", _any(r"zebrafish")),
    ("fruit flies", _any(r"drosophila|fruit fl(?:y|ies)")),
    ("animals", _any(r"animal models?|(?:laboratory|experimental) animals?|animals")),
    ("cell cultures", _any(r"cell (?:lines?|cultures?)|cultured \w+|in vitro(?! fertili[sz]| matur)")),
)
_YOUNG: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("newborns", _any(r"neonat\w*|newborns?|(?:preterm|premature) (?:infants?|babies|children|births?)")),
    ("infants", _any(r"infan(?:ts?|cy)|babies|toddlers?")),
    ("children", _any(r"child(?:ren|hood)?|p(?:a)?ediatric\w*|preschool\w*|boys|girls|juveniles?|kindergarten\w*")),
    ("adolescents", _any(r"adolescen\w+|teenage\w*|teens|youths?")),
)
_GROWN = _any(
    r"adults?|men|women|elderly|older (?:people|patients|persons)|geriatric|postmenopausal|middle[- ]aged|veterans"
)
_PEOPLE = _any(
    r"humans?|people|persons?|patients?|owners?|farmers?|workers?|breeders?|handlers?|veterinar\w+|bites?|volunteers?"
    r"|participants?|allerg\w+|pets?|valves?|(?:bio)?prosthe\w+|xenografts?|heparins?|insulins?"
)
_IN = re.compile(r"\bin ((?:[\w-]+ ){0,3}[\w-]+)", re.IGNORECASE)
_STUDIED = re.compile(r"\b(?:(?:in|of|among|from)|\d[\d,]*) (?:[\w-]+ ){0,2}[\w-]+", re.IGNORECASE)
_CAPITALS = re.compile(r"\b[A-Z]{2,}s?\b")
_CHILD_OF_SOMEBODY = _any(
    r"(?:men|women|mothers|fathers|parents) (?:with|of|who) (?:\w+ ){0,3}(?:children|newborns?)"
)
_NOBODY = _any(
    r"child[- ](?:turcotte[- ])?pugh(?: (?:class|score|grade))?|neonatal fc|adverse childhood \w+"
    r"|childhood (?:advers|trauma|maltreat|abuse|experience)\w*|(?:pre)?term (?:births?|deliver\w+|labou?r)"
    r"|non[- ]?pregnant\w*"
)
"""Words of a group in which nobody of the group is studied."""
_CLAUSE = re.compile(r"[^.;:,()]+")
_PREGNANT = _any(r"pregnan\w*|gestational|obstetric\w*|postpartum|pre-?eclampsia")
_HISTORY = _any(r"(?:earlier|previous|prior|past|former|history of|after) (?:\w+ )?(?:pregnan\w*|pre-?eclampsia)")
"""Of women who once were: a study of their later years is not about pregnancy."""
_WOMEN = re.compile(r"\b(?:in|among|of) (?:\w+ )?women\b|\bpostmenopausal\b|^women\b", re.IGNORECASE)
_MEN = re.compile(r"\b(?:in|among|of) (?:\w+ )?men\b|^men\b", re.IGNORECASE)


def species(text: str) -> str | None:
    """The animal that a text names most, or "cell cultures"; None where it names none. A CAT is a scan."""
    text = _CAPITALS.sub(" ", text)
    counted = [(len(pattern.findall(text)), -place, name) for place, (name, pattern) in enumerate(_SPECIES)]
    count, _, name = max(counted)
    return name if count else None


def studied(title: str) -> str | None:
    """The animal, or the cells, in which a title says that something was studied, if it names no people."""
    if _PEOPLE.search(title) or grown(title) or young(title):
        return None
    return next((name for said in _IN.findall(title) if (name := species(said))), None)


def _of_nobody_less(text: str) -> str:
    """`text` without those words, and without the clauses that say who was excluded."""
    left = _CLAUSE.sub(lambda clause: "" if "exclud" in clause[0].lower() else clause[0], text)
    return _NOBODY.sub("", left)


def young(text: str) -> str | None:
    """The youngest group that a text names, from newborns to adolescents; None where it names none."""
    return _youngest(_of_nobody_less(text))


def young_studied(text: str) -> str | None:
    """The youngest group of which an abstract says that it was studied: "in children", "of 40 preterm infants"."""
    return _youngest(" ".join(_STUDIED.findall(_of_nobody_less(text))))


def _youngest(text: str) -> str | None:
    text = _CHILD_OF_SOMEBODY.sub("", text)
    return next((name for name, pattern in _YOUNG if pattern.search(text)), None)


def grown(text: str) -> bool:
    """True if a text names adults."""
    return bool(_GROWN.search(text))


def of_women(title: str) -> bool:
    return bool(_WOMEN.search(title)) and not _MEN.search(title) and not _both(title)


def of_men(title: str) -> bool:
    return bool(_MEN.search(title)) and not _both(title)


def _both(title: str) -> bool:
    return bool(
        re.search(
            r"\bmen (?:and|or|than|versus|vs) (?:\w+ )?women|women (?:and|or|than|versus|vs) (?:\w+ )?men",
            title,
            re.I,
        )
    )


def names(group: str, text: str) -> bool:
    """True if `text` itself says that it is about the group, in one of its words."""
    if group == "pregnancy":
        return bool(_PREGNANT.search(_HISTORY.sub("", _of_nobody_less(text))))
    if group == "women":
        return bool(re.search(r"\bwom[ae]n\b|\bfemales?\b", text, re.IGNORECASE))
    if group == "men":
        return bool(re.search(r"\bm[ae]n\b|\bmales?\b", text, re.IGNORECASE))
    if group == "adults":
        return grown(text)
    if any(group == name for name, _ in _YOUNG):
        return young(text) is not None
    named = {name for name, pattern in _SPECIES if pattern.search(_CAPITALS.sub(" ", text))}
    return bool(named & {group, "animals"}) or (group in ("animals", LABORATORY) and bool(named))
