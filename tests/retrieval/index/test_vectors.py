from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval.index.vectors import KEY, Shards, key


def keys(*texts: str) -> np.ndarray:
    return np.frombuffer(b"".join(key(text) for text in texts), KEY)


def gathered(shards: Shards, *texts: str) -> np.ndarray:
    return np.concatenate(list(shards.gather(keys(*texts), batch=2)))


def test_vectors_come_back_in_the_order_asked(tmp_path: Path, encoder: Any) -> None:
    shards = Shards(tmp_path, encoder)
    shards.add(["one", "two", "three"])
    shards.add(["four"])
    np.testing.assert_array_equal(
        gathered(shards, "four", "two", "one", "two"), encoder.encode(["four", "two", "one", "two"])
    )


def test_a_second_opening_knows_what_the_first_encoded(tmp_path: Path, encoder: Any) -> None:
    Shards(tmp_path, encoder).add(["one", "two"])
    again = Shards(tmp_path, encoder)
    assert key("two") in again and key("three") not in again
    np.testing.assert_array_equal(gathered(again, "two"), encoder.encode(["two"]))


def test_half_a_shard_is_no_shard(tmp_path: Path, encoder: Any) -> None:
    Shards(tmp_path, encoder).add(["one"])
    (tmp_path / "000001.partial").write_bytes(b"half")
    again = Shards(tmp_path, encoder)
    again.add(["two"])
    assert gathered(again, "one", "two").shape == (2, encoder.dimension)


def test_what_was_never_encoded_is_an_error(tmp_path: Path, encoder: Any) -> None:
    with pytest.raises(KeyError):
        gathered(Shards(tmp_path, encoder), "one")
