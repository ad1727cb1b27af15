"""The gate as a whole: rules first, then the model, and what happens without one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.draft.errors import EngineTimeout
from copilot.settings import Settings
from copilot.verify.entailment import entailment
from copilot.verify.gate import UNAVAILABLE, Gate, form_problem
from copilot.verify.numbers import missing

TITLE = "The MEESSI-AHF score in the emergency department."
TEXT = (
    "BACKGROUND: Scores guide decisions in acute heart failure.\n"
    "RESULTS: Of 1,204 patients, 231 (19.2%) died within 30 days. The MEESSI-AHF score predicted death well "
    "(AUC 0.81). Statin use was associated with lower mortality (hazard ratio 0.72, 95% CI 0.55-0.94).\n"
    "CONCLUSIONS: The score may support early discharge."
)
HELD = [
    "The MEESSI-AHF score predicted death well (AUC 0.81).",
    "Of 1,204 patients, 231 (19.2%) died within 30 days.",
    "Statin use was associated with lower mortality (hazard ratio 0.72, 95% CI 0.55-0.94).",
]
BROKEN = [
    ("The HESI-AHF score predicted death well (AUC 0.81).", "names"),
    ("The MEESSI-AHF score predicted death well (AUC 0.91).", "numbers"),
    ("Of 1,204 patients, 231 (19.2%) died within 30 months.", "numbers"),
    ("Of 231 patients, 1,204 (19.2%) died within 30 days.", "places"),
    ("Statin use was associated with higher mortality (hazard ratio 0.72, 95% CI 0.55-0.94).", "direction"),
    ("Statin use was not associated with lower mortality (hazard ratio 0.72, 95% CI 0.55-0.94).", "direction"),
    ("Apixaban use was associated with lower mortality (hazard ratio 0.72, 95% CI 0.55-0.94).", "names"),
    ("Older patients were enrolled at several university hospitals during winter.", "coverage"),
]


class Fixed:
    """An entailment model that always gives the same odds, and remembers what it was asked."""

    name = "fixed"

    def __init__(self, probability: float) -> None:
        self.probability, self.asked = probability, 0

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        self.asked += len(pairs)
        return [self.probability] * len(pairs)


class Hanging:
    name = "hanging"

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        raise EngineTimeout("The language model did not finish.")


@pytest.mark.parametrize("claim", HELD)
def test_a_true_sentence_passes_with_a_quote_that_stands_in_the_text(claim: str) -> None:
    check = Gate().check(claim, TEXT, TITLE)
    assert check.supported, check.failed
    quoted = " ".join(TEXT[start:end] for start, end in check.spans)
    assert missing(claim, [quoted]) == []


@pytest.mark.parametrize(("claim", "rule"), BROKEN)
def test_one_changed_thing_is_caught_by_its_rule_whatever_the_model_says(claim: str, rule: str) -> None:
    model = Fixed(1.0)
    check = Gate(model).check(claim, TEXT, TITLE)
    assert not check.supported
    assert check.checks.get(rule) is False, check
    assert model.asked == 0


PARAPHRASE = "Taking statins went with lower mortality in acute heart failure (hazard ratio 0.72)."


def test_the_model_decides_about_what_the_rules_let_through() -> None:
    held, refused = (Gate(Fixed(p)).check(PARAPHRASE, TEXT) for p in (0.99, 0.005))
    assert held.supported and held.checks["entailment"] == 0.99
    assert not refused.supported and refused.failed == [f"the verifier finds it unsupported ({refused.score:.2f})"]
    assert 0 < refused.score < Gate().calibration.threshold <= held.score < 1


def test_the_score_rises_with_the_model() -> None:
    scores = [Gate(Fixed(p)).check(PARAPHRASE, TEXT).score for p in (0.0, 0.1, 0.5, 0.9, 1.0)]
    assert scores == sorted(scores) and len(set(scores)) == len(scores)


def test_a_name_that_the_text_lacks_is_a_change_however_free_the_wording() -> None:
    free = "Treatment with statins, given by a nurse in Uppsala, went with fewer deaths afterwards (0.72)."
    check = Gate(Fixed(1.0)).check(free, TEXT)
    assert "name not in the cited text: Uppsala" in check.failed


def test_no_model_is_asked_whether_a_text_says_what_it_says() -> None:
    model = Fixed(0.1)
    check = Gate(model).check(HELD[0], TEXT)
    assert check.supported
    assert (check.score, model.asked, check.checks["verbatim"]) == (1.0, 0, True)


def test_a_paraphrase_needs_a_model() -> None:
    assert Gate(Fixed(0.9)).check(PARAPHRASE, TEXT).supported
    assert not Gate().check(PARAPHRASE, TEXT).supported
    hanging = Gate(Hanging()).check(PARAPHRASE, TEXT)
    assert not hanging.supported
    assert hanging.checks["entailment"] == UNAVAILABLE


def test_a_verbatim_sentence_survives_a_model_that_hangs() -> None:
    assert Gate(Hanging()).check(HELD[0], TEXT).supported


@pytest.mark.parametrize("text", ["", " ", "\n", "RESULTS:"])
def test_nothing_is_supported_by_nothing(text: str) -> None:
    assert not Gate(Fixed(1.0)).check(HELD[0], text).supported


@given(st.text(max_size=120), st.text(max_size=200))
def test_any_claim_and_text_give_a_verdict_with_spans_inside_the_text(claim: str, text: str) -> None:
    check = Gate().check(claim, text)
    assert all(0 <= start < end <= len(text) for start, end in check.spans)
    assert check.supported or check.failed


def test_a_repeat_a_title_and_a_heading_are_no_findings() -> None:
    assert form_problem(HELD[0], "", [HELD[0] + " [1]"]) == "repeats a sentence above"
    assert form_problem("Statins and mortality in acute heart failure", "", []) == "no finite verb: not a finding"
    assert form_problem("The MEESSI-AHF score in the emergency department", TITLE, []) == "a title, not a finding"
    assert form_problem(HELD[0], TITLE, []) is None


@pytest.mark.models
def test_the_shipped_verifier_keeps_true_sentences_and_drops_a_foreign_one() -> None:
    settings = Settings()
    if not settings.verifier_gguf.exists():
        pytest.skip("needs the models: run `copilot setup --models`")
    gate = Gate(entailment(settings))
    assert all(check.supported for check in gate.check_many([(claim, TEXT, TITLE) for claim in HELD]))
    assert not gate.check("The score reduced mortality in patients with heart failure.", TEXT, TITLE).supported


def test_another_drug_is_caught_in_free_wording_too() -> None:
    text = "In this cohort of 1,204 patients statins reduced mortality by 19.2% over two years."
    sure = Gate(Fixed(0.99))
    assert sure.check("Statins reduced mortality in these patients.", text).supported
    assert "name not in the cited text: Metformin" in sure.check("Metformin reduced mortality.", text).failed
