"""Khorana: venous thromboembolism during chemotherapy (Khorana AA et al., Blood 2008)."""

from __future__ import annotations

from retrieval.scores.inputs import Choice, flag, number
from retrieval.scores.points import pick, rule, steps, steps_above
from retrieval.scores.score import Score, bands

_SITE = Choice(
    "cancer_site",
    "site of the cancer",
    ("stomach or pancreas", "lung, lymphoma, gynaecological, bladder or testicular", "other"),
)
_ESA = flag("erythropoietin", "erythropoiesis-stimulating drug")

SCORE = Score(
    name="khorana",
    title="Khorana",
    version="Khorana 2008",
    published="Khorana AA et al., Blood 2008;111:4902-4907",
    doi="10.1182/blood-2007-10-116327",
    predicts="venous thromboembolism within 2.5 months of starting chemotherapy",
    population="adult outpatients starting chemotherapy",
    parts=(
        pick(_SITE, dict(zip(_SITE.options, (2, 1, 0), strict=True))),
        steps(number("platelets", 1, 2000), 0, (350, 1)),
        rule(
            lambda values: values["haemoglobin"] < 10 or values["erythropoietin"],
            number("haemoglobin", 2, 25),
            _ESA,
            haemoglobin=(10.0,),
        ),
        steps_above(number("leukocytes", 0.1, 500), 0, (11, 1)),
        steps(number("bmi", 10, 80), 0, (35, 1)),
    ),
    meaning=bands(
        (0, "low (0): 0.3% had thromboembolism in the validation cohort"),
        (1, "intermediate (1-2): 2.0% had thromboembolism in the validation cohort"),
        (3, "high (3 or more): 6.7% had thromboembolism in the validation cohort"),
    ),
    limits=(0, 6),
    about=("cancer",),
)
