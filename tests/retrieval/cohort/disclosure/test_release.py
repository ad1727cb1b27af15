from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sqlite3
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from samples_cohort_counts import Asked, Population

from retrieval.cohort.disclosure.errors import BudgetSpent, Inconsistent, LedgerUnavailable, Refused
from retrieval.cohort.disclosure.ledger import Ledger
from retrieval.cohort.disclosure.policy import Policy, load
from retrieval.cohort.disclosure.release import release, remembered
from retrieval.cohort.disclosure.released import Released
from retrieval.errors import BadInput

POPULATION = Population.make(2000, 1)
DAY = POPULATION.events(2, 0.2)
RNG = np.random.default_rng(3)
COHORT = RNG.random(2000) < 0.5
OTHER = RNG.random(2000) < 0.3
ASKED = Asked(index=COHORT, event_day=DAY, comparator=OTHER, breakdown="race")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger.sqlite", today=lambda: date(2026, 1, 1))


def ask(
    ledger: Ledger, asked: Asked = ASKED, name: str = "q", policy: Policy | None = None, who: str = "a"
) -> Released:
    counts, members = POPULATION.ask(asked, name)
    return release(counts, members, policy or Policy(), ledger, who)


def without(persons: int) -> Asked:
    index = COHORT.copy()
    index[np.flatnonzero(COHORT)[:persons]] = False
    return Asked(index=index, event_day=DAY)


def test_everything_that_is_shown_passes_the_floor(ledger: Ledger) -> None:
    released = ask(ledger)
    assert released.index.n.value == COHORT.sum()
    assert released.index.steps
    assert released.strata
    for arm in (released.index, released.comparator):
        assert arm is not None
        assert sum(step.events for step in arm.steps) == arm.events.value
        for step, after in zip(arm.steps, arm.steps[1:], strict=False):
            assert step.events >= 11
            assert step.deaths % 11 == step.censored % 11 == 0
            assert after.at_risk == step.at_risk - step.events - step.deaths - step.censored
    assert all(min(s.events, s.n - s.events) >= 11 for s in released.strata)
    assert {(fit.estimate, fit.n) for fit in released.fits} == {
        (1.2346, (COHORT | OTHER).sum()),
    }
    for variable in ("sex", "age_band", "race", "site"):
        shares = [share for share in released.composition if share.variable == variable]
        assert all(share.rounded_to * COHORT.sum() >= 11 for share in shares)


def test_a_small_group_is_suppressed_and_nothing_of_it_remains(ledger: Ledger) -> None:
    small = np.zeros(2000, dtype=bool)
    small[:8] = True
    released = ask(ledger, Asked(index=small, event_day=DAY, breakdown="sex"))
    assert released.suppressed
    assert (released.index.n.low, released.index.n.high) == (0, 10)
    assert released.index.person_days is None
    assert not (released.levels or released.strata or released.composition or released.index.steps)
    assert any("fewer than 11 patients" in words for words in released.withheld)


def test_the_same_question_gets_the_identical_answer_at_no_cost(ledger: Ledger) -> None:
    policy = Policy(queries_per_day=1)
    first = ask(ledger, policy=policy)
    assert ask(ledger, policy=policy) == first
    with pytest.raises(BudgetSpent):
        ask(ledger, Asked(index=OTHER, event_day=DAY), "another", policy)
    ledger = Ledger(ledger.path, today=lambda: date(2026, 1, 2))
    assert ask(ledger, Asked(index=OTHER, event_day=DAY), "another", policy)


@pytest.mark.parametrize("who", ["a", "b"])
def test_few_persons_less_are_refused_whoever_asks_and_stay_refused(ledger: Ledger, who: str) -> None:
    ask(ledger)
    for _ in range(2):
        with pytest.raises(Refused):
            ask(ledger, without(10), "ten less", who=who)
    assert ask(ledger, without(60), "sixty less", who=who).index.n.value


def test_after_a_small_change_of_the_data_the_earlier_answer_stands(ledger: Ledger) -> None:
    before = ask(ledger)
    counts, members = POPULATION.ask(without(2), "q")
    newer = counts.model_copy(update={"data": counts.data.model_copy(update={"last_data": date(2021, 1, 1)})})
    after = release(newer, members, Policy(), ledger, "a")
    assert (after.data, after.index) == (before.data, before.index)
    assert any("earlier data" in words for words in after.withheld)


