"""Words by which authors name their own design in a title or abstract, for records that NLM has not typed yet."""

from __future__ import annotations

import re

from retrieval.evidence import Design

_WE_DID = r"\bwe (?:conducted|performed|did|carried out|undertook) an?"
_ANIMAL = (
    r"(?:mice|mouse|murine|rats?|rabbits?|piglets?|pigs?|swine|dogs?|canine|zebrafish|drosophila|macaques?)"
    r"(?![- ](?:farm\w*|workers?|owners?|handlers?|breeders?|bites?|allerg\w+|exposure|contact|valves?))"
)
_RANDOMISED = r"(?<!non)(?<!non[- ])(?<!quasi)(?<!quasi[- ])randomi[sz]ed"

_TITLE: tuple[tuple[Design, tuple[str, ...]], ...] = (
    (
        "unclassified",
        (
            r"\b(?:study|trial|review|research) protocol\b",
            r"\bprotocol(?: (?:for|of)\b|\W*$)",
            r"\bstatistical analysis plan\b",
            r"\bcost[- ](?:effectiveness|utility|offset)\b",
        ),
    ),
    (
        "opinion",
        (
            r"^(?:comments? on|reply|re:|letter to|correspondence|editorial)\b",
            r"^response to (?:the )?(?:letter|comments?|editorial)\b",
            r"\bauthors?'? (?:reflections?|repl\w+|response)\b",
            r"^a? ?commentary\b",
            r"\b(?:a|my|one) (?:clinician|physician|surgeon|nurse|patient)'s (?:view|perspective|story)\b",
        ),
    ),
    (
        "systematic review",
        (r"\bsystematic (?:literature )?(?:and [\w-]+ )?review\b", r"\bmeta-?analysis\b", r"\bumbrella review\b"),
    ),
    (
        "animal or in vitro",
        (
            rf"\bin (?:\w+ ){{0,2}}{_ANIMAL}\b",
            rf"\b{_ANIMAL} models?\b",
            r"^(?!.*\btrial\b).*\bin vitro\b(?! fertili[sz]| matur)",
        ),
    ),
    (
        "cohort",
        (r"\b(?:post[- ]hoc|secondary) analysis\b", r"\bnon[- ]?randomi[sz]ed\b", r"\bquasi-?(?:randomi|experiment)"),
    ),
    ("randomised trial", (rf"\b{_RANDOMISED}\b[^.:]{{0,60}}\b(?:trial|study|crossover|comparison)\b", r"\bRCT\b")),
    ("case-control", (r"\bcase[- ]control\b", r"\bcase[- ]crossover\b")),
    ("cross-sectional", (r"\bcross[- ]sectional\b", r"\bprevalence survey\b", r"\bquestionnaire (?:study|survey)\b")),
    (
        "case report",
        (
            r"\bcase (?:reports?|series)\b",
            r"\b(?:an?|two|three|four|five) (?:[\w-]+ ){0,3}cases? of\b",
            r"\breport of (?:an?|two|three|\d+) cases?\b",
            r"\ba clinical report\b",
            r"\bin an? (?:\d+[- ]year[- ]old )?(?:[\w-]+ ){0,2}(?:patient|man|woman|boy|girl|child|neonate)"
            r"(?: (?:with|undergoing|treated|after|who)\b|\W*$)",
        ),
    ),
    (
        "cohort",
        (
            r"\bcohort\b",
            r"\blongitudinal (?:study|analysis)\b",
            r"\b(?:retro|pro)spective\b",
            r"\bregistry\b",
            r"\bfollow-up study\b",
        ),
    ),
    (
        "guideline",
        (
            r"^(?!.*\b(?:adherence|compliance|concordance|implement|impact|evaluat|quality|review|versus|extension|report))"
            r".*\b(?:practice guidelines? (?:for|on|from)\b|guidelines? (?:for|on) (?:the )?(?:diagnosis|management"
            r"|prevention|treatment)\b|practice guideline\W*$)",
        ),
    ),
    # experts who agree are still experts: OCEBM level 5, unless NLM files the paper as a guideline
    ("opinion", (r"\b(?:consensus statement|position (?:statement|paper)|scientific statement)\b",)),
    (
        "review",
        (
            r"\b(?:narrative|literature|scoping|mini|comprehensive|critical|integrative)[- ]?review\b",
            r"\b(?:a|an updated|brief|short) review\b",
            r"\breview of (?:the )?(?:literature|evidence|current)\b",
            r"\ban overview\b",
        ),
    ),
)

