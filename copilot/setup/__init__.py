"""Fetching and preparing data and models: `fetch_sample`, `fetch_models`."""

from copilot.setup.fetch import Done, fetch_models, fetch_sample
from copilot.setup.obtain import Sources

__all__ = ["Done", "Sources", "fetch_models", "fetch_sample"]
