"""The gate: counts go in, what may be shown comes out."""

from __future__ import annotations

from retrieval.cohort.counts import CdmInfo, CohortCounts, Members
from retrieval.cohort.disclosure import sets
from retrieval.cohort.disclosure.decide import decide
from retrieval.cohort.disclosure.errors import Refused
from retrieval.cohort.disclosure.ledger import Answer, Book, Ledger, Question
from retrieval.cohort.disclosure.noise import noised
from retrieval.cohort.disclosure.policy import Policy
from retrieval.cohort.disclosure.released import Released
from retrieval.errors import BadInput

_WITHHELD = "{} withheld: beside answers given before, it could single out a few patients."
_OLDER = "These are the numbers of earlier data: too little has changed since to release newer ones."


def release(counts: CohortCounts, members: Members, policy: Policy, ledger: Ledger, requester: str) -> Released:
    """What `requester` may see of `counts`. The same question again gets the identical answer, at no cost.

    Raises:
        Refused: the answer could, with earlier ones, single out fewer persons than the floor; asking has its price.
        BudgetSpent: the requester has had as much as the policy allows.
        LedgerUnavailable: nothing can be recorded, so nothing is released.
        Inconsistent: counts and members contradict each other.
    """
    with ledger.asking(_question(counts.query_hash, counts.data, policy, requester)) as book:
        answer = book.remembered()
        if answer is None:
            book.charge(policy, counts.data.persons)
            answer = _answer(counts, members, policy, book)
            book.remember(answer, policy.noise_epsilon or 0.0)
    return _given(answer)


def remembered(query_hash: str, data: CdmInfo, policy: Policy, ledger: Ledger, requester: str) -> Released | None:
    """What `release` would give again without counting anything; None if `requester` has not asked this before.

    Raises Refused (as it was refused then) and LedgerUnavailable.
    """
    with ledger.asking(_question(query_hash, data, policy, requester)) as book:
        answer = book.remembered()
    return None if answer is None else _given(answer)


def _question(query_hash: str, data: CdmInfo, policy: Policy, requester: str) -> Question:
    if not requester.strip():
        raise BadInput("Nobody is named as the one who asks.", next_step="Give the name of the person or service.")
    return Question(
        query=query_hash,
        data=f"{data.name}|{data.version}|{data.last_data}|{data.persons}",
        policy=policy.hash,
        requester=requester.strip(),
        holder="" if policy.one_requester else requester.strip(),
    )


def _given(answer: Answer) -> Released:
    if answer.released is None:
        raise Refused
    return Released.model_validate_json(answer.released)


def _answer(counts: CohortCounts, members: Members, policy: Policy, book: Book) -> Answer:
    exact = policy.model_copy(update={"show_zero_events": False}) if policy.noise_epsilon else policy
    draft = decide(counts, exact)
    persons = counts.data.persons
    if not book.admit(sets.totals(draft, members), persons, policy):
        return _older(book)
    if draft.levels and not book.admit(sets.levels(draft, members), persons, policy):
        draft = _without(draft, "levels", "The breakdown is")
    if policy.noise_epsilon:
        given = book.given_to_anyone()  # one draw for all: noise that several hold must not average out
        return given or Answer(noised(draft, policy, policy.noise_epsilon).model_dump_json())
    if any(arm.steps for _, arm in sets.arms(draft)) and not (
        members.event_bins and book.admit(sets.curve(draft, members), persons, policy)
    ):
        draft = _without_curve(draft)
    if draft.strata and not (members.strata and book.admit(sets.strata(draft, members), persons, policy)):
        draft = _without(draft, "strata", "The age and sex groups for standardisation are")
    return Answer(draft.model_dump_json())


def _older(book: Book) -> Answer:
    """After a small change of the data the earlier answer stands; otherwise the query is refused."""
    earlier = book.given_before()
    if earlier is None or earlier.released is None:
        return Answer(None)
    released = Released.model_validate_json(earlier.released)
    if _OLDER not in released.withheld:
        released = released.model_copy(update={"withheld": (*released.withheld, _OLDER)})
    return Answer(released.model_dump_json())


def _without(draft: Released, part: str, words: str) -> Released:
    return draft.model_copy(update={part: (), "withheld": (*draft.withheld, _WITHHELD.format(words))})


def _without_curve(draft: Released) -> Released:
    arms = {
        "index" if name == "index" else "comparator": arm.model_copy(update={"steps": ()})
        for name, arm in sets.arms(draft)
    }
    words = _WITHHELD.format("The curve is")
    return draft.model_copy(update={**arms, "withheld": (*draft.withheld, words)})
