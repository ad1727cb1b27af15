from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from copilot.draft import engines
from copilot.draft.engines import default_engine, engine
from copilot.draft.engines.extractive import ExtractiveChat
from copilot.draft.errors import EngineFailed
from copilot.once import Recipe
from copilot.settings import Settings
from retrieval.errors import BadInput, Problem


def test_unknown_name_lists_the_names(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="llamacpp, transformers, openai, none"):
        engine("gpt", Settings(home=tmp_path))


@pytest.mark.parametrize("name", ["llamacpp", "transformers"])
def test_missing_models_name_the_command(name: str, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="copilot setup --models"):
        engine(name, Settings(home=tmp_path))


def test_a_file_that_is_no_model(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.gguf").write_bytes(b"GGUF" + bytes(1000))
    with pytest.raises(EngineFailed, match="cannot load"):
        engine("llamacpp", Settings(home=tmp_path, drafter=tmp_path / "broken.gguf"))
    assert capfd.readouterr() == ("", "")


def test_a_library_that_cannot_be_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(settings: Settings) -> None:
        raise ImportError("libgomp.so.1: cannot open shared object file")

    monkeypatch.setitem(engines._MAKERS, "llamacpp", broken)
    with pytest.raises(EngineFailed, match="libgomp1"):
        engine("llamacpp", Settings(home=tmp_path))


def test_settings_name_the_engine_and_it_is_made_once(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, engine="none")
    assert engine(None, settings) is engine("none", settings)


def test_other_settings_around_a_model_do_not_load_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loads = []

    def load(path: Path) -> ExtractiveChat:
        loads.append(path)
        return ExtractiveChat()

    monkeypatch.setitem(engines._MAKERS, "llamacpp", lambda settings: Recipe(load, {"path": settings.drafter_gguf}))
    one, other = (Settings(home=tmp_path, index=tmp_path / name) for name in ("one", "other"))
    assert engine("llamacpp", one) is engine("llamacpp", other)
    assert engine("llamacpp", Settings(home=tmp_path / "elsewhere")) is not engine("llamacpp", one)
    assert len(loads) == 2


def test_default_without_cuda(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_has_cuda", lambda: False)
    assert default_engine() == "llamacpp"
    monkeypatch.setattr(engines, "_has_cuda", lambda: True)
    assert default_engine() == "transformers"


def test_two_keys_are_two_clients(tmp_path: Path) -> None:
    def client(key: str) -> object:
        settings = Settings(home=tmp_path, openai_url="http://127.0.0.1:9/v1", openai_key=SecretStr(key))
        return engine("openai", settings)

    assert client("one") is not client("two")


def test_importing_the_factory_imports_no_heavy_library() -> None:
    heavy = "('torch', 'transformers', 'xllamacpp')"
    code = f"import sys, copilot.draft.engines; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
