"""Fetching and preparing data and models: `fetch_sample`, `fetch_models`."""

from copilot.setup.fetch import fetch_models, fetch_sample

__all__ = ["fetch_models", "fetch_sample"]
