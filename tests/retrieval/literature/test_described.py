from __future__ import annotations

import pytest

from retrieval.literature.described import described


@pytest.mark.parametrize(
    ("text", "design"),
    [
        ("Mice were fed a diet. Apoptosis and mRNA were measured. Treated mice ate less.", "animal or in vitro"),
        ("HCT116 cells were cultured and transfected; knockdown raised cell migration.", "animal or in vitro"),
        ("A 57-year-old man was evaluated for liver injury. The patient recovered on steroids.", "case report"),
        ("Patients treated from 2010 were followed for two years. Relapses among patients fell.", "cohort"),
        ("Students filled in a questionnaire. Prevalence of anxiety in students was 12%.", "cross-sectional"),
        ("Patients will be randomised to drug or placebo. Outcomes in patients are mortality.", None),
        ("Semi-structured interviews with ten women. Women described questionnaires and surveys.", None),
        ("The catalyst was reused. Adsorption of dyes was high.", None),
        ("", None),
    ],
)
def test_described(text: str, design: str | None) -> None:
    assert described(text) == design
