"""What a draft may contain, as grammar and as logits."""

from __future__ import annotations

import re
from typing import ClassVar

import pytest
import torch
from langchain_core.messages import HumanMessage

from copilot.draft.engines.allowed import Allowed, grammar
from copilot.draft.engines.llamacpp import LlamaCppChat
from copilot.draft.engines.markers import Markers
from copilot.settings import Settings

PROMPT = """Question: What predicts readmission?

Evidence:
[1] Cohort statistics. n = 1,204; events = 231; risk = 19.2% (95% CI 17.0-21.5).
[2] Obesity. Obesity was associated with readmission [OR 1.42] in COVID-19.

Answer:"""


def test_passages_and_digits_are_read_from_the_prompt() -> None:
    allowed = Allowed.by(PROMPT)
    assert allowed.markers == ("1", "2")
    assert set(allowed.numbers) == {"1,204", "231", "19.2", "95", "17.0", "21.5", "1.42", "19"}
    assert Allowed.by("Hello 5") == Allowed((), ())


def test_without_passages_only_the_start_is_ruled_and_without_a_rule_there_is_no_grammar() -> None:
    assert grammar("", Allowed((), ())) == ""
    assert grammar("No", Allowed((), ())).startswith("root ::= ([^N")


def test_more_numbers_than_a_grammar_holds_leave_the_digits_free() -> None:
    many = Allowed.by("[1] " + " ".join(str(number) for number in range(1000, 1500)))
    assert many == Allowed(("1",), ())
    assert "number" not in grammar("The", many)


class _Letters:
    """A tokenizer whose tokens are the signs of `TEXT`, some brackets with their neighbours among them."""

    tokens: ClassVar = ["a", " ", "[", "]", "1", "2", "7", "12", "].", "[1", "[]", " [", "."]

    def __len__(self) -> int:
        return len(self.tokens)

    def decode(self, ids: list[int]) -> str:
        return "".join(self.tokens[int(id)] for id in ids)


@pytest.mark.parametrize(
    ("written", "allowed"),
    [
        ("a", {"a", " ", "[", "1", "2", "7", "12", " [", "."}),
        ("a[", {"1", "2"}),
        ("a[1", {"]", "]."}),
        ("a[1]", {"a", " ", "[", "1", "2", "7", "12", " [", "."}),
    ],
)
def test_an_open_marker_can_only_become_one_of_the_list(written: str, allowed: set[str]) -> None:
    letters = _Letters()
    ids = torch.tensor([[letters.tokens.index(sign) for sign in written]])
    scores = Markers(letters, 0, ("1", "2"))(ids, torch.zeros(1, len(letters)))  # type: ignore[arg-type]
    assert {letters.tokens[i] for i in range(len(letters)) if scores[0, i] == 0} == allowed


@pytest.mark.models
def test_llamacpp_cites_and_counts_only_what_the_prompt_holds(home: Settings) -> None:
    chat = LlamaCppChat(path=home.drafter_gguf, max_tokens=120, not_starting_with="The")
    said = str(chat.invoke([HumanMessage(PROMPT.replace("[1]", "[4]").replace("[2]", "[6]"))]).text)
    allowed = Allowed.by(PROMPT)
    assert set(re.findall(r"\[([^\]]*)\]", said)) <= {"4", "6"}
    assert set(re.findall(r"\d+(?:[.,]\d+)*", re.sub(r"\[\d+\]", "", said))) <= set(allowed.numbers)
