"""FHIR dates as instants, and instants as distances from the newest entry of the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from copilot.schema import OLDEST

_MIDDLE = {4: "-07-01", 7: "-15"}
"""What completes a partial date: its middle, so that the error has no direction."""


def instant(value: str | None) -> datetime | None:
    """A FHIR date, dateTime or instant; one without a zone is taken as UTC, a partial one as its middle."""
    if not value:
        return None
    try:
        read = datetime.fromisoformat(value + _MIDDLE.get(len(value), ""))
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):  # a leap second, a day that its month does not have, the end of time
        return None


def age(birth: date, on: date) -> int:
    """Completed years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


class Clock:
    """Dates of one record as seen on the day `today`.

    `newest` is the newest entry that is not in the future; distances are counted from it and not from today, so that
    no date can be computed from them.
    """

    def __init__(self, values: Iterable[str | None], today: date) -> None:
        self.today = datetime.combine(today, time.max, UTC)
        known = [when for value in values if (when := instant(value)) is not None]
        self.newest = max((when for when in known if when <= self.today), default=None)
        self.future = sum(when > self.today for when in known)

    def past(self, value: str | None) -> datetime | None:
        """The instant of a value, None for one in the future: a typing error, or a plan."""
        when = instant(value)
        return when if when is not None and when <= self.today else None

    def days_before(self, when: datetime | None) -> int | None:
        """Whole days from `when` to the newest entry; None beyond 89 years, which would tell an age over 89."""
        if when is None or self.newest is None:
            return None
        days = max((self.newest.date() - when.date()).days, 0)
        return days if days < (OLDEST - 1) * 365 else None

    def days_ago(self, when: datetime) -> int:
        """Whole days from `when` to today."""
        return (self.today.date() - when.date()).days
