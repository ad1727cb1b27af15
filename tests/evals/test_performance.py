from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from evals.suites.performance import _most


def test_memory_is_that_of_the_process_which_is_asked() -> None:
    held = bytearray(b"x" * 600_000_000)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        other = alone.submit(_most).result()
    assert 0 < other < _most() - 0.4
    assert len(held) == 600_000_000
