"""What was released, to whom: the memory without which no answer is given.

One SQLite file; every query is one transaction that ends on disk before its answer leaves. A process that dies, a
second writer or a full disk leave the file as it was before the query, and the query unanswered. The file holds the
members of released groups: it is as confidential as the database itself. Deleting it deletes the protection.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
from pyroaring import BitMap64

from retrieval.cohort.disclosure.distance import Vector
from retrieval.cohort.disclosure.errors import BudgetSpent, LedgerUnavailable
from retrieval.cohort.disclosure.overlap import Span, too_close
from retrieval.cohort.disclosure.policy import Policy

_VERSION = 1
_SCHEMA = """
CREATE TABLE answer (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, requester TEXT NOT NULL, query TEXT NOT NULL, policy TEXT NOT NULL,
    day TEXT NOT NULL, epsilon REAL NOT NULL, released TEXT, UNIQUE (key, requester)
);
CREATE TABLE member_set (id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, persons BLOB);
CREATE INDEX member_set_size ON member_set (size);
CREATE TABLE span (
    holder TEXT NOT NULL, position INTEGER NOT NULL, member_set INTEGER NOT NULL REFERENCES member_set,
    factor BLOB NOT NULL, PRIMARY KEY (holder, position)
) WITHOUT ROWID;
"""


class Question(NamedTuple):
    """What identifies an answer: the query, the data it was asked of, the rules, and who asked.

    `holder` is whose earlier answers are put together with it: the requester's, or everybody's under one name.
    """

    query: str
    data: str
    policy: str
    requester: str
    holder: str

    @property
    def key(self) -> str:
        return hashlib.sha256("\n".join((self.query, self.data, self.policy)).encode()).hexdigest()


class Answer(NamedTuple):
    """A released answer as JSON; None: it was refused."""

    released: str | None


class Ledger:
    """The ledger in the file `path`, made on first use. `today` is the day that budgets count by (UTC)."""

    def __init__(self, path: Path, *, today: Callable[[], date] = lambda: datetime.now(UTC).date()) -> None:
        self.path, self._today = path, today

    @contextmanager
    def asking(self, question: Question) -> Iterator[Book]:
        """The ledger, locked for one question; what is written is on disk when the block ends, or not at all.

        Raises LedgerUnavailable: it cannot be read, locked within 30 s, or written.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._connect()) as db:
                db.execute("BEGIN IMMEDIATE")
                _prepare(db)
                yield Book(db, question, self._today())
                db.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise LedgerUnavailable(str(error) or type(error).__name__) from error

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        db.execute("PRAGMA synchronous = FULL")
        return db


