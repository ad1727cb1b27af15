"""ChatML, the turn format that the embedded models were trained on."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.messages import BaseMessage

END = "<|im_end|>"
_ROLES = {"system": "system", "human": "user", "ai": "assistant"}


def render(messages: Sequence[BaseMessage]) -> str:
    """The prompt up to where the assistant's answer starts. No system message is added.

    Control marks inside a message are broken up: a passage that holds `<|im_end|>` must not end its turn and speak
    for the system.

    Raises:
        ValueError: a message is neither system, human nor AI.
    """
    turns = []
    for message in messages:
        if message.type not in _ROLES:
            raise ValueError(f"ChatML has no turn for a {message.type} message")
        turns.append(f"<|im_start|>{_ROLES[message.type]}\n{_inert(message.text)}{END}\n")
    return "".join(turns) + "<|im_start|>assistant\n"


def _inert(text: str) -> str:
    return text.replace("<|", "< |")
