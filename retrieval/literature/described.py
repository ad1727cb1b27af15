"""How a study was done, by the words of its methods, where its authors name no design.

Counted words, not one word, decide: each pattern is what one kind of study has to speak of. Tuned on the development
half of evals/data/grading; docs/evals/grading.md has the confusion matrix.
"""

from __future__ import annotations

import re

from retrieval.evidence import Design


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_PEOPLE = _words(
    "patients|participants|women|men|children|adults|adolescents|individuals|subjects|volunteers|respondents|infants"
    "|people|persons|residents|survivors|controls|workers|students|smokers|athletes"
)
_ANIMALS = _words(
    "mice|mouse|murine|rats?|rabbits?|piglets?|pigs?|swine|dogs?|broilers?|chickens?|ducks?|hens|sheep|calves|cows"
    "|zebrafish|drosophila|monkeys?|baboons?"
)
_BENCH = _words(
    r"in vivo|in vitro|ex vivo|cell (?:lines?|viability|proliferation|migration|cycle|apoptosis)|cells|cultured?"
    r"|western blot\w*|(?:q?RT-)?q?PCR|knock(?:ed)?[- ]?(?:down|out)|xenografts?|apoptosis|macrophages?|transfect\w+"
    r"|\w+cytes|cytotoxicity|immunoblot\w*|docking|inflammasomes?|microglia\w*|neurons|fibroblasts|mRNA"
    r"|(?:circ|lnc)RNA\w*|signal(?:l)?ing (?:pathway|axis)|pathway|inhibitors?|enzymes?|oxidative"
    r"|antioxidant|micelles"
)
_FIELD = _words(
    r"plants?|leaf|leaves|rice|seedlings?|crops?|soil|moss|compost\w*|wastewater|groundwater|adsor\w+|perovskite"
    r"|catal\w+|biofilms?|reactors?|transgenic lines?"
)
_NO_RESULTS = _words(
    r"will be (?:randomi[sz]ed|recruited|enrolled|collected|conducted|included|assessed|performed|analy[sz]ed)"
    r"|this protocol|we anticipate|are (?:randomi[sz]ed|phase) (?:to|trials)|(?:rationale|study) (?:and )?design"
    r"|designed to test|aims? to evaluate \w+ treatment"
)
_SPOKEN = _words(r"qualitative|semi-structured|focus groups?|thematic analysis|phenomenolog\w+|Delphi|nominal group")
_MODEL = _words(r"Markov|simulat\w+|cost-effectiveness model|Monte Carlo|machine learning techniques|deep learning")
_ONE_PERSON = re.compile(
    r"\ban? (?:\w+ )?\d{1,2}[- ](?:year|month|week|day|y)s?[- ]old\b"
    r"|\bwe (?:treated|report|present|describe)\b.{0,60}\bpatient\b"
    r"|\bthis is a case report\b|\bthe present case\b"
    r"|\ba (?:patient|case) (?:with|of)\b.{0,60}\bis (?:described|reported)\b",
    re.IGNORECASE,
)
_OVER_TIME = _words(
    r"follow(?:ed)?[- ]up|followed for|Cox|hazard ratios?|HRs?|Kaplan|survival|mortality|relapses?|recurrences?"
    r"|(?:months?|weeks?|years?) (?:after|later|post\w*|of follow)|post-?operative\w*|retrospective\w*|prospective\w*"
    r"|registry|before and after|admitted|discharged?|underwent|treated|longitudinal\w*|baseline|incident|outcomes?"
    r"|subsequent|progression|at (?:\d+|one|two|six|twelve) (?:months?|years?)|complications?|treatment|enrolled"
)
_AT_ONCE = _words(
    r"questionnaires?|surveys?|surveyed|prevalence|seroprevalence|cross-sectional\w*|interview\w*|respondents|correlat\w+"
    r"|healthy (?:controls|subjects|volunteers)|sensitivity|specificity|self-report\w*|ROC|AUC|intentions?|accuracy"
    r"|classif\w+|attitudes?|perce\w+|knowledge|associat\w+|samples|scores?|predict\w*|differentiat\w+"
)


_FEW, _LEAST = 3, 2
"""Most mentions of people in the story of one patient; fewest words that decide anything."""


def described(text: str) -> Design | None:
    """The design that the abstract describes; None where its words decide nothing, or it has no results of people.

    Interviews, models of costs, protocols, chemistry and plants are none of the designs: None.
    """
    people, animals, bench = (len(kind.findall(text)) for kind in (_PEOPLE, _ANIMALS, _BENCH))
    field = len(_FIELD.findall(text))
    if _NO_RESULTS.search(text) or field > max(1, people, animals) or (field and field >= bench + animals + people):
        return None
    if _ONE_PERSON.search(text) and people <= _FEW and not animals:
        return "case report"
    if animals > people or (bench >= _LEAST and bench > people):
        return "animal or in vitro"
    if _SPOKEN.search(text) or _MODEL.search(text):
        return None
    later, once = len(_OVER_TIME.findall(text)), len(_AT_ONCE.findall(text))
    if people < _LEAST or max(later, once) < _LEAST:
        return None
    return "cohort" if later >= once else "cross-sectional"
