"""How easily could a person be picked out of what is kept? k-anonymity and uniqueness over patient contexts.

k-anonymity: Sweeney, Int J Uncertain Fuzz 2002;10:557. Prosecutor risk (1/k for each person, its mean is classes over
people): El Emam & Dankar, JAMIA 2008;15:627. A set with k of 11 or more is what US agencies ask for small cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

from pydantic import Field

from copilot.schema import OLDEST, Condition, PatientContext
from retrieval.errors import BadInput
from retrieval.evidence import Frozen

K = 11
"""People that should share each combination."""
_BANDS = (5, 10, 20)
"""Widths of age bands, in years."""


class Level(Frozen):
    """The set seen through some quasi-identifiers. Shares are of all people; risks, of one known to be in the set."""

    quasi_identifiers: tuple[str, ...]
    classes: int = Field(description="different combinations")
    smallest: int = Field(description="people in the smallest class: the set is k-anonymous for this k")
    unique: float = Field(description="share of people who are alone in their class")
    below_k: float = Field(description="share of people in classes smaller than k")
    highest_risk: float = Field(description="1 / smallest")
    mean_risk: float = Field(description="classes / people")


class RiskReport(Frozen):
    """`levels` from the least to the most an attacker might know; counts and shares only."""

    people: int
    k: int
    rare_conditions: int = Field(description="conditions that fewer than k people have")
    levels: tuple[Level, ...]

    @property
    def acceptable(self) -> bool:
        """True if even the strongest attacker finds k people in every class."""
        return all(level.smallest >= self.k for level in self.levels)


def assess(contexts: Sequence[PatientContext], zip3: Sequence[str | None] | None = None, k: int = K) -> RiskReport:
    """The risk of a set of contexts.

    Args:
        contexts: one for each person.
        zip3: the three digits kept beside each context, where they are kept.
        k: people that should share each combination.

    Raises:
        BadInput: no people, or not as many postal codes as people.
    """
    if not contexts or (zip3 is not None and len(zip3) != len(contexts)):
        raise BadInput("Give at least one person, and one postal code for each or none.")
    counts = Counter(name for one in contexts for name in _conditions(one))
    rare = frozenset(name for name, count in counts.items() if count < k)
    columns: dict[str, Sequence[Hashable]] = {
        f"age in bands of {_BANDS[0]} years": [_band(one, _BANDS[0]) for one in contexts]
    }
    levels = [
        _level({f"age in bands of {width} years": [_band(one, width) for one in contexts]}, k)
        for width in _BANDS[::-1]
    ]
    levels.append(_level(columns, k))
    columns["sex"] = [one.sex for one in contexts]
    levels.append(_level(columns, k))
    if zip3 is not None:
        columns["ZIP3"] = list(zip3)
        levels.append(_level(columns, k))
    columns["rare conditions"] = [frozenset(_conditions(one)) & rare for one in contexts]
    levels.append(_level(columns, k))
    return RiskReport(people=len(contexts), k=k, rare_conditions=len(rare), levels=tuple(levels))


def markdown(report: RiskReport) -> str:
    """The report as a table for docs/expert-determination.md."""
    rows = [
        "| An attacker knows | Classes | Smallest | Unique | Below k | Highest risk | Mean risk |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *(
            f"| {', '.join(one.quasi_identifiers)} | {one.classes} | {one.smallest} | {one.unique:.1%} | "
            f"{one.below_k:.1%} | {one.highest_risk:.3f} | {one.mean_risk:.3f} |"
            for one in report.levels
        ),
    ]
    head = (
        f"{report.people} people, k = {report.k}, {report.rare_conditions} conditions that fewer than k people have."
    )
    return "\n".join([head, "", *rows, ""])


def _level(columns: dict[str, Sequence[Hashable]], k: int) -> Level:
    sizes = Counter(zip(*columns.values(), strict=True))
    people = sizes.total()
    smallest = min(sizes.values())
    return Level(
        quasi_identifiers=tuple(columns),
        classes=len(sizes),
        smallest=smallest,
        unique=sum(size == 1 for size in sizes.values()) / people,
        below_k=sum(size for size in sizes.values() if size < k) / people,
        highest_risk=1 / smallest,
        mean_risk=len(sizes) / people,
    )


def _band(context: PatientContext, width: int) -> str | None:
    if context.age is None:
        return None
    if context.age >= OLDEST:
        return f"{OLDEST}+"
    start = context.age // width * width
    return f"{start}-{min(start + width, OLDEST) - 1}"


def _conditions(context: PatientContext) -> Iterator[str]:
    """One name for each condition, whatever its entries say."""
    return iter({_name(one) for one in context.conditions})


def _name(condition: Condition) -> str:
    return f"{condition.system}|{condition.code}" if condition.code else condition.text.casefold()
