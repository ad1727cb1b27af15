"""Hospitals, clinics, homes, schools and employers: by their head noun, or by being widely known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from copilot.deid import lexicon
from copilot.deid.giveback import is_eponym
from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.recognizers.naming import is_role
from copilot.deid.types import Label
from copilot.deid.words import Word, opens_sentence, words

_HEAD = (
    r"(?:(?:Memorial|Regional|General|Community|Children['’]?s|County|University|Veterans|District|City|State|Women['’]?s|Baptist|Methodist|Presbyterian|Lutheran|Jewish|Catholic|Adventist)\s+)*"
    r"(?:Hospitals?|Medical\s+(?:Center|Centre|Group|Associates|Clinic|Practice|Campus|College)|Health\s*(?:Center|Centre|System|Network|Services|Clinic|Plan|Partners)|(?:Memorial|Regional|Community)\s+Health|Healthcare(?:\s+(?:Center|System))?|"
    r"Clinics?|Nursing\s+(?:Home|Facility|Center)|Rehab(?:ilitation)?(?:\s+(?:Center|Hospital|Institute|Facility))?|Hospice|Infirmary|Sanatorium|"
    r"(?:Cancer|Heart|Surgery|Surgical|Dialysis|Imaging|Birth|Burn|Trauma|Eye|Wellness|Care|Counseling|Recovery|Treatment|Infusion|Wound\s+Care|Oncology|Orthopedic)\s+(?:Center|Centre|Institute|Clinic)|"
    r"Urgent\s+Care|Pharmacy|Laborator(?:y|ies)|Family\s+(?:Practice|Medicine|Health)|Physicians(?:\s+Group)?|Associates|Manor|Assisted\s+Living|"
    r"Senior\s+(?:Living|Center)|Retirement\s+(?:Home|Community|Village)|Convalescent\s+(?:Home|Center)|Skilled\s+Nursing(?:\s+Facility)?|Shelter|University|College|High\s+School|"
    r"Elementary(?:\s+School)?|Middle\s+School|Academy|Church|Correctional\s+(?:Facility|Center|Institution)|Jail|Prison|Penitentiary|Inc\.?|LLC|Ltd\.?|Corp(?:oration)?\.?|Dental|Pediatrics|Cardiology|Oncology|Orthop(?:a)?edics|Dermatology|Radiology)"
)
_MODIFIER = r"(?:(?:St|Mt|Ft)\.?|[A-Z][\w'’.&-]*[\w'’]|[A-Z]\.?)"
_CHAIN = re.compile(
    rf"\b(?P<x>(?P<mods>{_MODIFIER}(?:[ \t]+(?:(?:of|the|de|del|la|and|&)[ \t]+){{0,2}}{_MODIFIER}){{0,5}})[ \t]+(?P<head>{_HEAD}))(?![\w-])(?P<tail>[ \t]+(?:of|at|in|for)[ \t]+(?:the[ \t]+)?{_MODIFIER}(?:[ \t]{_MODIFIER}){{0,2}})?"
)
_OF = re.compile(
    rf"\b(?P<x>(?:University|Hospital|Medical\s+Center|Children['’]s\s+Hospital|College|Church)\s+of\s+(?:the\s+)?{_MODIFIER}(?:[ \t]+(?:of[ \t]+|at[ \t]+)?{_MODIFIER}){{0,4}})"
)
_LOWER = re.compile(
    r"\b(?:at|from|to|in|via)\s+(?:the\s+)?(?P<x>(?P<mods>[a-z.'’]+(?:\s[a-z.'’]+){0,3}?)\s(?:(?:general|memorial|regional|community|county|university|children'?s)\s)*(?:hospital|medical\s+center|clinic|hospice|nursing\s+home|rehab|pharmacy|manor))\b"
)
_KNOWN = re.compile(
    r"\b(?:Mayo(?:\s+Clinic)?|Cleveland\s+Clinic|(?:Johns\s+)?Hopkins|Mass(?:achusetts)?\s+General|Brigham(?:\s+and\s+Women['’]s)?|Cedars[- ]Sinai|(?:Mount|Mt\.?)\s+Sinai|"
    r"Kaiser(?:\s+Permanente)?|Geisinger|Intermountain|Sutter(?:\s+Health)?|Ascension(?=\s)|Dignity\s+Health|Tenet|HCA|Memorial\s+Sloan[- ]Kettering|Sloan[- ]Kettering|MD\s+Anderson|"
    r"Dana[- ]Farber|City\s+of\s+Hope|Fred\s+Hutch(?:inson)?|St\.?\s+Jude(?:['’]s)?|Shriners|Barnes[- ]Jewish|Beth\s+Israel(?:\s+Deaconess)?|NYU\s+Langone|"
    r"New\s*York[- ]Presbyterian|Montefiore|Maimonides|Bellevue|Northwell|Tufts\s+Medical|Boston\s+Children['’]s|Yale[- ]New\s+Haven|Penn\s+(?:Medicine|Presbyterian)|UPMC|"
    r"Allegheny|Jefferson\s+Health|Temple\s+Health|Henry\s+Ford|Beaumont|Rush\s+(?:University|Medical)|Northwestern\s+Memorial|Advocate\s+(?:Health|Aurora|Christ)|Froedtert|"
    r"Scripps|Sharp\s+(?:Memorial|Healthcare)|Stanford(?:\s+(?:Health|Medicine|Hospital))|UCSF|UCLA|UCSD|UCHealth|OHSU|Swedish\s+(?:Medical|Hospital)|Harborview|Virginia\s+Mason|"
    r"Banner(?:\s+Health)|Baylor(?:\s+Scott)?|Houston\s+Methodist|Parkland|Memorial\s+Hermann|Ben\s+Taub|Ochsner|Emory(?:\s+Healthcare)?|Grady|Piedmont|Vanderbilt|"
    r"Duke\s+(?:Health|University|Medical|Regional)|UNC\s+(?:Health|Hospitals)|Atrium\s+Health|Novant|WakeMed|MUSC|Inova|Sentara|MedStar|GWU|Jackson\s+Memorial|"
    r"BJC|SSM\s+Health|Mercy\s+Health|Trinity\s+Health|Providence\s+(?:Health|St)|PeaceHealth|Legacy\s+(?:Emanuel|Health)|Sanford\s+Health|Essentia|Allina|Fairview|HealthPartners|Hennepin|"
    r"Walgreens|CVS|Rite\s+Aid|Walmart|Quest\s+Diagnostics|LabCorp|DaVita|Fresenius|MGH|BWH|BIDMC|NYP|HUP|CHOP|MSKCC|VUMC)\b(?:\s+(?:Hospital|Medical\s+Center|Clinic|Health|Pharmacy)s?)?"
)
_UPPER = re.compile(
    r"(?m)^[ \t]*(?P<x>(?P<mods>(?:[A-Z][A-Z.'’&-]+[ \t]+){1,5}?)(?:(?:MEMORIAL|REGIONAL|GENERAL|COMMUNITY|COUNTY|UNIVERSITY|CHILDREN'?S)[ \t]+)*"
    r"(?:HOSPITAL|MEDICAL[ \t]+(?:CENTER|GROUP)|HEALTH(?:CARE)?(?:[ \t]+(?:CENTER|SYSTEM))?|CLINIC|FAMILY[ \t]+(?:PRACTICE|MEDICINE)|SURGERY[ \t]+CENTER|NURSING[ \t]+HOME|"
    r"HOSPICE|REHABILITATION(?:[ \t]+CENTER)?|CANCER[ \t]+CENTER|IMAGING(?:[ \t]+CENTER)?|ASSISTED[ \t]+LIVING|INFIRMARY|INSTITUTE|LABORATORIES|RADIOLOGY))\b"
)
_SAINT = re.compile(
    r"\b(?P<x>(?:St\.|Saint|Mt\.|Mount|Our\s+Lady\s+of(?:\s+the)?|Sacred|Holy|Good\s+Samaritan|Mercy(?=\s[A-Z]))(?:\s+[A-Z][\w’'-]+){1,2}?)(?=[\s.,;)]|['’]s|$)"
)
_PLACED = re.compile(
    r"\b(?i:transfer(?:red)?(?:\s+(?:back|in))?\s+(?:from|to)|(?:re)?admitted\s+(?:to|at)|(?:seen|filled|treated|evaluated|hospitali[sz]ed|surgery|works?|worked|employed|delivered|born|done|performed|followed)(?:\s+[\d/]+)?\s+(?:at|by)|"
    r"discharged\s+(?:to|from)|records\s+from|sent\s+(?:from|to)|last\s+filled\s+\S+\s+at|employer:?|employed\s+by|pharmacy:|seen\s+by\s[^.\n]{3,40}\s(?:in|at)|works\s+for|presented\s+to)\s+(?:the\s+)?(?P<x>[A-Z]{3,6}|St\.?\s[A-Z]\w+|[A-Z][a-z]{3,}(?:['’]s)?)(?=[\s.,;)]|$)"
)
_AT_DOCTORS = re.compile(
    r"\b(?i:patient[ \t]+of|seen[ \t]+by|followed[ \t]+by|under|d/w)[ \t]+[^,;\n]{3,50}?[ \t](?:at|in)[ \t]+(?P<x>[A-Z][\w'’]+(?:[ \t][A-Z][\w'’]+){0,3}|[a-z]{3,5})(?=[,.;]|$)"
)
_OF_DOCTOR = re.compile(r"\b(?:pmd|pcp|PMD|PCP|Dr\.?|md|MD)[ \t][^()\n]{2,40}[ \t]\((?P<x>[A-Z][\w .'’&-]{1,40})\)")
_UNITS = frozenset(
    "icu ed er or pacu snf ltac nicu picu ccu micu sicu ct mri rehab hospice ems osh pcp usa dvt uti chf copd ckd mi pe afib gi cva tia aki esrd pna sob the home cath sdu irf ltc alf med surg".split()
)
_FIELD = re.compile(
    r"\b(?:Employer|Pharmacy|Facility|Hospital|Clinic|School|Location|Site|EMPLOYER|PHARMACY|FACILITY|HOSPITAL|LOCATION)[ \t]*(?::[ \t]*|[ \t])(?P<x>(?:St\.[ \t])?[A-Z][\w'’&-]*(?:[ \t][A-Z][\w'’&-]*){0,4})(?=[.,;\n]|[ \t]{2}|$)"
)
_HEALTH = re.compile(r"\b(?:at|from|to|by|with|via)[ \t]+(?P<x>(?P<mods>[A-Z][\w'’]+)[ \t]+Health)\b")
_SAINT_LOWER = re.compile(
    r"\b(?:at|from|to)\s+(?P<x>(?:st\.?|saint|mt\.?|mount|our\s+lady\s+of)\s+[a-z]{3,}(?:['’]s)?)\b"
)
_GENERIC = frozenset(
    """the our your this that a an any all local outside nearest another other each every same new old emergency outpatient inpatient
    ambulatory acute general primary secondary tertiary surgical surgery medical cardiac cardiology cardiovascular heart failure
    pulmonary renal kidney dialysis liver hepatology transplant cancer oncology hematology infusion infectious disease
    neurology neurosurgery stroke spine pain wound ostomy burn trauma critical intensive diabetes diabetic endocrine endocrinology
    thyroid obesity weight bariatric gastroenterology gi urology gynecology obgyn ob obstetrics obstetric prenatal maternity maternal fetal women
    womens women's men's children children's pediatric pediatrics neonatal geriatric geriatrics memory psychiatric psychiatry psychology mental behavioral
    health addiction substance methadone sleep allergy immunology rheumatology dermatology ophthalmology eye ent hearing audiology dental orthopedic
    orthopaedic orthopedics fracture sports hand foot physical occupational speech therapy rehabilitation rehab anticoagulation coumadin warfarin
    lipid hypertension travel std hiv tb vaccine flu walk-in urgent care skilled nursing long term nursing home hospice palliative
    specialty retail mail order compounding hospital clinic pharmacy lab laboratory radiology imaging national american european british
    international federal state public private community teaching academic rural va university county city regional district veterans
    does do is are can how why which what should will home public global bone sexual oral rural mental world online
    call discharge admit admitted transfer transferred follow seen from to at in and or of for with per via is was day date see
    pre-op preop post-op continuity residency resident research clinical clinic internal family adult young teen adolescent breast
    voice swallow movement disorder headache epilepsy seizure ms als cf copd asthma chf ckd vascular vein endoscopy device pacemaker""".split()
)


class Facilities(Recognizer):
    labels: ClassVar[tuple[Label, ...]] = ("FACILITY",)

    def find(self, text: str) -> Iterator[Found]:
        for match in _CHAIN.finditer(text):
            if start := _first_telling(text, match):
                end = match.end("x")
                if match["tail"] and re.match(r"[ \t]+(?:of|at)\b", match["tail"]):
                    end = match.end("tail")
                yield start - 1, end, "FACILITY"
        for match in _UPPER.finditer(text):
            found = [word for word in words(match["mods"]) if word.folded not in _GENERIC]
            if found:
                yield match.start("mods") + found[0].start, match.end("x"), "FACILITY"
        for match in _SAINT.finditer(text):
            if len(words(match["x"])) > 1 and not is_eponym(text, match.end("x")):
                yield *match.span("x"), "FACILITY"
        for match in _PLACED.finditer(text):
            first = words(match["x"])[0]
            if first.upper and first.folded not in _UNITS:
                yield *match.span("x"), "FACILITY"
            elif (
                first.folded not in _GENERIC
                and (not lexicon.all_vocabulary(first) or lexicon.is_place(first.folded))
                and not lexicon.is_proper(first.folded)
            ):
                yield *match.span("x"), "FACILITY"
        for pattern in (_FIELD, _HEALTH, _OF_DOCTOR, _AT_DOCTORS):
            for match in pattern.finditer(text):
                first = words(match["x"])[0]
                if first.folded not in _GENERIC | _UNITS and not is_role(first.folded):
                    yield *match.span("x"), "FACILITY"
        yield from ((*match.span("x"), "FACILITY") for match in _SAINT_LOWER.finditer(text))
        for pattern in (_OF, _KNOWN):
            yield from (
                (*match.span(), "FACILITY") for match in pattern.finditer(text) if not is_eponym(text, match.end())
            )
        for match in _LOWER.finditer(text):
            mods = [word for word in words(match["mods"]) if word.folded not in _GENERIC]
            if any(_names_something(word) for word in mods):
                first = next(word for word in mods if _names_something(word))
                yield match.start("mods") + first.start, match.end("x"), "FACILITY"


def _first_telling(text: str, match: re.Match[str]) -> int | None:
    """One past the start of the first modifier that belongs to a name, or None where all are generic."""
    offset = match.start("mods")
    found = list(words(match["mods"]))
    while found and (found[0].folded in _GENERIC or _starts_sentence(text, offset, found)):
        if found[0].folded in {"st", "mt", "new", "old"}:
            break
        found.pop(0)
    telling = [word for word in found if word.folded not in _GENERIC]
    weak = match["head"] in {
        "Associates",
        "Dental",
        "Pediatrics",
        "Cardiology",
        "Oncology",
        "Radiology",
        "Dermatology",
        "Shelter",
        "University",
        "College",
        "Laboratory",
        "Rehab",
        "Rehabilitation",
    }
    if not telling or (weak and not any(_names_something(word) for word in telling)):
        return None
    return offset + found[0].start + 1


def _starts_sentence(text: str, offset: int, found: list[Word]) -> bool:
    """True for a capital that only opens a sentence: "Transferred General Hospital"."""
    first = found[0]
    verb = first.folded.endswith(("ed", "ing")) or first.folded in {
        "the",
        "at",
        "to",
        "from",
        "see",
        "note",
        "patient",
        "call",
        "per",
    }
    return len(found) > 1 and verb and opens_sentence(text, offset + first.start) and not lexicon.any_name(first)


def _names_something(word: Word) -> bool:
    if len(word.text) < 3 and word.folded not in {"st", "mt"}:
        return False
    return not lexicon.all_vocabulary(word) or (lexicon.is_place(word.folded) and word.capital)
