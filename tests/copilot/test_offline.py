"""Nothing but loopback is contacted, whatever the environment says: the walk in a process of its own, sockets cut."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from copilot.settings import Settings

PROGRAM = textwrap.dedent(
    """
    import socket, sys
    asked = []
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def watched(self, address):
        asked.append(address)
        raise OSError("no network")

    def looked_up(host, *args, **kwargs):
        asked.append(host)
        raise OSError("no network")

    socket.socket.connect = socket.socket.connect_ex = watched
    socket.getaddrinfo = looked_up
    from copilot.pipeline import Copilot
    from copilot.settings import settings
    summary = Copilot.open(settings()).ask("Is obesity a risk factor for death in COVID-19?")
    print(summary.status, len(summary.sentences), asked)
    """
)


def _ask(settings: Settings, engine: str) -> str:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(settings.home),
        "COPILOT_HOME": str(settings.home),
        "COPILOT_INDEX": str(settings.index),
        "COPILOT_ENGINE": engine,
        "COPILOT_AUDIT": str(settings.audit_file),
        # what a developer may have lying around must not make it talk either
        "LANGSMITH_TRACING": "true",
        "LANGSMITH_API_KEY": "x",
    }
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, timeout=240
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip().splitlines()[-1]


def test_an_answer_without_models_opens_no_socket(settings: Settings) -> None:
    assert _ask(settings, "none") == "answered 1 []"


@pytest.mark.models
def test_an_answer_with_the_language_model_opens_no_socket(settings: Settings, tmp_path: Path) -> None:
    installed = Settings()
    if not installed.drafter_gguf.exists():
        pytest.skip("needs the models: run `copilot setup --models`")
    # a letter index answers no query of the real encoder: search by words alone
    answer = _ask(settings.model_copy(update={"home": _without_encoder(tmp_path, installed)}), "llamacpp")
    assert answer.startswith("answered")
    assert answer.endswith("[]")


def _without_encoder(tmp_path: Path, installed: Settings) -> Path:
    home = tmp_path / "home"
    (home / "models").mkdir(parents=True)
    for name in ("base.gguf", "drafter.gguf", "verifier.gguf"):
        (home / "models" / name).symlink_to(installed.home / "models" / name)
    return home
