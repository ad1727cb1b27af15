"""An answer as values, hostile strings in every field."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from samples import HOSTILE

from copilot.schema import AsOf, AuditRef, Citation, Dropped, Engine, Provenance, RiskSummary, Sentence, Support
from retrieval.evidence import Evidence, Grade, Source


@pytest.fixture
def cohort() -> Evidence:
    return Evidence(
        id="pmid:1",
        kind="literature",
        title="Obesity and death in COVID-19.",
        text="We followed 1,204 adults. Obesity raised mortality (HR 1.42 & p < 0.01). Age did too.",
        source=Source(pmid="1", doi="10.1000/a(b)c", journal="J Test Med"),
        grade=Grade(design="cohort", level=3, n=1204, year=2021),
    )


@pytest.fixture
def hostile() -> Evidence:
    return Evidence(
        id="doc:<b>",
        kind="document",
        title=HOSTILE,
        text=f"Text {HOSTILE} end.",
        source=Source(organisation=HOSTILE, url="javascript:alert(1)", doi='10.1/"onclick="x', pmid='1" onclick="x'),
    )


def sentence_of(text: str, evidence: Evidence, quote: str) -> Sentence:
    start = evidence.text.index(quote)
    return Sentence(
        text=text,
        citations=[Citation.of(evidence, start, start + len(quote))],
        support=Support(verdict="supported", score=0.97, checks={"numbers": True, "words": 0.9, "new<b>": "x<y"}),
    )


@pytest.fixture
def summary(cohort: Evidence, hostile: Evidence) -> RiskSummary:
    return RiskSummary(
        id="a1",
        created=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        question=f"Does obesity kill? {HOSTILE}",
        status="answered",
        sentences=[
            sentence_of("Obesity raised mortality [1].", cohort, "Obesity raised mortality (HR 1.42 & p < 0.01)."),
            sentence_of(f"{HOSTILE} [2].", hostile, "<script>"),
        ],
        dropped=[Dropped(text=f"HESI {HOSTILE}", reason=f"name not in the cited text: {HOSTILE}")],
        evidence=[cohort, hostile],
        as_of=AsOf(literature="2021-12-31"),
        limits=[f"Abstracts only. {HOSTILE}"],
        used=["age"],
        engine=Engine(name="none", fell_back=True, reason=f"slow {HOSTILE}"),
        provenance=Provenance(index="i", model="m", code="c"),
        audit=AuditRef(entry=7, hash="ab" * 32),
    )
