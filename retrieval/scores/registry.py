"""Every score by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import ModuleType

from retrieval.scores.acute import curb65, news2, psi, qsofa, sofa
from retrieval.scores.cardiovascular import (
    chads_vasc,
    framingham,
    grace,
    has_bled,
    heart,
    mesa,
    pce,
    pce_revised,
    prevent,
    qrisk3,
    score2,
    score2_diabetes,
    timi,
)
from retrieval.scores.comorbidity import charlson, elixhauser, hospital_frailty
from retrieval.scores.errors import UnknownScore
from retrieval.scores.home import acute_care
from retrieval.scores.kidney import ckd_epi, cockcroft_gault, kfre
from retrieval.scores.liver import child_pugh, fib4, meld
from retrieval.scores.readmission import hospital, lace
from retrieval.scores.score import Score
from retrieval.scores.surgery import rcri
from retrieval.scores.thrombosis import caprini, khorana, padua, perc, spesi, wells_dvt, wells_pe

_MODULES: tuple[ModuleType, ...] = (
    *(prevent, pce, pce_revised, qrisk3, score2, score2_diabetes, mesa, framingham),
    *(chads_vasc, has_bled, grace, heart, timi),
    *(lace, hospital, acute_care),
    *(ckd_epi, kfre, cockcroft_gault),
    *(meld, child_pugh, fib4),
    *(curb65, psi, news2, qsofa, sofa),
    *(wells_dvt, wells_pe, perc, spesi, padua, caprini, khorana),
    *(rcri, charlson, elixhauser, hospital_frailty),
)


@cache
def registry() -> Mapping[str, Score]:
    """Name -> score, in the order of the list."""
    return {score.name: score for module in _MODULES for score in _of(module)}


def _of(module: ModuleType) -> tuple[Score, ...]:
    return tuple(module.SCORES) if hasattr(module, "SCORES") else (module.SCORE,)


def get(name: str) -> Score:
    """The score of this name, in whatever case and punctuation ("CURB65" is curb-65). Raises UnknownScore."""
    found = next((score for score in registry().values() if _plain(score.name) == _plain(name)), None)
    if found is None:
        raise UnknownScore("No score has this name.", next_step="`copilot score list` names them all.")
    return found


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
