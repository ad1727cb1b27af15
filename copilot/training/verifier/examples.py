"""Claims with a known verdict, made from abstracts: copied, inferred and title claims, and what is false beside them.

A copied claim teaches that words of the passage hold; a title or a conclusion against the results, that a finding may
be said in other words. False are the same claims with one number or direction changed, and a near abstract's claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import bm25s

from copilot.verify.form import has_finite_verb
from retrieval.record import Record
from retrieval.sentences import split

_TURNS = (
    "increased:decreased increase:decrease higher:lower reduced:increased reduces:increases reduction:increase "
    "improved:worsened effective:ineffective significant:non-significant greater:smaller more:less positive:negative "
    "positively:negatively safe:unsafe superior:inferior longer:shorter better:worse before:after common:rare "
    "men:women with:without can:cannot"
)
_TURN = {a: b for pair in _TURNS.split() for a, b in (pair.split(":"), pair.split(":")[::-1])}
_DENY = (("associated with", "not associated with"), ("should", "should not"), ("significantly", "not significantly"))
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?!\w)")
_RESULT = re.compile(r"RESULT|FINDING")
_CONCLUSION = re.compile(r"CONCLUSION|INTERPRETATION")
_WORDS = 150
"""Words of a passage, whole sentences: what the verifier reads at most in the product."""
_NEAR = 8


@dataclass(frozen=True)
class Example:
    """A claim, the passage it is checked against, the verdict, and how it was made."""

    claim: str
    passage: str
    holds: bool
    kind: str


def examples(records: Sequence[Record], seed: int) -> Iterator[Example]:
    """Some four examples an abstract. The same records and seed give the same examples."""
    random = Random(seed)  # noqa: S311 a sample, no secret
    records = [record for record in records if record.title and len(record.text) > 300]
    near = _neighbours([f"{record.title} {record.text[:400]}" for record in records])
    for record, others in zip(records, near, strict=True):
        results, conclusions = _parts(record)
        other = records[random.choice(others)] if others else None
        passage = _passage(results or _sentences(record.text), "")
        title = record.title.strip("[]. ")
        if has_finite_verb(title):
            yield from _around(title, passage, "title", random)
            if other:
                yield Example(other.title.strip("[]. "), passage, False, "title of a near text")
        if conclusions:
            claim = random.choice(conclusions)
            yield from _around(claim, _passage(_sentences(record.text), claim), "copied", random)
            if results:
                yield from _around(conclusions[0], passage, "inferred", random)
            if other and (foreign := _parts(other)[1]):
                yield Example(foreign[0], passage, False, "claim of a near text")


def _around(claim: str, passage: str, kind: str, random: Random) -> Iterator[Example]:
    yield Example(claim, passage, True, kind)
    number, turned = _number(claim, random), _turned(claim, random)
    if kind == "copied" and number and random.random() < 0.7:
        yield Example(number, passage, False, "number")
    elif turned:
        yield Example(turned, passage, False, f"{kind}, turned")


def _sentences(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in split(text)]


def _parts(record: Record) -> tuple[list[str], list[str]]:
    """Sentences of the results and of the conclusions: of an unlabelled text, its last quarter."""
    found: dict[bool, list[str]] = {True: [], False: []}
    for section in record.sections:
        text = record.text[section.start : section.end]
        if _CONCLUSION.search(section.label.upper()):
            found[True] += _sentences(text)
        elif _RESULT.search(section.label.upper()):
            found[False] += _sentences(text)
    if not found[True]:
        sentences = _sentences(record.text)
        cut = max(1, len(sentences) * 3 // 4)
        found = {False: sentences[:cut], True: sentences[cut:]}
    return found[False], [one for one in found[True] if 45 < len(one) < 300 and has_finite_verb(one)]


def _passage(sentences: Sequence[str], must: str) -> str:
    """The last sentences, about `_WORDS` words, with `must` among them."""
    kept: list[str] = []
    for sentence in reversed(sentences):
        if sum(len(one.split()) for one in kept) + len(sentence.split()) > _WORDS and must in " ".join([must, *kept]):
            break
        kept.insert(0, sentence)
    text = " ".join(kept)
    return text if must in text else f"{must} {text}"


def _number(claim: str, random: Random) -> str | None:
    found = list(_NUMBER.finditer(claim))
    if not found:
        return None
    match = random.choice(found)
    places = len(match[0].partition(".")[2])
    changed = f"{float(match[0]) * random.choice([0.1, 0.5, 0.8, 1.2, 1.5, 2, 10]):.{places}f}"
    return None if changed == match[0] else claim[: match.start()] + changed + claim[match.end() :]


def _turned(claim: str, random: Random) -> str | None:
    places = [match for match in re.finditer(r"[A-Za-z]+", claim) if match[0].lower() in _TURN]
    if places and random.random() < 0.8:
        match = random.choice(places)
        return claim[: match.start()] + _TURN[match[0].lower()] + claim[match.end() :]
    return next(
        (claim.replace(plain, denied, 1) for plain, denied in _DENY if plain in claim and denied not in claim), None
    )


def _neighbours(texts: Sequence[str]) -> list[list[int]]:
    """For each text the places of those most like it, without itself."""
    if len(texts) < 2:
        return [[] for _ in texts]
    tokens = bm25s.tokenize(list(texts), stopwords="en", show_progress=False)
    index = bm25s.BM25()
    index.index(tokens, show_progress=False)
    found, _ = index.retrieve(tokens, k=min(_NEAR, len(texts)), show_progress=False)
    return [[int(j) for j in row if int(j) != i] for i, row in enumerate(found)]
