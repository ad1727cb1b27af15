"""The whole: offsets, known patients, verdicts, and that nothing is looked up anywhere."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable

import pytest

from copilot.deid.text import Deidentifier, TextTooLong, replace
from copilot.deid.types import Known

NOTE = "Patient Name: Maria T. Alvarez  MRN: 00482913\nSeen on 03/14/2024 by Dr. Foley. Call 617-555-1234."


def test_offsets_point_into_the_input_and_rebuild_the_output(deidentifier: Deidentifier) -> None:
    made = deidentifier.text(NOTE)
    assert replace(NOTE, made.spans) == made.text
    for original in ("Maria", "Alvarez", "00482913", "03/14/2024", "Foley", "617-555-1234"):
        assert original not in made.text
    assert made.verdict == "pass"


def test_the_same_input_gives_the_same_output(deidentifier: Deidentifier) -> None:
    assert deidentifier.text(NOTE, patient="p") == deidentifier.text(NOTE, patient="p")
    assert deidentifier.text(NOTE, patient="p").text != deidentifier.text(NOTE, patient="q").text


@pytest.mark.parametrize(
    ("known", "text", "gone"),
    [
        (Known(names=("Will Star",)), "Will came late; Star left.", "Star"),
        (Known(names=("Anna Kowalczyk",)), "kowalczky was called", "kowalczky"),
        (Known(facilities=("Twin Oaks",)), "moved to twin oaks", "twin oaks"),
        (Known(ids=("AB-12.34",)), "nr ab1234 on file", "ab1234"),
        (Known(dates=("1970-05-03",)), "born May 3rd, 1970", "May 3rd"),
        (Known(phones=("(617) 555-1234",)), "at 6175551234", "6175551234"),
    ],
)
def test_no_vocabulary_vetoes_what_the_record_says(
    deidentifier: Deidentifier, known: Known, text: str, gone: str
) -> None:
    assert gone not in deidentifier.text(text, known).text


def test_a_known_name_that_is_a_word_stays_a_word_in_lower_case(deidentifier: Deidentifier) -> None:
    assert (
        "she will return"
        in deidentifier.text("Seen by Will. Then she will return.", Known(names=("Will Star",))).text
    )


def test_without_models_a_text_is_for_review_unless_the_settings_say_otherwise(
    make: Callable[..., Deidentifier],
) -> None:
    assert make(rules_suffice=False).text(NOTE).verdict == "review"
    assert make(rules_suffice=True).text(NOTE).verdict == "pass"


@pytest.mark.parametrize("text", ["name \x00 here", "name \ufffd here", "qzx vbnk wrtpl mnbv zxcq lkjh " * 8])
def test_damaged_text_is_withheld(deidentifier: Deidentifier, text: str) -> None:
    assert deidentifier.text(text).verdict == "withhold"


def test_reasons_and_detectors_quote_nothing(deidentifier: Deidentifier) -> None:
    made = deidentifier.text(NOTE + " qzx vbnk wrtpl" * 20)
    told = " ".join([*made.reasons, *(name for span in made.spans for name in span.by)])
    assert not any(word in told for word in ("Maria", "Alvarez", "Foley", "00482913", "qzx"))


def test_a_text_beyond_the_limit_is_refused(deidentifier: Deidentifier) -> None:
    with pytest.raises(TextTooLong, match="characters"):
        deidentifier.text("a" * 1_000_001)


def test_no_socket_is_opened() -> None:
    program = textwrap.dedent(
        """
        import socket
        asked = []
        def refuse(*args, **kwargs):
            asked.append(args)
            raise OSError("no network")
        socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
        from pathlib import Path
        from copilot.deid.text import Deidentifier, Options
        from copilot.settings import Settings
        made = Deidentifier(Options(bytes(32), models=Settings().home / "models")).text(
            "Ask joe@mail.example or http://x.example.com of May Boros, 617-555-1234, seen in Springfield."
        )
        print(len(made.spans) >= 4, asked)
        """
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[-2] == "True []"


@pytest.mark.models
def test_models_see_names_that_are_words(with_models: Deidentifier) -> None:
    text = "The results were explained to Hope Summers yesterday."
    assert "Summers" not in with_models.text(text).text
