"""Measures: pure functions of counts that the disclosure gate released."""

from __future__ import annotations

from retrieval.cohort.measures.measure import measure

__all__ = ["measure"]
