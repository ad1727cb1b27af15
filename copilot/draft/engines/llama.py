"""llama.cpp in this process, through `xllamacpp`."""

from __future__ import annotations

import atexit
import os
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Lock, Thread
from typing import Any

from copilot.draft.errors import EngineFailed
from retrieval.errors import Problem

# Threads that spin while they wait for each other take the core from the thread they wait for: with another process
# on the same two cores, decoding falls from 65 tokens/s to 1. OpenMP reads this once, when llama.cpp is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import xllamacpp

Json = dict[str, Any]

_QUIET = -1
_EXIT_WAIT = 10.0  # seconds the interpreter's exit waits for a computation that is under way


class PromptTooLong(EngineFailed):
    """The prompt does not fit the model's window. `tokens`: how long it is."""

    def __init__(self, tokens: int, window: int) -> None:
        self.tokens = tokens
        super().__init__(f"The prompt has {tokens} tokens and the model's window holds {window}.")


class Llama:
    """One GGUF model in memory, computing one request at a time.

    The library insists on listening somewhere. It is given a Unix socket in a folder that only this user can enter,
    so no network port is opened; requests go straight to the library and never touch that socket.

    Args:
        path: the model.
        threads: None: one for each core this process may use.
        window: tokens of prompt and answer together; no longer than the model was made for.

    Raises:
        Problem: there is no such file.
        EngineFailed: the file is not a model that llama.cpp can load.
    """

    def __init__(self, path: Path, *, threads: int | None = None, window: int = 4096) -> None:
        if not path.is_file():
            raise Problem(f"There is no model at {path}.", next_step="Run `copilot setup --models`.")
        self._lock = Lock()
        self._closing = Event()
        self._folder = tempfile.TemporaryDirectory(prefix="copilot-")
        params = xllamacpp.CommonParams()
        params.model.path = str(path)
        params.hostnames = [str(Path(self._folder.name) / "llama.sock")]
        params.verbosity = _QUIET
        params.n_ctx = window
        params.n_parallel = 1
        params.n_batch = 256  # the steps at which a prompt reports progress and can be given up
        params.n_threads_http = 1
        params.cache_ram_mib = 0
        params.warmup = False
        params.ui = params.endpoint_slots = False
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads or len(os.sched_getaffinity(0))
        try:
            self._server = xllamacpp.Server(params)
        except RuntimeError as error:
            raise EngineFailed(
                f"llama.cpp cannot load {path}.", next_step="Run `copilot setup --models` to check and repair it."
            ) from error
        _alive.add(self)

    def complete(self, request: Json) -> Json:
        """The response to one completion request of llama.cpp's server API. Raises EngineFailed."""
        with self._lock:
            response: Json = self._server.handle_completions(request)
        return _checked(response)

    def stream(self, request: Json) -> Iterator[Json]:
        """The chunks of the response, progress in reading the prompt among them; closing the iterator cancels."""
        chunks: SimpleQueue[Json | None] = SimpleQueue()
        stop = Event()

        def receive(chunk: Json) -> bool:
            chunks.put(chunk)
            return stop.is_set() or self._closing.is_set()

        def work() -> None:
            try:
                with self._lock:
                    if not stop.is_set():
                        self._server.handle_completions({**request, "stream": True, "return_progress": True}, receive)
            finally:
                chunks.put(None)

        Thread(target=work, name="llama", daemon=True).start()
        try:
            while (chunk := chunks.get()) is not None:
                yield _checked(chunk)
        finally:
            stop.set()

    def close(self) -> None:
        """Cancels what is under way and waits for it: freeing a model that computes would crash."""
        self._closing.set()
        if self._lock.acquire(timeout=_EXIT_WAIT):
            self._lock.release()


def _checked(response: Json) -> Json:
    error = response.get("error")
    if error is None:
        return response
    if error.get("type") == "exceed_context_size_error":
        raise PromptTooLong(error["n_prompt_tokens"], error["n_ctx"])
    raise EngineFailed(f"llama.cpp refused the request: {error.get('type', 'no reason given')}.")


_alive: weakref.WeakSet[Llama] = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    for llama in list(_alive):
        llama.close()
