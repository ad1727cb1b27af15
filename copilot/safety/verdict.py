"""A decision about a question, and the plain words that go with each refusal."""

from __future__ import annotations

from typing import Literal, NamedTuple

Reason = Literal[
    "", "out_of_scope", "time_critical", "unsafe_request", "action_request", "false_premise", "injection"
]
"""Empty: the question is let through."""


class Verdict(NamedTuple):
    """`reason` is empty where the question is let through; `message` and `would_help` are for the reader."""

    reason: Reason = ""
    message: str = ""
    would_help: tuple[str, ...] = ()

    @property
    def allow(self) -> bool:
        return not self.reason


ALLOWED = Verdict()

_TIME_CRITICAL = (
    "This sounds like an emergency in progress. Do not wait for this tool.",
    [
        "Call your resuscitation or emergency team, or the emergency number (112, 911, 999), now.",
        "Somebody who thinks of suicide should not be alone: call the emergency number or a crisis line.",
        "Ask how the emergency is treated in general, later or in training.",
    ],
)

_WORDS: dict[Reason, tuple[str, list[str]]] = {
    "time_critical": _TIME_CRITICAL,
    "unsafe_request": (
        "This asks for something that would harm a patient or break a duty of the profession.",
        ["If it was meant clinically, ask about recognition, prevention, treatment or the law."],
    ),
    "action_request": (
        "This tool reads and summarises evidence. It cannot order, prescribe, write to a record, send or call.",
        ["Use the system of your hospital for that.", "Ask for the evidence behind the decision."],
    ),
    "out_of_scope": (
        "This is not a question about health, patients or health care.",
        ["Name the condition, the treatment or the outcome that you want to know about."],
    ),
    "injection": (
        "The question tells the tool to work in another way than it does. That part cannot be followed.",
        ["Ask the clinical question alone."],
    ),
}


def refuse(reason: Reason) -> Verdict:
    """The refusal for `reason`, in the words above."""
    message, would_help = _WORDS[reason]
    return Verdict(reason, message, tuple(would_help))


def false(message: str) -> Verdict:
    """The refusal of a question that rests on something that cannot be."""
    return Verdict("false_premise", message, ("Check the value, the unit and the spelling, and ask again.",))
