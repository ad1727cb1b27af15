from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from copilot.draft.errors import EngineFailed, EngineTimeout
from copilot.settings import Settings
from copilot.setup.assets import ADAPTERS
from copilot.verify import entailment as module
from copilot.verify.entailment import (
    MAX_TOKENS,
    LlamaCppEntailment,
    TransformersEntailment,
    _odds,
    _shorter,
    entailment,
)

PASSAGE = (
    "Obesity and COVID-19 outcomes. Among 1,204 hospitalised patients, obesity was associated with higher "
    "in-hospital mortality (OR 1.62; 95% CI 1.21 to 2.17). Diabetes was not associated with mortality after "
    "adjustment."
)
TRUE = "Obesity was associated with higher in-hospital mortality (OR 1.62; 95% CI 1.21 to 2.17)."
PAIRS = [
    (PASSAGE, TRUE),
    (PASSAGE, "Obesity was associated with lower in-hospital mortality (OR 1.62; 95% CI 1.21 to 2.17)."),
    (PASSAGE, "Obesity was associated with higher in-hospital mortality (OR 3.05; 95% CI 2.21 to 4.17)."),
    (PASSAGE, "Statins reduced the incidence of stroke in women with atrial fibrillation."),
]


def response(**probabilities: float) -> dict[str, Any]:
    top = [{"token": token, "prob": p} for token, p in probabilities.items()]
    return {"choices": [{"logprobs": {"content": [{"top_probs": top}]}}]}


def test_odds() -> None:
    assert _odds(response(Yes=0.6, No=0.2)) == pytest.approx(0.75)
    assert _odds(response(Yes=0.9)) == 1.0
    assert _odds(response(No=0.9)) == 0.0
    with pytest.raises(EngineFailed):
        _odds(response(Maybe=1.0))


def test_a_long_passage_loses_whole_words_of_its_end() -> None:
    passage = "alpha beta gamma delta " * 100
    shorter = _shorter(passage, characters=len(passage), tokens=2 * MAX_TOKENS)
    assert passage.startswith(shorter + " ") and 0.45 < len(shorter) / len(passage) <= 0.5


def test_a_passage_is_never_cut_to_nothing() -> None:
    assert len(_shorter("word " * 100, characters=5000, tokens=5000)) >= 150


class Fake:
    """Stands in for the model: counts one token for each four characters."""

    def __init__(self) -> None:
        self.prompts: list[str] = []

    def complete(self, request: dict[str, Any]) -> dict[str, Any]:
        self.prompts.append(request["prompt"])
        return {**response(Yes=0.5, No=0.5), "usage": {"prompt_tokens": len(request["prompt"]) // 4}}


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> LlamaCppEntailment:
    verifier = object.__new__(LlamaCppEntailment)
    verifier._llama, verifier._timeout = Fake(), 0.5  # type: ignore[assignment]
    return verifier


def test_the_claim_stays_whole_when_the_passage_is_cut(fake: LlamaCppEntailment) -> None:
    assert fake.score([("word " * 2000, TRUE)]) == [0.5]
    last = fake._llama.prompts[-1]  # type: ignore[attr-defined]
    assert len(last) // 4 <= MAX_TOKENS and f"Claim: {TRUE}\n" in last


def test_a_hanging_model_is_left_behind(fake: LlamaCppEntailment) -> None:
    release = threading.Event()
    fake._llama.complete = lambda request: release.wait(20)  # type: ignore[assignment,method-assign,return-value]
    with pytest.raises(EngineTimeout):
        fake.score([(PASSAGE, TRUE)])
    release.set()


def test_no_verifier_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("llamacpp", "transformers"):
        monkeypatch.setattr(module, "default_engine", lambda name=name: name)
        assert entailment(Settings(home=tmp_path)) is None


@pytest.mark.models
def test_claims_that_hold_and_claims_that_do_not(home: Settings) -> None:
    verifier = entailment(home)
    assert verifier is not None and entailment(home.model_copy()) is verifier
    scores = verifier.score(PAIRS)
    assert scores[0] > 0.9 and max(scores[1:]) < 0.5


@pytest.mark.models
def test_a_score_does_not_depend_on_what_came_before(home: Settings) -> None:
    verifier = entailment(home)
    assert verifier is not None
    together = verifier.score(PAIRS)
    assert [verifier.score([pair])[0] for pair in reversed(PAIRS)] == together[::-1]


@pytest.mark.models
def test_a_passage_longer_than_the_window(home: Settings) -> None:
    verifier = entailment(home)
    assert verifier is not None
    [beyond, inside] = verifier.score([(PASSAGE + " It was common." * n, TRUE) for n in (1000, 120)])
    assert beyond > 0.8 and inside > 0.8


@pytest.mark.models
@pytest.mark.slow
def test_transformers_agrees(home: Settings) -> None:
    llama = LlamaCppEntailment(home.verifier_gguf, timeout=120)
    torch = TransformersEntailment(home.base_gguf, ADAPTERS / "verifier", timeout=120)
    for a, b in zip(llama.score(PAIRS), torch.score(PAIRS), strict=True):
        assert a == pytest.approx(b, abs=0.05)


@pytest.mark.models
def test_stdout_and_stderr_stay_silent_and_no_port_opens(home: Settings) -> None:
    code = f"""
import json, sys
from pathlib import Path
from copilot.verify.entailment import LlamaCppEntailment
verifier = LlamaCppEntailment(Path({str(home.verifier_gguf)!r}))
verifier.score([("a", "b")])
own = {{line.split("socket:[")[1][:-1] for fd in Path("/proc/self/fd").iterdir()
       if "socket:[" in (line := str(fd.readlink() if fd.is_symlink() else ""))}}
tables = [Path("/proc/self/net", name).read_text() for name in ("tcp", "tcp6", "udp", "udp6")]
rows = [line.split() for table in tables for line in table.splitlines()[1:]]
print(json.dumps([row[1] for row in rows if row[9] in own]))
"""
    if sys.platform != "linux":
        pytest.skip("reads /proc")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and done.stderr == ""
    assert json.loads(done.stdout) == []
