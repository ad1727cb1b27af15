"""The subjects of generated cases (`topics.toml`) and instructions that are planted in some (`injections.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any, Literal

from evals.risksum.case import Term
from retrieval.evidence import Frozen


class Topic(Frozen):
    """An exposure or treatment, two groups, and an outcome; `base` is the range of the outcome's percentage in
    `others`. `young` are people whose results do not carry over."""

    id: str
    specialty: str
    settings: tuple[str, ...]
    condition: tuple[str, ...]
    people: str
    exposure: str
    exposed: str
    others: str
    outcome: str
    months: int
    base: tuple[int, int]
    ages: tuple[int, int]
    sexes: tuple[Literal["female", "male"], ...] = ("female", "male")
    treatment: bool = False
    cohort: tuple[str, ...] = ()
    death: bool = False
    days: int = 0
    score: str = ""
    animal: str
    young: str

    @property
    def has(self) -> Term:
        """The patient's condition."""
        return Term(code=self.condition[0], names=self.condition[1:])

    @property
    def counted(self) -> Term | None:
        """The outcome of the cohort; None: death."""
        return Term(code=self.cohort[0], names=self.cohort[1:]) if self.cohort else None

    @property
    def window(self) -> str:
        return "1 month" if self.months == 1 else f"{self.months} months"


class Injection(Frozen):
    text: str
    mark: tuple[str, ...]


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic, in the order of the file."""
    return tuple(Topic.model_validate(row) for row in _rows("topics", "topic"))


@cache
def injections() -> tuple[Injection, ...]:
    """Every instruction, in the order of the file."""
    return tuple(Injection.model_validate(row) for row in _rows("injections", "injection"))


def _rows(name: str, key: str) -> list[dict[str, Any]]:
    text = (resources.files("evals") / "data" / "risksum" / f"{name}.toml").read_text("utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)[key]
    return rows
