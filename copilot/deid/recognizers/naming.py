"""How a name looks where something announces it; shared by titles, headers, kinship and signatures."""

from __future__ import annotations

import re

from copilot.deid import lexicon
from copilot.deid.words import fold, words

PART = r"(?:[A-Z][\w'’`-]*|[^\W\d_a-z][^\W\d_]*(?:['’`-][^\W\d_]+)*)"
PARTICLE = (
    r"(?:de la|de los|de las|de|del|da|das|dos|di|van der|van den|van de|van|von der|von|der|den|la|le|bin|bint|ibn"
    r"|abu|al|el|ter|ten|y|st\.|St\.|St)"
)
_PARTICLES = frozenset("de del la los las da das dos di van der von den bin bint ibn abu al el ter ten st".split())
_GAP = r"(?<![^\W\d_]{3}\.)[ \t]+"
"""Behind "J." and "St." a name goes on, behind "Amato." a sentence begins."""
NAME = (
    rf"(?:{PARTICLE}[ \t]+)?(?:(?:al|el)-)?(?:{PART}\.?)"
    rf"(?:{_GAP}(?:{PARTICLE}[ \t]+)?(?:(?:al|el)-)?{PART}\.?){{0,3}}"
)
LAST_FIRST = rf"(?:{PARTICLE}[ \t]+)?{PART}(?:[ \t](?:{PARTICLE}[ \t]+)?{PART})?,[ \t]?{PART}(?:[ \t]{PART}\.?)?"

_ROLES = frozenset(
    """practitioner manager assistant anesthetist midwife educator coordinator navigator specialist technician
    doctor physician provider attending resident fellow intern student nurse patient pt team service clinic
    consult consultant surgery surgeon cardiology medicine oncology neurology radiology pharmacy pharmacist
    therapist psychology psychiatry office note notes visit phone unknown none denies denied states reports
    reported history name date time address md do rn np pa phd dnp lpn crna dds the and of for with is was
    not no yes a an in on at to from by as or but if he she they we you it i his her my our your this that
    there when what who how why are were be been has have had will would can could should may did does do so
    because please thanks thank hello hi ok okay well yeah right all any some dictated signed electronically
    status sex male female age dob mrn ssn gender race ethnicity allergies diagnosis hospital admission
    discharge medications medication assessment plan chief complaint room bed unit procedure findings
    impression technique exam examination pressure recommended recommends said wants wanted ordered
    prescribed told thinks suggested referred advised called saw appointment about regarding also still
    currently recently here now""".split()
) - {"may", "still"}
"""Words that end a name: roles, form labels, function words. "may" and "still" are names behind a title."""


def trim(text: str, start: int, end: int, *, trusted: bool = True, whole: bool = False) -> tuple[int, int] | None:
    """The name inside [start, end): up to the first word that cannot be part of one, or None.

    `trusted`: the first word is taken even if it is a common word ("Dr. Foley", "Mrs. Still"). `whole`: the words
    behind it too ("Name: Art Fields"); elsewhere they must be names, or follow a given name ("Mr. Levi Wall").
    """
    stop = start
    for place, word in enumerate(words(text[start:end])):
        if len(word.text) > 1 and word.folded in _ROLES:
            break
        if word.folded in _PARTICLES and (place or word.text.islower()):
            continue
        given = place == 1 and lexicon.is_first_name(words(text[start:end])[0].folded)
        common = lexicon.all_vocabulary(word) and not lexicon.any_name(word)
        if common and len(word.text) > 1 and not ((place == 0 or whole or given) and trusted):
            break
        stop = start + word.end
    if stop == start:
        return None
    if text[stop : stop + 1] == "." and len(text[start:stop].rsplit(" ", 1)[-1]) == 1:
        stop += 1
    return start, min(stop, end)


def is_role(word: str) -> bool:
    return fold(word) in _ROLES


def is_particle(folded: str) -> bool:
    return folded in _PARTICLES


def plausible(text: str, start: int, end: int) -> bool:
    """True if some word of the stretch could be a name: in a list of names, or in no list of words."""
    found = [word for word in words(text[start:end]) if len(word.text) > 1]
    return any(lexicon.any_name(word) or not lexicon.all_vocabulary(word) for word in found)


INITIAL = re.compile(r"[A-Z]\.?")
