"""Draws the records whose design a reader labels, and prints them without what the classifier says of them.

    python -m benchmarks.grading_sample --files pubmed21n1298.xml.gz pubmed20n0014.xml.gz > records.txt

Strata are crude words of title, abstract and publication types, so that rare designs are there at all; the strata
`any` and `historic` are drawn from everything. evals/data/grading holds the PMIDs drawn and the labels given.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from retrieval.literature.load import load
from retrieval.record import Record

SEED = 20261127
_STRATA = {
    "guideline": (15, r"guideline|recommendation|consensus"),
    "review of studies": (20, r"systematic(?:ally)? review|meta-?analy|systematic review"),
    "trial": (22, r"randomi[sz]ed|randomly|clinical trial|placebo"),
    "cohort": (24, r"cohort|follow(?:ed)?[- ]up|retrospective|prospective|registry"),
    "case-control": (18, r"case[- ]control|matched controls|healthy controls|cases and controls"),
    "cross-sectional": (22, r"cross[- ]sectional|survey|questionnaire|prevalence"),
    "case report": (16, r"case reports?|case series|year-old|a case of"),
    "animal or in vitro": (22, r"\bmice\b|\brats?\b|in vitro|cell lines?|\bmouse\b"),
    "review or opinion": (22, r"\breview|perspective|viewpoint|editorial|commentary|letter"),
    "any": (60, r""),
}
_HISTORIC = 24
_MORE = {
    "guideline title": (
        30,
        r"guidelines? (?:for|on|of)\b|\bguideline\W*$|recommendations? (?:for|on|of|from)\b|consensus"
        r"|position (?:statement|paper)",
    ),
    "case-control title": (9, r"case[- ]control"),
    "trial title": (10, r"randomi[sz]ed"),
}
"""Further draws, by title alone, for designs of which the first gave few."""
_ROUTINE = re.compile(r"Journal Article|Research Support|English Abstract|U\.S\. Gov|Video-Audio")


class Drawn(NamedTuple):
    stratum: str
    record: Record


def draw(recent: Sequence[Record], historic: Sequence[Record], seed: int = SEED) -> list[Drawn]:
    """The sample: no record twice, strata mixed."""
    rng = random.Random(seed)
    taken: set[str] = set()
    out: list[Drawn] = []
    for stratum, (size, words) in _STRATA.items():
        said = re.compile(words, re.IGNORECASE)
        pool = [one for one in recent if one.id not in taken and said.search(_words(one))]
        chosen = rng.sample(pool, size)
        taken |= {one.id for one in chosen}
        out += [Drawn(stratum, one) for one in chosen]
    out += [Drawn("historic", one) for one in rng.sample(list(historic), _HISTORIC)]
    rng.shuffle(out)
    for number, (stratum, (size, words)) in enumerate(_MORE.items(), start=1):
        said = re.compile(words, re.IGNORECASE)
        taken = {drawn.record.id for drawn in out}
        pool = [one for one in recent if one.id not in taken and (said.search(one.title) or stratum == _typed(one))]
        out += [Drawn(stratum, one) for one in random.Random(seed + number).sample(pool, size)]
    return out


def _typed(record: Record) -> str | None:
    return "guideline title" if "Practice Guideline" in record.publication_types else None


def _words(record: Record) -> str:
    return " ".join((record.title, record.text, *record.publication_types))


def records(path: Path) -> list[Record]:
    """Those with a title; a text is not asked for, as the classifier has to do without one, too."""
    items = load(f"medline:{path}")
    return [item for item in items if isinstance(item, Record) and item.title]


def shown(number: int, record: Record, historic: bool) -> Iterator[str]:
    types = "; ".join(one for one in record.publication_types if not _ROUTINE.search(one))
    yield f"## {number} {record.id} {record.year or ''} {f'[{types}]' if types else ''}"
    yield f"{record.title}"
    if historic:
        yield f"MeSH: {'; '.join(record.mesh)}"
    yield record.text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=Path, nargs=2, required=True, help="the recent file, the historic one")
    args = parser.parse_args()
    recent, historic = map(records, args.files)
    for number, drawn in enumerate(draw(recent, historic)):
        print("\n".join(shown(number, drawn.record, drawn.stratum == "historic")))


if __name__ == "__main__":
    main()
