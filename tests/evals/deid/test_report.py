from __future__ import annotations

import json

from evals.deid.document import Prediction, Span
from evals.deid.report import Result, as_json, as_markdown
from evals.deid.run import measure
from evals.deid.sets import EvalSet, load


def perfect(one: EvalSet) -> Result:
    gold = {document.id: document.gold for document in one.documents}
    return measure(one, "perfect", lambda document: Prediction(gold[document.id]))


def blind(one: EvalSet) -> Result:
    return measure(one, "blind", lambda _: Prediction((), "review"))


def test_a_perfect_and_a_blind_system_side_by_side() -> None:
    one = load("notes-dev-a", quick=True)
    results = [perfect(one), blind(one)]
    assert results[0].score.strict.share == results[0].score.precision.value == 1
    assert results[0].score.adjudicated.holds
    assert results[1].score.strict.share == 0
    assert results[1].score.review.value == 1
    page = as_markdown(results, {"seed": 1})
    assert "| NAME |" in page
    spans = results[0].score.adjudicated.n
    assert f"| {one.name} | perfect | all texts | {spans} | 0 |" in page
    assert [line.split("|")[-2].strip() for line in page.splitlines() if "all texts" in line] == [
        "holds",
        "does not hold",
    ]
    assert "Misses of blind" in page
    assert "Misses of perfect" not in page
    assert one.sha256[:12] in page


def test_the_json_holds_bounds_and_no_text() -> None:
    one = load("queries-test", quick=True)
    written = json.dumps(as_json([blind(one)], {"seed": 1}))
    document = next(document for document in one.documents if document.gold)
    assert document.text not in written
    score = json.loads(written)["results"][0]["score"]
    assert score["adjudicated"]["claim_holds"] is False
    assert score["misses"][0].keys() == {"document", "start", "end", "label", "kind"}


def test_misses_of_the_test_family_are_counted_but_not_shown() -> None:
    one = load("notes-test", quick=True)
    page = as_markdown([blind(one)], {})
    shown = [document.id for document in one.documents if document.text[:60] in page]
    assert page.count("Misses of") == 0
    assert not shown


def test_partly_hidden_spans_show_in_context() -> None:
    one = load("notes-dev-a", quick=True)
    half = measure(
        one,
        "half",
        lambda document: Prediction(tuple(Span(span.start, span.end - 1, span.label) for span in document.gold)),
    )
    assert half.score.strict.hits < half.score.adjudicated.hits < 0.2 * half.score.strict.n
    assert "[[" in as_markdown([half], {})
