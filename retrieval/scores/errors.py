"""What can be wrong with a score's inputs. A message names the input and the bound, never the value that was sent."""

from __future__ import annotations

from retrieval.errors import BadInput


class UnknownScore(BadInput):
    """No score has this name."""


class ScoreInput(BadInput):
    """One or more inputs cannot be used. `inputs` names them."""

    def __init__(self, what: str, inputs: tuple[str, ...], *, kept: str = "", next_step: str = "") -> None:
        super().__init__(what, kept=kept, next_step=next_step)
        self.inputs = inputs


class UnknownInput(ScoreInput):
    """The score has no input of this name."""


class WrongUnit(ScoreInput):
    """The unit is not one in which this is measured."""


class OutOfRange(ScoreInput):
    """The value lies outside the range that the score was made for."""


class WrongValue(ScoreInput):
    """Not a number, not yes or no, or not one of the options."""


def named(name: str, label: str) -> str:
    """The name to send, with the words for it where they differ."""
    return name if name == label else f"{name} ({label})"
