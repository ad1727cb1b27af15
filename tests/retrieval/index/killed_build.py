"""Run by tests in its own process: builds or updates with an encoder that stops to be killed after some shards.

Arguments: build|update, source, index folder, number of texts to encode before it waits.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from retrieval.index import build, update
from retrieval.index.embed import Vectors

spec = importlib.util.spec_from_file_location("index_conftest", Path(__file__).with_name("conftest.py"))
assert spec and spec.loader
conftest = importlib.util.module_from_spec(spec)
spec.loader.exec_module(conftest)


class Waiting(conftest.HashingEncoder):  # type: ignore[misc]
    def encode(self, texts: Sequence[str]) -> Vectors:
        if len(self.encoded) >= int(sys.argv[4]):
            print("waiting", flush=True)
            time.sleep(60)
        vectors: Vectors = super().encode(texts)
        return vectors


{"build": build, "update": update}[sys.argv[1]]([sys.argv[2]], Path(sys.argv[3]), Waiting())