class Book:
    """The open ledger, for one question of one requester."""

    def __init__(self, db: sqlite3.Connection, question: Question, day: date) -> None:
        self._db, self._question, self._day = db, question, day.isoformat()

    def remembered(self) -> Answer | None:
        """The answer that this requester has had to this question."""
        return self._one("key = ? AND requester = ?", self._question.key, self._question.requester)

    def given_to_anyone(self) -> Answer | None:
        """The answer that anyone has had to this question and that was not refused."""
        return self._one("key = ? AND released IS NOT NULL", self._question.key)

    def given_before(self) -> Answer | None:
        """The last answer that this requester has had to this query under these rules, from earlier data."""
        q = self._question
        return self._one(
            "query = ? AND policy = ? AND requester = ? AND released IS NOT NULL", q.query, q.policy, q.requester
        )

    def charge(self, policy: Policy, persons: int) -> None:
        """Raises BudgetSpent if the requester may not ask another question."""
        who = self._question.requester
        (asked,) = self._db.execute(
            "SELECT count(*) FROM answer WHERE requester = ? AND day = ?", (who, self._day)
        ).fetchone()
        if asked >= policy.queries_per_day:
            raise BudgetSpent(f"{policy.queries_per_day} new queries a day", "Ask again tomorrow.")
        holder = (self._question.holder,)
        (held,) = self._db.execute("SELECT count(*) FROM span WHERE holder = ?", holder).fetchone()
        if held >= policy.numbers(persons):
            raise BudgetSpent(f"{policy.numbers(persons)} exact numbers", "Ask the privacy officer.")
        (spent,) = self._db.execute(
            "SELECT coalesce(sum(epsilon), 0) FROM answer WHERE requester = ?", (who,)
        ).fetchone()
        if spent + (policy.noise_epsilon or 0) > policy.epsilon_total:
            raise BudgetSpent(f"epsilon {policy.epsilon_total:g}", "Ask the privacy officer.")

    def admit(self, groups: Sequence[BitMap64], persons: int, policy: Policy) -> bool:
        """Records the groups as released, if none of them, beside all that was released, singles out a few of
        `persons`; else records nothing and returns False."""
        span = self._span()
        new: list[tuple[BitMap64, Vector | None]] = []
        for group in groups:
            released = [*self._of_similar_size(len(group), persons, policy.floor), *(other for other, _ in new)]
            if any(too_close(group, other, persons, policy.floor) for other in [BitMap64(), *released]):
                return False
            place = span.place(group, policy.floor)
            if place.verdict == "near" or (place.verdict == "far" and len(span) >= policy.numbers(persons)):
                return False
            if place.verdict == "far":
                span.add(group, place.row)
            new.append((group, place.row if place.verdict == "far" else None))
        self._add(new)
        return True

    def remember(self, answer: Answer, epsilon: float) -> None:
        """Records the answer; a refusal is an answer."""
        q = self._question
        self._db.execute(
            "INSERT INTO answer (key, requester, query, policy, day, epsilon, released) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (q.key, q.requester, q.query, q.policy, self._day, epsilon, answer.released),
        )

    def _one(self, where: str, *values: str) -> Answer | None:
        row = self._db.execute(
            f"SELECT released FROM answer WHERE {where} ORDER BY id DESC LIMIT 1",  # noqa: S608  own words only
            values,
        ).fetchone()
        return Answer(*row) if row else None

    def _of_similar_size(self, size: int, persons: int, floor: int) -> Iterator[BitMap64]:
        """Released groups, anyone's, whose size does not rule out that they are too close."""
        rows = self._db.execute(
            "SELECT persons FROM member_set WHERE size BETWEEN ? AND ? OR size BETWEEN ? AND ?",
            (size - floor, size + floor, persons - size - floor, persons - size + floor),
        )
        return (BitMap64.deserialize(blob) for (blob,) in rows)

    def _span(self) -> Span:
        rows = self._db.execute(
            "SELECT persons, factor FROM span JOIN member_set ON member_set.id = member_set WHERE holder = ? "
            "ORDER BY position",
            (self._question.holder,),
        ).fetchall()
        return Span(
            [BitMap64.deserialize(persons) for persons, _ in rows],
            [np.frombuffer(factor, dtype=np.float64) for _, factor in rows],
        )

    def _add(self, groups: Sequence[tuple[BitMap64, Vector | None]]) -> None:
        for group, row in groups:
            blob = group.serialize()
            digest = hashlib.sha256(blob).digest()
            self._db.execute(
                "INSERT OR IGNORE INTO member_set (digest, size, persons) VALUES (?, ?, ?)",
                (digest, len(group), blob),
            )
            if row is not None:
                self._db.execute(
                    "INSERT INTO span (holder, position, member_set, factor) "
                    "SELECT ?, ?, id, ? FROM member_set WHERE digest = ?",
                    (self._question.holder, len(row), row.tobytes(), digest),
                )


def _prepare(db: sqlite3.Connection) -> None:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version == 0:
        for statement in _SCHEMA.split(";"):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {_VERSION}")
    elif version != _VERSION:
        raise LedgerUnavailable(f"it has format {version}, this software reads {_VERSION}")
