"""The recipe on a small sample: examples with the verdicts they say, and a run that learns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from copilot.training.lora import adapt
from copilot.training.verifier import written
from copilot.training.verifier.cached import Cached
from copilot.training.verifier.calibrate import crossed, fit, scores
from copilot.training.verifier.examples import Example, examples
from copilot.training.verifier.train import Run, answers, train
from copilot.verify.entailment import Pair, prompt
from copilot.verify.features import NAMES
from retrieval.record import Record, Section

RESULTS = (
    "Of 1204 adults, 231 died within 30 days of admission to hospital. Statin use was associated with lower "
    "mortality in all groups that were followed. The score predicted death well in men and in women."
)
CONCLUSIONS = "Statin use was associated with lower mortality after 30 days in acute heart failure."


def record(number: int) -> Record:
    text = f"RESULTS: {RESULTS}\nCONCLUSIONS: {CONCLUSIONS} Site {number} was urban. " + "Care was as usual. " * 8
    at = text.index("CONCLUSIONS")
    sections = (Section(label="RESULTS", start=9, end=at), Section(label="CONCLUSIONS", start=at + 13, end=len(text)))
    return Record(
        id=f"pmid:{number}", title=f"Statin use lowered mortality at site {number}.", text=text, sections=sections
    )


def test_the_same_records_give_the_same_examples_of_both_verdicts() -> None:
    made = list(examples([record(number) for number in range(6)], seed=1))
    assert made == list(examples([record(number) for number in range(6)], seed=1))
    assert {example.holds for example in made} == {True, False}
    for example in made:
        if example.kind == "copied":
            assert example.claim in example.passage
        if example.kind == "number" or example.kind.endswith("turned"):
            assert example.claim not in example.passage


def test_a_run_learns_to_tell_yes_from_no() -> None:
    data = [Example("it rose", "it rose", True, ""), Example("it fell", "it rose", False, "")] * 8
    words = sorted({word for e in data for word in prompt(e.passage, e.claim).split()} | {"Yes", "No", "[UNK]"})
    made = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=made, unk_token="[UNK]")
    config = LlamaConfig(
        vocab_size=len(words), hidden_size=32, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2
    )
    run = Run(seed=1, epochs=40, rate=2e-2, batch=600, warm=2, bfloat16=False)
    torch.manual_seed(1)
    model = LlamaForCausalLM(config).requires_grad_(False)
    adapt(model.model, 8)
    losses = train(model, tokenizer, data, run, lambda line: None)
    assert sum(losses[-5:]) < 0.6 * sum(losses[:5])
    yes, no = answers(model, tokenizer, data[:2])
    assert yes > 0.5 > no


def test_the_calibration_weighs_what_tells() -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(200, len(NAMES)))
    holds = rows[:, 0] + 0.3 * rng.normal(size=200) > 0
    groups = [f"g{i // 2}" for i in range(200)]
    made = fit(rows, holds, ["one"] * 200)
    assert made.weights["model"] == max(made.weights.values())
    assert ((scores(made, rows) >= 0.5) == holds).mean() > 0.9
    assert ((crossed(rows, holds, ["one"] * 200, groups) >= 0.5) == holds).mean() > 0.85


@pytest.mark.parametrize("records", [[], [record(1)]])
def test_few_records_are_no_error(records: list[Record]) -> None:
    assert all(example.claim for example in examples(records, seed=1))


def test_written_claims_carry_the_verdict_and_the_spans_of_their_abstract() -> None:
    lines = [
        {"pmid": "1", "claim": "Fewer people on statins died.", "verdict": "support"},
        {"pmid": "1", "claim": "Statins raised mortality in heart failure.", "verdict": "contradict"},
        {"pmid": "9", "claim": "Not among the records.", "verdict": "support"},
    ]
    made = list(written.examples(lines, [record(1)]))
    assert [(example.claim, example.holds) for example in made] == [
        ("Fewer people on statins died.", True),
        ("Statins raised mortality in heart failure.", False),
    ]
    assert all(example.passage in " ".join(record(1).text.split()) for example in made)


def test_what_ships_is_well_formed() -> None:
    lines = written.load()
    assert len(lines) > 1000
    assert {line["verdict"] for line in lines} == {"support", "contradict", "unknown"}
    assert len({(line["pmid"], line["claim"]) for line in lines}) == len(lines)


class Counting:
    """A verifier that counts what it is asked."""

    name = "counting"

    def __init__(self) -> None:
        self.asked = 0

    def score(self, pairs: Sequence[Pair]) -> list[float]:
        self.asked += len(pairs)
        return [0.25] * len(pairs)


def test_known_answers_are_not_asked_again(tmp_path: Path) -> None:
    file, model = tmp_path / "answers.json", Counting()
    file.write_text('{"text\\tknown": 0.75}')
    assert Cached(model, file).score([("text", "known"), ("text", "new")]) == [0.75, 0.25]
    assert Cached(model, file).score([("text", "new")]) == [0.25]
    assert model.asked == 1