def test_one_requester_policy_joins_what_two_persons_know(ledger: Ledger) -> None:
    policy = Policy(one_requester=True)
    half = RNG.random(2000) < 0.5
    few = np.zeros(2000, dtype=bool)
    few[np.flatnonzero(COHORT)[:5]] = True
    ask(ledger, Asked(index=COHORT, event_day=DAY), "1", policy, "a")
    ask(ledger, Asked(index=COHORT & half | few, event_day=DAY), "2", policy, "b")
    with pytest.raises(Refused):
        ask(ledger, Asked(index=COHORT & ~half | few, event_day=DAY), "3", policy, "c")


def test_exact_numbers_are_limited_by_the_size_of_the_database(ledger: Ledger) -> None:
    policy = Policy(persons_per_number=500)  # 4 numbers
    ask(ledger, policy=policy)
    with pytest.raises(BudgetSpent):
        ask(ledger, Asked(index=OTHER, event_day=DAY), "another", policy)


def test_noise_is_drawn_once_for_everyone_and_spends_epsilon(ledger: Ledger) -> None:
    policy = Policy(noise_epsilon=1.0, epsilon_total=1.5)
    one, same, other = (ask(ledger, policy=policy, who=who) for who in ("a", "a", "b"))
    assert one == same == other
    assert not (one.index.steps or one.strata or one.fits or one.composition or one.index.person_days)
    assert one.index.n.value is not None
    assert abs(one.index.n.value - int(COHORT.sum())) < 200
    with pytest.raises(BudgetSpent, match="epsilon"):
        ask(ledger, Asked(index=OTHER, event_day=DAY), "another", policy)


def test_counts_without_their_persons_are_not_released(ledger: Ledger) -> None:
    counts, _ = POPULATION.ask(ASKED, "q")
    _, members = POPULATION.ask(without(30), "q")
    with pytest.raises(Inconsistent):
        release(counts, members, Policy(), ledger, "a")
    assert ask(ledger, policy=Policy(queries_per_day=1))  # nothing was charged


def _ask_in_process(path: Path, name: str, kill: bool, full: bool) -> None:
    if full:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, path.stat().st_size))
    ledger = Ledger(path)
    counts, members = POPULATION.ask(Asked(index=OTHER, event_day=DAY), name)
    if kill:
        ledger._today = lambda: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment,return-value]
    try:
        release(counts, members, Policy(), ledger, "a")
    except LedgerUnavailable:
        os._exit(7)


def _run(path: Path, name: str, *, kill: bool = False, full: bool = False) -> multiprocessing.Process:
    process = multiprocessing.get_context("fork").Process(target=_ask_in_process, args=(path, name, kill, full))
    process.start()
    return process


def _answers(path: Path) -> int:
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return int(db.execute("SELECT count(*) FROM answer").fetchone()[0])


@pytest.mark.parametrize(("how", "code"), [("kill", -9), ("full", 7)])
def test_a_killed_process_or_a_full_disk_leave_the_ledger_whole(ledger: Ledger, how: str, code: int) -> None:
    before = ask(ledger)
    process = _run(ledger.path, "other", **{how: True})
    process.join()
    assert process.exitcode == code
    assert _answers(ledger.path) == 1
    assert ask(ledger) == before


def test_two_writers_take_turns(ledger: Ledger) -> None:
    ask(ledger)
    processes = [_run(ledger.path, f"other {i}") for i in range(4)]
    for process in processes:
        process.join()
    assert [p.exitcode for p in processes] == [0] * 4
    assert _answers(ledger.path) == 5


def test_a_damaged_ledger_releases_nothing(ledger: Ledger) -> None:
    ledger.path.write_bytes(b"not a ledger" * 100)
    with pytest.raises(LedgerUnavailable):
        ask(ledger)


def test_nobody_asks_for_nothing(ledger: Ledger) -> None:
    with pytest.raises(BadInput):
        ask(ledger, who=" ")


def test_a_policy_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text("floor = 20\nshow_zero_events = false\n")
    assert load(file) == Policy(floor=20, show_zero_events=False)


@pytest.mark.parametrize("text", ["floor = 2", "flor = 11", "floor =", "floor = 'many'"])
def test_a_policy_with_a_fault_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(text)
    with pytest.raises(BadInput):
        load(file)


def test_what_was_answered_is_given_again_without_counting(ledger: Ledger) -> None:
    counts, _ = POPULATION.ask(ASKED, "q")
    known = (counts.query_hash, counts.data, Policy(), ledger)
    assert remembered(*known, "a") is None
    first = ask(ledger)
    assert remembered(*known, "a") == first
    assert remembered(*known, "b") is None
