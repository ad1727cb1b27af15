"""How long work tells a waiting person where it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receives the stages of a build. An implementation must be cheap: `advance` is called often."""

    def start(self, stage: str, total: int | None) -> None:
        """A stage begins; `total` is in the units of `advance`, None where it is not known."""

    def advance(self, n: int = 1) -> None:
        """`n` more units of the present stage are done."""

    def note(self, message: str) -> None:
        """Something a person should read, such as a file that could not be read to its end."""


class Silent:
    """Progress that nobody watches."""

    def start(self, stage: str, total: int | None) -> None:
        pass

    def advance(self, n: int = 1) -> None:
        pass

    def note(self, message: str) -> None:
        pass


SILENT = Silent()
