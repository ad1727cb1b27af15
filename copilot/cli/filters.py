"""What a search is limited to, as the command line says it: designs, level of evidence, years."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from retrieval.errors import BadInput
from retrieval.evidence import Design
from retrieval.literature.grading import LEVELS

_ALSO: dict[str, Design] = {
    "rct": "randomised trial",
    "randomized trial": "randomised trial",
    "meta analysis": "systematic review",
    "case control": "case-control",
    "cross sectional": "cross-sectional",
    "animal": "animal or in vitro",
    "in vitro": "animal or in vitro",
}
DesignOption = Annotated[
    list[str] | None,
    typer.Option("--design", help="Only this design, e.g. rct, systematic-review, cohort; may be given repeatedly."),
]
LevelOption = Annotated[
    int | None,
    typer.Option("--level", min=1, max=5, help="Only this level of evidence (OCEBM) or better; 1 is best."),
]
SinceOption = Annotated[int | None, typer.Option("--since", min=1800, max=2200, help="Only from this year on.")]


def designs(names: list[str] | None, level: int | None) -> list[Design] | None:
    """The designs that are named and reach `level`; None without a limit.

    Raises:
        BadInput: a name is no design, or no named design reaches the level.
    """
    if not names and level is None:
        return None
    named = [_design(name) for name in names or ()] or list(get_args(Design))
    kept = [one for one in named if level is None or (LEVELS[one] or level + 1) <= level]
    if not kept:
        raise BadInput(f"None of these designs reaches level {level}.", next_step="Leave out --level or --design.")
    return kept


def _design(name: str) -> Design:
    words = " ".join(name.casefold().replace("-", " ").replace("_", " ").split())
    known: dict[str, Design] = {one.replace("-", " "): one for one in get_args(Design)} | _ALSO
    if words not in known:
        raise BadInput(
            f"`{name}` is no design.",
            next_step=f"Choose of {', '.join(one.replace(' ', '-') for one in get_args(Design))}.",
        )
    return known[words]
