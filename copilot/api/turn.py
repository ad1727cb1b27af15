"""One answer at a time: the models use every core, so two at once are slower than two in turn."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterator
from typing import TypeVar

import anyio
from anyio import CancelScope, to_thread

from copilot.api.problems import Busy

T = TypeVar("T")


class Turn:
    """A queue of at most `places` waiting requests, each for at most `patience` seconds."""

    def __init__(self, patience: float = 30, places: int = 8) -> None:
        self.patience, self.places = patience, places
        # Not a lock: the task that leaves the stream is another one than the task that began it.
        self._free = anyio.Semaphore(1)

    async def run(self, work: Callable[[], Iterator[T]]) -> AsyncGenerator[T, None]:
        """What the generator of `work` yields, drawn from it in worker threads when the turn comes.

        Closing this (a client that went away) closes that generator once its current step returns.
        Raises Busy when the queue is full or patience ends.
        """
        await self._wait()
        try:
            steps = work()
            try:
                while (step := await to_thread.run_sync(next, steps, None)) is not None:
                    yield step
            finally:
                with CancelScope(shield=True):
                    await to_thread.run_sync(_close, steps)
        finally:
            self._free.release()

    async def _wait(self) -> None:
        if self._free.value or self._free.statistics().tasks_waiting < self.places:
            with anyio.move_on_after(self.patience):
                await self._free.acquire()
                return
        raise Busy("Other answers are being written.", next_step="Try again in a few seconds.")


def _close(steps: Iterator[object]) -> None:
    if close := getattr(steps, "close", None):
        close()
