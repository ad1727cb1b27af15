from __future__ import annotations

from pathlib import Path

from evals.deid.document import Prediction, Span
from evals.deid.store import Pass, Store, digest

DONE = Pass((Prediction((Span(3, 6, "NAME"),), "review"), Prediction(())), 1.5, 2.5)


def test_what_is_kept_comes_back_for_the_same_version_and_set_alone(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept")
    assert store.get("ours", "v1", "abc") is None
    store.put("ours", "v1", "abc", DONE)
    assert store.get("ours", "v1", "abc") == DONE
    assert store.get("ours", "v2", "abc") is None
    assert store.get("ours", "v1", "abd") is None
    assert [path.suffix for path in (tmp_path / "kept").iterdir()] == [".json"]


def test_a_digest_changes_with_any_byte_and_not_with_the_order(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_bytes(b"1")
    second.write_bytes(b"2")
    before = digest([first, second])
    assert before == digest([second, first])
    second.write_bytes(b"3")
    assert before != digest([first, second])
