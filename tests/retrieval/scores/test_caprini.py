"""Caprini: many findings, so the vectors say only what is present."""

from __future__ import annotations

from typing import Any

import pytest

from retrieval.scores import get, run
from retrieval.scores.inputs import Flag

_SCORE = get("caprini")
_NOTHING: dict[str, Any] = {one.name: False for one in _SCORE.inputs if isinstance(one, Flag)}


@pytest.mark.parametrize(
    ("present", "points"),
    [
        ({"age": 40, "bmi": 25, "sex": "male"}, 0),
        ({"age": 41, "bmi": 25.1, "sex": "male"}, 2),
        ({"age": 61, "bmi": 20, "sex": "female", "major_surgery": True, "hormones": True}, 5),
        ({"age": 75, "bmi": 20, "sex": "male", "leg_fracture": True, "previous_vte": True, "malignancy": True}, 13),
    ],
)
def test_points_of_table_1(present: dict[str, Any], points: int) -> None:
    assert run(_SCORE, _NOTHING | present).value == points


def test_what_is_asked_of_women_does_not_count_in_men() -> None:
    given = _NOTHING | {"age": 30, "bmi": 22, "sex": "male"}
    given.pop("pregnancy")
    assert run(_SCORE, given).value == 0
    assert run(_SCORE, given | {"sex": "female"}).status == "range"
