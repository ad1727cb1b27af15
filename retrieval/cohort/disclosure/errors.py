"""Why the gate says no. The words are the same whatever the hidden counts are."""

from __future__ import annotations

from retrieval.errors import Problem


class Refused(Problem):
    """The answer, beside answers already given, could single out a few persons."""

    def __init__(self) -> None:
        super().__init__(
            "This query is refused: it is so close to a query answered before that the two answers together could "
            "describe fewer persons than may be shown.",
            kept="Earlier answers stand.",
            next_step="Ask the earlier query again (it costs nothing), or a clearly wider or narrower one.",
        )


class BudgetSpent(Problem):
    """The requester has had as many answers as the policy allows."""

    def __init__(self, what: str, next_step: str) -> None:
        super().__init__(
            f"Your budget of {what} is used up.",
            kept="Queries asked before are still answered, at no cost.",
            next_step=next_step,
        )


class LedgerUnavailable(Problem):
    """The ledger of what was released cannot be read or written; nothing is released without it."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The disclosure ledger cannot be used ({why}), so nothing can be released.",
            kept="What was recorded before is unchanged.",
            next_step="Check space and permissions of its folder; if the file is damaged, restore it from a backup.",
        )


class Inconsistent(Problem):
    """Counts and members contradict each other, or break a rule of the room; nothing is released."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The counts cannot be checked for disclosure: {what}.",
            kept="Nothing was released.",
            next_step="This is a fault of the software; please report it with the name of the query.",
        )
