"""Late interaction on a tiny network: what is compared, what is cut, what is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from tiny_encoder import tiny_encoder

from retrieval.errors import BadInput
from retrieval.index.late import LateInteraction, load, similarity
from retrieval.lowrank import merge

TEXTS = ["gout in adults with uric acid", "stroke", "risk of death in the study of asthma and the lung", ""]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny_encoder(tmp_path)


def test_a_text_is_nearest_to_itself(folder: Path) -> None:
    reader = LateInteraction(folder)
    for text in TEXTS[:3]:
        near = reader.similarities(text, TEXTS)
        assert max(near) == near[TEXTS.index(text)] == pytest.approx(1, abs=0.02)


def test_a_text_reads_the_same_alone_and_among_others(folder: Path) -> None:
    reader = LateInteraction(folder)
    one = torch.tensor([0.0, 1.0, 0.0])  # of [CLS] gout [SEP]
    alone = [similarity(reader.read(["gout"])[0], reader.read([text])[0], one) for text in TEXTS]
    assert reader.similarities("gout", TEXTS) == pytest.approx(alone, abs=0.02)


def test_words_count_as_they_weigh(folder: Path) -> None:
    reader = LateInteraction(folder)
    only_gout = reader.similarities("stroke gout", TEXTS, lambda word: float(word == "gout"))
    assert only_gout != pytest.approx(reader.similarities("stroke gout", TEXTS), abs=1e-3)
    [asked] = reader.read(["stroke gout"])
    expected = [similarity(asked, text, torch.tensor([0.0, 0.0, 1.0, 0.0])) for text in reader.read(TEXTS)]
    assert only_gout == pytest.approx(expected, abs=0.02)
    expected = [similarity(asked, text, torch.ones(4)) for text in reader.read(TEXTS)]
    assert reader.similarities("stroke gout", TEXTS, lambda word: 0.0) == pytest.approx(expected, abs=0.02)


def test_no_text_is_no_work(folder: Path) -> None:
    assert LateInteraction(folder).similarities("gout", []) == []


def test_a_long_text_is_cut_and_keeps_its_end_marker(folder: Path) -> None:
    [read] = LateInteraction(folder).read(["gout " * 400])
    assert read.shape == (256, 32)


def test_only_so_many_readings_are_kept_and_they_change_nothing(folder: Path) -> None:
    reader, other = LateInteraction(folder, keep=2), LateInteraction(folder, keep=0)
    for query in ("gout", "stroke", "gout"):
        assert reader.similarities(query, TEXTS) == pytest.approx(other.similarities(query, TEXTS), abs=1e-6)
    assert len(reader._kept) == 2 and not other._kept


def test_an_update_is_added_to_the_weights(folder: Path) -> None:
    plain, changed = load(folder), load(folder)
    name = "encoder.layer.0.attention.self.query"
    merge(changed, {f"{name}.a": torch.ones(1, 32), f"{name}.b": torch.full((32, 1), 0.5)})
    difference = changed.get_parameter(f"{name}.weight") - plain.get_parameter(f"{name}.weight")
    assert torch.allclose(difference, torch.full((32, 32), 0.5))


def test_no_encoder(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").touch()
    with pytest.raises(BadInput, match="There is no sentence encoder"):
        load(tmp_path)
