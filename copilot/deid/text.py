"""De-identifies a text: detect, replace, judge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from copilot.deid.detect import Detector
from copilot.deid.keys import project_key
from copilot.deid.shift import DateMode
from copilot.deid.surrogate import Surrogates
from copilot.deid.types import Deidentified, Identifier, Known
from copilot.deid.verdict import judge
from copilot.settings import Settings
from retrieval.errors import BadInput

LONGEST = 1_000_000
"""Characters of one text; a longer one is for the caller to cut at its own seams."""


class TextTooLong(BadInput):
    """The text is longer than LONGEST."""


@dataclass(frozen=True)
class Options:
    """How identifiers are replaced.

    Args:
        key: the project's secret, 32 bytes.
        mode: `shift` moves dates by whole weeks (expert determination); `year_only` is strict Safe Harbor.
        models: folder of the language models; None: rules and spaCy alone.
        rules_suffice: let a text pass that rules alone have read.
        rules_only: leave the models out: faster, and for installations without them.
    """

    key: bytes
    mode: DateMode = "shift"
    models: Path | None = None
    rules_suffice: bool = False
    rules_only: bool = False


class Deidentifier:
    """Example: `Deidentifier(Options(key)).text("Seen by Dr. Okafor.").text`."""

    def __init__(self, options: Options, *, today: Callable[[], date] = date.today) -> None:
        self.options = options
        self._today = today
        self.detector = _detector(options.models, options.rules_only)

    @classmethod
    def of(cls, settings: Settings, mode: DateMode = "shift") -> Deidentifier:
        """The de-identifier of this installation. Raises KeyUnreadable."""
        return cls(Options(key=project_key(settings.home), mode=mode, models=settings.home / "models"))

    def text(self, text: str, known: Known | None = None, patient: str = "", sex: str = "") -> Deidentified:
        """`text` with every identifier replaced, offsets into the input, and whether it may go on.

        Args:
            known: what the record says about who is who.
            patient: the record's own key of the patient; one patient's surrogates agree across texts.
            sex: female or male, where known, for given names.

        Raises:
            TextTooLong: the text is longer than LONGEST.
        """
        if len(text) > LONGEST:
            raise TextTooLong(
                f"The text has more than {LONGEST:,} characters.",
                kept="Nothing was stored.",
                next_step="Cut it between two notes.",
            )
        detection = self.detector.detect(text, known)
        surrogates = Surrogates(self.options.key, patient, self.options.mode, self._today(), sex)
        spans = tuple(
            Identifier(
                start=hit.start,
                end=hit.end,
                label=hit.label,
                surrogate=surrogates.of(hit.label, text[hit.start : hit.end]),
                by=by,
            )
            for hit, by in detection.hits
        )
        verdict, reasons = judge(
            text, detection, models_missing=self.detector.missing, rules_suffice=self.options.rules_suffice
        )
        return Deidentified(text=replace(text, spans), spans=spans, verdict=verdict, reasons=reasons)


def replace(text: str, spans: tuple[Identifier, ...]) -> str:
    """`text` with each span's surrogate in its place; spans are disjoint and in order."""
    out, last = [], 0
    for span in spans:
        out += [text[last : span.start], span.surrogate]
        last = span.end
    return "".join([*out, text[last:]])


@lru_cache(maxsize=2)
def _detector(models: Path | None, rules_only: bool) -> Detector:
    return Detector(models, rules_only=rules_only)
