"""Models that are loaded once a process, whatever else the settings around them say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Recipe(Generic[T_co]):
    """What to call, with which arguments by name."""

    make: Callable[..., T_co]
    arguments: Mapping[str, Any]


class Once(Generic[T]):
    """What was made of each recipe: an equal one gives the object that is there."""

    def __init__(self) -> None:
        self._made: list[tuple[Recipe[T], T]] = []
        self._making = Lock()

    def get(self, recipe: Recipe[T]) -> T:
        """The object of this recipe. What making it raises goes on, and the next call tries again."""
        with self._making:
            for known, made in self._made:
                if known == recipe:
                    return made
            made = recipe.make(**recipe.arguments)
            self._made.append((recipe, made))
            return made
