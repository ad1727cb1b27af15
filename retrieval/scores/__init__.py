"""Risk scores: typed inputs, exact ranges over what is missing, results as evidence."""

from retrieval.scores.applicable import Applicability, Facts, applicable
from retrieval.scores.evaluate import run
from retrieval.scores.evidence import as_evidence
from retrieval.scores.registry import get, registry
from retrieval.scores.result import Result
from retrieval.scores.score import Score

__all__ = ["Applicability", "Facts", "Result", "Score", "applicable", "as_evidence", "get", "registry", "run"]
