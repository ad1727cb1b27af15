"""The real encoder, where it is installed."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from platformdirs import user_cache_path

from retrieval.errors import BadInput
from retrieval.index import Encoder, Index, build
from retrieval.record import Record

FOLDER = Path(os.environ.get("COPILOT_HOME") or user_cache_path("clinician-copilot")) / "models" / "encoder"


@pytest.fixture(scope="module")
def real() -> Encoder:
    if not (FOLDER / "modules.json").is_file():
        pytest.skip("the sentence encoder is not installed: run `copilot setup --models`")
    return Encoder(FOLDER)


def test_no_model_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no sentence encoder"):
        Encoder(tmp_path)


@pytest.mark.models
def test_unit_vectors_near_in_meaning(real: Encoder) -> None:
    texts = ["Obesity raises the risk of death.", "Excess body weight increases mortality.", "Owls hunt at night."]
    vectors = real.encode(texts)
    assert vectors.shape == (3, real.dimension) and vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > 0.6 > 0.3 > vectors[0] @ vectors[2]


@pytest.mark.models
def test_order_does_not_matter(real: Encoder) -> None:
    texts = ["Short.", "A much longer sentence about heart failure and its many causes.", "Mid-sized one here."]
    np.testing.assert_allclose(real.encode(texts), real.encode(texts[::-1])[::-1], atol=0.02)
    assert real.encode([]).shape == (0, real.dimension)


@pytest.mark.models
def test_pieces_point_into_the_text(real: Encoder) -> None:
    text = "Naïve thrombocytopenia – β-blockers, 3.5 mg"
    pieces = real.pieces([text, ""])
    assert pieces[1] == [] and len(pieces[0]) > 8
    assert "".join(text[a:b] for a, b in pieces[0]) == "".join(text.split())


@pytest.mark.models
def test_text_beyond_the_limit_is_not_read(real: Encoder) -> None:
    long = "heart failure " * 400
    np.testing.assert_allclose(real.encode([long]), real.encode([long + "asthma"]), atol=0.01)


@pytest.mark.models
def test_threads_share_an_encoder(real: Encoder) -> None:
    with ThreadPoolExecutor(4) as pool:
        vectors = list(pool.map(lambda n: real.encode([f"patient {n}"])[0], range(16)))
    np.testing.assert_allclose(vectors[3], real.encode(["patient 3"])[0], atol=0.01)


@pytest.mark.models
def test_meaning_finds_what_words_do_not(real: Encoder, tmp_path: Path) -> None:
    texts = {"a": "Excess body weight and mortality.", "b": "Owls hunt at night.", "c": "Rivers carry sand."}
    file = tmp_path / "three.jsonl"
    file.write_text(
        "".join(Record(id=k, text=v).model_dump_json(include={"id", "text"}) + "\n" for k, v in texts.items())
    )
    build([f"jsonl:{file}"], tmp_path / "index", real)
    with Index.open(tmp_path / "index", real) as index:
        hit = index.search("obesity and death", k=1)[0]
        assert hit.record.id == "a" and hit.rank.lexical is None
