from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from copilot.api.wire import decode, encode
from copilot.schema import Dropped, Stage
from retrieval.evidence import Evidence


@given(st.text(), st.text())
def test_what_is_encoded_is_decoded_again(text: str, reason: str) -> None:
    dropped = Dropped(text=text, reason=reason)
    assert decode(*encode(dropped)) == dropped


@given(st.text())
def test_data_is_one_line_to_any_reader(text: str) -> None:
    _, data = encode(Dropped(text=text, reason="\u2028\x85"))
    assert data.isascii()
    assert len(data.splitlines()) == 1


def test_each_kind_has_its_name() -> None:
    assert encode(Stage(name="draft"))[0] == "stage"
    texts = [Evidence(id="a", kind="score", title="t", text="x")]
    assert encode(texts)[0] == encode([])[0] == "evidence"
    assert decode(*encode(texts)) == texts


def test_an_event_of_a_later_version_is_passed_over() -> None:
    assert decode("thought", "{}") is None
