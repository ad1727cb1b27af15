"""Elixhauser comorbidities from ICD-10 codes, with the weights of van Walraven: death in hospital."""

from __future__ import annotations

from retrieval.scores.comorbidity.groups import weighed
from retrieval.scores.score import Score

SCORE = Score(
    name="elixhauser",
    title="Elixhauser index (van Walraven weights)",
    version="van Walraven 2009, codes of Quan 2005",
    published="van Walraven C et al., Med Care 2009;47:626-633",
    doi="10.1097/MLR.0b013e31819432e5",
    predicts="death in hospital, by which comparisons are adjusted",
    population="adults in hospital data coded in ICD-10",
    parts=(weighed("elixhauser.toml", "weight"),),
    meaning=lambda value, _: (
        "higher is a greater burden; the index adjusts comparisons and is not an individual forecast"
    ),
    limits=(-19, 85),
)
