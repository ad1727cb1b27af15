"""Decoding held to the evidence: citation markers from the list alone, digits only as they stand in the prompt.

llama.cpp takes the constraint as a grammar (GBNF); `markers` holds the markers for transformers. What a model cannot
write need not be caught; the gate checks all the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PASSAGE = re.compile(r"^\[(\d+)\] ", re.MULTILINE)
_DIGITS = re.compile(r"\d+(?:[.,\u00b7]\d+)*")
_HELD = r"0-9\[\]"
"""Signs that come only as a listed number or marker."""
_MOST = 400
"""Most different numbers a grammar lists; a prompt with more is not constrained in its digits."""


@dataclass(frozen=True)
class Allowed:
    """Passage numbers that may be cited, and runs of digits that may be written; none: no constraint."""

    markers: tuple[str, ...]
    numbers: tuple[str, ...]

    @classmethod
    def by(cls, prompt: str) -> Allowed:
        """What the user's turn allows: its passages by number, its digits as they stand."""
        markers = tuple(dict.fromkeys(_PASSAGE.findall(prompt)))
        numbers = tuple(sorted(set(_DIGITS.findall(_PASSAGE.sub("", prompt)))))
        return cls(markers, numbers if markers and len(numbers) <= _MOST else ())


def grammar(prefix: str, allowed: Allowed) -> str:
    """GBNF for a text that begins neither with white space nor with `prefix` (letters only), within `allowed`."""
    if not allowed.markers:
        return f"root ::= ({_start(prefix)}) any\nany ::= [^\\x00]*\n" if prefix else ""
    marks = " | ".join(f'"[{number}]"' for number in allowed.markers)
    starts = [_start(prefix, _HELD) if prefix else "plain", *(["number plain"] if allowed.numbers else [])]
    rules = [
        f"root ::= ({' | '.join(starts)}) piece*",
        f"mark ::= {marks}",
    ]
    if not allowed.numbers:
        return "\n".join([*rules, "plain ::= [^\\[\\]\\x00]", "piece ::= plain | mark", ""])
    numbers = " | ".join(f'"{number}"' for number in allowed.numbers)
    return "\n".join(
        [
            *rules,
            "plain ::= [^0-9\\[\\]\\x00]",
            f"number ::= {numbers}",
            # a number ends before what is no digit, or two of them would make a third
            "piece ::= plain | mark | number (plain | mark)",
            "",
        ]
    )


def _start(prefix: str, besides: str = "") -> str:
    """Ways to begin otherwise than with `prefix`, and with none of the signs `besides`."""
    ways = [f'"{prefix[:i]}" [^{letter}{besides}]' for i, letter in enumerate(prefix) if i]
    return " | ".join([f"[^{prefix[0]}{besides} \\n]", *ways])
