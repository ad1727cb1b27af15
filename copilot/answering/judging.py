"""One drafted sentence against what it cites: shown with its spans, or dropped with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from copilot.answering.standing import DIRECT, Standing, caveats, qualified
from copilot.draft.pack import Passage
from copilot.draft.parse import Drafted
from copilot.schema import Citation, Dropped, Sentence, Support
from copilot.verify.gate import UNAVAILABLE, Gate, form_problem

OFF_TOPIC = "does not bear on the question"
NAMES_SOMEBODY = "names somebody the record names"
STATED = "already stated in the words of its source"


class Judged(NamedTuple):
    """`borne`: the parts of the question, from 0, to whose answer a sentence belongs. `unverified`: the verifier's
    model did not answer, so rules alone decided.
    """

    outcome: Sentence | Dropped
    borne: frozenset[int] = frozenset()
    unverified: bool = False


class Judge:
    """Judges the sentences of one answer.

    Args:
        passages: what may be cited.
        standings: how literature stands to the patient, by its id; what has none is direct.
        names_somebody: does a text name somebody of the patient's record?
        borne: the parts of the question on which a sentence bears.
    """

    def __init__(
        self,
        passages: Sequence[Passage],
        standings: Mapping[str, Standing],
        gate: Gate,
        names_somebody: Callable[[str], bool],
        borne: Callable[[str], frozenset[int]],
    ) -> None:
        self._passages = {passage.number: passage for passage in passages}
        self._standings, self._gate = standings, gate
        self._names_somebody, self._borne = names_somebody, borne

    def judge(self, drafted: Drafted, shown: Sequence[Sentence]) -> Judged:
        """`shown` are the sentences above it."""
        claim = drafted.claim
        if self._names_somebody(claim):
            return Judged(Dropped(text="(not repeated here)", reason=NAMES_SOMEBODY))
        cited = [self._passages[number] for number in drafted.cited if number in self._passages]
        if reason := _unfit(drafted, cited, shown):
            return Judged(Dropped(text=claim, reason=reason))
        borne = self._borne(claim)
        if not borne and not any(passage.is_computed for passage in cited):
            return Judged(Dropped(text=claim, reason=OFF_TOPIC))
        items = [(claim, passage.evidence.text, passage.evidence.title) for passage in cited]
        checks = list(zip(cited, self._gate.check_many(items), strict=True))
        unverified = any(check.checks.get("entailment") == UNAVAILABLE for _, check in checks)
        held = [(passage, check) for passage, check in checks if check.supported]
        if not held:
            return Judged(Dropped(text=claim, reason="; ".join(checks[0][1].failed)), unverified=unverified)
        markers = "".join(f"[{passage.number}]" for passage, _ in held)
        best = max((check for _, check in held), key=lambda check: check.score)
        standings = [self._standings.get(passage.evidence.id, DIRECT) for passage, _ in held]
        sentence = Sentence(
            text=f"{qualified(claim, standings).rstrip('.')} {markers}.",
            citations=[
                Citation.of(passage.evidence, start, end) for passage, check in held for start, end in check.spans
            ],
            support=Support(verdict="supported", score=round(best.score, 4), checks=best.checks),
            caveats=caveats(standings),
        )
        return Judged(sentence, borne, unverified)


def _unfit(drafted: Drafted, cited: Sequence[Passage], shown: Sequence[Sentence]) -> str | None:
    """Why the sentence need not be held against its sources, or None."""
    if not drafted.cited:
        return "cites nothing"
    if not cited:
        return "cites a passage that does not exist"
    if _is_stated(cited, shown):
        return STATED
    return form_problem(drafted.claim, cited[0].evidence.title, [sentence.text for sentence in shown])


def _is_stated(cited: Sequence[Passage], shown: Sequence[Sentence]) -> bool:
    """Computed evidence is stated once, in its own words."""
    already = {citation.evidence for sentence in shown for citation in sentence.citations}
    return all(passage.is_computed and passage.evidence.id in already for passage in cited)
