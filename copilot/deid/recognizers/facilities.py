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
from copilot.deid.words import Word, is_lower_case, opens_sentence, words

_HEAD = (
    r"(?:(?:Memorial|Regional|General|Community|Children['’]?s|County|University"
    r"|Veterans|District|City|State|Women['’]?s|Baptist|Methodist|Presbyterian"
    r"|Lutheran|Jewish|Catholic|Adventist)\s+)*"
    r"(?:Hospitals?|Medical\s+(?:Center|Centre|Group|Associates|Clinic|Practice"
    r"|Campus|College)|Health\s*(?:Center|Centre|System|Network|Services"
    r"|Clinic|Plan|Partners)|(?:Memorial|Regional|Community)\s+Health|Healthcare(?:\s+(?:Cent"
    r"er|System))?|"
    r"Clinics?|Nursing\s+(?:Home|Facility|Center)|Rehab(?:ilitation)?(?:\s+(?:Center"
    r"|Hospital|Institute|Facility))?|Hospice|Infirmary|Sanatorium|"
    r"(?:Cancer|Heart|Surgery|Surgical|Dialysis|Imaging|Birth|Burn|Trauma"
    r"|Eye|Wellness|Care|Counseling|Recovery|Treatment|Infusion|Wound\s+Care"
    r"|Oncology|Orthopedic)\s+(?:Center|Centre|Institute|Clinic)|"
    r"Urgent\s+Care|Pharmacy|Laborator(?:y|ies)|Family\s+(?:Practice|Medicine"
    r"|Health)|Physicians(?:\s+Group)?|Associates|Manor|Assisted\s+Living"
    r"|"
    r"Senior\s+(?:Living|Center)|Retirement\s+(?:Home|Community|Village)"
    r"|Convalescent\s+(?:Home|Center)|Skilled\s+Nursing(?:\s+Facility)?"
    r"|Shelter|University|College|High\s+School|"
    r"Elementary(?:\s+School)?|Middle\s+School|Academy|Church|Correctional\s+(?:Facility"
    r"|Center|Institution)|Jail|Prison|Penitentiary|Inc\.?|LLC|LLP|Ltd\.?|Corp(?:oration)?\.?"
    r"|Dental|Pediatrics|Cardiology|Oncology|Orthop(?:a)?edics|Dermatology"
    r"|Radiology|Solicitors|Chiro(?:practic)?|Rx)"
)
_MODIFIER = r"(?:(?:St|Mt|Ft)\.?|[A-Z][\w'’.&-]*[\w'’]|[A-Z]\.?)"
_CHAIN = re.compile(
    rf"\b(?P<x>(?P<mods>{_MODIFIER}(?:[ \t]+(?:(?:of|the|de|del|la|and|&)[ "
    rf"\t]+){{0,2}}{_MODIFIER}){{0,5}})[ \t]+(?P<head>{_HEAD}))(?![\w-])(?P<tail>[ "
    rf"\t]+(?:of|at|in|for)[ \t]+(?:the[ \t]+)?{_MODIFIER}(?:[ \t]{_MODIFIER}){{0,2}})?"
)
_OF = re.compile(
    rf"\b(?P<x>(?:University|Hospital|Medical\s+Center|Children['’]s\s+Hospital"
    rf"|College|Church)\s+of\s+(?:the\s+)?{_MODIFIER}(?:[ \t]+(?:of[ \t]+"
    rf"|at[ \t]+)?{_MODIFIER}){{0,4}})"
)
_LOWER = re.compile(
    r"\b(?:at|from|to|in|via)\s+(?:the\s+)?(?P<x>(?P<mods>[a-z.'’]+(?:\s[a-z.'’]+){0,3}?)\s(?"
    r":(?:general|memorial|regional|community|county|university|children'?s)\s)*(?:hospital"
    r"|medical\s+center|clinic|hospice|nursing\s+home|rehab|pharmacy|manor))\b"
)
_KNOWN = re.compile(
    r"\b(?:Mayo(?:\s+Clinic)?|Cleveland\s+Clinic|(?:Johns\s+)?Hopkins|Mass(?:achusetts)?\s+Ge"
    r"neral|Brigham(?:\s+and\s+Women['’]s)?|Cedars[- ]Sinai|(?:Mount|Mt\.?)\s+Sinai"
    r"|"
    r"Kaiser(?:\s+Permanente)?|Geisinger|Intermountain|Sutter(?:\s+Health)?"
    r"|Ascension(?=\s)|Dignity\s+Health|Tenet|HCA|Memorial\s+Sloan[- ]Kettering"
    r"|Sloan[- ]Kettering|MD\s+Anderson|"
    r"Dana[- ]Farber|City\s+of\s+Hope|Fred\s+Hutch(?:inson)?|St\.?\s+Jude(?:['’]s)?"
    r"|Shriners|Barnes[- ]Jewish|Beth\s+Israel(?:\s+Deaconess)?|NYU\s+Langone"
    r"|"
    r"New\s*York[- ]Presbyterian|Montefiore|Maimonides|Bellevue|Northwell"
    r"|Tufts\s+Medical|Boston\s+Children['’]s|Yale[- ]New\s+Haven|Penn\s+(?:Medicine"
    r"|Presbyterian)|UPMC|"
    r"Allegheny|Jefferson\s+Health|Temple\s+Health|Henry\s+Ford|Beaumont"
    r"|Rush\s+(?:University|Medical)|Northwestern\s+Memorial|Advocate\s+(?:Health"
    r"|Aurora|Christ)|Froedtert|"
    r"Scripps|Sharp\s+(?:Memorial|Healthcare)|Stanford(?:\s+(?:Health|Medicine"
    r"|Hospital))|UCSF|UCLA|UCSD|UCHealth|OHSU|Swedish\s+(?:Medical|Hospital)"
    r"|Harborview|Virginia\s+Mason|"
    r"Banner(?:\s+Health)|Baylor(?:\s+Scott)?|Houston\s+Methodist|Parkland"
    r"|Memorial\s+Hermann|Ben\s+Taub|Ochsner|Emory(?:\s+Healthcare)?|Grady"
    r"|Piedmont|Vanderbilt|"
    r"Duke\s+(?:Health|University|Medical|Regional)|UNC\s+(?:Health|Hospitals)"
    r"|Atrium\s+Health|Novant|WakeMed|MUSC|Inova|Sentara|MedStar|GWU|Jackson\s+Memorial"
    r"|"
    r"BJC|SSM\s+Health|Mercy\s+Health|Trinity\s+Health|Providence\s+(?:Health"
    r"|St)|PeaceHealth|Legacy\s+(?:Emanuel|Health)|Sanford\s+Health|Essentia"
    r"|Allina|Fairview|HealthPartners|Hennepin|"
    r"Walgreens|CVS|Rite\s+Aid|Walmart|Quest\s+Diagnostics|LabCorp|DaVita"
    r"|Fresenius|MGH|BWH|BIDMC|NYP|HUP|CHOP|MSKCC|VUMC)\b(?:\s+(?:Hospital"
    r"|Medical\s+Center|Clinic|Health|Pharmacy)s?)?"
)
_UPPER = re.compile(
    r"(?<![\w'’.-])(?P<x>(?P<mods>(?:(?:[A-Z][A-Z'’&-]+|ST\.|MT\.)[ \t]){1,5}?)(?:(?:MEMORIAL|REGIONAL|GENERAL"
    r"|COMMUNITY"
    r"|COUNTY|UNIVERSITY|CHILDREN'?S)[ \t])*(?:HOSPITAL|MEDICAL[ \t](?:CENTER|GROUP)|HEALTH(?:CARE)?(?:[ \t](?:CENTER"
    r"|SYSTEM))?|CLINIC|FAMILY[ \t](?:PRACTICE|MEDICINE)|SURGERY[ \t]CENTER|NURSING[ \t]HOME|HOSPICE"
    r"|REHAB(?:ILITATION)?(?:[ \t](?:CENTER|HOSPITAL))?|CANCER[ \t](?:CENTER|INSTITUTE)|HEART[ \t](?:CENTER"
    r"|INSTITUTE)"
    r"|IMAGING(?:[ \t]CENTER)?|ASSISTED[ \t]LIVING|INFIRMARY|INSTITUTE|LABORATORIES|RADIOLOGY|PHARMACY))(?![A-Z])"
)
_SAINT = re.compile(
    r"\b(?P<x>(?:(?:St\.?|Saint|Mt\.|Mount|Our\s+Lady\s+of(?:\s+the)?|Sacred|Holy|Mercy(?=\s[A-Z]))"
    r"(?:\s+[A-Z][\w’'-]+){1,2}?|Good\s+Samaritan))(?=[\s.,;)]|['’]s|$)"
)
_PLACED = re.compile(
    r"\b(?i:transfer(?:red)?(?:\s+(?:back|in))?\s+(?:from|to)|(?:re)?admitted\s+(?:to"
    r"|at)|(?:seen|filled|treated|evaluated|hospitali[sz]ed|surgery|works?"
    r"|worked|employed|delivered|born|done|performed|followed)(?:\s+[\d/]+)?\s+(?:at"
    r"|by)|"
    r"discharged\s+(?:to|from)|records\s+from|sent\s+(?:from|to)|last\s+filled\s+\S+\s+at"
    r"|employer:?|employed\s+by|pharmacy:|seen\s+by\s[^.\n]{3,40}\s(?:in"
    r"|at)|works\s+for|presented\s+to)\s+(?:the\s+)?(?P<x>[A-Z]{3,6}|St\.?\s[A-Z]\w+"
    r"|[A-Z][a-z]{3,}(?:['’]s)?)(?=[\s.,;)]|$)"
)
_AT_DOCTORS = re.compile(
    r"\b(?i:patient[ \t]+of|seen[ \t]+by|followed[ \t]+by|under|d/w)[ \t]+[^,;\n]{3,50}?[ "
    r"\t](?:at|in)[ \t]+(?P<x>[A-Z][\w'’]+(?:[ \t][A-Z][\w'’]+){0,3}|[a-z]{3,5})(?=[,.;]"
    r"|$)"
)
_OF_DOCTOR = re.compile(r"\b(?:pmd|pcp|PMD|PCP|Dr\.?|md|MD)[ \t][^()\n]{2,40}[ \t]\((?P<x>[A-Z][\w .'’&-]{1,40})\)")
_CARE_UNIT = re.compile(
    r"(?<![\w'’-])(?P<x>(?P<mods>(?:[A-Z][\w'’]+[ \t]){1,3})"
    r"(?P<head>ICU|ITU|HDU|NICU|PICU|SCBU|A&E|AMU|MIU|CCU))(?![\w-])"
)
"""A unit named by its place: "Hutt Valley ICU", and not "Medical ICU"."""
_PLACED_DAY = re.compile(
    r"\b(?i:(?:re)?admitted|discharged|transferred)[ \t]+(?P<x>[A-Z][a-z]+(?:[ \t][A-Z][a-z]+){0,3}?)"
    r"(?=[ \t]+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?[ \t]\d)"
)
_UNITS = frozenset(
    (
        "icu ed er or pacu snf ltac nicu picu ccu micu sicu ct mri rehab hospice "
        "ems osh pcp usa dvt uti chf copd ckd mi pe afib gi cva tia aki esrd "
        "pna sob the home cath lusb rusb llsb rlsb ama nad sdu irf ltc alf med surg"
    ).split()
)
_FIELD = re.compile(
    r"\b(?:Employer|Pharmacy|Facility|Hospital|Clinic|School|Location|Site"
    r"|EMPLOYER|PHARMACY|FACILITY|HOSPITAL|LOCATION)[ \t]*(?::[ \t]*|[ \t])(?P<x>(?:St\.[ "
    r"\t])?[A-Z][\w'’&-]*(?:[ \t][A-Z][\w'’&-]*){0,4})(?=[.,;\n]|[ \t]{2}"
    r"|$)"
)
_HEALTH = re.compile(
    r"(?:\b(?:at|from|to|by|with|via)[ \t]+|,[ \t]"
    r"|(?m:^)[ \t]*)(?P<x>(?P<mods>[A-Z][\w'’]+(?:[ \t][A-Z][\w'’]+)?)[ \t]+Health)"
    r"(?=[ \t]*(?:[,.;(\n\d]|$|since|on))"
)
_SAINT_LOWER = re.compile(
    r"\b(?:at|from|to)\s+(?P<x>(?:st\.?|saint|mt\.?|mount|our\s+lady\s+of)\s+[a-z]{3,}(?:['’]s)?)\b"
)
_BARE = re.compile(
    r"(?<![\w/])(?:(?i:at|care[ \t]+of)|(?P<weak>(?i:from|to|in)))[ \t\n]"
    r"(?P<x>[A-Z][^\W\d_'’&.-]*[\w'’](?:[ ][A-Z][\w'’&-]*[\w'’]){0,3})(?![\w-])"
)
_BUILDING = re.compile(
    r"(?<![\w'’-])(?P<x>[A-Z][\w'’-]+[ \t](?:Tower|Building|Pavilion|Wing|Annex|Ward|Unit|House|Campus|Lodge"
    r"|Court|Memorial"
    r"|General|Regional|Health|Infirmary|Hospice))(?![\w-])"
)
_BARE_LOWER = re.compile(
    r"(?<![\w/])(?P<cue>at|from|to|via|in)[ \t](?:the[ \t])?(?P<x>(?:(?:saint|st\.?"
    r"|mt\.?)[ \t])?[a-z'’]{3,}(?:[ \t](?:memorial|general|regional|health|clinic"
    r"|hospital|hospice|manor|house|view|center|medical[ \t]center|cancer[ \t](?:institute|center)))*)(?![\w-])"
)
_VOWEL = re.compile(r"[aeiouy]")
_HEADS_LOWER = re.compile(r"memorial|general|regional|health|clinic|hospital|hospice|manor|institute|center")
_RUNNING = frozenset("on in at to from of for with by and or no not is was has had until during".split())
"""Words that show capitals to be a sentence, not a name."""
_GENERIC = frozenset(
    """the our your this that a an any all local outside nearest another other each every same new old emergency
    outpatient inpatient ambulatory acute general primary secondary tertiary surgical surgery medical
    cardiac cardiology cardiovascular heart failure pulmonary renal kidney dialysis liver hepatology
    transplant cancer oncology hematology infusion infectious disease neurology neurosurgery stroke spine
    pain wound ostomy burn trauma critical intensive diabetes diabetic endocrine endocrinology thyroid
    obesity weight bariatric gastroenterology gi urology gynecology obgyn ob obstetrics obstetric prenatal
    maternity maternal fetal women womens women's men's children children's pediatric pediatrics neonatal
    geriatric geriatrics memory psychiatric psychiatry psychology mental behavioral health addiction
    substance methadone sleep allergy immunology rheumatology dermatology ophthalmology eye ent hearing
    audiology dental orthopedic orthopaedic orthopedics fracture sports hand foot physical occupational
    speech therapy rehabilitation rehab anticoagulation coumadin warfarin lipid hypertension travel std hiv
    tb vaccine flu walk-in urgent care skilled nursing long term nursing home hospice palliative specialty
    retail mail order compounding hospital clinic pharmacy lab laboratory radiology imaging national
    american european british international federal state public private community teaching academic rural
    va university county city regional district veterans does do is are can how why which what should will
    home public global bone sexual oral rural mental world online call discharge admit admitted transfer
    transferred follow seen from to at in and or of for with per via is was day date see pre-op preop
    post-op continuity residency resident research clinical clinic internal family adult young teen
    adolescent breast voice swallow movement disorder headache epilepsy seizure ms als cf copd asthma chf
    ckd vascular vein endoscopy device pacemaker transferred discharged admitted theatre operating report
    home work school baseline bedside rest risk present time least most once times night day discharge admission
    nursing triage radiology pathology monday tuesday wednesday thursday friday saturday sunday january february
    march april may june july august september october november december christmas easter am pm""".split()
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
            if found and not any(word.folded in _RUNNING or word.folded.endswith(("ed", "ing")) for word in found):
                yield match.start("mods") + found[0].start, match.end("x"), "FACILITY"
        for match in _SAINT.finditer(text):
            if len(words(match["x"])) > 1 and not is_eponym(text, match.end("x")):
                yield *match.span("x"), "FACILITY"
        for match in _PLACED.finditer(text):
            first = words(match["x"])[0]
            if (first.upper and first.folded not in _UNITS) or (
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
        for match in _CARE_UNIT.finditer(text):
            start = _first_telling(text, match)
            if start and any(_names_something(word) for word in words(text[start - 1 : match.end("mods")])):
                yield start - 1, match.end("x"), "FACILITY"
        for match in _PLACED_DAY.finditer(text):
            if words(match["x"])[0].folded not in _GENERIC | _UNITS:
                yield *match.span("x"), "FACILITY"
        for match in _BARE.finditer(text):
            if _is_bare_name(text, match):
                yield *match.span("x"), "FACILITY"
        for match in _BUILDING.finditer(text):
            first = words(match["x"])[0]
            if first.folded not in _GENERIC and (lexicon.any_name(first) or not lexicon.all_vocabulary(first)):
                yield *match.span("x"), "FACILITY"
        if is_lower_case(text):
            yield from (
                (*match.span("x"), "FACILITY") for match in _BARE_LOWER.finditer(text) if _is_bare_lower(match)
            )
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


def _is_bare_name(text: str, match: re.Match[str]) -> bool:
    """ "at Gateway", "from SVGH": a name behind a place word, or capitals that abbreviate nothing medical."""
    found = words(match["x"])
    first = found[0]
    if first.folded in _GENERIC | _UNITS or is_role(first.folded) or is_eponym(text, match.end("x")):
        return False
    if first.upper and len(found) == 1:
        ends = re.match(r"[ \t]*(?:[.,;(\n]|$)", text[match.end("x") :][:4]) is not None
        return 2 < len(first.text) < 7 and ends and not match[0].startswith("in") and not _is_medical(first)
    if opens_sentence(text, match.start("x")) or lexicon.is_proper(first.folded):
        return False
    named = lexicon.is_place(first.folded) or lexicon.any_name(first)
    if match["weak"]:
        return (
            len(found) == 1
            and lexicon.any_name(first)
            and not lexicon.is_place(first.folded)
            and not lexicon.is_eponym(first.folded)
            and first.title
        )
    return named or not lexicon.all_vocabulary(first) or (len(found) == 1 and not lexicon.is_eponym(first.folded))


def _is_medical(word: Word) -> bool:
    return lexicon.is_abbreviation(word.text) or lexicon.is_vocabulary(word.folded)


def _is_bare_lower(match: re.Match[str]) -> bool:
    found = words(match["x"])
    first = found[0]
    if first.folded in _GENERIC | _UNITS or is_role(first.folded) or lexicon.is_proper(first.folded):
        return False
    if len(found) > 1:
        return _HEADS_LOWER.search(match["x"]) is not None
    if len(first.text) < 6 and not _VOWEL.search(first.text):
        return not lexicon.is_abbreviation(first.text)
    if lexicon.all_vocabulary(first) or lexicon.is_abbreviation(first.text):
        return match["cue"] in ("at", "from") and lexicon.is_place(first.folded)
    return len(first.text) < 6 or lexicon.is_place(first.folded)


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
        "Chiro",
        "Chiropractic",
        "Rx",
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
