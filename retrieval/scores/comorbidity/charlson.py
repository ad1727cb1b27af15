"""Charlson comorbidity index from ICD-10 codes (Quan H et al. 2005), with the original and the updated weights."""

from __future__ import annotations

from retrieval.scores.comorbidity.groups import weighed
from retrieval.scores.score import Score


def _score(name: str, title: str, version: str, published: str, doi: str, weight: str, highest: int) -> Score:
    return Score(
        name=name,
        title=title,
        version=version,
        published=published,
        doi=doi,
        predicts="the burden of comorbid disease, by which mortality is adjusted",
        population="adults in hospital data coded in ICD-10",
        parts=(weighed("charlson.toml", weight),),
        meaning=lambda value, _: (
            "no listed comorbidity with weight"
            if value == 0
            else "higher is a greater burden; the index adjusts comparisons and is not an individual forecast"
        ),
        limits=(0, highest),
        family="charlson",
    )


SCORES = (
    _score(
        "charlson",
        "Charlson index (original weights)",
        "Charlson 1987, codes of Quan 2005",
        "Quan H et al., Med Care 2005;43:1130-1139",
        "10.1097/01.mlr.0000182534.19832.83",
        "original",
        29,
    ),
    _score(
        "charlson-updated",
        "Charlson index (updated weights)",
        "Quan 2011",
        "Quan H et al., Am J Epidemiol 2011;173:676-682",
        "10.1093/aje/kwq433",
        "updated",
        22,
    ),
)
