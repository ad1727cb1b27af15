"""The models of this machine's home folder."""

from __future__ import annotations

import pytest

from copilot.settings import Settings


@pytest.fixture(scope="session")
def home() -> Settings:
    settings = Settings()
    for path in (settings.base_gguf, settings.drafter_gguf, settings.verifier_gguf):
        if not path.is_file():
            pytest.skip(f"no model at {path}: run `copilot setup --models`")
    return settings
