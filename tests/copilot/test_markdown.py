from __future__ import annotations

import re

from copilot.markdown import markdown
from copilot.render import REASONS
from copilot.schema import Abstention, RiskSummary


def test_the_file_holds_sentences_quotes_sources_drops_and_the_audit_entry(summary: RiskSummary) -> None:
    text = markdown(summary)
    assert "- Obesity raised mortality \\[1\\]. (support 0.97 of 1)" in text
    assert "  - Source 1: “Obesity raised mortality (HR 1.42 \\& p \\< 0.01).”" in text
    assert (
        "1. Obesity and death in COVID-19. (J Test Med, 2021, cohort (level 3), n = 1,204, PMID 1, doi:10.1000/a(b)c)"
        in text
    )
    assert "HESI" in text
    assert "engine none (fell back), audit entry 7" in text


def test_no_markup_of_a_source_survives(summary: RiskSummary) -> None:
    bare = re.sub(r"\\.", "", markdown(summary))
    assert "<script" not in bare
    assert "](" not in bare
    assert "**bold" not in bare


def test_an_abstention_is_written_with_what_would_help(summary: RiskSummary) -> None:
    given = Abstention(reason="no_evidence", message="None.", looked_for=["a"], would_help=["More sources"])
    text = markdown(summary.model_copy(update={"abstention": given, "sentences": []}))
    assert f"**I can't say: {REASONS['no_evidence']}.** None." in text
    assert "- More sources" in text
