"""The whole walk, readable top to bottom. (Being written; the signatures below are fixed.)"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from copilot.schema import Event, Options, PatientContext, RiskSummary
from copilot.settings import Settings
from retrieval.evidence import Evidence
from retrieval.index import Filters


class Copilot:
    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Opens index, models and audit log. Raises Problem with what to do."""
        raise SystemExit

    def stream(self, question: str, patient: PatientContext | None = None, options: Options | None = None) -> Iterator[Event]:
        """Stage events, then list[Evidence] once, then Sentence / Dropped as verified, then the RiskSummary."""
        raise SystemExit

    def ask(self, question: str, patient: PatientContext | None = None, options: Options | None = None) -> RiskSummary:
        raise SystemExit

    def summary(self, id: str) -> RiskSummary | None:
        """An earlier answer, from the audit log."""
        raise SystemExit

    def search(self, query: str, k: int = 10, filters: Filters | None = None) -> list[Evidence]:
        raise SystemExit

    def evidence(self, id: str) -> Evidence | None:
        raise SystemExit

    def ready(self) -> dict[str, str]:
        """What is open: {"index": "...", "engine": "...", "verifier": "...", "audit": "..."}; raises Problem if it cannot serve."""
        raise SystemExit
