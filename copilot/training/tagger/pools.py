"""The names and places that training texts are filled with: of faker's locales (MIT) and of the sample literature."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from faker import Faker

from copilot.training.tagger.literature import Literature
from copilot.training.tagger.people import kept_out

_LOCALES = (
    "en_US en_GB en_IN en_IE en_AU en_NZ de_DE de_AT de_CH fr_FR fr_CH es_ES es_MX es_CO es_CL es_AR it_IT nl_NL "
    "pl_PL pt_BR pt_PT sv_SE no_NO da_DK fi_FI cs_CZ hu_HU ro_RO tr_TR hr_HR sl_SI sk_SK lt_LT lv_LV et_EE id_ID "
    "vi_VN en_KE en_NG zu_ZA az_AZ"
).split()
_UNSTEADY = frozenset({("it_IT", "city")})
"""Kinds that faker keeps in a set: their order, and so what a seed draws, changes from process to process."""

_DRAWS = 400
"""Draws per locale and kind; English-speaking ones count four times."""


@dataclass
class Pools:
    """Names and places, each tuple sorted, no name of the half that is kept out of training."""

    given: tuple[str, ...]
    surnames: tuple[str, ...]
    authors_given: tuple[str, ...]
    authors_surnames: tuple[str, ...]
    word_names: tuple[str, ...]
    words: tuple[str, ...]
    towns: tuple[str, ...]
    streets: tuple[str, ...]
    postcodes: tuple[str, ...]
    countries: tuple[str, ...]
    institutions: tuple[str, ...]
    literature: Literature


def make(literature: Literature, seed: int) -> Pools:
    """The pools; the same arguments and the same version of faker give the same pools."""
    drawn: dict[str, set[str]] = {
        kind: set() for kind in ("first_name", "last_name", "city", "street_address", "postcode")
    }
    for number, locale in enumerate(_LOCALES):
        source = Faker(locale)
        source.seed_instance(seed * 1000 + number)
        for kind, found in drawn.items():
            if (locale, kind) in _UNSTEADY:
                continue
            found.update(_draw(source, kind) for _ in range(_DRAWS * (4 if locale.startswith("en_U") else 1)))
    return Pools(
        given=_seen(drawn["first_name"]),
        surnames=_seen(drawn["last_name"]),
        authors_given=literature.given,
        authors_surnames=literature.surnames,
        word_names=_seen(set(_word_names())),
        words=literature.words,
        towns=_seen(drawn["city"]),
        streets=tuple(sorted(street for street in drawn["street_address"] if any(map(str.isdigit, street)))),
        postcodes=tuple(sorted(drawn["postcode"])),
        countries=("Mexico", "India", "Poland", "Ghana", "Italy", "Vietnam", "Peru", "Turkey", "Canada", "Ireland"),
        institutions=literature.institutions,
        literature=literature,
    )


def _draw(source: Any, kind: str) -> str:
    return " ".join(str(getattr(source, kind)()).split())


def _seen(names: set[str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in names if len(name) > 1 and not kept_out(name)))


def _word_names() -> list[str]:
    source = (files(__package__) / "data" / "word_names.txt").read_text(encoding="utf-8")
    return " ".join(line for line in source.splitlines() if not line.startswith("#")).split()
