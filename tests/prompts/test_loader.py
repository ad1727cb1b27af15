"""The words the adapters were trained with reach the model unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import prompts
from prompts.loader import parse


def test_drafter_keeps_the_trained_layout() -> None:
    system, human = prompts.load("drafter").render(
        patient="Patient: 78-year-old man with heart failure.\n", question="Why?", evidence="[1] A. B."
    )
    assert system.text.startswith("You are a clinical evidence assistant. Answer only from the numbered evidence.")
    assert system.text.endswith("If the evidence does not answer the question, say so.")
    assert human.text == (
        "Patient: 78-year-old man with heart failure.\nQuestion: Why?\n\nEvidence:\n[1] A. B.\n\nAnswer:"
    )


def test_drafter_without_a_patient_starts_with_the_question() -> None:
    human = prompts.load("drafter").render(patient="", question="Why?", evidence="[1] A.")[1]
    assert human.text.startswith("Question: Why?")


def test_verifier_is_one_message_that_ends_with_the_question() -> None:
    (human,) = prompts.load("verifier").render(evidence="E.", claim="C.")
    assert human.text == ("Evidence: E.\nClaim: C.\nIs the claim fully supported by the evidence? Answer Yes or No.")


@given(st.text())
def test_fields_are_text_and_never_a_template(field: str) -> None:
    (human,) = prompts.load("verifier").render(evidence=field, claim="{claim}{evidence}{x}")
    assert f"Evidence: {field}\nClaim: {{claim}}{{evidence}}{{x}}\n" in human.text


def test_the_hash_follows_every_changed_word() -> None:
    text = "name: a\nversion: 1\n--- human\nHello {x}\n"
    assert parse(text).sha256 != parse(text.replace("Hello", "Hallo")).sha256


@pytest.mark.parametrize("text", ["", "name: a\n--- human\nx", "name: a\nversion: 1\n", "version: 1\n--- human\nx"])
def test_a_file_that_is_no_prompt_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a prompt file starts with"):
        parse(text)


def test_a_missing_field_is_an_error() -> None:
    with pytest.raises(KeyError):
        prompts.load("verifier").render(evidence="E.")
