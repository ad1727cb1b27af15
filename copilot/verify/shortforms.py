"""Short forms: spellings of one name ("IL-2", "interleukin 2"; "NF-κB", "NF-kB"), and "long form (LF)" in a text."""

from __future__ import annotations

import re

_GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "σ": "sigma",
    "τ": "tau",
    "ω": "omega",
}
_LETTERS = str.maketrans(_GREEK)
_NAMED = re.compile(rf"(?<![^\W_])({'|'.join(_GREEK.values())})(?=[^\W_]{{0,2}}(?![^\W_]))")
_FAMILIES = (("interleukin", "il"), ("interferon", "ifn"), ("immunoglobulin", "ig"), ("apolipoprotein", "apo"))
_NUCLEIC = re.compile(r"[a-z]{1,3}([dr]na)s?")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4"}

_SHORT = re.compile(r"\(([^\W_][\w-]{1,9}?)s?\)")
"""A short form in brackets: two to ten characters."""


def spellings(norm: str) -> set[str]:
    """The ways to write one name, without hyphens and spaces: `norm` is a token in lower case.

    Greek letters by name and by their Latin letter, families of proteins by their abbreviation.
    """
    plain = norm.translate(_LETTERS)
    latin = _NAMED.sub(lambda match: match[0][0], "".join(_GREEK.get(c, c)[0] for c in norm))
    made = {bare(plain), bare(latin)}
    for long, short in _FAMILIES:
        made |= {short + form.removeprefix(long) for form in made if form.startswith(long) and form != long}
    return made


def implied(norm: str) -> set[str]:
    """`spellings` of a name, and what it is a kind of: a text about mRNA is one about RNA."""
    made = spellings(norm)
    return made | {match[1] for form in made if (match := _NUCLEIC.fullmatch(form))}


def arabic(norm: str) -> str:
    """A Roman numeral in digits ("type II", "type 2"), anything else as it is."""
    return _ROMAN.get(norm, norm)


def defined(text: str) -> list[tuple[str, str]]:
    """(long form, short form) of each "long form (LF)" in `text`.

    After Schwartz & Hearst, A simple algorithm for identifying abbreviation definitions in biomedical text, PSB 2003:
    the short form's characters stand in the long one in order, its first at the beginning of a word.
    """
    made = []
    for match in _SHORT.finditer(text):
        size = min(len(match[1]) + 5, 2 * len(match[1]))
        before = text[: match.start()].rsplit(maxsplit=size)[-size:]
        if any(c.isalpha() for c in match[1]) and (long := _long(match[1], " ".join(before))):
            made.append((long, match[1]))
    return made


def _long(short: str, before: str) -> str | None:
    """The shortest end of `before` that `short` abbreviates."""
    at = len(before)
    letters = [c for c in short.casefold() if c.isalnum()]
    folded = before.casefold()
    if len(folded) != len(before):
        return None
    for number in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0 and (folded[at] != letters[number] or (number == 0 and at > 0 and folded[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
    return before[at:]


def bare(norm: str) -> str:
    """A token without hyphens and other marks."""
    return re.sub(r"[\W_]", "", norm)
