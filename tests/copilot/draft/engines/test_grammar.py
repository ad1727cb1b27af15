"""The grammar that keeps a draft from beginning with a word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.draft.engines.allowed import Allowed, grammar

RULES = grammar("The", Allowed((), ()))


def accepts(rules: str, text: str) -> bool:
    """Reads the alternatives of the root rule as a regular expression would."""
    ways = rules[rules.index("(") + 1 : rules.index(") any")].split(" | ")
    return any(re.match(way.replace('"', "").replace(" [", "[") if way[0] == '"' else way, text) for way in ways)


@pytest.mark.parametrize("text", ["The evidence", "The", "Theory", " A", "\nA", ""])
def test_what_begins_so_is_refused(text: str) -> None:
    assert not accepts(RULES, text)


@pytest.mark.parametrize("text", ["Obesity", "This", "To", "in", "95%", "Three", "Àla"])
def test_what_begins_otherwise_is_not(text: str) -> None:
    assert accepts(RULES, text)


@given(st.text(alphabet="Thexy ", min_size=4, max_size=9))
def test_only_the_prefix_and_white_space_are_refused(text: str) -> None:
    assert accepts(RULES, text) == (not text.startswith("The") and text[0] != " ")
