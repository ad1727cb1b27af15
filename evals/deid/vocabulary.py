"""Names, places and institutions in two families that share no word.

People's names come from faker's locale providers (MIT), real towns from its list of GeoNames places (CC BY 4.0,
https://www.geonames.org); names that are English or clinical words or eponyms, small towns and the heads of
institutions stand in evals/data/deid/words.toml, written for this project. A word belongs to exactly one family, by a
checksum of its letters, so no name of one family comes back in the other. Invented names, built from syllables, stand
in no gazetteer at all.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
import zlib
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Literal

from faker.providers.geo import Provider as Geo

Family = Literal["dev-a", "dev-b"]
FAMILIES: tuple[Family, ...] = ("dev-a", "dev-b")

_DOMESTIC = ("en_US",)
_FOREIGN = tuple(
    "az_AZ cs_CZ da_DK de_DE en_GB en_IE en_IN en_KE en_NG en_PK es_ES es_MX et_EE fi_FI fr_FR ha_NG hr_HR hu_HU "
    "id_ID ig_NG it_IT lt_LT nl_NL no_NO pt_BR ro_RO sk_SK sl_SI sv_SE tr_TR tw_GH vi_VN yo_NG zu_ZA".split()
)
_ROMANIZED = ("ja_JP", "zh_CN", "zh_TW")


_PLAIN = str.maketrans(
    dict(zip("øØłŁđĐıəƏ", "oOlLdDieE", strict=True)) | {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe"}
)
_WORDS = Path(__file__).parents[1] / "data" / "deid" / "words.toml"
_ONSETS = "b br ch d dr f fl g gr h j k kl l m n p pr r s sh sk st t th tr v vl w y z zh".split()
_NUCLEI = "a e i o u ai au ea ei ia oa ou".split()
_CODAS = "l m n r s t k nd rn sk lt x z v".split() + [""] * 8


def family_of(word: str) -> Family:
    """The one family that a word belongs to; accents and case make no difference."""
    return FAMILIES[zlib.crc32(plain(word).casefold().encode()) & 1]


def plain(text: str) -> str:
    """Without accents, in letters that have a plain form."""
    letters = text.translate(_PLAIN)
    return unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()


@dataclass(frozen=True)
class Vocabulary:
    """The words of one family. Tuples, in a fixed order."""

    family: Family
    given: tuple[str, ...]
    surnames: tuple[str, ...]
    foreign_given: tuple[str, ...]
    foreign_surnames: tuple[str, ...]
    word_given: tuple[str, ...]
    word_surnames: tuple[str, ...]
    towns: tuple[str, ...]
    facilities: tuple[str, ...]
    saints: tuple[str, ...]
    streets: tuple[str, ...]

    def invented(self, random: Random, syllables: int = 2) -> str:
        """A name that stands in no list, of this family."""
        while True:
            word = "".join(
                random.choice(_ONSETS) + random.choice(_NUCLEI) + random.choice(_CODAS) for _ in range(syllables)
            )
            if family_of(word) == self.family:
                return word.capitalize()


@cache
def vocabulary(family: Family) -> Vocabulary:
    """The family's words; the same for the same version of faker."""
    given, surnames = _people(_DOMESTIC)
    foreign_given, foreign_surnames = _people(_FOREIGN + _ROMANIZED)
    towns = [row[2] for row in Geo.land_coords if row[3] in ("US", "GB", "CA", "IE", "DE", "MX", "PL")]
    lists = _lists()
    return Vocabulary(
        family,
        given=_of(family, given),
        surnames=_of(family, surnames),
        foreign_given=_of(family, foreign_given),
        foreign_surnames=_of(family, foreign_surnames),
        word_given=_of(family, lists["word_given"]),
        word_surnames=_of(family, lists["word_surnames"]),
        towns=_of(family, towns + lists["small_towns"]),
        facilities=_of(family, lists["facility_heads"]),
        saints=_of(family, lists["saints"]),
        streets=_of(family, lists["streets"]),
    )


def _lists() -> dict[str, list[str]]:
    source = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {
        name: [word.strip() for word in re.split(r"[;\n]+", text) if word.strip()] for name, text in source.items()
    }


def _of(family: Family, words: list[str]) -> tuple[str, ...]:
    return tuple(sorted({word for word in words if family_of(word) == family}))


def _people(locales: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Given names and surnames of some locales: single words in Latin letters."""
    given: list[str] = []
    surnames: list[str] = []
    for locale in locales:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        prefix = "romanized_" if locale in _ROMANIZED else ""
        for group in ("", "_male", "_female"):
            given += _listed(provider, f"first_{prefix}names{group}")
        surnames += _listed(provider, f"last_{prefix}names")
    return given, surnames


def _listed(provider: type, attribute: str) -> list[str]:
    words = getattr(provider, attribute, ())
    names = [str(word) for word in words] if isinstance(words, (list, tuple, dict)) else []
    return [name.title() if name.isupper() else name for name in names if _is_name(name)]


def _is_name(word: str) -> bool:
    return (
        len(word) > 1 and word.isalpha() and word[0].isupper() and word != "Doe" and len(plain(word)) >= len(word) - 1
    )
