"""Initials: of the typist at the foot of a dictation, and of a patient written as letters."""

from __future__ import annotations

import re
from typing import ClassVar

from copilot.deid import lexicon
from copilot.deid.recognizers.base import Patterns
from copilot.deid.types import Label

_UNITS = r"(?!(?:mg|mcg|kg|ml|dl|mm|cm|hr|min|wk|day|mo|yr|lb|oz|cc)\b)"


_DOTTED = frozenset(
    """u.s. u.k. i.v. p.o. m.d. d.o. r.n. n.p. a.m. p.m. b.c. a.d. i.m. s.c. t.i.d. b.i.d. q.i.d. p.r.n. n.p.o. e.r.
    o.r. d.c. h.s. p.a. l.p.n. c.n.a. i.e. e.g. u.n. o.d. o.s. o.u. s.p. c.c. u.s.a. e.d. i.c.u. m.p.h. d.d.s. n.s.
    s.l. i.d. p.c. a.c. q.d. q.h. s.o.b. l.p. g.i. g.u. m.i. d.n.r. n.s.r. y.o. p.r. v.s. c.f. n.b. e.t. a.k.a. o.b.
    g.p. r.i.p. d.w. s.w. w.r.t. e.g.d. f.u. h.o. c.o. k.u.b.""".split()
)
"""Abbreviations that are written with points."""
_ENDINGS = frozenset(
    (
        "nad wnl prn bid tid qid qd qhs rtc dnr dni npo ra ed icu iv po or "
        "ct mri uti copd chf ckd dvt pe mi tia cva hiv tb gi gu er usa uk us "
        "ok aids dm htn"
    ).split()
)
"""What ends a note in capitals and signs nothing."""


_FOR = re.compile(r"(?i:\b(?:for|re|about|on behalf of))[ \t](?P<x>[A-Z][A-Za-z]?[A-Z])(?=[.?,;]|$)", re.M)
_BEFORE_AGE = re.compile(
    r"(?:(?<=^)|(?<=[.!?;\n] ))(?P<x>[A-Za-z]{2,3})(?=,? (?:\d{2,3} ?(?:yo|y/o|y\.o|years?|-year)|ninety))"
)


class Initials(Patterns):
    """ "JRS/mk" on a line of its own or beside D:/T:, "(jd)" at the end, "pt J.S.", "initials KT"."""

    labels: ClassVar[tuple[Label, ...]] = ("NAME",)
    table: ClassVar[tuple[tuple[Label, re.Pattern[str]], ...]] = (
        (
            "NAME",
            re.compile(
                rf"(?m)^[ \t]*(?P<x>[A-Z]{{2,4}}[/:][ \t]?{_UNITS}[a-z]{{2,4}}(?:\d{{1,4}})?)(?=[ "
                rf"\t]*$|[ \t]+[DT#J]|[ \t]+\d)"
            ),
        ),
        (
            "NAME",
            re.compile(
                r"\b[DT]:[ \t]*[\d/.-]{4,10}(?:[ \t]+T:[ \t]*[\d/.-]{4,10})?(?:[ \t]+[\d:]{4,5})?[ "
                r"\t]+(?P<x>[A-Z]{2,4}[/:][A-Za-z]{2,4})\b"
            ),
        ),
        (
            "NAME",
            re.compile(
                (
                    r"\b(?:[Tt]ranscribed|[Tt]yped|[Tt]ech|TECH|[Tt]echnologist|[Ss]cribe"
                    r"|[Ee]ntered|[Dd]ictated|RN|LPN|CNA|[Ii]nitialed|[Ss]igned|[Ii]nits?)(?:[ "
                    r"\t]+by)?[: \t]+(?P<x>(?:[A-Z]\.){2,3}|[A-Z]{2,3}|[a-z]{2,3})(?=[.;,)]"
                    r"|[ \t]*$|[ \t]*\n)"
                ),
                re.M,
            ),
        ),
        ("NAME", re.compile(r"[.)\n][ \t]*(?P<x>(?:[A-Z]\.){2,3}|[A-Z][A-Za-z]?[A-Z])[ \t]*\Z")),
        (
            "NAME",
            re.compile(
                r"(?<![\w.])(?P<x>[A-Z]\.[ ]?(?:[A-Z]\.[ ]?)?[A-Za-z]\.|[a-z]\.(?:[a-z]\.){1,2})(?![\w])(?!\d)"
            ),
        ),
        ("NAME", re.compile(r"(?<![\w/.])(?P<x>[A-Z]{2,4} ?[/:] ?[a-z]{2,4})(?=[ \t]*(?:$|[\n.;]|Job|[DT]:))", re.M)),
        ("NAME", re.compile(r"(?<=[A-Z]\. / )(?P<x>[a-z]{2,4})(?![\w])")),
        (
            "NAME",
            re.compile(r"(?i:\b(?:dictating|dictated|typed|transcribed)(?: by)?)[ \t]*:?[ \t]+(?P<x>[A-Z]{2,4})\b"),
        ),
        ("NAME", _BEFORE_AGE),
        ("NAME", _FOR),
        (
            "NAME",
            re.compile(
                rf"\b(?:[DT]|DD|DT|dictated|transcribed|typed)\s*:[^\n]{{0,40}}?\b(?P<x>[A-Z]{{2,4}}[/:]{_UNITS}"
                rf"[a-z]{{2,4}})\b"
            ),
        ),
        (
            "NAME",
            re.compile(
                r"(?i:\b(?:initials?|typist|transcriptionist|dictator|scribe)\b)\s*(?:(?i:is"
                r"|are|id))?\s*[:#]?\s*(?P<x>[A-Za-z]{2,4}\d{0,4})\b(?=\s|[,.;)]|$)"
            ),
        ),
        (
            "NAME",
            re.compile(
                r"(?i:\b(?:patient|pt|mr|mrs|ms|miss|dr|baby|client)\b)\.?[ \t]+(?P<x>[A-Z]\.[ "
                r"\t]?(?:[A-Z]\.[ \t]?){0,2}[A-Z]\.|[A-Z]\.(?:[A-Z]\.)+)"
            ),
        ),
        ("NAME", re.compile(r"(?i:\b(?:mr|mrs|ms|miss)\b)\.?[ \t]+(?P<x>[A-Z])\.?(?=[ \t]|[,;:]|$)")),
        ("NAME", re.compile(r"(?m)(?:^|[ \t])[-–—]{1,2}[ \t]?(?P<x>[A-Z]{2,3})[ \t]*$")),
    )

    def holds(self, text: str, match: re.Match[str]) -> bool:
        found = match["x"].lower()
        if "." in found:
            return found.replace(" ", "") not in _DOTTED
        if match.re.pattern.endswith("\\Z"):
            return found not in _ENDINGS
        if match.re in (_FOR, _BEFORE_AGE) and (found in _ENDINGS or _is_short_word(match["x"])):
            return False
        return found not in {
            "is",
            "are",
            "id",
            "the",
            "of",
            "and",
            "for",
            "in",
            "by",
            "on",
            "at",
            "was",
            "note",
            "to",
            "as",
            "not",
            "out",
            "off",
            "up",
        }


def _is_short_word(capitals: str) -> bool:
    """True for an abbreviation of the literature that a note may well end with."""
    return len(capitals) > 2 and lexicon.is_abbreviation(capitals)
