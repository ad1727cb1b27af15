"""The guard on questions: answerable, or a typed refusal. Rules where words decide, a classifier for intent."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.safety.action import asked_to_act
from copilot.safety.classify import Classifier
from copilot.safety.impossible import impossible_value
from copilot.safety.premise import Known, unheard_of
from copilot.safety.steer import steers
from copilot.safety.urgent import in_progress, is_past
from copilot.safety.verdict import ALLOWED, Verdict, false, refuse
from retrieval.index.embed import TextEncoder

HARMFUL = 0.25
"""From this probability on a request is refused as harmful; the curve stands in docs/evals/guard.md."""
OFF_TOPIC = 0.4
"""From this probability on a question is refused as not medical (same page)."""
STRICTER = 0.4
"""Both, where no encoder is installed and words decide alone."""
LEARNED = 0.3
"""From this probability on a question is an emergency or an order, whatever the rules say (same page)."""


class Guard:
    """`encoder` is the index's own; `known` says whether an indexed text has a word."""

    def __init__(self, encoder: TextEncoder | None, known: Known | None = None) -> None:
        self._classifier = Classifier(encoder)
        self._known = known

    @property
    def words_alone(self) -> bool:
        """True without the sentence encoder: stricter, and more often wrong."""
        return self._classifier.words_alone

    def check(self, question: str) -> Verdict:
        """Whether `question` is answered, and if not why."""
        return self.check_many([question])[0]

    def check_many(self, questions: Sequence[str]) -> list[Verdict]:
        """`check` for each, encoded together."""
        if not questions:
            return []
        table = self._classifier.probabilities(questions)
        return [self._judge(text, *map(float, row[1:])) for text, row in zip(questions, table, strict=True)]

    def _judge(self, question: str, harm: float, off: float, urgent: float, order: float) -> Verdict:
        if steers(question):
            return refuse("injection")
        if in_progress(question):
            return refuse("time_critical")
        if problem := impossible_value(question):
            return refuse("unsafe_request") if harm >= _SURE else false(problem)
        if urgent >= LEARNED and harm < urgent and not is_past(question):
            return refuse("time_critical")
        # A plain order looks like misuse to the classifier: the rule knows it better, unless misuse is all but sure.
        if (asked_to_act(question) and harm < _SURE) or order >= LEARNED:
            return refuse("action_request")
        if harm >= (STRICTER if self.words_alone else HARMFUL):
            return refuse("unsafe_request")
        if name := unheard_of(question, self._known):
            return false(f"“{name}” stands in no text and no word list that is installed here: it may not exist.")
        if off >= (STRICTER if self.words_alone else OFF_TOPIC):
            return refuse("out_of_scope")
        return ALLOWED


_SURE = 0.98
