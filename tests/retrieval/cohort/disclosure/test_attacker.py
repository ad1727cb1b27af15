"""An attacker who knows the margins and asks what he likes: nothing may single out fewer persons than the floor."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from samples_attacks import plans
from samples_cohort_counts import Population

from retrieval.cohort.disclosure.errors import Refused
from retrieval.cohort.disclosure.ledger import Book, Ledger
from retrieval.cohort.disclosure.policy import Policy
from retrieval.cohort.disclosure.release import release
from retrieval.cohort.disclosure.released import Released

POLICY = Policy(queries_per_day=10**6, numbers_total=10**6, persons_per_number=2)
"""No budget: the ledger alone has to hold."""


class HastyLedger(Ledger):
    """Does not wait for the disk: thousands of queries in seconds."""

    def _connect(self) -> sqlite3.Connection:
        db = super()._connect()
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA journal_mode = MEMORY")
        return db


def attack(folder: Path, attempts: int) -> tuple[Counter[str], Counter[str]]:
    """Attempts and successes by kind of attack. Every plan has a ledger with the answers of the same round."""
    tried: Counter[str] = Counter()
    worked: Counter[str] = Counter()
    rng = np.random.default_rng(20)
    population = Population.make(500, 2)
    day = population.events(3, 0.4)
    while tried.total() < attempts:
        for kind, plan in plans(population, day, rng, few=int(rng.integers(1, 11))):
            ledger = HastyLedger(folder / f"{tried.total()}.sqlite")
            tried[kind] += 1
            worked[kind] += all(
                read(answer) is not None if answer else False
                for answer, read in (
                    (asked_as(population, asked, f"{i}", ledger), read) for i, (asked, read) in enumerate(plan)
                )
            )
            ledger.path.unlink(missing_ok=True)
    return tried, worked


def asked_as(population: Population, asked: object, name: str, ledger: Ledger) -> Released | None:
    counts, members = population.ask(asked, name)  # type: ignore[arg-type]
    try:
        return release(counts, members, POLICY, ledger, "attacker")
    except Refused:
        return None


@pytest.mark.parametrize("attempts", [150, pytest.param(10_000, marks=[pytest.mark.slow, pytest.mark.timeout(1200)])])
def test_no_attempt_singles_out_fewer_than_the_floor(
    tmp_path: Path, attempts: int, pytestconfig: pytest.Config
) -> None:
    if attempts > 1000 and pytestconfig.option.markexpr != "slow":
        pytest.skip("takes six minutes: ask for it with -m slow")
    tried, worked = attack(tmp_path, attempts)
    assert tried.total() >= attempts
    assert len(tried) == 14
    assert not +worked


def test_without_the_ledger_every_kind_of_attack_succeeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Book, "admit", lambda *_: True)
    tried, worked = attack(tmp_path, 150)
    assert set(worked) == set(tried)
    assert all(worked.values())
