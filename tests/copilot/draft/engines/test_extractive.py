"""The engine without a model: quotes only, and only what answers."""

from __future__ import annotations

from langchain_core.messages import HumanMessage

import prompts
from copilot.draft.engines.extractive import NO_ANSWER, ExtractiveChat

EVIDENCE = (
    "[1] Obesity and death in COVID-19. We aimed to study obesity and death in COVID-19. Obesity was associated with "
    "a higher risk of death in COVID-19. The weather was fine in most weeks.\n"
    "[2] Sleep in nurses. Shift work shortened sleep in nurses."
)


def ask(question: str, evidence: str = EVIDENCE) -> str:
    return (
        ExtractiveChat().invoke(prompts.load("drafter").render(patient="", question=question, evidence=evidence)).text
    )


def test_the_finding_is_quoted_with_its_number_and_the_plan_is_not() -> None:
    answer = ask("Is obesity a risk factor for death in COVID-19?")
    assert answer == "Obesity was associated with a higher risk of death in COVID-19 [1]."


def test_a_title_is_never_quoted() -> None:
    assert "Obesity and death in COVID-19 [1]" not in ask("Obesity and death in COVID-19?")


def test_nothing_that_answers_gives_the_refusal() -> None:
    assert ask("Does warfarin cause bleeding in atrial fibrillation?") == NO_ANSWER


def test_the_stream_says_what_the_whole_says() -> None:
    messages = prompts.load("drafter").render(
        patient="", question="Does shift work shorten sleep?", evidence=EVIDENCE
    )
    streamed = "".join(chunk.text for chunk in ExtractiveChat().stream(messages)).strip()
    assert streamed == ExtractiveChat().invoke(messages).text == "Shift work shortened sleep in nurses [2]."


def test_a_text_of_one_sentence_has_no_title_to_leave_out() -> None:
    assert ask("Does apixaban reduce stroke?", "[1] Apixaban reduced stroke in AF by 21%.").endswith("by 21% [1].")


def test_a_prompt_without_evidence_gives_the_refusal() -> None:
    assert ExtractiveChat().invoke([HumanMessage("hello")]).text == NO_ANSWER


def test_each_part_of_a_question_is_answered() -> None:
    answer = ask("Does shift work shorten sleep, and is obesity associated with a higher risk of death in COVID-19?")
    assert "Shift work shortened sleep in nurses [2]." in answer
    assert "Obesity was associated with a higher risk of death in COVID-19 [1]." in answer


def test_what_was_computed_for_the_patient_turns_no_order_of_what_studies_found() -> None:
    question = "Is obesity a risk factor for death in COVID-19, and does shift work shorten sleep?"
    cohort = "\n[3] Cohort statistics. Of 48 women with obesity, death in COVID-19 came to 7. Sleep is a risk factor."
    assert ask(question, EVIDENCE + cohort) == ask(question)


def test_what_is_told_of_the_patient_needs_no_echo() -> None:
    told = "An 80-year-old man with atrial fibrillation, gout, cirrhosis and diabetes fell at home yesterday. "
    question = "Is obesity a risk factor for death in COVID-19?"
    assert ask(told + question) == ask(question)


def test_a_word_of_the_same_meaning_counts_as_the_word_that_was_asked() -> None:
    evidence = (
        "[1] Children. Obesity was identified as a risk factor for severe COVID-19 in children.\n"
        "[2] Adults. Obesity was a risk factor for mortality from COVID-19."
    )
    answer = ask("Is obesity a risk factor for death in COVID-19?", evidence)
    assert answer.startswith("Obesity was a risk factor for mortality from COVID-19 [2].")
