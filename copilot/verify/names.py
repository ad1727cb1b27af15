"""Names: every acronym, drug, gene or proper name of a claim must stand in the passage, spelt as there."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from copilot.deid.lexicon import is_vocabulary
from copilot.verify.shortforms import arabic, bare, defined, implied, spellings
from copilot.verify.words import STOP, Word, content_stems, words

_DRUG = re.compile(
    r".{3,}(?:olol|alol|pril|prilat|sartan|statin|gliptin|gliflozin|glutide|glitazone|formin|floxacin|cillin|cycline"
    r"|mycin|micin|conazole|prazole|setron|triptan|vir|navir|tegravir|xaban|gatran|parin|grel|grelor|plase|mab|nib"
    r"|ciclib|parib|rafenib|tinib|cept|kinra|limus|platin|taxel|rubicin|bine|azepam|azolam|barbital|caine|curium"
    r"|dipine|thiazide|semide|lactone|renone|dronate|dronic|fibrate|oxetine|traline|pramine|triptyline|apine|peridone"
    r"|azine|profen|coxib|fenac|oxicam|olone|asone|onide|terol|tropium|lukast|fenadine|tadine|stigmine|mantine|dopa"
    r"|giline|capone|racetam|gabalin|zolamide|prost|sentan|dutide|paratide|cog|poetin|grastim|tocin|pressin)s?"
)
"""Endings that mark a drug name, from WHO's stem book for international non-proprietary names."""

Known = Callable[[str], bool]
"""Does any indexed text contain this word? Handed in, so that the rules need no index."""


def unsupported(claim: str, passage: str, known: Known | None = None) -> list[str]:
    """Names of the claim that the passage does not contain.

    A name is an acronym (two capitals, or letters with digits), a capitalised word inside the sentence, or a word
    with a drug's ending. Besides names: a word the passage has in nearly the same letters but not in the same form
    (a misspelling, or "hypotension" for "hypertension"), and a word that `known` has never seen.
    """
    held = words(passage, split_hyphens=False)
    forms = _forms(held)
    stems = set(content_stems(passage))
    initials = _initials(held)
    claim_words = words(claim, split_hyphens=False)
    vouched = _vouched(claim, passage, forms, stems)
    joined = {a.start: bare(a.norm + arabic(b.norm)) for a, b in pairwise(claim_words)}
    joined |= {b.start: joined[a.start] for a, b in pairwise(claim_words) if joined[a.start] in forms}
    out: list[str] = []
    for position, word in enumerate(claim_words):
        if (
            word.text.removesuffix("s") in ABBREVIATIONS
            or _in(word, forms, stems)
            or joined.get(word.start) in forms
            or word.text in vouched
            or _acronym_stands(word.text, initials)
        ):
            continue
        if _is_name(word, forms, first=position == 0) or _misspelt(word, held, known) or _unknown(word, known):
            out.append(word.text)
    return out


ABBREVIATIONS = frozenset("CI OR HR RR SD SE IQR AOR AHR".split())
"""Abbreviations of statistics that any text may write out."""


def _is_acronym(text: str) -> bool:
    return len(re.findall(r"[A-Z]", text)) >= 2 or (
        bool(re.search(r"\d", text)) and bool(re.search(r"[^\W\d_]", text))
    )


def _is_name(word: Word, forms: set[str], *, first: bool) -> bool:
    """True for an acronym, a drug or a capitalised word; of a compound ("HIV-positive") only such parts count."""
    if re.fullmatch(r"\d+(st|nd|rd|th|s|%)?", word.norm) or re.match(r"\d+[-‐‑]", word.text):
        return False  # ordinals and "30-day": the number rule reads those
    pieces = words(word.text)
    if len(pieces) > 1 and not any(piece.norm.isdigit() for piece in pieces):
        absent = [piece for piece in pieces if bare(piece.norm) not in forms]
        return any(_is_acronym(piece.text) or _DRUG.fullmatch(piece.norm) for piece in absent)
    if _is_acronym(word.text) or _DRUG.fullmatch(word.norm):
        return True
    return not first and word.text[0].isupper() and word.norm not in STOP


