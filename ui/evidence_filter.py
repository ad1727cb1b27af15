"""Which evidence may be drafted from: designs of study and the earliest year, in the reader's hands."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from copilot.client import Design
from copilot.schema import Options

EARLIEST, LATEST = 1900, 2200


def draw() -> Options | None:
    """Draws the fields inside the current container; None where nothing was chosen."""
    left, right = st.columns([2, 1])
    designs = left.multiselect(
        "Only these designs of study",
        [design for design in get_args(Design) if design != "unclassified"],
        format_func=str.capitalize,
        placeholder="All designs",
        key="designs",
    )
    since = right.number_input(
        "Published in this year or later", min_value=EARLIEST, max_value=LATEST, value=None, step=1, key="since"
    )
    return Options(designs=designs or None, since=since) if designs or since else None
