"""A real server for the whole page."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from samples import MARKUP, LetterEncoder

from copilot.api.app import create_app
from copilot.settings import Settings
from retrieval.index import build

DOCUMENTS = [
    {
        "id": "pmid:1",
        "title": "Obesity and mortality in COVID-19: a cohort study",
        "text": "We followed 1,204 adults with COVID-19 in hospital. Obesity was associated with a higher risk of "
        "death in COVID-19 (hazard ratio 1.42, 95% CI 1.10-1.83). Diabetes was present in 31% of the adults.",
        "year": 2021,
        "pmid": "1",
        "doi": "10.1000/xyz",
    },
    {
        "id": "doc:2",
        "title": f"Warfarin and bleeding {MARKUP}",
        "text": "Warfarin increased the risk of major bleeding in atrial fibrillation. "
        f"Bleeding rose with warfarin in atrial fibrillation {MARKUP} and with age.",
        "year": 2020,
    },
]


@pytest.fixture(scope="session")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real API over a small index, engine `none`."""
    home = tmp_path_factory.mktemp("ui")
    source = home / "documents.jsonl"
    source.write_text("\n".join(json.dumps(document) for document in DOCUMENTS))
    build([f"jsonl:{source}"], home / "index", LetterEncoder())
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(home=home, engine="none")), log_level="error"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()
