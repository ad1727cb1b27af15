"""The page that answers a clinical question."""

from __future__ import annotations

import time

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from copilot.client import ClientProblem, CopilotClient, Evidence
from copilot.schema import Dropped, Options, PatientContext, RiskSummary, Sentence, Stage
from ui import answer, evidence_filter, patient_form, review, server, words

# Seconds for "empty" to reach the browser: sent together with what follows, it would leave the last answer on
# screen beneath the next question until that one is answered.
FLUSH = 0.1
MIN_QUESTION, MAX_QUESTION = 3, 2000


def draw() -> None:
    """Draws the page top to bottom; Streamlit calls this again after each action of the reader."""
    st.title("Clinician copilot", anchor=False)
    st.html(f'<p class="cc-notice">{words.NOTICE}</p>')
    asked = _form()
    progress, body = st.empty(), st.empty()
    if asked is not None:
        st.session_state.pop("answer", None)
        body.empty()
        time.sleep(FLUSH)
        try:
            with body.container():
                st.session_state["answer"] = _stream(*asked, progress)
        except ClientProblem as error:
            body.empty()  # a part of an answer is no answer
            progress.html(answer.problem(error))
    elif (earlier := st.session_state.get("answer")) is not None:
        summary, document = earlier
        with body.container():
            _heading()
            for sentence in summary.sentences:
                st.html(answer.sentence(sentence, summary.evidence))
            _rest(summary, document)


def _form() -> tuple[str, PatientContext | None, Options | None] | None:
    """The question, the patient and the choice of evidence once they are sent and can be read."""
    with st.form("ask", border=False):
        question = st.text_area(
            "Clinical question",
            key="question",
            max_chars=MAX_QUESTION,
            height=90,
            placeholder=f"For example: {words.EXAMPLE}",
        )
        with st.expander("Patient details (optional)"):
            entry = patient_form.draw()
        with st.expander("Choice of evidence (optional)"):
            options = evidence_filter.draw()
        with st.container(horizontal=True):
            sent = st.form_submit_button("Find and summarise the evidence", type="primary")
            st.form_submit_button("Fill in the example", on_click=_fill_example)
    if not sent:
        return None
    try:
        if len(question.strip()) < MIN_QUESTION:
            raise patient_form.FormError("Please write a question first.")
        return question.strip(), patient_form.context(entry), options
    except patient_form.FormError as error:
        st.html(answer.problem(ClientProblem(str(error))))
        return None


def _fill_example() -> None:
    st.session_state["question"] = words.EXAMPLE


def _stream(
    question: str, patient: PatientContext | None, options: Options | None, progress: DeltaGenerator
) -> tuple[RiskSummary, str]:
    """Draws progress and each verified sentence as it comes; the answer, and the same as Markdown.

    Raises:
        ClientProblem: the answer did not come, or not whole.
    """
    evidence: list[Evidence] = []
    progress.html(answer.progress("Sending the question …"))
    shown = 0
    with server.client() as client:
        for event in client.stream(question, patient, options):
            match event:
                case Stage():
                    progress.html(answer.progress(words.stage(event)))
                case Sentence():
                    if not shown:
                        _heading()
                    shown += 1
                    st.html(answer.sentence(event, evidence))
                case Dropped():
                    progress.html(answer.progress("A drafted sentence did not hold and is left out …"))
                case RiskSummary():
                    if not shown:
                        _heading()
                    progress.html(answer.progress(words.done(event)))
                    document = _markdown(client, event)
                    _rest(event, document)
                    return event, document
                case _:
                    evidence = event
                    found = words.count(len(evidence), "text", "texts")
                    progress.html(answer.progress(f"Found {found}. Drafting from them …"))
    raise AssertionError("a stream ends with its summary or a problem")


def _markdown(client: CopilotClient, summary: RiskSummary) -> str:
    """The answer as a file; a note in its place where only the file cannot be had, for the answer itself is whole."""
    try:
        return client.markdown(summary.id)
    except ClientProblem as problem:
        return f"# {summary.question}\n\nThis answer could not be fetched as Markdown: {problem}\n"


def _heading() -> None:
    st.header("Answer", anchor=False)


def _rest(summary: RiskSummary, document: str) -> None:
    """All of an answer below its sentences; `document` is the answer as Markdown."""
    if summary.abstention is not None:
        st.html(answer.abstention(summary.abstention))
    if summary.context:
        st.subheader(words.CONTEXT, anchor=False)
        for sentence in summary.context:
            st.html(answer.sentence(sentence, summary.evidence))
    if summary.dropped:
        st.html(answer.dropped(summary.dropped))
    name = f"answer-{summary.id}"
    files = [
        ("Download as Markdown", document, f"{name}.md", "text/markdown"),
        ("Download as JSON", summary.model_dump_json(indent=2), f"{name}.json", "application/json"),
    ]
    with st.container(horizontal=True):
        for file in files:
            st.download_button(*file, on_click="ignore")
    if summary.evidence:
        st.header("All sources found", anchor=False)
        st.html(answer.sources(summary))
    st.header("About this answer", anchor=False)
    st.html(answer.background(summary))
    review.draw(summary)
