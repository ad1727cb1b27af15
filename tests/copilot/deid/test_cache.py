from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from copilot.deid.cache import Cache
from copilot.deid.text import Deidentifier

NOTE = "Seen by Dr. Foley, MRN: 00482913."


def test_the_cache_gives_back_what_passed_and_holds_no_input(
    tmp_path: Path, make: Callable[..., Deidentifier]
) -> None:
    made = make().text(NOTE)
    with Cache(tmp_path / "cache", b"k" * 32, "r") as cache:
        cache.put(NOTE, "p", made)
        cache.put("other", "p", made.model_copy(update={"verdict": "withhold"}))
        assert cache.get(NOTE, "p") == made
        assert cache.get(NOTE, "q") is None and cache.get("other", "p") is None
    assert b"Foley" not in (tmp_path / "cache").read_bytes()
