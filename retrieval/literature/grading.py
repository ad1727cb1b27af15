"""How a study was done, and the level of evidence that gives it.

Levels follow the table of the Oxford Centre for Evidence-Based Medicine (OCEBM Levels of Evidence Working Group,
2011), row "does this intervention help?": https://www.cebm.ox.ac.uk/resources/levels-of-evidence/ocebm-levels-of-evidence
Choices that the table leaves open: a guideline counts as level 1, because it rests on systematic reviews where those
exist; a narrative review as level 5, because its choice of studies is its authors' opinion; a non-randomised trial as
a controlled follow-up study, level 3. A protocol has no results: no design, no level.
"""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.evidence import Design, Grade
from retrieval.literature.cues import advises, named_in_text, named_in_title
from retrieval.literature.described import described
from retrieval.literature.participants import participants

LEVELS: dict[Design, int | None] = {
    "guideline": 1,
    "systematic review": 1,
    "randomised trial": 2,
    "cohort": 3,
    "case-control": 4,
    "cross-sectional": 4,
    "case report": 4,
    "review": 5,
    "opinion": 5,
    "animal or in vitro": 5,
    "unclassified": None,
}

_LONG = 600
"""Characters: a comment has no abstract of this length."""

_Rows = tuple[tuple[Design, frozenset[str]], ...]


def _terms(names: str) -> frozenset[str]:
    return frozenset(names.split("|"))


# NLM's publication types; the first row with a match decides
_BY_TYPE: _Rows = (
    (
        "unclassified",
        _terms(
            "Published Erratum|Retraction of Publication|Retraction Notice|Expression of Concern"
            "|Clinical Trial Protocol"
        ),
    ),
    (
        "guideline",
        _terms("Practice Guideline|Guideline|Consensus Development Conference|Consensus Development Conference, NIH"),
    ),
    ("systematic review", _terms("Systematic Review|Meta-Analysis|Network Meta-Analysis")),
    ("opinion", _terms("Editorial|Comment|News|Interview|Biography|Personal Narrative|Lecture")),
    ("randomised trial", _terms("Randomized Controlled Trial|Equivalence Trial")),
    ("case report", _terms("Case Reports")),
)
_REVIEW = _terms("Review|Scoping Review")
_TRIAL = _terms(
    "Clinical Trial|Controlled Clinical Trial|Adaptive Clinical Trial|Pragmatic Clinical Trial"
    "|Clinical Trial, Phase I|Clinical Trial, Phase II|Clinical Trial, Phase III|Clinical Trial, Phase IV"
)
_BY_MESH: _Rows = (
    ("case-control", _terms("Case-Control Studies")),
    ("cross-sectional", _terms("Cross-Sectional Studies")),
    (
        "cohort",
        _terms("Cohort Studies|Follow-Up Studies|Longitudinal Studies|Prospective Studies|Retrospective Studies"),
    ),
)
_IN_VITRO = _terms("In Vitro Techniques|Cell Line|Cell Line, Tumor|Cells, Cultured")
_AGES = _terms(
    "Adult|Aged|Aged, 80 and over|Middle Aged|Young Adult|Adolescent|Child|Child, Preschool|Infant|Infant, Newborn"
)
_STUDIES_OF_PEOPLE: frozenset[Design] = frozenset(
    {"systematic review", "randomised trial", "cohort", "case-control", "cross-sectional", "case report"}
)


def grade(publication_types: Iterable[str], mesh: Iterable[str], title: str, text: str, year: int | None) -> Grade:
    """Design, level, number of participants and year of one publication.

    NLM's publication types decide first, then what the title calls the study, then its MeSH headings, then what the
    abstract calls it, then how the abstract describes what was done. A study of animals or cells is never graded as
    one of people. n is None unless people were studied and the abstract gives their number plainly.
    """
    types, headings = frozenset(publication_types), frozenset(mesh)
    design = _design(types, headings, title, text)
    if design in _STUDIES_OF_PEOPLE and _not_people(headings):
        design = "animal or in vitro"
    n = participants(text) if design in _STUDIES_OF_PEOPLE or design == "unclassified" else None
    return Grade(design=design, level=LEVELS[design], n=n, year=year)


def _design(types: frozenset[str], headings: frozenset[str], title: str, text: str) -> Design:
    titled = named_in_title(title)
    if (typed := _first(_BY_TYPE, types)) is not None and not _reports(types, text):
        return typed
    if titled in (None, "opinion") and advises(title, text):
        return "guideline"
    if types & _REVIEW:  # NLM files systematic reviews here until it has looked at them
        return "systematic review" if titled == "systematic review" else "review"
    if types & _TRIAL and titled != "unclassified":
        return "randomised trial" if "randomised trial" in (titled, named_in_text(text)) else "cohort"
    if _not_people(headings):
        return titled if titled in ("review", "opinion", "unclassified") else "animal or in vitro"
    if (design := titled or _first(_BY_MESH, headings)) is not None:
        return design
    return "opinion" if "Letter" in types else named_in_text(text) or described(text) or "unclassified"


def _reports(types: frozenset[str], text: str) -> bool:
    """True for a study that NLM filed as a comment because somebody commented on it."""
    return "Comment" in types and not types & _terms("Letter|Editorial") and len(text) > _LONG


def _first(rows: _Rows, terms: frozenset[str]) -> Design | None:
    return next((design for design, names in rows if names & terms), None)


def _not_people(headings: frozenset[str]) -> bool:
    """Animals without Humans, or cells without any age group (cells of human origin carry Humans too)."""
    if "Animals" in headings and "Humans" not in headings:
        return True
    return bool(headings & _IN_VITRO) and not headings & _AGES
