from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.deid.document import NEUTRAL, Document, Piece, Prediction, Span, assemble
from evals.deid.leeway import identifying
from evals.deid.score import score


def document(*pieces: Piece | str, name: str = "d") -> Document:
    text, gold, neutral = assemble(Piece(piece) if isinstance(piece, str) else piece for piece in pieces)
    return Document(name, text, gold, neutral, "note")


def hiding(one: Document, *words: str, verdict: str = "pass") -> Prediction:
    starts = [(one.text.index(word), word) for word in words]
    return Prediction(tuple(Span(at, at + len(word), "NAME") for at, word in starts), verdict)  # type: ignore[arg-type]


NOTE = document(
    Piece("Dr.", NEUTRAL), " ", Piece("Ann May", "NAME"), " saw the patient on ", Piece("3 March 2020", "DATE"), "."
)


def test_everything_hidden_is_a_full_score() -> None:
    result = score([NOTE], [hiding(NOTE, "Ann May", "3 March 2020")])
    assert (result.strict.hits, result.strict.n) == (2, 2)
    assert result.precision.value == 1
    assert result.false_positives.value == 0
    assert result.leak_free.hits == 1
    assert not result.misses


def test_one_letter_left_is_a_leak() -> None:
    result = score([NOTE], [hiding(NOTE, "Ann Ma", "3 March 2020")])
    assert result.adjudicated.hits == 1
    assert [(miss.start, miss.end, miss.label) for miss in result.misses] == [(4, 11, "NAME")]
    assert result.leak_free.hits == 0


def test_a_year_left_leaks_strictly_but_not_adjudicated() -> None:
    result = score([NOTE], [hiding(NOTE, "Ann May", "3 March")])
    assert result.strict.hits == 1
    assert result.adjudicated.hits == 2


def test_a_whole_span_is_covered_by_one_prediction() -> None:
    in_parts = score([NOTE], [hiding(NOTE, "Ann", "May", "3 March 2020")])
    assert in_parts.strict.hits == 2
    assert in_parts.whole.hits == 1
    assert score([NOTE], [hiding(NOTE, "Dr. Ann May saw", "3 March 2020")]).whole.hits == 2


def test_punctuation_left_is_no_leak() -> None:
    phone = document("call ", Piece("(555) 123-4567", "PHONE"))
    assert score([phone], [hiding(phone, "555", "123", "4567")]).strict.hits == 1


def test_neutral_text_counts_neither_way() -> None:
    hidden = score([NOTE], [hiding(NOTE, "Dr. Ann May", "3 March 2020")])
    assert hidden.precision.value == 1
    assert hidden.false_positives.value == 0


def test_precision_and_false_positives_of_a_hand_made_case() -> None:
    result = score([NOTE], [hiding(NOTE, "Ann May saw")])
    assert result.precision.value == pytest.approx(6 / 9)  # "saw" is 3 of 9 letters
    assert result.false_positives.value == pytest.approx(1000 / 10)  # one of ten words


def test_a_word_that_is_partly_gold_is_no_false_positive_word() -> None:
    joined = document(Piece("Smith", "NAME"), "1234")
    assert score([joined], [hiding(joined, "Smith1234")]).false_positives.value == 0


def test_clean_texts_count_as_touched_and_not_towards_precision() -> None:
    clean = [document("platelet 150", name="a"), document("give 5 mg", name="b")]
    result = score([*clean, NOTE], [hiding(clean[0], "150"), Prediction(()), hiding(NOTE, "Ann May")])
    assert (result.touched.hits, result.touched.n) == (1, 2)
    assert result.precision.value == 1
    assert result.leak_free.n == 1


def test_verdicts_split_the_recall() -> None:
    other = document(Piece("Still", "NAME"), " better", name="e")
    result = score([NOTE, other], [hiding(NOTE, "Ann May", "3 March"), hiding(other, verdict="withhold")])
    assert (result.adjudicated.hits, result.adjudicated.n) == (2, 3)
    assert (result.passed.hits, result.passed.n) == (2, 2)
    assert (result.withheld.hits, result.withheld.n) == (1, 2)
    assert result.review.hits == 0
    assert (result.leak_free.hits, result.leak_free.n) == (1, 2)
    assert (result.passed_leak_free.hits, result.passed_leak_free.n) == (1, 1)


def test_categories_and_labels() -> None:
    result = score([NOTE], [hiding(NOTE, "Ann May", "3 March 2020")])
    assert {name: (recall.hits, recall.n) for name, recall in result.categories.items()} == {
        "DATE": (1, 1),
        "NAME": (1, 1),
    }
    assert (result.labelled.hits, result.labelled.n) == (1, 2)  # the date was called a name


def test_predictions_must_match_the_documents() -> None:
    with pytest.raises(ValueError, match="shorter"):
        score([NOTE], [])


@pytest.mark.parametrize(
    ("text", "label", "left"),
    [
        ("Dr. May", "NAME", "May"),
        ("12 Oak Street", "ADDRESS", "12Oak"),
        ("Mercy Hospital", "FACILITY", "Mercy"),
        ("Friday 3 May 2019", "DATE", "3May"),
        ("2019", "DATE", ""),
        ("1996-07-29 14:58:18", "DATE", "0729"),
        ("Rua Nova 7, Portugal", "ADDRESS", "RuaNova7"),
        ("2019", "MRN", "2019"),
    ],
)
def test_what_identifies_when_adjudicated(text: str, label: str, left: str) -> None:
    offsets = identifying(text, Span(0, len(text), label), strict=False)
    assert "".join(text[at] for at in offsets) == left


texts = st.text("Ab1 .", max_size=30)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Document, Prediction]:
    labels = st.sampled_from([None, "NAME", "DATE", NEUTRAL])
    pieces = draw(st.lists(st.builds(Piece, texts, labels), max_size=6))
    one = document(*pieces)
    spans = draw(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted), max_size=4))
    return one, Prediction(tuple(Span(start, end, "NAME") for start, end in spans))


@given(cases())
def test_shares_stay_in_range_and_strict_is_never_above_adjudicated(case: tuple[Document, Prediction]) -> None:
    one, prediction = case
    result = score([one], [prediction])
    assert result.strict.n - result.strict.hits >= result.adjudicated.n - result.adjudicated.hits
    assert result.whole.hits <= result.strict.hits + sum(
        not any(map(str.isalnum, one.text[s.start : s.end])) for s in one.gold
    )
    assert result.precision.value is None or 0 <= result.precision.value <= 1
    assert len(result.misses) == result.adjudicated.n - result.adjudicated.hits
    assert result.false_positives.value is None or 0 <= result.false_positives.value <= 1000


@given(cases())
def test_hiding_more_never_lowers_recall(case: tuple[Document, Prediction]) -> None:
    one, prediction = case
    more = Prediction((*prediction.spans, Span(0, len(one.text), "NAME")))
    assert score([one], [more]).strict.hits >= score([one], [prediction]).strict.hits
    assert score([one], [more]).strict.share in (None, 1)
