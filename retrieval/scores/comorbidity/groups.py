"""Groups of ICD-10 prefixes with weights, and the sum over the groups that a list of codes falls into."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from retrieval.scores.codelist import CodeList
from retrieval.scores.known import LEAST, MOST
from retrieval.scores.points import POINTS
from retrieval.scores.score import Part, Values

CODES = CodeList("icd10_codes", "diagnoses as ICD-10 codes, over the look-back that the index is used with")


@dataclass(frozen=True)
class Group:
    """One comorbidity. `unless`: the group whose presence takes this one's place."""

    icd10: tuple[str, ...]
    weight: float
    unless: str | None


@cache
def groups(file: str, weight: str) -> Mapping[str, Group]:
    """The groups of a table in this folder, with one of its weights."""
    table = tomllib.loads(files("retrieval.scores.comorbidity").joinpath(file).read_text("utf-8"))
    return {name: Group(tuple(row["icd10"].split()), row[weight], row.get("unless")) for name, row in table.items()}


def present(codes: frozenset[str], of: Mapping[str, Group]) -> frozenset[str]:
    """Names of the groups that hold one of the codes; codes have no dot."""
    return frozenset(name for name, group in of.items() if any(code.startswith(group.icd10) for code in codes))


def _total(codes: frozenset[str], of: Mapping[str, Group]) -> float:
    found = present(codes, of)
    return sum(of[name].weight for name in found if of[name].unless not in found)


def weighed(file: str, weight: str) -> Part:
    """The part of a score that is the sum of weights."""

    def of(values: Values) -> Mapping[str, float]:
        table = groups(file, weight)
        codes = values[CODES.name]
        known = codes - {MOST, LEAST}
        if MOST in codes:
            return {POINTS: _extreme(known, table, max)}
        return {POINTS: _extreme(known, table, min) if LEAST in codes else _total(known, table)}

    return Part((CODES,), of)


def _extreme(codes: frozenset[str], of: Mapping[str, Group], choose: Callable[[float, float], float]) -> float:
    """The sum if each group that is not found yet is present or absent, whichever `choose` takes."""
    found = present(codes, of)
    total = 0.0
    severe = {group.unless: name for name, group in of.items() if group.unless}
    for name, group in of.items():
        if group.unless is not None:
            continue
        milder = severe.get(name)
        options = [group.weight] if name in found else [group.weight, _weight_of(milder, found, of, choose)]
        total += options[0] if len(options) == 1 else choose(options[0], options[1])
    return total


def _weight_of(
    milder: str | None, found: frozenset[str], of: Mapping[str, Group], choose: Callable[[float, float], float]
) -> float:
    """What the milder form gives while the severe one is absent."""
    if milder is None:
        return 0.0
    return of[milder].weight if milder in found else choose(of[milder].weight, 0.0)
