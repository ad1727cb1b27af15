from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import anyio
import pytest

from copilot.api.problems import Busy
from copilot.api.turn import Turn


def test_only_one_works_at_a_time_and_all_finish() -> None:
    running, most = 0, 0

    def work() -> Iterator[int]:
        nonlocal running, most
        running += 1
        most = max(most, running)
        for number in range(3):
            time.sleep(0.01)
            yield number
        running -= 1

    async def main() -> list[list[int]]:
        turn, seen = Turn(), list[list[int]]()

        async def one() -> None:
            seen.append([number async for number in turn.run(work)])

        async with anyio.create_task_group() as group:
            for _ in range(4):
                group.start_soon(one)
        return seen

    assert anyio.run(main) == [[0, 1, 2]] * 4
    assert most == 1


def test_who_waits_too_long_is_told_so() -> None:
    async def main() -> None:
        turn = Turn(patience=0.05)
        first = turn.run(lambda: iter([1, 2]))
        assert await anext(first) == 1
        with pytest.raises(Busy) as refused:
            await anext(turn.run(lambda: iter([1])))
        assert refused.value.headers["Retry-After"]
        await first.aclose()
        assert await anext(turn.run(lambda: iter([3]))) == 3

    anyio.run(main)


def test_a_full_queue_refuses_at_once() -> None:
    async def main() -> None:
        turn = Turn(patience=60, places=0)
        first = turn.run(lambda: iter([1]))
        await anext(first)
        with anyio.fail_after(1), pytest.raises(Busy):
            await anext(turn.run(lambda: iter([1])))
        await first.aclose()

    anyio.run(main)


@pytest.mark.parametrize("how", ["closed", "cancelled"])
def test_leaving_stops_the_work_and_frees_the_turn(how: str) -> None:
    closed = threading.Event()
    steps = 0

    def work() -> Iterator[int]:
        nonlocal steps
        try:
            while True:
                time.sleep(0.01)
                steps += 1
                yield steps
        finally:
            closed.set()

    async def main() -> None:
        turn = Turn(patience=1)
        events = turn.run(work)
        if how == "closed":
            await anext(events)
            await events.aclose()
        else:
            with anyio.move_on_after(0.05):
                async for _ in events:
                    pass
        assert closed.is_set()
        done = steps
        await anyio.sleep(0.05)
        assert steps == done
        assert await anext(turn.run(lambda: iter([7]))) == 7

    anyio.run(main)


def test_an_error_of_the_work_arrives_and_frees_the_turn() -> None:
    def work() -> Iterator[int]:
        yield 1
        raise KeyError("x")

    async def main() -> None:
        turn = Turn(patience=1)
        events = turn.run(work)
        await anext(events)
        with pytest.raises(KeyError):
            await anext(events)
        assert await anext(turn.run(lambda: iter([7]))) == 7

    anyio.run(main)
