"""Wells score for deep vein thrombosis, two levels (Wells PS et al., NEJM 2003)."""

from __future__ import annotations

from retrieval.scores.inputs import flag
from retrieval.scores.points import yes
from retrieval.scores.score import Score, bands
from retrieval.scores.thrombosis.wells_pe import URGENT

SCORE = Score(
    name="wells-dvt",
    title="Wells (DVT)",
    version="Wells 2003",
    published="Wells PS et al., N Engl J Med 2003;349:1227-1235",
    doi="10.1056/NEJMoa023153",
    predicts="the probability of deep vein thrombosis before testing",
    population="outpatients with suspected deep vein thrombosis",
    parts=(
        yes(flag("active_cancer", "cancer treated within six months or palliative", "cancer")),
        yes(flag("leg_immobilised", "paralysis, paresis or plaster of a leg")),
        yes(flag("bedridden_or_surgery", "bedridden for three days, or major surgery within twelve weeks")),
        yes(flag("deep_vein_tenderness", "tenderness along the deep veins")),
        yes(flag("entire_leg_swollen", "entire leg swollen")),
        yes(flag("calf_3_cm", "calf more than 3 cm larger than the other")),
        yes(flag("pitting_oedema", "pitting oedema of the symptomatic leg alone")),
        yes(flag("collateral_veins", "collateral superficial veins")),
        yes(flag("previous_dvt", "previous deep vein thrombosis", "deep vein thrombosis")),
        yes(flag("alternative_diagnosis", "another diagnosis at least as likely"), -2),
    ),
    meaning=bands((-2, "unlikely (below 2): 5.5% had thrombosis"), (2, "likely (2 or more): 27.9% had thrombosis")),
    limits=(-2, 9),
    time_critical=URGENT,
)
