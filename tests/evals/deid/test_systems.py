from __future__ import annotations

import pytest

from evals.deid import systems
from evals.deid.document import Document, Span
from evals.deid.notes import notes


def test_a_function_of_text_becomes_a_system_that_passes_all() -> None:
    system = systems.of_text(lambda text: [(0, len(text), "NAME")])
    prediction = system(Document("d", "Ann"))
    assert prediction.spans == (Span(0, 3, "NAME"),)
    assert prediction.verdict == "pass"


def test_a_system_without_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> systems.System:
        raise ModuleNotFoundError("no", name="philter_lite")

    monkeypatch.setitem(systems._SYSTEMS, "philter-lite", missing)
    with pytest.raises(systems.SystemUnavailable, match="pip install philter_lite"):
        systems.make("philter-lite")


def test_rules_alone_find_what_is_labelled_and_pass_it() -> None:
    rules = systems.make("rules")
    text = "MRN: 4471902\nSeen by Dr. Okonjo, call (212) 555-0187."
    prediction = rules(Document("d", text))
    hidden = {text[span.start : span.end] for span in prediction.spans}
    assert {"4471902", "Okonjo"} <= hidden
    assert any("555-0187" in value for value in hidden)
    assert prediction.verdict == "pass"


def test_the_record_is_told_to_the_system_that_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    told = []

    class Deaf:
        def text(self, text: str, known: object) -> object:
            told.append(known)
            return type("Made", (), {"spans": (), "verdict": "review"})()

    document = notes("dev-a", 1)[0]
    for record in (True, False):
        assert systems._product(Deaf(), record=record)(document).verdict == "review"  # type: ignore[arg-type]
    assert told == [document.known, None]


@pytest.mark.models
@pytest.mark.parametrize("name", ["presidio", "philter-lite"])
def test_peers_hide_a_plain_name_without_the_network(name: str) -> None:
    try:
        system = systems.make(name)
    except systems.SystemUnavailable as problem:
        pytest.skip(str(problem))
    text = "Call William Anderson at anderson@example.org about the biopsy."
    hidden = {at for span in system(Document("d", text)).spans for at in range(span.start, span.end)}
    at = text.index("Anderson")
    assert hidden.issuperset(range(at, at + 8))
