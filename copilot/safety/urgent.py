"""Is an emergency happening now, before the eyes of who asks? Knowledge about emergencies is none."""

from __future__ import annotations

import re

_NOW = (
    r"(?:\b(?:right now|now|at the moment|at this moment|just|tonight|in front of me|help|what (?:do|should"
    r"|can) (?:i|we) "
    r"(?:do|give)|what next|what now|which drug next|since (?:ten|\d+) minutes)\b|!)"
)
_SOMEBODY = (
    r"\b(?:my (?:patient|baby|child|son|daughter|wife|husband|mother|father|resident)"
    r"|the (?:patient|baby|child)|patient|he|she|her face|his face|i am|i'm|i have|we are|bp|sats?|there is)\b"
)
_GRAVE = (
    r"\b(?:not breathing|stopp?(?:ed|ing)? breathing|isn't breathing|no pulse|pulseless"
    r"|collapsed(?! (?:lung|vertebra|vein|lobe|airway))|choking"
    r"|unconscious|unresponsive"
    r"|seizing|convulsing|is in cardiac arrest|(?:is having|in) (?:an? )?anaphyla\w+|bleeding out|massive bleeding"
    r"|cannot stop (?:it|the bleeding)|crashing|resuscitating|face droops|cannot speak|crushing chest pain"
    r"|turning blue"
    r"|just (?:took|swallowed|ingested|injected)|vf after|bp [3-6]\d/\d\d)\b"
)
_SUICIDE = re.compile(
    r"\bi(?:'m| am| will|'ll| want| am going| plan| have decided)\b.{0,30}\b(?:kill myself|end my (?:own )?life"
    r"|take my (?:own )?life"
    r"|commit suicide|die tonight)\b",
    re.IGNORECASE,
)
_ALL = [re.compile(part, re.IGNORECASE) for part in (_NOW, _SOMEBODY, _GRAVE)]
_GENERAL = re.compile(
    r"^(?:how (?:is|are|should)|what (?:is|are) the|which|does|do|is|are|when|why|what predicts|patients who)\b",
    re.IGNORECASE,
)


_PAST = re.compile(
    r"\b(?:(?:days?|weeks?|months?|years?) ago|last (?:week|month|year|night|spring|summer|autumn|fall|winter)"
    r"|yesterday|in (?:january|february|march|april|june|july|august|september|october|november|december)"
    r"|as a (?:child|baby)|this morning"
    r"|(?:was|were|had been|has been|got) (?:\w+ )?(?:found|resuscitated|seizing|choking|unconscious|unresponsive)\b"
    r".{0,60}\b(?:is|are) (?:now )?(?:awake|stable|alert|extubated|well|recovering|recovered|at home|home))\b",
    re.IGNORECASE,
)


def is_past(question: str) -> bool:
    """True if the question tells of something days or longer ago."""
    return bool(_PAST.search(question))


def in_progress(question: str) -> bool:
    """True if somebody is dying or seems about to, by the words of the one who is there.

    Three marks together: a grave sign, a particular person, and now.
    """
    if _SUICIDE.search(question):
        return True
    if is_past(question):
        return False
    return not _GENERAL.match(question.strip()) and all(part.search(question) for part in _ALL)
