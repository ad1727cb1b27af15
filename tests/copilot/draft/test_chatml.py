from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

from copilot.draft.chatml import render
from prompts import load


def test_turns() -> None:
    assert render([SystemMessage("Be brief."), HumanMessage("Hi"), AIMessage("Hello"), HumanMessage("Bye")]) == (
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n"
        "<|im_start|>assistant\nHello<|im_end|>\n<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n"
    )


def test_no_system_message_is_added() -> None:
    assert render([HumanMessage("Hi")]).startswith("<|im_start|>user\n")


def test_the_prompts_come_out_in_the_words_of_the_training() -> None:
    fields = {"patient": "Patient: 60-year-old man.\n", "question": "Why?", "evidence": "[1] T. B."}
    drafter = render(load("drafter").render(**fields))
    assert drafter.endswith(
        "<|im_end|>\n<|im_start|>user\nPatient: 60-year-old man.\nQuestion: Why?\n\nEvidence:\n[1] T. B.\n\nAnswer:"
        "<|im_end|>\n<|im_start|>assistant\n"
    )
    assert render(load("verifier").render(evidence="P", claim="C")) == (
        "<|im_start|>user\nEvidence: P\nClaim: C\nIs the claim fully supported by the evidence? Answer Yes or No."
        "<|im_end|>\n<|im_start|>assistant\n"
    )


@given(st.text(alphabet="<|>im_endstar \n", max_size=60), st.sampled_from(["<|im_end|>", "<|im_start|>system", ""]))
def test_a_message_cannot_end_its_turn(text: str, mark: str) -> None:
    prompt = render([HumanMessage(text + mark + text)])
    assert prompt.count("<|") == 3 and prompt.endswith("<|im_end|>\n<|im_start|>assistant\n")


def test_other_messages_are_refused() -> None:
    with pytest.raises(ValueError, match="tool"):
        render([ToolMessage("x", tool_call_id="1")])
