"""The gate: a sentence is shown only if no rule speaks against it and its calibrated score is high enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import exp

from copilot.draft.errors import EngineFailed, EngineTimeout
from copilot.verify import altered, direction, form, joined, names, numbers, populations
from copilot.verify.calibration import Calibration, shipped
from copilot.verify.entailment import Entailment, Pair
from copilot.verify.features import features
from copilot.verify.names import Known
from copilot.verify.span import Offsets, best_spans
from copilot.verify.words import coverage
from retrieval.sentences import split

Item = tuple[str, str, str]
"""(claim, text, title)"""
UNAVAILABLE = "not available"
"""Outcome of the entailment check when its model failed or hung."""


VERBATIM = "verbatim"
"""The claim is the cited passage, word for word: no model is asked whether a text says what it says."""


@dataclass(frozen=True)
class Thresholds:
    """Chosen on development data: `benchmarks/gate.py` draws the curves, docs/evals/gate.md holds them."""

    #: content words that must stand in the spans, with a verifier model
    coverage: float = 0.2
    #: the same, without one: the sentence must then be all but verbatim
    coverage_alone: float = 0.9
    #: coverage from which the wording is close, so that the model alone can speak against it
    close: float = 0.8
    #: what the model must give, whatever the score, where the wording is close
    entailment: float = 0.5


@dataclass(frozen=True)
class Check:
    """Result of one claim against one text.

    `failed` names what speaks against the claim, in plain words; `checks` holds every rule's outcome; `score` is the
    calibrated probability of support, 0 where a rule decides.
    """

    spans: list[Offsets]
    score: float
    failed: list[str] = field(default_factory=list)
    checks: dict[str, bool | float | str] = field(default_factory=dict)

    @property
    def supported(self) -> bool:
        return not self.failed


class Gate:
    """Checks claims. Without an entailment model only all but verbatim claims pass."""

    def __init__(
        self,
        entailment: Entailment | None = None,
        *,
        known: Known | None = None,
        thresholds: Thresholds | None = None,
        calibration: Calibration | None = None,
    ) -> None:
        self.entailment, self.known, self.thresholds = entailment, known, thresholds or Thresholds()
        self.calibration = calibration or shipped()

    @property
    def name(self) -> str:
        """The verifier's version, or "rules"."""
        return self.entailment.name if self.entailment else "rules"

    def check(self, claim: str, text: str, title: str = "") -> Check:
        """One claim against one text; see `check_many`."""
        return self.check_many([(claim, text, title)])[0]

    def check_many(self, items: Sequence[Item]) -> list[Check]:
        """(claim, text, title) triples -> checks. The model is asked only about claims that pass every rule."""
        ruled = [self._rules(*item) for item in items]
        if self.entailment is None:
            return ruled
        asked = [i for i, check in enumerate(ruled) if check.supported and not check.checks.get(VERBATIM)]
        try:
            scores = self.entailment.score([_pair(items[i], ruled[i]) for i in asked])
        except (EngineFailed, EngineTimeout):
            return [self._alone(check) for check in ruled]
        for i, probability in zip(asked, scores, strict=True):
            ruled[i] = self._judged(ruled[i], features(items[i][0], items[i][1], ruled[i].checks, probability))
        return ruled

    def features(self, items: Sequence[Item]) -> list[dict[str, float]]:
        """What the score of each claim is read from, also where a rule would decide. Raises as the model does."""
        ruled = [self._rules(*item) for item in items]
        if self.entailment is None:
            raise EngineFailed("The score needs a verifier model.")
        scores = self.entailment.score([_pair(item, check) for item, check in zip(items, ruled, strict=True)])
        return [
            features(claim, text, {"words": 0.0} | check.checks, probability)
            for (claim, text, _), check, probability in zip(items, ruled, scores, strict=True)
        ]

    def _alone(self, check: Check) -> Check:
        """A check whose model did not answer: held to the coverage that rules alone ask for."""
        checks = check.checks | {"entailment": UNAVAILABLE}
        covered = float(checks.get("words", 0.0))
        if not check.supported or covered >= self.thresholds.coverage_alone:
            return replace(check, checks=checks)
        return Check(check.spans, 0.0, ["the verifier did not answer, and it is not verbatim"], checks)

    def _rules(self, claim: str, text: str, title: str) -> Check:
        exact = _sentence(claim, text)
        spans = [exact] if exact else best_spans(claim, text)
        if not spans:
            return Check([], 0.0, ["no passage of the cited text carries it"], {"span": False})
        quoted = " ".join(text[start:end] for start, end in spans)
        covered = coverage(claim, quoted)
        floor = self.thresholds.coverage if self.entailment else self.thresholds.coverage_alone
        problems = {rule: found for rule, found in self._found(claim, quoted, f"{title} {text}").items() if found}
        failed = [f"{_SAID[rule]}: {', '.join(found)}" for rule, found in problems.items()]
        if covered < floor:
            failed.append(f"only {covered:.0%} of its words stand in the cited passage")
        checks: dict[str, bool | float | str] = {rule: rule not in problems for rule in _SAID}
        checks |= {"coverage": covered >= floor, "words": round(covered, 3), VERBATIM: exact is not None}
        return Check(spans, 0.0 if failed else covered, failed, checks)

    def _found(self, claim: str, quoted: str, text: str) -> dict[str, list[str]]:
        """What each rule finds wrong, in words of the claim."""
        return {
            "numbers": numbers.missing(claim, [quoted]),
            "places": numbers.displaced(claim, quoted),
            "names": names.unsupported(claim, text, self.known),
            "direction": direction.contradicted(claim, quoted),
            "population": populations.absent(claim, text),
            "altered": altered.altered(claim, quoted),
            "joined": [seam] if (seam := joined.joined(claim, text)) else [],
        }

    def _judged(self, check: Check, values: Mapping[str, float]) -> Check:
        score, probability = self.calibration.score(values), 1 / (1 + exp(-values["model"]))
        checks = check.checks | {"entailment": round(probability, 4)}
        close = values["words"] >= self.thresholds.close
        if close and probability < self.thresholds.entailment:
            score = min(score, self.calibration.threshold * probability / self.thresholds.entailment)
        if score >= self.calibration.threshold:
            return Check(check.spans, score, [], checks)
        return Check(check.spans, score, [f"the verifier finds it unsupported ({score:.2f})"], checks)


