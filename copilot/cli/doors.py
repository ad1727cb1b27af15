"""`copilot serve | ui | demo`."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import Annotated

import typer

from copilot.cli.console import err
from copilot.client import ClientProblem, CopilotClient
from copilot.settings import settings
from retrieval.errors import Problem

Port = Annotated[int | None, typer.Option(help="Port to listen on.", min=1, max=65535)]


def serve(port: Port = None) -> None:
    """Starts the HTTP API."""
    from copilot.api.app import serve as run

    chosen = settings()
    run(chosen.model_copy(update={"port": port}) if port is not None else chosen)


def ui(
    port: Annotated[int, typer.Option(help="Port of the page.", min=1, max=65535)] = 8501,
    api: Annotated[str | None, typer.Option(help="Address of the API.")] = None,
) -> None:
    """Opens the page over a running API."""
    sys.exit(_page(api or f"http://127.0.0.1:{settings().port}", port).wait())


def demo(port: Annotated[int, typer.Option(help="Port of the page.", min=1, max=65535)] = 8501) -> None:
    """Starts the API and the page together; Ctrl-C stops both."""
    address = f"http://127.0.0.1:{settings().port}"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that `finally` stops both
    api = subprocess.Popen([sys.executable, "-m", "copilot", "serve"])
    page = None
    try:
        _wait(address, api)
        page = _page(address, port)
        err.print(f"Open http://127.0.0.1:{port} in a browser. Ctrl-C stops it.")
        page.wait()
    finally:
        for process in (page, api):
            if process is not None:
                process.terminate()


def _page(api: str, port: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "ui.run", "--api", api, "--port", str(port)])


def _wait(address: str, api: subprocess.Popen[bytes], seconds: float = 120) -> None:
    """Until the API answers."""
    client, end = CopilotClient(address), time.monotonic() + seconds
    while time.monotonic() < end:
        if api.poll() is not None:
            raise Problem("The API stopped while starting.", next_step="Its message stands above.")
        try:
            client.ready()
        except ClientProblem as problem:
            if problem.status is not None:  # it runs, and says why it cannot answer
                raise
            time.sleep(0.5)
        else:
            return
    raise Problem(f"The API did not answer within {seconds:.0f} seconds.")
