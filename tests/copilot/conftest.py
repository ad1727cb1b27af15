"""A small index of our own documents and settings over it, without any model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from samples import DOCUMENTS, LetterEncoder

from copilot.settings import Settings
from retrieval.index import build


@pytest.fixture
def question() -> str:
    return "Is obesity a risk factor for death in COVID-19?"


@pytest.fixture(scope="session")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("small")
    source = home / "documents.jsonl"
    source.write_text("\n".join(json.dumps(document) for document in DOCUMENTS), encoding="utf-8")
    build([f"jsonl:{source}"], home / "index", LetterEncoder())
    return home / "index"


@pytest.fixture
def settings(tmp_path: Path, index_dir: Path) -> Settings:
    return Settings(home=tmp_path, index=index_dir, engine="none")


@pytest.fixture(scope="session")
def home() -> Settings:
    """Settings over this machine's installed models."""
    settings = Settings()
    for path in (settings.base_gguf, settings.drafter_gguf, settings.verifier_gguf):
        if not path.is_file():
            pytest.skip(f"no model at {path}: run `copilot setup --models`")
    return settings
