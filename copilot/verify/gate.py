"""The gate: a sentence is shown only if rules and entailment both hold against the span it cites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from copilot.draft.errors import EngineFailed, EngineTimeout
from copilot.verify import altered, direction, form, names, numbers, populations
from copilot.verify.entailment import Entailment
from copilot.verify.names import Known
from copilot.verify.span import Offsets, around, best_spans
from copilot.verify.words import coverage
from retrieval.sentences import split

UNAVAILABLE = "not available"
"""Outcome of the entailment check when its model failed or hung."""


VERBATIM = "verbatim"
"""The claim is the cited passage, word for word: no model is asked whether a text says what it says."""


@dataclass(frozen=True)
class Thresholds:
    """Chosen on development data: `benchmarks/gate.py` draws the curves, docs/evals/gate.md holds them."""

    entailment: float = 0.5
    #: content words that must stand in the spans, with a verifier model
    coverage: float = 0.5
    #: the same, without one: the sentence must then be all but verbatim
    coverage_alone: float = 0.9


@dataclass(frozen=True)
class Check:
    """Result of one claim against one text.

    `failed` names the rules that failed, in plain words; `checks` holds every rule's outcome; `score` is in [0, 1].
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
    ) -> None:
        self.entailment, self.known, self.thresholds = entailment, known, thresholds or Thresholds()

    @property
    def name(self) -> str:
        """The verifier's version, or "rules"."""
        return self.entailment.name if self.entailment else "rules"

    def check(self, claim: str, text: str, title: str = "") -> Check:
        """One claim against one text; see `check_many`."""
        return self.check_many([(claim, text, title)])[0]

    def check_many(self, items: Sequence[tuple[str, str, str]]) -> list[Check]:
        """(claim, text, title) triples -> checks. The model is asked only about claims that pass every rule."""
        ruled = [self._rules(*item) for item in items]
        if self.entailment is None:
            return ruled
        asked = [i for i, check in enumerate(ruled) if check.supported and not check.checks.get(VERBATIM)]
        passages = [(around(items[i][1], ruled[i].spans), items[i][0]) for i in asked]
        try:
            scores = self.entailment.score(passages)
        except (EngineFailed, EngineTimeout):
            return [self._alone(check) for check in ruled]
        for i, probability in zip(asked, scores, strict=True):
            ruled[i] = self._entailed(ruled[i], probability)
        return ruled

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
        number = numbers.missing(claim, [quoted])
        displaced = numbers.displaced(claim, quoted)
        name = names.unsupported(claim, f"{title} {text}", self.known)
        turned = direction.contradicted(claim, quoted)
        other = altered.altered(claim, quoted)
        whom = populations.absent(claim, f"{title} {text}")
        problems = {
            "numbers": f"number not in the cited passage: {', '.join(number)}" if number else "",
            "places": f"the cited passage has another number there: {', '.join(displaced)}" if displaced else "",
            "names": f"name not in the cited text: {', '.join(name)}" if name else "",
            "direction": f"direction differs from the cited passage: {', '.join(turned)}" if turned else "",
            "population": f"not whom the cited text is about: {', '.join(whom)}" if whom else "",
            "altered": f"copied but for: {', '.join(other)}" if other else "",
            "coverage": f"only {covered:.0%} of its words stand in the cited passage" if covered < floor else "",
        }
        failed = [problem for problem in problems.values() if problem]
        checks: dict[str, bool | float | str] = {rule: not problem for rule, problem in problems.items()}
        checks["words"] = round(covered, 3)
        checks[VERBATIM] = exact is not None
        return Check(spans, 0.0 if failed else covered, failed, checks)

    def _entailed(self, check: Check, probability: float) -> Check:
        checks = check.checks | {"entailment": round(probability, 4)}
        if probability >= self.thresholds.entailment:
            return Check(check.spans, probability, [], checks)
        return Check(check.spans, probability, [f"the verifier finds it unsupported ({probability:.2f})"], checks)


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