_SAID = {
    "numbers": "number not in the cited passage",
    "places": "the cited passage has another number there",
    "names": "name not in the cited text",
    "direction": "direction differs from the cited passage",
    "population": "not whom the cited text is about",
    "altered": "copied but for",
    "joined": "joins two sentences at",
}
"""The rules, and what is said of what they find. Each decides alone: letting names pass in free wording would win 1.4
points on SciFact and let a drug be called another (docs/evals/gate.md)."""


def _pair(item: Item, check: Check) -> Pair:
    """What the model reads: the spans alone, on one line. More context made it worse (docs/evals/gate.md)."""
    claim, text, _ = item
    return " ".join(" ".join(text[start:end].split()) for start, end in check.spans), claim


def _sentence(claim: str, text: str) -> Offsets | None:
    """The sentence of `text` that is `claim` word for word."""
    wanted = _plain(claim)
    return next(((start, end) for start, end in split(text) if _plain(text[start:end]) == wanted), None)


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(".").casefold()


def form_problem(sentence: str, title: str, shown: list[str]) -> str | None:
    """Why a sentence is no finding, in plain words, or None."""
    if form.is_repeat(sentence, shown):
        return "repeats a sentence above"
    if form.is_title(sentence, title) and not form.has_finite_verb(sentence):
        return "a title, not a finding"
    if not form.has_finite_verb(sentence):
        return "no finite verb: not a finding"
    if form.is_plan(sentence):
        return "a plan or an open question, not a finding"
    return None
