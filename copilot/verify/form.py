"""Form: a finding has a finite verb, is not a title, and is said once."""

from __future__ import annotations

import re

from copilot.verify.direction import contradicted
from copilot.verify.negation import NEGATOR
from copilot.verify.words import content_stems, words

_AUXILIARY = frozenset(
    (
        "is are was were has have had may might can could should would will must do does did cannot "
        "remains remained appears appeared seems became becomes"
    ).split()
)
_VERBS = """affect allow appear associate benefit cause compare confer confirm contribute correlate decline decrease
delay demonstrate depend develop differ emerge enhance exceed exhibit experience explain fail fall favour favor find
give had help identify impair improve include increase indicate induce influence inhibit involve lead limit lower mean
need observe occur outperform play predict present prevent produce promote protect prove provide raise range reach
receive recommend reduce relate remain report represent require result reveal rise show stay suffer suggest support
survive tend undergo vary worsen yield"""
_IRREGULAR = frozenset(
    "found fell gave led made met rose saw showed shown underwent took got began grew kept went came held ran stood "
    "brought sent felt meant bled".split()
)


def _inflections(verb: str) -> set[str]:
    stem = verb.removesuffix("e")
    third = verb[:-1] + "ies" if re.search(r"[^aeiou]y$", verb) else verb + "s"
    past = verb[:-1] + "ied" if re.search(r"[^aeiou]y$", verb) else stem + "ed"
    return {third, past, stem + "red" if verb.endswith("r") else past, verb}


_FINITE = _AUXILIARY | _IRREGULAR | {form for verb in _VERBS.split() for form in _inflections(verb)}


def has_finite_verb(sentence: str) -> bool:
    """True if a word of the sentence can be its finite verb.

    The first word does not count: "Reduced mortality in older adults" is a heading. A word in -ed outside the list
    counts unless a preposition makes it a participle ("patients treated with").
    """
    tokens = [word.norm for word in words(sentence)]
    return any(
        word in _FINITE or (word.endswith("ed") and len(word) > 4 and following not in _AFTER_PARTICIPLE)
        for word, following in zip(tokens[1:], [*tokens[2:], "with"], strict=False)
    )


_AFTER_PARTICIPLE = frozenset("with by to in for from at on as of after during under using".split())


_PLAN = re.compile(
    r"\b(sought to|we aim|(was|is) to (assess|evaluate|determine|investigate|examine|describe|compare|identify)"
    r"|aims? (of|to|at)|aimed to"
    r"|objectives? (of|was|were)|purpose of this|hypothesi[sz]ed?|(?:this|study|review|trial) protocol|were searched"
    r"|(future|further|more|additional) (stud\w+|research|trials?|investigations?|work)|remains? (unclear|unknown)"
    r"|(is|are|remains?) (not|poorly) (well |fully )?(known|understood)|PROSPERO|ClinicalTrials|trial registration"
    r"|registered (?:at|in|with|on) (?:clinical|prospero|isrctn|the (?:international|chinese|australian|trial)))\b",
    re.IGNORECASE,
)


def is_plan(sentence: str) -> bool:
    """True if the sentence says what was or should be studied, or what is unknown, and not what was found."""
    return bool(_PLAN.search(sentence))


def is_title(sentence: str, title: str) -> bool:
    """True if the sentence is (nearly) the title of the text it cites."""
    return _overlap(sentence, title) >= 0.85


def is_repeat(sentence: str, shown: list[str]) -> bool:
    """True if one sentence already shown has every content word and number of this one, and denies what it denies."""
    return any(
        _keys(_LINK.sub("", sentence)) <= _keys(other)
        and _denies(sentence) == _denies(other)
        and not contradicted(sentence, other)
        for other in shown
    )


def _denies(sentence: str) -> bool:
    return any(word.norm in NEGATOR for word in words(sentence))


_LINK = re.compile(
    r"^(on the (one|other) hand|however|moreover|furthermore|in (addition|conclusion|summary|contrast)|additionally"
    r"|therefore|thus|overall|finally|nevertheless|indeed|but|and|conversely)\b,?\s*",
    re.IGNORECASE,
)


def _overlap(a: str, b: str) -> float:
    """Jaccard similarity of two sentences' content stems and numbers; 0 if either has none."""
    one, other = _keys(a), _keys(b)
    return len(one & other) / len(one | other) if one and other else 0.0


def _keys(text: str) -> set[str]:
    return set(content_stems(text)) | set(re.findall(r"\d+", text))
