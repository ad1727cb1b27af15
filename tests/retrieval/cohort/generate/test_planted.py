import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from retrieval.cohort.generate.planted import Hazard, Piece, Story, planted


def test_hazard_runs_through_the_published_points() -> None:
    hazard = Hazard.through(
        (Piece(until=15, risk=0.151), Piece(until=30, risk=0.248), Piece(until=400, per_year=0.6))
    )
    cumulative = [sum(hazard.on_day(day) for day in range(end)) for end in (15, 30)]
    assert [1 - math.exp(-h) for h in cumulative] == pytest.approx([0.151, 0.248])
    assert hazard.on_day(30) == pytest.approx(0.6 / 365.25)


@given(st.lists(st.floats(0.01, 0.2), min_size=1, max_size=3), st.integers(1, 400))
def test_padding_changes_no_day(steps: list[float], width: int) -> None:
    risks = [1 - math.prod(1 - s for s in steps[: i + 1]) for i in range(len(steps))]
    hazard = Hazard.through(tuple(Piece(until=width * (i + 1), risk=r) for i, r in enumerate(risks)))
    padded = hazard.padded()
    assert len(padded.until) == 3
    assert [padded.on_day(d) for d in range(width * 4)] == [hazard.on_day(d) for d in range(width * 4)]


def test_every_figure_of_the_shipped_plan_names_its_source() -> None:
    for story in planted().story:
        sources = [story.source, story.per_decade_source, *(arm.death_source for arm in story.arm)]
        sources += [arm.ratio_source for arm in story.arm if arm.ratio != 1]
        sources += [story.black_source] if story.black != 1 else []
        assert all(sources), story.name


def test_histories_of_the_sickest_leave_room_for_none() -> None:
    """The shares are multiplied by up to 2.2 for age and 1.4 for site (people.sql) and must stay below 1."""
    assert sum(story.share for story in planted().story) * 2.2 * 1.4 < 1


def test_a_story_that_the_tables_cannot_hold_is_refused() -> None:
    story = planted().story[0].model_dump()
    with pytest.raises(ValidationError, match="two arms"):
        Story.model_validate(story | {"arm": [*story["arm"], story["arm"][0]]})
