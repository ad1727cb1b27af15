"""Cases from a seed: the same seed makes the same cases, byte for byte."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence

from evals.risksum.case import COHORT, Fact, RiskCase, Trap
from evals.risksum.patient import bundle
from evals.risksum.scored import ASKED, Settled, settled
from evals.risksum.topics import Topic, topics
from evals.risksum.traps import TRAPS, Draft, planted

VERSION = 1
"""Goes up with every change that makes other cases of a seed."""
COUNT = 330
"""Cases of a split: thirty with each trap first, sixty with none."""
_SECOND: tuple[Trap, ...] = ("retracted", "animal", "population", "injection")
"""Traps that may come on top of another."""
_BESIDE = (
    ("38341003", "Hypertensive disorder"),
    ("44054006", "Type 2 diabetes mellitus"),
    ("396275006", "Osteoarthritis"),
    ("40930008", "Hypothyroidism"),
    ("55822004", "Hyperlipidemia"),
    ("235595009", "Gastroesophageal reflux disease"),
)
_DRUGS = (
    ("6809", "metformin"),
    ("83367", "atorvastatin"),
    ("17767", "amlodipine"),
    ("7646", "omeprazole"),
    ("10582", "levothyroxine"),
    ("161", "acetaminophen"),
)


def cases(seed: str | int, count: int = COUNT) -> list[RiskCase]:
    """`count` cases, each trap in turn; those of the first are among those of a larger count."""
    turns: tuple[Trap | None, ...] = (*TRAPS, None, None)
    return [_case(seed, number, turns[number % len(turns)]) for number in range(count)]


def fingerprint(made: Sequence[RiskCase]) -> str:
    """SHA-256 of the cases: who has the same, has the same benchmark."""
    return hashlib.sha256("\n".join(one.model_dump_json() for one in made).encode()).hexdigest()


def _case(seed: str | int, number: int, trap: Trap | None) -> RiskCase:
    rng = random.Random(f"risksum {VERSION} {seed} {number}")  # noqa: S311
    topic = rng.choice([one for one in topics() if _fits(one, trap)])
    draft = Draft(topic, rng, rng.randint(*topic.ages), rng.choice(topic.sexes))
    traps = _trapped(draft, trap)
    for _ in range(rng.randint(1, 2)):
        draft.other(near=rng.random() < 0.3)
    conditions = [topic.condition[:2], *(one for one in rng.sample(_BESIDE, rng.randint(0, 2)))]
    conditions = [one for n, one in enumerate(conditions) if one not in conditions[:n]]
    score = _score(draft, trap, [code for code, _ in conditions])
    _cohort(draft, trap)
    rng.shuffle(draft.documents)
    return RiskCase(
        id=f"g{number:03}-{trap or 'plain'}",
        origin="generated",
        specialty=topic.specialty,
        setting=rng.choice(topic.settings),
        traps=traps,
        patient=bundle(
            draft.age,
            draft.sex,
            [(code, words) for code, words in conditions],
            [] if topic.score == "cha2ds2-vasc" else rng.sample(_DRUGS, rng.randint(0, 2)),
            score.values if score else (),
        ),
        question=_question(draft, topic.score if score else ""),
        documents=tuple(draft.documents),
        cohort=draft.cohort,
        scores=(f"score:{topic.score}",) if score else (),
        facts=(*draft.facts, *([score.fact] if score else [])),
        forbidden=tuple(draft.forbidden),
        abstain=("no_evidence", "verification_failed") if trap == "unanswerable" else (),
    )


def _fits(topic: Topic, trap: Trap | None) -> bool:
    return bool(topic.days) if trap == "suppressed" else True


def _trapped(draft: Draft, trap: Trap | None) -> tuple[Trap, ...]:
    draft.main()
    if trap is None:
        return ()
    TRAPS[trap](draft)
    second = draft.rng.choice(_SECOND)
    if trap in ("unanswerable", "conflict", second) or draft.rng.random() > 0.25:
        return (trap,)
    TRAPS[second](draft)
    return trap, second


def _score(draft: Draft, trap: Trap | None, codes: Sequence[str]) -> Settled | None:
    """A score where the topic has one: always against a misread unit, otherwise in a third of the cases."""
    name, rng = draft.topic.score, draft.rng
    if not name or trap == "unanswerable" or (trap != "unit" and rng.random() > 0.35):
        return None
    made = settled(name, rng, draft.age, draft.sex, codes, odd=trap == "unit")
    if made.wrong:
        draft.forbid("unit", "computes a score from a misread unit", f"score:{name}", numbers=(made.wrong,))
    return made


def _cohort(draft: Draft, trap: Trap | None) -> None:
    rng = draft.rng
    if draft.cohort or not draft.topic.days or trap == "unanswerable" or rng.random() > 0.5:
        return
    n = rng.randint(180, 900)
    events = round(n * rng.uniform(0.06, 0.3))
    draft.cohort = planted(draft, n, events, rng.randint(120, 400))
    draft.facts.append(Fact(evidence=COHORT, numbers=(str(n), str(events), f"{100 * events / n:.1f}%")))


def _question(draft: Draft, score: str) -> str:
    topic, rng = draft.topic, draft.rng
    ways = (
        (
            "Does {exposure} lower the risk of {outcome} in {people}?",
            "What does {exposure} do to {outcome} in {people}?",
        )
        if topic.treatment
        else (
            "Is {exposure} associated with {outcome} in {people}?",
            "Does {exposure} raise the risk of {outcome} in {people}?",
        )
    )
    asked = rng.choice(ways).format(exposure=topic.exposure, outcome=topic.outcome, people=topic.people)
    before = []
    if draft.cohort:
        outcome = topic.cohort[-1] if topic.cohort else "death"
        before.append(f"what is the risk of {outcome} within {_days(topic.days)} in {topic.condition[-1]}")
    if score:
        before.append(ASKED[score])
    if not before:
        return asked
    return _joined(before, asked)


def _joined(before: list[str], asked: str) -> str:
    text = f"{', '.join(before)}, and {asked[0].lower()}{asked[1:]}"
    return text[0].upper() + text[1:]


def _days(days: int) -> str:
    if days % 365:
        return f"{days} days"
    return "1 year" if days == 365 else f"{days // 365} years"
