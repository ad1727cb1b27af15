"""Values for the pure parts of the page, hostile ones among them, and a real server for the whole page."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import numpy as np
import pytest
import uvicorn

from copilot.api.app import create_app
from copilot.schema import (
    AsOf,
    AuditRef,
    Citation,
    Dropped,
    Engine,
    Provenance,
    RiskSummary,
    Sentence,
    Support,
)
from copilot.settings import Settings
from retrieval.evidence import Evidence, Grade, Source
from retrieval.index import build

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> **bold** [x](javascript:alert(3)) ![y](http://x.test/y)"
)


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


DOCUMENTS = [
    {
        "id": "pmid:1",
        "title": "Obesity and mortality in COVID-19: a cohort study",
        "text": "We followed 1,204 adults with COVID-19 in hospital. Obesity was associated with a higher risk of "
        "death in COVID-19 (hazard ratio 1.42, 95% CI 1.10-1.83). Diabetes was present in 31% of the adults.",
        "year": 2021,
        "pmid": "1",
        "doi": "10.1000/xyz",
    },
    {
        "id": "doc:2",
        "title": f"Warfarin and bleeding {HOSTILE}",
        "text": "Warfarin increased the risk of major bleeding in atrial fibrillation. "
        f"Bleeding rose with warfarin in atrial fibrillation {HOSTILE} and with age.",
        "year": 2020,
    },
]


class _OneVector:
    """An encoder without a model: an index needs one, and two texts need no ranking."""

    name, weights, fingerprint, dimension, max_pieces = "one", "one", "one", 8, 256

    def pieces(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        return [[(at, min(at + 4, len(text))) for at in range(0, len(text), 4)] for text in texts]

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.full((len(texts), self.dimension), 8**-0.5, np.float32)


@pytest.fixture(scope="session")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real API over a small index, engine `none`."""
    home = tmp_path_factory.mktemp("ui")
    source = home / "documents.jsonl"
    source.write_text("\n".join(json.dumps(document) for document in DOCUMENTS))
    build([f"jsonl:{source}"], home / "index", _OneVector())
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(home=home, engine="none")), log_level="error"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()
