from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from copilot.patient.dates import Clock, age, instant


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2020", datetime(2020, 7, 1, tzinfo=UTC)),
        ("2020-02", datetime(2020, 2, 15, tzinfo=UTC)),
        ("2020-02-29", datetime(2020, 2, 29, tzinfo=UTC)),
        ("2020-02-29T23:00:00-05:00", datetime(2020, 3, 1, 4, tzinfo=UTC)),
        ("2020-02-29T23:00:00.123Z", datetime(2020, 2, 29, 23, 0, 0, 123000, tzinfo=UTC)),
        ("2021-02-29", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_of_every_precision(written: str | None, read: datetime | None) -> None:
    assert instant(written) == read


def test_age_in_completed_years() -> None:
    assert age(date(1950, 7, 1), date(2025, 6, 30)) == 74
    assert age(date(1950, 7, 1), date(2025, 7, 1)) == 75


def test_distances_are_from_the_newest_entry_and_the_future_does_not_count() -> None:
    clock = Clock(["2025-01-31", "2024-12-31T10:00:00Z", "2052-01-31", None], date(2025, 6, 30))
    assert clock.days_before(instant("2024-12-31")) == 31
    assert clock.past("2052-01-31") is None
    assert clock.future == 1


def test_a_distance_that_tells_an_age_over_89_is_not_told() -> None:
    clock = Clock(["2025-01-31"], date(2025, 6, 30))
    assert clock.days_before(instant("1934-01-01")) is None
    assert clock.days_before(instant("1944-01-01")) is not None
