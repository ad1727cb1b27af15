"""One source as HTML: what it is, where to find it, and its text with the cited words marked."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote, urlsplit

from copilot.client import Evidence
from copilot.schema import Citation
from ui import words


def marked(text: str, citations: Sequence[Citation]) -> str:
    """The text, escaped, with each cited span in <mark>. Overlapping spans become one."""
    parts, at = [], 0
    for start, end in _merged(citations):
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return "".join([*parts, escape(text[at:])])


def details(number: int, evidence: Evidence, citations: Sequence[Citation] = (), note: str = "") -> str:
    """A closed disclosure that opens the text; `note` stands behind its title.

    Citations whose words are not at their place in the text are not marked, and a warning says so.
    """
    held = [citation for citation in citations if citation.holds_in(evidence.text)]
    warning = "" if len(held) == len(citations) else _MISPLACED
    return (
        f'<details class="cc-source"><summary>Source {number}: {escape(evidence.title or evidence.id)}'
        f"{note and f' ({escape(note)})'}</summary>"
        f'<div class="cc-body"><p class="cc-about">{about(evidence)}</p>{warning}'
        f'<p class="cc-text">{marked(evidence.text, held)}</p>{links(evidence)}</div></details>'
    )


def about(evidence: Evidence) -> str:
    """Kind, journal or organisation, year, design, level and size, as one escaped line."""
    source, grade = evidence.source, evidence.grade
    design = "design not classified" if grade.design == "unclassified" else grade.design
    parts = [
        words.KIND[evidence.kind],
        source.journal or source.organisation or source.site,
        str(grade.year) if grade.year else None,
        design,
        words.level(grade.level),
        f"n = {grade.n:,}" if grade.n else None,
        source.version and f"version {source.version}",
        *(notice.upper() for notice in evidence.notices),
        f"indirect for this patient: {', '.join(evidence.indirect)}" if evidence.indirect else None,
    ]
    return escape(" · ".join(part for part in parts if part))


def links(evidence: Evidence) -> str:
    """Links to PubMed, PMC, the DOI and the publisher's page; empty where there is none."""
    anchors = [_anchor(label, url) for label, url in addresses(evidence)]
    return f'<p class="cc-links">{" · ".join(anchors)}</p>' if anchors else ""


def addresses(evidence: Evidence) -> list[tuple[str, str]]:
    """(label, https URL) of each place outside where the source can be read."""
    source = evidence.source
    found = []
    if source.pmid:
        found.append((f"PMID {source.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{quote(source.pmid, safe='')}/"))
    if source.pmcid:
        found.append((source.pmcid, f"https://pmc.ncbi.nlm.nih.gov/articles/{quote(source.pmcid, safe='')}/"))
    if source.doi:
        found.append((f"DOI {source.doi}", f"https://doi.org/{quote(source.doi)}"))
    if source.url and _is_elsewhere(source.url):
        found.append(("Publisher's page", source.url))
    return found


def _is_elsewhere(url: str) -> bool:
    """True for a web address that is not PubMed's; what cannot be read as an address is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.hostname != "pubmed.ncbi.nlm.nih.gov"


_MISPLACED = (
    '<p class="cc-warning">Some quoted words are not at their place in this text. Do not rely on this citation.</p>'
)


def _anchor(label: str, url: str) -> str:
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(label)}</a>'


def _merged(citations: Sequence[Citation]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((citation.start, citation.end) for citation in citations):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
