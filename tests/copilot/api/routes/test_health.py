from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr
from starlette.testclient import TestClient

from copilot.api.app import create_app
from copilot.settings import Settings

TOKEN = "a-token-of-sixteen+"


def test_ready_says_what_is_open(http: TestClient) -> None:
    assert http.get("/health").json() == {"status": "ok"}
    parts = http.get("/ready").json()
    assert parts["status"] == "ready"
    assert parts["engine"] == "none"


def test_without_an_index_it_lives_but_is_not_ready_and_says_why(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, engine="none")
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as http:
        assert http.get("/health").status_code == 200
        for response in (http.get("/ready"), http.post("/v1/search", json={"query": "x"})):
            assert response.status_code == 503
            assert response.json()["detail"]
            assert response.json()["next_step"]


def test_an_index_that_comes_later_is_found_without_a_restart(settings: Settings, tmp_path: Path) -> None:
    home = tmp_path / "late"
    with TestClient(create_app(Settings(home=home, engine="none")), base_url="http://127.0.0.1") as http:
        assert http.get("/ready").status_code == 503
        home.mkdir()
        (home / "index").symlink_to(settings.index_dir, target_is_directory=True)
        assert http.get("/ready").status_code == 200


def test_an_audit_log_that_cannot_be_written_is_not_ready(http: TestClient, settings: Settings) -> None:
    settings.audit_file.mkdir(parents=True)
    assert http.get("/ready").status_code == 503


def test_probes_without_the_token_learn_the_status_alone(settings: Settings) -> None:
    guarded = settings.model_copy(update={"token": SecretStr(TOKEN)})
    with TestClient(create_app(guarded), base_url="http://127.0.0.1") as http:
        assert http.get("/ready").json() == {"status": "ready"}
        assert "index" in http.get("/ready", headers={"Authorization": f"Bearer {TOKEN}"}).json()
        settings.audit_file.unlink()
        settings.audit_file.mkdir()
        unready = http.get("/ready")
        assert unready.status_code == 503
        assert str(settings.home) not in unready.text
