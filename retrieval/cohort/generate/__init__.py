"""A synthetic OMOP CDM whose every statistic has a known truth."""

from __future__ import annotations

from retrieval.cohort.generate.make import Generated, generate

__all__ = ["Generated", "generate"]