def _forms(held: list[Word]) -> set[str]:
    """Every spelling that counts as present: whole tokens, their pieces, and neighbours written as one."""
    out: set[str] = set()
    for word in held:
        form = bare(word.norm)
        out |= {form, form.removesuffix("tm")} | implied(word.norm)
        out.update(bare(piece) for piece in re.split(r"[-']", word.norm))
    for a, b in pairwise(held):
        out |= {bare(a.norm + arabic(b.norm)), bare(a.norm + b.norm)} | spellings(f"{a.norm}-{b.norm}")
    return out


def _vouched(claim: str, passage: str, forms: set[str], stems: set[str]) -> set[str]:
    """Words of each "long form (LF)" of the claim that the passage has in either form, unless it has another LF."""
    out: set[str] = set()
    if not (mine := defined(claim)):
        return out
    shortened = {" ".join(content_stems(long)): short.casefold() for long, short in defined(passage)}
    for long, short in mine:
        named = words(long, split_hyphens=False)
        here = spellings(short.casefold())
        if not here & spellings(shortened.get(" ".join(content_stems(long)), short.casefold())):
            continue
        if here & forms or all(_in(word, forms, stems) for word in named if word.content):
            out |= {short, short + "s", *(word.text for word in named)}
    return out


_AFFIXES = frozenset(
    (
        "anti non pan like dependent independent driven induced activated mediated related associated specific "
        "derived positive negative deficient based expressing bound free null mutant treated targeted"
    ).split()
)
"""Parts of a compound that name nothing: "anti-IL-2", "NF-κB-dependent"."""


def _in(word: Word, forms: set[str], stems: set[str]) -> bool:
    form = bare(word.norm)
    if form in forms or form.removesuffix("s") in forms or form + "s" in forms or word.stem in stems:
        return True
    if spellings(word.norm) & forms:
        return True
    pieces = words(word.text)
    if len(pieces) > 1 and all(bare(piece.norm) in forms or piece.stem in stems for piece in pieces):
        return True
    core = [piece.norm for piece in pieces if piece.norm not in _AFFIXES]
    return 0 < len(core) < len(pieces) and bool(spellings("-".join(core)) & forms)


def _initials(held: list[Word]) -> str:
    """First letters of all words that may stand in an acronym, in order."""
    pieces = [piece for word in held for piece in words(word.text)]
    return "".join(
        piece.norm if piece.norm.isdigit() else piece.norm[0] for piece in pieces if piece.norm not in STOP
    )


def _acronym_stands(text: str, initials: str) -> bool:
    """True if the words (and number) behind an acronym of three letters or more follow each other in the passage.

    Two letters would fit some pair of words in any abstract; those must be written as in the passage.
    """
    letters = text.removesuffix("s")
    return bool(re.fullmatch(r"[A-Z]{3,}\d*", letters)) and letters.lower() in initials


def _misspelt(word: Word, held: list[Word], known: Known | None) -> bool:
    """True if the passage has this word with one letter off, or with the opposite prefix (hypo-, hyper-)."""
    if len(word.norm) < 6 or word.norm in _CONFUSED:
        return False
    if any(_opposite_prefix(word.norm, other.norm) for other in held):
        return True
    if is_vocabulary(word.norm) or (known is not None and known(word.norm)):
        return False
    return any(_one_letter_off(word.norm, other.norm) for other in held if len(other.norm) >= 6)


_CONFUSED = frozenset("affect affects affected affecting effect effects effected causal casual".split())
_PREFIXES = [
    ("hypo", "hyper"),
    ("intra", "extra"),
    ("inter", "intra"),
    ("pre", "post"),
    ("under", "over"),
    ("endo", "exo"),
]


def _opposite_prefix(a: str, b: str) -> bool:
    return any(
        a.startswith(x) and b.startswith(y) and len(a) > len(x) + 3 and a[len(x) :] == b[len(y) :]
        for pair in _PREFIXES
        for x, y in (pair, pair[::-1])
    )


def _one_letter_off(a: str, b: str) -> bool:
    """True if one letter was left out, added, changed or swapped with its neighbour, before the word's ending."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if start >= min(len(a), len(b)) - 2:
        return False  # diabetes, diabetic: an inflection
    swapped = a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
    rest = {(a[start + 1 :], b[start + 1 :]), (a[start:], b[start + 1 :]), (a[start + 1 :], b[start:])}
    return swapped or any(x == y for x, y in rest)


def _unknown(word: Word, known: Known | None) -> bool:
    if known is None or len(word.norm) < 5 or not word.norm.isalpha():
        return False
    return not known(word.norm)
