"""The form by which a reader says what is right or wrong with an answer."""

from __future__ import annotations

from typing import Final, Literal

import streamlit as st

from copilot.client import ClientProblem
from copilot.schema import Review, RiskSummary
from ui import answer, server

_VERDICTS: Final[dict[str, Literal["helpful", "wrong", "edit"]]] = {
    "Helpful": "helpful",
    "Something is wrong": "wrong",
    "It should read otherwise": "edit",
}
NOTICE: Final = (
    "Reviews are kept in the audit log of this installation; names, dates and numbers of a person are hidden before. "
    "A person reads them before they become test cases."
)
_WHOLE: Final = "The whole answer"
_LONGEST: Final = 2000
_SHORT: Final = 70


def draw(summary: RiskSummary) -> None:
    """Draws the form below an answer, and what became of a review that was sent."""
    st.header("Your review", anchor=False)
    st.html(f'<p class="cc-about">{NOTICE}</p>')
    key = f"review-{summary.id}"
    with st.form(key, border=False):
        said = st.radio("This answer is", list(_VERDICTS), index=None, horizontal=True, key=f"{key}-verdict")
        about = st.selectbox("What the review is about", _parts(summary), key=f"{key}-about")
        text = st.text_area("How it should read", max_chars=_LONGEST, height=70, key=f"{key}-text")
        comment = st.text_area("Comment (optional)", max_chars=_LONGEST, height=70, key=f"{key}-comment")
        sent = st.form_submit_button("Send the review")
    if not sent:
        return
    try:
        entry = _send(summary, said, about, text, comment)
        st.html(answer.progress(f"Thank you. The review is entry {entry} of the audit log."))
    except ClientProblem as error:
        st.html(answer.problem(error))


def _parts(summary: RiskSummary) -> list[str]:
    shown = [one.text if len(one.text) <= _SHORT else f"{one.text[:_SHORT]}…" for one in summary.sentences]
    return [_WHOLE, *(f"Sentence {number}: {text}" for number, text in enumerate(shown, start=1))]


def _send(summary: RiskSummary, said: str | None, about: str, text: str, comment: str) -> int:
    """The number of the log entry. Raises ClientProblem: it is not complete, or was not accepted."""
    if said is None:
        raise ClientProblem("Please choose what this answer is first.")
    verdict, text = _VERDICTS[said], text.strip()
    if verdict == "edit" and not text:
        raise ClientProblem("Please write how it should read.")
    number = _parts(summary).index(about)
    review = Review(
        verdict=verdict,
        sentence=number or None,
        text=text if verdict == "edit" else None,
        comment=comment.strip() or None,
    )
    with server.client() as client:
        return client.review(summary.id, review).entry
