"""Abstracts of MEDLINE as clean text, with the drugs and diseases that its indexers named.

A mention is a chemical of the record's chemical list or a MeSH descriptor (not a geographic one) that carries a
clinical qualifier, where it stands in the text word for word.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from lxml import etree

from evals.deid.document import Document, Prediction, Span
from evals.deid.measures import Share

_CLINICAL = frozenset(
    "drug therapy;diagnosis;complications;epidemiology;mortality;etiology;therapy;surgery;prevention & control;"
    "therapeutic use;adverse effects;administration & dosage;genetics;metabolism".split(";")
)


def abstracts(path: Path, count: int) -> Iterator[tuple[Document, tuple[Span, ...]]]:
    """The first `count` unsectioned abstracts of an NLM file (XML, gzipped) and their mentions."""
    with gzip.open(path) as stream:
        citations = etree.iterparse(stream, tag="MedlineCitation", resolve_entities=False, no_network=True)
        yield from islice(_read(citations), count)


def hit(mentions: Sequence[tuple[Span, ...]], predictions: Sequence[Prediction]) -> Share:
    """Mentions of which a part would be hidden; `mentions[i]` are those of the text of `predictions[i]`."""
    flags = [
        any(span.start < mention.end and mention.start < span.end for span in prediction.spans)
        for found, prediction in zip(mentions, predictions, strict=True)
        for mention in found
    ]
    return Share(sum(flags), len(flags))


def _read(citations: Iterator[tuple[str, etree._Element]]) -> Iterator[tuple[Document, tuple[Span, ...]]]:
    for _, citation in citations:
        parts = citation.iterfind(".//Abstract/AbstractText")
        text = " ".join("".join(map(str, part.itertext())) for part in parts).strip()
        if text:
            yield Document(f"pmid:{citation.findtext('PMID')}", text, kind="abstract"), _mentions(citation, text)
        citation.clear()


def _mentions(citation: etree._Element, text: str) -> tuple[Span, ...]:
    names = {element.text for element in citation.iterfind(".//NameOfSubstance")}
    for heading in citation.iterfind(".//MeshHeading"):
        descriptor = heading.find("DescriptorName")
        qualifiers = {element.text for element in heading.iterfind("QualifierName")}
        if descriptor is not None and descriptor.get("Type") != "Geographic" and qualifiers & _CLINICAL:
            names.add(descriptor.text)
    wanted = sorted(filter(None, names), key=len, reverse=True)
    if not wanted:
        return ()
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, wanted)) + r")\b", re.IGNORECASE)
    return tuple(Span(match.start(), match.end(), "MENTION") for match in pattern.finditer(text))
