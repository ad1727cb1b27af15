from __future__ import annotations

from pathlib import Path

from ui.run import command


def test_the_page_listens_on_loopback_without_telemetry() -> None:
    parts = command(8501)
    assert Path(parts[4]).is_file()
    assert {"--server.address=127.0.0.1", "--server.port=8501", "--browser.gatherUsageStats=false"} <= set(parts)
