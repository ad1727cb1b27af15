"""The family `test`: its own people, places, dates, numbers and templates, unread by who works on the detectors."""

from evals.deid.unseen.cast import Cast

__all__ = ["Cast"]