_TEXT: tuple[tuple[Design, tuple[str, ...]], ...] = (
    (
        "systematic review",
        (
            rf"{_WE_DID} (?:\w+ ){{0,2}}(?:review and )?meta-?analysis\b",
            rf"{_WE_DID} systematic (?:literature )?review\b",
            r"\b(?:this|the present|our) (?:systematic review|meta-?analysis)\b",
        ),
    ),
    (
        "animal or in vitro",
        (
            rf"\b(?:transgenic|knockout|wild-type|wistar|sprague[- ]dawley|c57bl/6j?|balb/c) {_ANIMAL}\b",
            rf"\b\d+ (?:\w+ )?{_ANIMAL}\b",
            rf"\b{_ANIMAL} models?\b",
            r"\bcell lines?\b",
        ),
    ),
    (
        "randomised trial",
        (
            r"\b(?:was|were) (?:then )?randomly (?:assigned|allocated)\b",
            r"\b(?:patients|participants|subjects|women|men|children|adults|\d) were (?:then )?randomi[sz]ed\b",
            rf"\b(?:in|conducted|performed|did) (?:this|an?) (?:[\w-]+,? ){{0,4}}{_RANDOMISED}"
            r"(?:,? [\w-]+){0,3} trial\b",
        ),
    ),
    ("case-control", (r"\bcase[- ]control (?:study|design|analysis)\b",)),
    ("cross-sectional", (r"\bcross[- ]sectional (?:\w+ )?(?:study|survey|analysis|design)\b",)),
    (
        "cohort",
        (
            r"\bcohort (?:study|of \d)",
            r"\b(?:retro|pro)spective (?:[\w-]+ ){0,3}(?:cohort|study|analysis|review)\b",
            r"\b(?:retro|pro)spectively (?:analy[sz]ed|reviewed|enrolled|collected|recruited|followed|included)\b",
            r"\blongitudinal (?:cohort|study)\b",
        ),
    ),
    (
        "case report",
        (
            r"\bwe (?:report|present|describe) (?:here )?(?:an?|the|two|three) (?:[\w-]+ ){0,3}cases?\b",
            r"\bcase series\b",
        ),
    ),
    (
        "review",
        (
            r"\b(?:this|the present|our) (?:[\w-]+ ){0,2}review (?:article )?"
            r"(?:aims|describes|discusses|summari[sz]es|focuses|provides|highlights|covers|examines|considers|outlines|presents)\b",
            r"\bin this (?:[\w-]+ ){0,2}review\b",
        ),
    ),
)


def _compiled(rows: tuple[tuple[Design, tuple[str, ...]], ...]) -> list[tuple[Design, re.Pattern[str]]]:
    return [(design, re.compile("|".join(patterns), re.IGNORECASE)) for design, patterns in rows]


_TITLE_CUES, _TEXT_CUES = _compiled(_TITLE), _compiled(_TEXT)


def named_in_title(title: str) -> Design | None:
    """The design a title names; the part after its last colon is asked first, where designs usually stand."""
    _, colon, subtitle = title.rpartition(": ")
    return (_first(_TITLE_CUES, subtitle) if colon else None) or _first(_TITLE_CUES, title)


_ADVICE = re.compile(
    r"\b(?:guidelines?|recommendations?|(?:expert )?consensus (?:statement|document|guidelines?)"
    r"|position statement)\b",
    re.I,
)
_ABOUT_ADVICE = re.compile(
    r"\b(?:adherence|compliance|concordance|implement\w*|impact|evaluat\w+|quality|versus|compare\w*|comparison|analysis"
    r"|extension|report(?:ing|s)?|challeng\w+|before and after|effects?|reply|repply|new|ethics|training|critical"
    r"|research|results|study|knowledge|physical activity|dietary|trial)\b",
    re.I,
)
_ADVISING = re.compile(
    r"\b(?:we (?:strongly |conditionally )?recommend\w*|recommendations?|guidance|should be"
    r"|(?:is|are) recommended)\b",
    re.I,
)
_TWICE = 2


def advises(title: str, text: str) -> bool:
    """True for the recommendations of a society or a panel: named so in the title, and given in the text."""
    if not _ADVICE.search(title) or _ABOUT_ADVICE.search(title):
        return False
    return len(_ADVISING.findall(text)) >= _TWICE or (not text and "guideline" in title.casefold())


def named_in_text(text: str) -> Design | None:
    """The design an abstract names."""
    return _first(_TEXT_CUES, text)


def _first(cues: list[tuple[Design, re.Pattern[str]]], text: str) -> Design | None:
    return next((design for design, pattern in cues if pattern.search(text)), None)
