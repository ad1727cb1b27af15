"""The way out: known identifiers in any dress, a second reader, surrogates let through, and closed on failure."""

from __future__ import annotations

import pytest

from copilot.deid.detect import Detector
from copilot.deid.gate import Gate, Identifying
from copilot.deid.text import Deidentifier
from copilot.deid.types import Known

KNOWN = Known(names=("Zyra Quandale",), ids=("MR-555-0001",), phones=("617-555-1234",), emails=("zq@mail.example",))


@pytest.mark.parametrize(
    "text",
    [
        "ZYRA  QUANDALE",
        "Quandale, Zyra",
        "mr5550001",
        "MR 555 0001",
        "(617) 555.1234",
        "mail ZQ@mail.example",
        "quandale's results",
    ],
)
def test_known_identifiers_are_stopped_in_any_dress(text: str) -> None:
    with pytest.raises(Identifying) as caught:
        Gate([KNOWN]).check(f"Note: {text}.")
    assert "uandale" not in str(caught.value) and "555" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "Aspirin 81 mg daily.", "quandales", "15550001999"])
def test_what_identifies_nobody_passes(text: str) -> None:
    Gate([KNOWN]).check(text)


def test_a_short_number_of_a_practitioner_is_no_dose() -> None:
    gate = Gate([Known(ids=("250", "25017"))])
    gate.check("Amoxicillin 250 mg")
    with pytest.raises(Identifying):
        gate.check("seen by 25017")


def test_the_second_reader_stops_strangers_and_knows_surrogates(
    rules_detector: Detector, deidentifier: Deidentifier
) -> None:
    note = "Seen by Dr. Foley, call 617-555-1234."
    with pytest.raises(Identifying):
        Gate(detector=rules_detector).check(note)
    made = deidentifier.text(note)
    Gate(surrogates=[span.surrogate for span in made.spans], detector=rules_detector).check(made.text)


def test_a_reader_that_fails_keeps_the_gate_closed() -> None:
    class Broken(Detector):
        def __init__(self) -> None: ...

        def detect(self, text: str, known: Known | None = None):  # type: ignore[no-untyped-def]
            raise RuntimeError(text)

    with pytest.raises(Identifying):
        Gate(detector=Broken()).check("anything")
