"""The rule for one number: how few persons it may stand for."""

from __future__ import annotations

from retrieval.cohort.disclosure.policy import Policy
from retrieval.cohort.disclosure.released import Cell


def persons_cell(n: int, policy: Policy) -> Cell:
    """Size of a group: shown from the floor on."""
    return Cell.shown(n) if n >= policy.floor else Cell.hidden(0, policy.floor - 1)


def events_cell(n: Cell, events: int, policy: Policy) -> Cell:
    """Persons with the outcome among `n`: shown if they and those without it are at least the floor.

    That nobody has it may be shown (Policy.show_zero_events); that everybody has it may not: it would tell the
    outcome of each member.
    """
    if n.value is None:
        return Cell.hidden(0, n.high)
    if events == 0 and policy.show_zero_events:
        return Cell.shown(0)
    if events < policy.floor:
        return Cell.hidden(1 if policy.show_zero_events else 0, min(n.value, policy.floor - 1))
    if n.value - events < policy.floor:
        return Cell.hidden(max(0, n.value - policy.floor + 1), n.value)
    return Cell.shown(events)


def rounding_unit(days: int) -> int:
    """The least of 1, 2, 5, 10, … that is no smaller than `days`: person-time rounded to it hides one person's whole
    follow-up."""
    unit = 1
    while True:
        for step in (1, 2, 5):
            if unit * step >= days:
                return unit * step
        unit *= 10


def rounded(value: int, unit: int) -> int:
    """`value` to the nearest multiple of `unit`."""
    return (value + unit // 2) // unit * unit
