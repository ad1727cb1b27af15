"""NLM's MEDLINE/PubMed XML (baseline and update files, plain or gzipped) as records, deletions and retractions.

Format: https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from retrieval.evidence import Source
from retrieval.literature.cut import Broken, Piece, cut
from retrieval.literature.dates import iso_date
from retrieval.literature.flatten import flatten, squeeze
from retrieval.literature.grading import grade
from retrieval.literature.items import Deleted, Fault, Item, Noted, Retracted
from retrieval.literature.streams import READ_ERRORS, explain, opened
from retrieval.literature.updated import taken_back
from retrieval.record import Notice, Record, Section

_RETRACTED_BY = frozenset({"RetractionIn", "RetractedandRepublishedIn"})
_RETRACTS = frozenset({"RetractionOf", "RetractedandRepublishedFrom"})
_NO_LABEL = frozenset({"", "UNLABELLED", "UNASSIGNED"})
# records are parsed out of their file, so prefixes that the file's root or DTD declares are declared again
_OPEN = (
    b'<r xmlns:mml="http://www.w3.org/1998/Math/MathML" xmlns:xlink="http://www.w3.org/1999/xlink" '
    b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
_CLOSE = b"</r>"


def read_medline(path: Path) -> Iterator[Item]:
    """Items of one file in its order. Memory stays flat; nothing is fetched; no entity but XML's own is expanded.

    A record is followed by a `Retracted` for each work that it retracts, or withdraws by an update whose title says
    so, and by a `Noted` for each that it updates. A record without an abstract has
    `text == ""`. A book without an abstract is left out. Damage yields a `Fault` and costs the record it stands in.
    """
    last_good: str | None = None
    try:
        stream = opened(path)
    except READ_ERRORS as error:
        yield Fault(str(path), "line 1 (byte 0)", None, explain(error))
        return
    with stream:
        for piece in cut(stream):
            try:
                items = [] if isinstance(piece, Broken) else list(_items(piece))
                message = piece.message if isinstance(piece, Broken) else ""
            except (etree.XMLSyntaxError, ValueError) as error:
                items, message = [], f"this record cannot be read: {error}"
            yield from items
            if message:
                yield Fault(str(path), f"line {piece.line} (byte {piece.offset})", last_good, message)
            last_good = next((item.id for item in reversed(items) if isinstance(item, Record)), last_good)


def _items(piece: Piece) -> Iterator[Item]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    element = etree.fromstring(_OPEN + piece.xml + _CLOSE, parser)[0]
    if piece.tag in ("DeleteCitation", "DeleteDocument"):
        yield from (Deleted(f"pmid:{_pmid(pmid)}") for pmid in element.findall("PMID"))
        return
    record = _book(element) if piece.tag == "PubmedBookArticle" else _article(element)
    if record is None:
        return
    yield record
    where = " ".join(filter(None, (record.source.journal, record.date))) or None
    for notice in record.notices:
        if not notice.pmid or notice.pmid == record.source.pmid:
            continue
        if notice.type in _RETRACTS or (notice.type == "UpdateOf" and taken_back(record.title)):
            said = Notice(type="RetractionIn", pmid=record.source.pmid, citation=where)
            yield Retracted(f"pmid:{notice.pmid}", said)
        elif notice.type == "UpdateOf":
            yield Noted(f"pmid:{notice.pmid}", Notice(type="UpdateIn", pmid=record.source.pmid, citation=where))


def _article(element: etree._Element) -> Record:
    citation = element if element.tag == "MedlineCitation" else element.find("MedlineCitation")
    article = None if citation is None else citation.find("Article")
    if citation is None or article is None:
        raise ValueError("it has no MedlineCitation with an Article")
    title = _title(article.find("ArticleTitle")) or _title(article.find("VernacularTitle"))
    text, sections = _abstract(article.find("Abstract"))
    for other in citation.findall("OtherAbstract"):
        if not text and other.get("Language", "eng") == "eng":
            text, sections = _abstract(other)
    ids = _ids(element.findall("PubmedData/ArticleIdList/ArticleId"), "IdType")
    ids |= _ids(article.findall("ELocationID"), "EIdType")
    return _record(
        citation,
        title=title,
        text=text,
        sections=sections,
        date=iso_date(article.find("Journal/JournalIssue/PubDate")) or iso_date(article.find("ArticleDate")),
        language=_language(article),
        publication_types=_texts(article, "PublicationTypeList/PublicationType"),
        mesh=_texts(citation, "MeshHeadingList/MeshHeading/DescriptorName"),
        keywords=_texts(citation, "KeywordList/Keyword"),
        notices=tuple(_notices(citation)),
        ids=ids,
        journal=article.findtext("Journal/ISOAbbreviation") or article.findtext("Journal/Title"),
        organisation=None,
    )


def _book(element: etree._Element) -> Record | None:
    document = element.find("BookDocument")
    if document is None:
        raise ValueError("it has no BookDocument")
    text, sections = _abstract(document.find("Abstract"))
    if not text:
        return None
    return _record(
        document,
        title=_title(document.find("ArticleTitle")) or _title(document.find("Book/BookTitle")),
        text=text,
        sections=sections,
        date=iso_date(document.find("ContributionDate")) or iso_date(document.find("Book/PubDate")),
        language=_language(document),
        publication_types=_texts(document, "PublicationType"),
        mesh=(),
        keywords=_texts(document, "KeywordList/Keyword"),
        notices=(),
        ids=_ids(document.findall("ArticleIdList/ArticleId"), "IdType"),
        journal=flatten(document.find("Book/BookTitle")) or None,
        organisation=document.findtext("Book/Publisher/PublisherName"),
    )


def _record(
    citation: etree._Element,
    *,
    title: str,
    text: str,
    sections: tuple[Section, ...],
    date: str | None,
    language: str | None,
    publication_types: tuple[str, ...],
    mesh: tuple[str, ...],
    keywords: tuple[str, ...],
    notices: tuple[Notice, ...],
    ids: dict[str, str],
    journal: str | None,
    organisation: str | None,
) -> Record:
    """What articles and books have in common. `citation` holds the PMID and DateRevised."""
    element = citation.find("PMID")
    pmid = _pmid(element)
    version = element.get("Version", "") if element is not None else ""
    year = int(date[:4]) if date else None
    retracted = "Retracted Publication" in publication_types or any(n.type in _RETRACTED_BY for n in notices)
    retracted |= taken_back(title)
    return Record(
        id=f"pmid:{pmid}",
        title=title,
        text=text,
        sections=sections,
        source=Source(
            pmid=pmid,
            pmcid=ids.get("pmc"),
            doi=ids.get("doi"),
            url=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/",
            journal=journal,
            organisation=organisation,
            version=iso_date(citation.find("DateRevised")),
        ),
        revision=int(version) if version.isdecimal() else 1,
        year=year,
        date=date,
        language=language,
        publication_types=publication_types,
        mesh=mesh,
        keywords=keywords,
        notices=notices,
        grade=grade(publication_types, mesh, title, text, year),
        retracted=retracted,
    )


def _pmid(element: etree._Element | None) -> str:
    pmid = flatten(element)
    if not re.fullmatch(r"[0-9]{1,9}", pmid):
        raise ValueError(f"its PMID is {pmid!r}" if pmid else "it has no PMID")
    return pmid


def _title(element: etree._Element | None) -> str:
    """A title without the brackets that NLM puts around a translated one; "" for "[Not Available]"."""
    title = flatten(element)
    inner = re.fullmatch(r"\[(.*?)(\.?)\](\.?)", title)
    if inner and _balanced(inner[1]):
        title = inner[1].strip() + (inner[2] or inner[3])
    return "" if title.rstrip(".").lower() == "not available" else title


def _balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == "[") - (char == "]")
        if depth < 0:
            return False
    return depth == 0


def _abstract(element: etree._Element | None) -> tuple[str, tuple[Section, ...]]:
    """Text with each labelled part behind its label in capitals, one part a line, and where those parts stand."""
    text, sections = "", []
    for part in [] if element is None else element.findall("AbstractText"):
        body = flatten(part)
        if not body:
            continue
        text += "\n" if text else ""
        label = squeeze(part.get("Label", "")).rstrip(": ").upper()
        if label not in _NO_LABEL:
            text += f"{label}: "
            sections.append(Section(label=label, start=len(text), end=len(text) + len(body)))
        text += body
    return text, tuple(sections)


def _texts(element: etree._Element, path: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for found in element.findall(path) if (text := flatten(found))))


def _language(element: etree._Element) -> str | None:
    languages = _texts(element, "Language")
    return "eng" if "eng" in languages else next(iter(languages), None)


def _ids(elements: list[etree._Element], kind: str) -> dict[str, str]:
    """Identifiers by kind ("doi", "pmc", …), the first of each; those that NLM marked invalid are left out."""
    found: dict[str, str] = {}
    for element in elements:
        value = flatten(element)
        if value and element.get("ValidYN", "Y") == "Y":
            found.setdefault(element.get(kind, ""), value)
    return found


def _notices(citation: etree._Element) -> Iterator[Notice]:
    for element in citation.findall("CommentsCorrectionsList/CommentsCorrections"):
        yield Notice(
            type=element.get("RefType", ""),
            pmid=flatten(element.find("PMID")) or None,
            citation=flatten(element.find("RefSource")) or None,
        )
