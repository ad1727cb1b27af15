"""Texts that are likely to leak are not passed on; reasons say why."""

from __future__ import annotations

import pytest

from copilot.deid.text import Deidentifier


@pytest.mark.parametrize(
    ("text", "verdict", "reason"),
    [
        ("Dr. Okafor saw her on 03/14/2024. She is well.", "pass", None),
        ("pt grant seen, mr okafor is his doctor and will call him with the result tomorrow", "review", "capitals"),
        ("no chest pain today, lungs clear, will repeat the labs in the morning and start diet", "pass", None),
        ("Patient Panait is rnuch irnproved, dischargcd horne with rehabi1itation.", "review", "scan"),
        ("Seen with Zhoustek today. Later Gluxbar and Weltrind came by.", "review", "no list"),
        ("RenÃ© was seen by JosÃ© today.", "withhold", "encoding"),
    ],
)
def test_what_may_leak_is_read_by_somebody(
    deidentifier: Deidentifier, text: str, verdict: str, reason: str | None
) -> None:
    made = deidentifier.text(text)
    assert made.verdict == verdict
    assert reason is None or any(reason in told for told in made.reasons)
