from __future__ import annotations

import re

from copilot.schema import Abstention, RiskSummary
from ui import export, words


def test_the_file_holds_sentences_quotes_sources_drops_and_the_audit_entry(summary: RiskSummary) -> None:
    text = export.markdown(summary)
    assert "- Obesity raised mortality \\[1\\]. (support 0.97 of 1)" in text
    assert "  - Source 1: “Obesity raised mortality (HR 1.42 \\& p \\< 0.01).”" in text
    assert "1. Obesity and death in COVID-19. J Test Med. 2021. <https://pubmed.ncbi.nlm.nih.gov/1/>" in text
    assert "HESI" in text
    assert "engine none (fell back), audit entry 7" in text


def test_no_markup_of_a_source_survives(summary: RiskSummary) -> None:
    bare = re.sub(r"\\.", "", export.markdown(summary))
    assert "<script" not in bare
    assert "](" not in bare
    assert "**bold" not in bare


def test_an_abstention_is_written_with_what_would_help(summary: RiskSummary) -> None:
    given = Abstention(reason="no_evidence", message="None.", looked_for=["a"], would_help=["More sources"])
    text = export.markdown(summary.model_copy(update={"abstention": given, "sentences": []}))
    assert f"**{words.ABSTENTION['no_evidence']}.** None." in text
    assert "- More sources" in text
