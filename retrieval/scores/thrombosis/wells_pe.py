"""Wells score for pulmonary embolism (Wells PS et al., Thromb Haemost 2000)."""

from __future__ import annotations

from retrieval.scores.inputs import flag, number
from retrieval.scores.points import steps_above, yes
from retrieval.scores.score import Score, bands

URGENT = "Suspected thrombosis or embolism now is worked up by the local pathway at once, not by asking a tool."

SCORE = Score(
    name="wells-pe",
    title="Wells (PE)",
    version="Wells 2000",
    published="Wells PS et al., Thromb Haemost 2000;83:416-420",
    doi="10.1055/s-0037-1613830",
    predicts="the probability of pulmonary embolism before testing",
    population="adults with suspected pulmonary embolism",
    parts=(
        yes(flag("signs_of_dvt", "signs of deep vein thrombosis"), 3),
        yes(flag("pe_most_likely", "no other diagnosis as likely as pulmonary embolism"), 3),
        steps_above(number("heart_rate", 10, 300), 0, (100, 1.5)),
        yes(flag("immobilised_or_surgery", "immobilised for three days, or surgery within four weeks"), 1.5),
        yes(
            flag("previous_vte", "previous venous thromboembolism", "deep vein thrombosis", "pulmonary embolism"), 1.5
        ),
        yes(flag("haemoptysis", "haemoptysis")),
        yes(flag("active_cancer", "cancer treated within six months or palliative", "cancer")),
    ),
    meaning=bands(
        (0, "low (below 2); unlikely by the two-level rule (4 or less)"),
        (2, "moderate (2-6); unlikely by the two-level rule (4 or less)"),
        (4.5, "moderate (2-6); likely by the two-level rule (above 4)"),
        (6.5, "high (above 6); likely by the two-level rule (above 4)"),
    ),
    decimals=1,
    limits=(0, 12.5),
    time_critical=URGENT,
)
