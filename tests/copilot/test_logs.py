"""The log's fields."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import structlog

from copilot import logs


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def test_a_field_that_is_not_listed_does_not_reach_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    structlog.get_logger().error("unexpected error", reference="ab12", question="Is Zyra Quandale ill?")
    line = capsys.readouterr().err
    assert json.loads(line) | {"timestamp": ""} == {
        "event": "unexpected error",
        "level": "error",
        "reference": "ab12",
        "timestamp": "",
    }
