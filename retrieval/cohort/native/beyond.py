"""What the native compiler leaves to another executor."""

from __future__ import annotations

from collections.abc import Collection

from pydantic import BaseModel


class Beyond(Exception):
    """A part of the definition that the native compiler does not know; says which."""


def only(model: BaseModel, known: Collection[str]) -> None:
    """Raises Beyond if a field of `model` that is not `known` says anything."""
    for name in type(model).model_fields:
        if name not in known and getattr(model, name) not in (None, False, [], ""):
            raise Beyond(f"{type(model).__name__}.{name}")
