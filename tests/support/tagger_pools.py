"""A handful of names and places to fill training texts with."""

from __future__ import annotations

from copilot.training.tagger.literature import Literature
from copilot.training.tagger.pools import Pools

LITERATURE = Literature(
    titles=("Outcomes of Foley catheters",),
    passages=("Crohn disease was seen in 12 of 40.",),
    terms=("Humans",),
    words=("still", "marker"),
    given=("Ada",),
    surnames=("Ngata",),
    institutions=("Northfield Hospital",),
)
POOLS = Pools(
    given=("Rosa", "Ewan"),
    surnames=("Delgado", "O'Hara"),
    authors_given=("Ada",),
    authors_surnames=("Ngata",),
    word_names=("May", "Star"),
    words=("still", "marker"),
    towns=("Leith",),
    streets=("12 Harbour Walk",),
    postcodes=("EH6 6QQ",),
    countries=("Peru",),
    institutions=("Northfield Hospital",),
    literature=LITERATURE,
)
