"""The number of people studied, and the numbers that only look like it."""

from __future__ import annotations

import pytest

from retrieval.literature.participants import participants


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("1,204 patients were enrolled.", 1204),
        ("A total of 1 204 hospitalised adult patients were randomised.", 1204),
        ("We analysed data from 13\u2009671 adult volunteers and 40 older women.", 13671),
        ("Patients on drug (n = 32) and placebo (n=40) were compared.", 72),
        ("We compared 50 patients with stroke and 50 matched controls.", 100),
        ("We included 90 adults (n = 50 on drug, n = 40 on placebo).", 90),
        ("Of the 507 stroke survivors, half went home.", 507),
        ("Participants came from three towns (N = 2,500; 800 women).", 2500),
        ("METHODS: We studied 25 men.\nRESULTS: Out of 1300, of 900 screened people, 25 took part.", 25),
        ("Twenty studies involving 836 participants were pooled.", 836),
        # not the people studied
        ("BACKGROUND: Sepsis kills 11,000,000 people.\nMETHODS: We included 60 patients.", 60),
        ("Incidence was 40 per 100,000 people and 12 per 1000 women.", None),
        ("In 2019 patients were treated differently.", None),
        ("Twelve patients took 40 mg.", 12),
        ("One hundred and fifty adult patients were randomised.", 150),
        ("Four studies reported harms in two patients.", None),
        ("In all, 95% of patients recovered and 12.5 patients were expected.", None),
        ("We included 12 studies from 4 countries.", None),
        ("The response was linear (r2 = 0.99, n = 7).", None),
        ("Adults aged 18 years or older were eligible.", None),
        ("Patients gave blood (n = 14 samples).", None),
        ("", None),
    ],
)
def test_participants(text: str, n: int | None) -> None:
    assert participants(text) == n
