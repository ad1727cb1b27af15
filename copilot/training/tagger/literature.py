"""What the sample literature gives: text without identifiers, medical terms, names of authors and institutions.

Abstracts are negatives: eponyms, drugs, genes, study sites and dates in them identify no patient. The first records
of the file are left alone, because the evaluation reads its abstracts from there.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from lxml import etree

from copilot.training.tagger.people import kept_out

SKIPPED, READ = 4_000, 12_000
"""Records that are passed over, and records that are read after them."""

_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")
_INSTITUTION = re.compile(r"\b(?:Hospital|Clinic|Medical Cent(?:er|re)|Infirmary|Hospice|Health System|Klinikum)\b")
_NAME = re.compile(r"[A-Z][^\W\d_]+(?:[-'’][^\W\d_]+)?")
_WORD = re.compile(r"\b[a-z]{4,9}\b")


@dataclass(frozen=True)
class Literature:
    """`titles` and `passages` hold no identifier; names are of the half that training may see."""

    titles: tuple[str, ...]
    passages: tuple[str, ...]
    terms: tuple[str, ...]
    words: tuple[str, ...]
    given: tuple[str, ...]
    surnames: tuple[str, ...]
    institutions: tuple[str, ...]


def read(path: Path, skipped: int = SKIPPED, count: int = READ) -> Literature:
    """The literature of an NLM file (XML, gzipped). Raises OSError and lxml.etree.XMLSyntaxError."""
    titles: list[str] = []
    passages: list[str] = []
    terms: set[str] = set()
    given: set[str] = set()
    surnames: set[str] = set()
    institutions: set[str] = set()
    for citation in _citations(path, skipped, count):
        titles += ["".join(map(str, item.itertext())).strip("[] ") for item in citation.iterfind(".//ArticleTitle")]
        for part in citation.iterfind(".//Abstract/AbstractText"):
            passages += _passages("".join(map(str, part.itertext())))
        terms.update(
            filter(None, (item.text for item in citation.iterfind(".//MeshHeading/DescriptorName[@MajorTopicYN]")))
        )
        terms.update(filter(None, (item.text for item in citation.iterfind(".//NameOfSubstance"))))
        given.update(name for item in citation.iterfind(".//ForeName") for name in _NAME.findall(item.text or "")[:1])
        families = (item.text or "" for item in citation.iterfind(".//Author/LastName"))
        surnames.update(filter(_NAME.fullmatch, families))
        for item in citation.iterfind(".//Affiliation"):
            institutions.update(
                part.strip() for part in re.split("[,;]", item.text or "") if _INSTITUTION.search(part)
            )
    return Literature(
        titles=tuple(filter(None, titles)),
        passages=tuple(passages),
        terms=tuple(sorted(term for term in terms if "," not in term and len(term) < 40)),
        words=tuple(sorted({word for title in titles for word in _WORD.findall(title)})),
        given=_seen(given),
        surnames=_seen(surnames),
        institutions=tuple(
            sorted(name for name in institutions if 8 < len(name) < 60 and name[0].isupper() and not kept_out(name))
        ),
    )


def _citations(path: Path, skipped: int, count: int) -> Iterator[etree._Element]:
    with gzip.open(path) as stream:
        found = etree.iterparse(stream, tag="MedlineCitation", resolve_entities=False, no_network=True)
        for number, (_, citation) in enumerate(islice(found, skipped + count)):
            if number >= skipped:
                yield citation
            citation.clear()


def _passages(text: str) -> Iterator[str]:
    """Runs of one to four whole sentences."""
    sentences = _SENTENCE.split(text.strip())
    size = 1 + len(sentences) % 4
    for first in range(0, len(sentences), size):
        yield " ".join(sentences[first : first + size])


def _seen(names: set[str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in names if len(name) > 1 and not name.isupper() and not kept_out(name)))
