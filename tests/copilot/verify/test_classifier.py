"""A verifier by configuration: tiny random models in the shapes of the real ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    PreTrainedTokenizerFast,
    T5Config,
    T5ForConditionalGeneration,
)

from copilot.draft.errors import EngineFailed
from copilot.settings import Settings
from copilot.verify.classifier import PairClassifier
from copilot.verify.entailment import entailment
from copilot.verify.gate import Gate
from retrieval.errors import Problem

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "0",
    "1",
    "predict",
    ":",
    "statins",
    "lowered",
    "raised",
    "mortality",
    ".",
]
PAIRS = [
    ("Statins lowered mortality.", "Statins lowered mortality."),
    ("Statins raised mortality. " * 40, "Mortality."),
]


def tokenizer(folder: Path) -> None:
    made = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Whitespace()])
    made.post_processor = processors.TemplateProcessing(
        single="$A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token="[PAD]", unk_token="[UNK]", eos_token="[SEP]", model_max_length=64
    ).save_pretrained(folder)


def encoder(folder: Path, labels: list[str]) -> Path:
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
        id2label=dict(enumerate(labels)),
        label2id={label: i for i, label in enumerate(labels)},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer(folder)
    return folder


@pytest.mark.parametrize("labels", [["score"], ["LABEL_0", "LABEL_1"], ["entailment", "neutral", "contradiction"]])
def test_an_encoder_scores_pairs_of_any_length(tmp_path: Path, labels: list[str]) -> None:
    scores = PairClassifier(encoder(tmp_path / "model", labels)).score(PAIRS)
    assert len(scores) == 2 and all(0 < score < 1 for score in scores)


def test_the_class_that_means_support_is_read_by_its_name(tmp_path: Path) -> None:
    folder = encoder(tmp_path / "model", ["entailment", "contradiction"])
    [score] = PairClassifier(folder).score(PAIRS[:1])
    config = (folder / "config.json").read_text(encoding="utf-8")
    turned = config.replace('"0": "entailment"', '"0": "contradiction"').replace(
        '"1": "contradiction"', '"1": "entailment"'
    )
    (folder / "config.json").write_text(turned, encoding="utf-8")
    assert PairClassifier(folder).score(PAIRS[:1])[0] == pytest.approx(1 - score, abs=1e-5)


def test_a_model_of_minicheck_s_kind(tmp_path: Path) -> None:
    config = T5Config(
        vocab_size=len(WORDS), d_model=16, d_kv=8, d_ff=16, num_layers=1, num_heads=2, decoder_start_token_id=0
    )
    T5ForConditionalGeneration(config).save_pretrained(tmp_path)
    tokenizer(tmp_path)
    scores = PairClassifier(tmp_path).score(PAIRS)
    assert len(scores) == 2 and all(0 < score < 1 for score in scores)


def test_a_folder_in_the_settings_takes_the_place_of_the_verifier(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, verifier=encoder(tmp_path / "mine", ["LABEL_0", "LABEL_1"]))
    verifier = entailment(settings)
    assert isinstance(verifier, PairClassifier) and Gate(verifier).name == "mine"


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no model"):
        PairClassifier(tmp_path)
    with pytest.raises(Problem, match="means support"):
        PairClassifier(encoder(tmp_path / "other", ["good", "bad"]))
    broken = encoder(tmp_path / "broken", ["score"])
    (broken / "model.safetensors").write_bytes(b"")
    with pytest.raises(EngineFailed):
        PairClassifier(broken)
