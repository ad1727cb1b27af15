"""The page that de-identifies a text or a FHIR record and shows what was hidden, and why."""

from __future__ import annotations

import json
from typing import Any, Final, Literal, NamedTuple, get_args

import streamlit as st

from copilot.client import Action, ClientProblem, DateMode, Deidentified, DeidentifiedRecord, Label
from ui import answer, changes, identifiers, reasons, server

NOTICE: Final = (
    "Nothing you enter here is stored or logged: it goes to the copilot on this network and stays in this browser "
    "session until you clear it or close the page. No program finds every identifier. English texts only."
)
EXAMPLE: Final = """Patient: Rosalind Ashgrove   MRN: 00482913   DOB: 04/11/1958
Seen on 14 March 2024 at Wexmoor Infirmary by Dr. Foley for Parkinson disease. A Foley catheter was removed.
Apixaban 5 mg twice daily. Her husband Tobias can be reached at (555) 201-3344.
"""
WIDE: Final = "<style>.stMainBlockContainer { max-width: 72rem; }</style>"
"""Two texts stand side by side."""
MAX_TEXT: Final = 200_000
Kind = Literal["Clinical text", "FHIR R4 record (JSON)"]
_DATES: Final[dict[str, DateMode]] = {
    "Moved by whole weeks, the same for one patient": "shift",
    "Year only (strict Safe Harbor)": "year_only",
}


class _Shown(NamedTuple):
    """What was sent and what came back; kept in the session so that filters can be changed."""

    given: Any
    outcome: Deidentified | DeidentifiedRecord
    number: int


def draw() -> None:
    """Draws the page top to bottom; Streamlit calls this again after each action of the reader."""
    st.html(WIDE)
    st.title("De-identify", anchor=False)
    st.html(f'<p class="cc-notice">{NOTICE}</p>')
    kind: Kind = st.radio("What it is", get_args(Kind), horizontal=True, key="kind")
    sent = _form(kind)
    if sent is not None:
        st.session_state.pop("deid", None)
        try:
            with st.spinner("Looking for identifiers …"):
                _send(kind, *sent)
        except ClientProblem as problem:
            st.html(answer.problem(problem))
    match st.session_state.get("deid"):
        case _Shown(given=str() as text, outcome=Deidentified() as outcome, number=number):
            _text(text, outcome, number)
        case _Shown(given=document, outcome=DeidentifiedRecord() as record, number=number):
            _record(document, record, number)


def _form(kind: Kind) -> tuple[bytes, DateMode] | None:
    """What is to be de-identified, once it is sent."""
    is_text = kind == "Clinical text"
    with st.form("deid-form", border=False):
        pasted = st.text_area(kind, key=f"paste {kind}", height=180, max_chars=MAX_TEXT if is_text else None)
        kept = st.session_state.get("cleared", 0)
        file = st.file_uploader("Or a file", type=["txt"] if is_text else ["json"], key=f"file {kind} {kept}")
        dates = st.radio("Dates", list(_DATES), key="dates")
        with st.container(horizontal=True):
            sent = st.form_submit_button("De-identify", type="primary")
            if is_text:
                st.form_submit_button("Fill in the example", on_click=_fill_example)
            st.form_submit_button("Clear", on_click=_clear)
    if not sent:
        return None
    data = file.getvalue() if file else pasted.encode()
    if not data.strip() or (file and pasted.strip()):
        what = "Please give a text or a file, not both." if data.strip() else "Please give a text or a file first."
        st.html(answer.problem(ClientProblem(what)))
        return None
    return data, _DATES[dates]


def _fill_example() -> None:
    st.session_state["paste Clinical text"] = EXAMPLE


def _clear() -> None:
    """A widget whose state is deleted keeps its text in the browser: it is emptied, and the uploader replaced."""
    st.session_state.pop("deid", None)
    for kind in get_args(Kind):
        st.session_state[f"paste {kind}"] = ""
    st.session_state["cleared"] = st.session_state.get("cleared", 0) + 1


def _send(kind: Kind, data: bytes, dates: DateMode) -> None:
    """Raises ClientProblem."""
    number = st.session_state.get("sent", 0) + 1
    st.session_state["sent"] = number
    with server.client() as client:
        if kind == "Clinical text":
            text = _decoded(data)
            st.session_state["deid"] = _Shown(text, client.deid(text, dates), number)
        else:
            document = _document(data)
            st.session_state["deid"] = _Shown(document, client.deid_record(document, dates), number)


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise ClientProblem(
            "The text is not in UTF-8.", kept="It was not sent.", next_step="Save it again as UTF-8, or paste it."
        )
    return text


def _document(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise ClientProblem(
            "The record is not valid JSON in UTF-8.",
            kept="It was not sent.",
            next_step="Export it again as FHIR JSON.",
        )
    return document


def _text(text: str, outcome: Deidentified, number: int) -> None:
    st.header("Result", anchor=False)
    st.html(identifiers.verdict(outcome))
    found: list[Label] = list(dict.fromkeys(span.label for span in outcome.spans))
    chosen = st.multiselect(
        "Categories to mark and list", found, default=found, format_func=reasons.label, key=f"labels {number}"
    )
    shown = frozenset(chosen)
    left, right = st.columns(2)
    with left:
        st.subheader("Original", anchor=False)
        st.html(identifiers.original(text, outcome, shown))
    with right:
        st.subheader("De-identified", anchor=False)
        st.html(identifiers.result(text, outcome, shown))
    if outcome.verdict == "withhold":
        st.html("<p>There is no download, because the result may still identify a person.</p>")
    elif outcome.verdict == "pass" or st.checkbox(
        "I have read the result and found nothing in it that identifies a person", key=f"read {number}"
    ):
        st.download_button(
            "Download the de-identified text", outcome.text, "de-identified.txt", "text/plain", on_click="ignore"
        )
    st.header("What was found, and why", anchor=False)
    st.html(identifiers.spans(text, outcome, shown) if found else "<p>No identifier was found.</p>")


def _record(document: dict[str, Any], outcome: DeidentifiedRecord, number: int) -> None:
    st.header("Result", anchor=False)
    st.html(changes.summary(outcome) + changes.words(outcome))
    whole = json.dumps(outcome.record, ensure_ascii=False, indent=1)
    st.download_button(
        "Download the de-identified record", whole, "de-identified.json", "application/json", on_click="ignore"
    )
    left, right = st.columns(2)
    before, after = changes.sides(document, outcome.record)
    with left:
        st.subheader("Original", anchor=False)
        st.html(before)
    with right:
        st.subheader("De-identified", anchor=False)
        st.html(after)
    st.header("What was done at each path", anchor=False)
    done: list[Action] = [action for action in reasons.ACTION if any(one.action == action for one in outcome.changes)]
    chosen = st.multiselect("Actions to list", done, default=done, key=f"actions {number}")
    st.html(changes.paths(outcome, frozenset(chosen)))
