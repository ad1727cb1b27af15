"""How a text stands to this patient and to this day, and what a sentence that rests on it has to say of that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from copilot.schema import Caveat
from retrieval.literature import groups
from retrieval.literature.directness import Indirect


class Standing(NamedTuple):
    """`update`: the name of a later version that the index lacks, as "PMID 12345"."""

    indirect: tuple[Indirect, ...] = ()
    update: str | None = None

    @property
    def apart(self) -> bool:
        """True if its findings must not be read as if they were of this patient."""
        return any(one.whom for one in self.indirect)


DIRECT = Standing()


def caveats(standings: Sequence[Standing]) -> list[Caveat]:
    """Those of a sentence that each of these texts carries: the fewest, as one text that needs none is enough."""
    return min((_caveats(one) for one in standings), key=len, default=[])


def qualified(claim: str, standings: Sequence[Standing]) -> str:
    """`claim`, behind "In rats: " where every text is of others than this patient and the claim does not say so."""
    if not standings or not all(one.apart for one in standings):
        return claim
    whoms = dict.fromkeys(one.whom for one in standings[0].indirect if one.whom and not groups.names(one.whom, claim))
    return f"In {' and '.join(whoms)}: {claim}" if whoms else claim


def whom(standings: Sequence[Standing]) -> list[str]:
    """The others than this patient whom these texts are of, each once."""
    return list(dict.fromkeys(one.whom for standing in standings for one in standing.indirect if one.whom))


def _caveats(standing: Standing) -> list[Caveat]:
    found = [Caveat(kind=one.kind, text=f"{one.why[0].upper()}{one.why[1:]}.") for one in standing.indirect]
    if standing.update:
        said = f"A later version of this text exists ({standing.update}) and is not in the index."
        found.append(Caveat(kind="superseded", text=said))
    return found
