"""The give-back layer: what medicine itself vouches for. It may veto soft hits, never a firm one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from copilot.deid import lexicon
from copilot.deid.hits import Hit
from copilot.deid.recognizers.units import MEASURED
from copilot.deid.words import Word, opens_sentence, words

_HEADS = (
    r"(?:diseases?|syndromes?|disorders?|signs?|scores?|scales?|index|indices"
    r"|indexes|criteria|classification|class|staging|stage|grade|grading"
    r"|tests?|testing|catheters?|maneuver|manoeuvre|"
    r"procedures?|operation|repair|reflex|phenomenon|palsy|paralysis|paresis"
    r"|ataxia|chorea|dystrophy|anemia|anaemia|thyroiditis|lymphoma|sarcoma"
    r"|tumou?rs?|cyst|carcinoma|cells?|bodies|body|"
    r"stain(?:ing)?|nodes?|nodules?|lines?|ulcers?|fractures?|contracture"
    r"|deformity|hernia|diverticulum|duct|canal|ligament|muscle|fascia|fossa"
    r"|gland|valve|stents?|pumps?|tubes?|drains?|needles?|"
    r"forceps|clamp|retractor|bandage|splint|brace|frame|walker|traction"
    r"|position|incision|approach|technique|method|model|equation|formula"
    r"|rule|law|effect|curves?|plots?|estimates?|estimator|"
    r"regression|hazards?|statistic|correlation|coefficient|distribution"
    r"|inference|prior|analysis|correction|calculator|nomogram|guidelines?"
    r"|protocol|regimen|trials?|study|studies|cohort|registry|heart|risk"
    r"|"
    r"questionnaire|inventory|assessment|exam(?:ination)?|murmur|breathing"
    r"|respirations?|edema|oedema|hypoplasia|agenesis|malformation|anomaly"
    r"|tetralogy|encephalopathy|neuropathy|nephropathy|"
    r"dementia|psychosis|epilepsy|seizures?|headache|vasculitis|arteritis"
    r"|purpura|esophagus|oesophagus|aphasia|area|potentials?|stimulator"
    r"|catheterization|balloon|filter|graft|shunt|mask|prosthesis|"
    r"implant|lens|chart|sampler|plates?|agar|medium|strain|virus|fever"
    r"|bacillus|antigen|antibod(?:y|ies)|factor|enzyme|protein|B27|B51|receptor"
    r"|units?|dressing|wraps?|boots?|stockings?|collar|tong|triad|"
    r"pentad|sequence|perforation|laceration|strictures?|ring|knee|elbow"
    r"|foot|toe|hip|arthropathy|arthritis|spondylitis|scissors|gangrene"
    r"|drainage|mutation|trigger|pressure|metaplasia|hemangioma|virus|hepatitis"
    r"|nephritis|"
    r"maculopathy|retinopathy|keratitis|uveitis|glaucoma|cataract|lipoma"
    r"|adenoma|glomerulonephritis|macroglobulinemia|vaccine|insulin|injection"
    r"|tablets?|capsules?|cream|ointment|solution|inhaler|patch)"
)
_EPONYM = re.compile(
    (
        rf"(?:['’]?s)?(?:[ \t]+(?:and|&)[ \t]+[A-Z]\w+(?:['’]s)?|[-–][A-Z]\w+)*(?:[-/ "
        rf"\t]+(?:type|like|modified|spotted|measles|hole|equine|contralateral"
        rf"|disease|negative|positive|related|associated|adjusted|[a-z]+ic|[a-z]+al))*[-– "
        rf"\t]+{_HEADS}\b"
    ),
)
_ORGANISATION = re.compile(
    r"[ \t]+(?:Heart|Cancer|Diabetes|Health|Medical|Lung|Stroke|Kidney|Thoracic"
    r"|Rheumatism|Thyroid|Cardiac)[ \t]+(?:Association|Society|Organization"
    r"|Organisation|Study|Foundation|League|Institute)\b|"
    r"[ \t]+(?:Association|Society|Academy|Task Force|Database|Library|Registry|Consensus|Declaration|Convention)\b"
)
_DOSE = re.compile(
    r"[ \t]+(?:(?:XR|ER|SR|CR|XL|LA|DS|HCT|IV|PO|CD|IR|ODT|HFA)[ \t]+)?(?P<n>\d+(?:[.,]\d+)?(?:[-/]\d+(?:\.\d+)?)?)"
)
_OF_A_PERSON = re.compile(
    r"[ \t]?(?:kgs?|lbs?|days?|d|wks?|weeks?|mo|mths?|months?|y|yrs?|years?|hrs?|hours?)\b", re.IGNORECASE
)
"""Units of a weight, an age or a course: "Ishaan 3.2kg" is weighed, not dosed."""
_DOSE_BEFORE = re.compile(
    (
        r"(?:\d\s?(?:mg|mcg|units?|ml|g|puffs?|tabs?)\s+(?:of\s+)?|\b(?:on|taking"
        r"|takes|took|started|start|starting|stopped|stop|holding|hold|resumed?"
        r"|prescribed|of|dose of)\s+)$"
    ),
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"(?:\b[A-Z]\.[ \t]?|[Rr]ound \("
    r"|\b(?:[Pp]t|[Pp]atient|[Dd]/w|by|per|with|[Nn]ote for|[Ll]ist for|via|re|cc)[ \t]+)$"
)
_REGISTERED = re.compile(r"[ \t]*(?:\([\d/.-]{5,}|,?[ \t]*(?i:dob|mrn|born)\b|,[ \t]\d{1,3}[- ]?(?:y/?o|year))")
"""What follows a person, not a disease: a number in brackets, a birth date, an age."""
_ROUTE = re.compile(
    (
        r"[ \t]+(?:tablets?|capsules?|injections?|infusions?|po|iv|sc|sq|im"
        r"|bid|tid|qid|qd|qhs|daily|nightly|prn|drip|gtt|therapy|inhaler)\b"
    ),
    re.IGNORECASE,
)


_PHRASES = re.compile(
    r"\b(?:rocky mountain(?= spotted)|west nile|german measles|rose bengal"
    r"|spanish flu|hunt and hess|bence[- ]jones|new england journal|burr "
    r"hole|"
    r"jack knife|golden hour|los angeles (?=grade|classification)|black "
    r"box|red cross|blue cross|med surg|hill[- ]sachs)\b",
    re.IGNORECASE,
)
"""Medicine in words that are names one by one."""


def give_back(text: str, hits: Iterable[Hit]) -> list[Hit]:
    """The hits that stay."""
    phrases = [match.span() for match in _PHRASES.finditer(text)]

    def is_vouched(hit: Hit) -> bool:
        in_phrase = any(start <= hit.start and hit.end <= end for start, end in phrases)
        return in_phrase or _is_medicine(text, hit)

    return [hit for hit in hits if hit.firm or not is_vouched(hit)]


def _is_medicine(text: str, hit: Hit) -> bool:
    found = words(text[hit.start : hit.end])
    if hit.label not in ("NAME", "CITY", "FACILITY") or not found:
        return False
    telling = [word for word in found if len(word.text) > 2]
    if not telling:
        return True
    if is_eponym(text, hit.end) or _stands_bare(text, hit, telling):
        return True
    if len(found) == 1 and _is_dosed(text, hit.start, hit.end):
        return True
    if hit.label != "NAME" and all(
        lexicon.is_proper(word.folded) or lexicon.all_vocabulary(word) for word in telling
    ):
        return not lexicon.is_place(" ".join(word.folded for word in found))
    if hit.by in ("namelist", "placelist", "unknown"):
        return False
    return all(_is_plain_word(text, hit.start, word) for word in telling)


def _stands_bare(text: str, hit: Hit, telling: list[Word]) -> bool:
    """Eponyms alone ("Foley to gravity"), pairs that the literature writes with a hyphen ("Kaplan-Meier")."""
    if telling[0].capital and (
        _PERSONAL.search(text[max(0, hit.start - 12) : hit.start]) or _REGISTERED.match(text, hit.end)
    ):
        return False
    return all(
        (lexicon.is_proper(word.folded) and ("-" in word.folded or not lexicon.any_name(word)))
        or (
            all(len(part) == 1 or lexicon.is_eponym(part) or lexicon.is_vocabulary(part) for part in word.parts)
            and any(lexicon.is_eponym(part) for part in word.parts)
        )
        for word in telling
    ) and not _beside_given_name(text, hit)


def _beside_given_name(text: str, hit: Hit) -> bool:
    """True for "Anna Foley", "Foley, Anna": then even an eponym is a person."""
    before, here = words(text[max(0, hit.start - 24) : hit.start])[-1:], words(text[hit.start : hit.end])
    given = (*before, *here)[-2:][0] if text[hit.start - 1 : hit.start] == " " or len(here) > 1 else None
    if given and given.title and lexicon.is_first_name(given.folded) and not lexicon.is_eponym(given.folded):
        return True
    for word in (*before, *words(text[hit.end : hit.end + 24])[:1]):
        if word.capital and lexicon.is_first_name(word.folded) and not lexicon.is_vocabulary(word.folded):
            return not lexicon.is_eponym(word.folded)
    return False


def is_eponym(text: str, end: int) -> bool:
    """True if what ends here names a disease, sign, score … : "Parkinson disease", "Foley catheter"."""
    return _EPONYM.match(text, end) is not None or _ORGANISATION.match(text, end) is not None


def _is_dosed(text: str, start: int, end: int) -> bool:
    """ "Synthroid 50 mcg", "40 mg Lasix daily": a medicine, unless it goes on like a person's name."""
    if dose := _DOSE.match(text, end):
        at = dose.end("n")
        return MEASURED.match(text, at) is not None and _OF_A_PERSON.match(text, at) is None
    return _ROUTE.match(text, end) is not None and _DOSE_BEFORE.search(text[max(0, start - 24) : start]) is not None


def _is_plain_word(text: str, offset: int, word: Word) -> bool:
    """A vocabulary word that a model took for a name: believed only where its capital says something."""
    if lexicon.is_proper(word.folded):
        return not lexicon.any_name(word)
    if not lexicon.all_vocabulary(word):
        return word.upper and len(word.text) <= 5 and not lexicon.any_name(word)
    return not lexicon.any_name(word) or not word.title or opens_sentence(text, offset + word.start)
