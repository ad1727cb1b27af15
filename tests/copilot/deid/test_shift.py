"""Dates keep their form and weekday; none lies in the future, none tells an age of 90."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.deid.shift import shift, weeks_back

TODAY = date(2024, 6, 1)
FORMS = ("%m/%d/%Y", "%Y-%m-%d", "%d%b%y", "%d-%b-%Y", "%B %d, %Y", "%d %B %Y", "%m/%d/%y")


@given(st.dates(date(1990, 1, 1), date(2024, 5, 31)), st.integers(1, 104), st.sampled_from(FORMS))
def test_a_full_date_moves_by_whole_weeks_in_its_own_form(day: date, weeks: int, form: str) -> None:
    from datetime import datetime

    moved = datetime.strptime(shift(day.strftime(form), weeks, "shift", TODAY), form).date()
    assert day - moved == timedelta(weeks=weeks)
    assert moved.weekday() == day.weekday()


@pytest.mark.parametrize(
    ("written", "kept"),
    [("03/14/2024", "2024"), ("March 2024", "2024"), ("14MAR24", "2024"), ("3/14", "[DATE]"), ("March", "[DATE]")],
)
def test_year_only_keeps_the_year(written: str, kept: str) -> None:
    assert shift(written, 3, "year_only", TODAY) == kept


@pytest.mark.parametrize("mode", ["shift", "year_only"])
def test_a_date_that_would_tell_an_age_of_90_loses_its_year(mode: str) -> None:
    assert "1931" not in shift("03/14/1931", 3, mode, TODAY)  # type: ignore[arg-type]


def test_the_offset_is_the_patients_own_and_the_projects_own() -> None:
    offsets = {weeks_back(key, patient) for key in (b"a" * 32, b"b" * 32) for patient in map(str, range(20))}
    assert weeks_back(b"a" * 32, "1") == weeks_back(b"a" * 32, "1")
    assert len(offsets) > 15 and min(offsets) >= 1 and max(offsets) <= 104
