"""De-identifiers with a fixed key and day; rules alone unless a test asks for the models."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from copilot.deid import text as module
from copilot.deid.detect import Detector
from copilot.deid.recognizers.rampart import Rampart
from copilot.deid.recognizers.spacy_ner import SpacyNer
from copilot.deid.text import Deidentifier, Options
from copilot.settings import Settings

KEY = bytes(range(32))
TODAY = date(2024, 6, 1)


@pytest.fixture(scope="session")
def rules_detector() -> Detector:
    return Detector(None, rules_only=True)


@pytest.fixture
def make(rules_detector: Detector, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Deidentifier]:
    """A de-identifier by rules alone; keyword arguments are those of Options."""
    monkeypatch.setattr(module, "_detector", lambda *_: rules_detector)

    def made(**options: Any) -> Deidentifier:
        arguments: dict[str, Any] = {"key": KEY, "rules_suffice": True} | options
        return Deidentifier(Options(**arguments), today=lambda: TODAY)

    return made


@pytest.fixture
def deidentifier(make: Callable[..., Deidentifier]) -> Deidentifier:
    return make()


@pytest.fixture
def hidden(deidentifier: Deidentifier) -> Callable[[str], list[tuple[str, str]]]:
    """The (text, label) pairs that would be hidden."""
    return lambda text: [(text[s.start : s.end], s.label) for s in deidentifier.text(text).spans]


@pytest.fixture(scope="session")
def with_models() -> Deidentifier:
    folder = Settings().home / "models"
    if not Rampart.is_available(folder / "rampart") or not SpacyNer.is_available():
        pytest.skip("needs the models: run `copilot setup --models`")
    return Deidentifier(Options(key=KEY, models=folder), today=lambda: TODAY)
