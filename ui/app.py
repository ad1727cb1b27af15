"""The pages. Run by `streamlit run`; they talk to the API at COPILOT_API and to nothing else."""

from __future__ import annotations

import streamlit as st

from ui import ask, deid
from ui.style import CSS

st.set_page_config(page_title="Clinician copilot")
st.html(CSS)
st.navigation(
    [
        st.Page(ask.draw, title="Ask", default=True),
        st.Page(deid.draw, title="De-identify", url_path="de-identify"),
    ],
    position="top",
).run()
