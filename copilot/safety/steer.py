"""Words that try to change what the tool does, in a question or inside a text that should only be read."""

from __future__ import annotations

import base64
import binascii
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

_HIDDEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]")
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{24,}={0,2}(?![A-Za-z0-9+/])")
_BINARY = re.compile(r"(?:\b[01]{8}\b\s*){6,}")
_HEX = re.compile(
    r"\b(?:[2-7][0-9a-f]){20,}\b|(?:\\x[0-9a-f]{2}){6,}"
    r"|(?=(?:\b[0-9a-f]{2} ){0,11}(?:[a-f][0-9a-f]|\d[a-f])\b)(?:\b[0-9a-f]{2}\b ){12,}"
    r"|(?:%[0-9a-f]{2}){8,}",
    re.IGNORECASE,
)
_LOOK_ALIKE = str.maketrans("аеорсухіѕ", "aeopcyxis")
"""Cyrillic letters that look like Latin ones: Unicode Technical Standard 39, confusables."""
_BIDI = re.compile("[\u202a\u202b\u202d\u202e]")
_LEET = str.maketrans("013457@$", "oieastas")
_LEET_WORD = re.compile(r"(?<![\w.-])(?=\w*[a-z])(?=\w*[013457@$])[\w@$]{3,}", re.IGNORECASE)
_SPACED = re.compile(r"\b(?:[A-Za-z][ ._-]){6,}[A-Za-z]\b")


def steers(text: str, *, read: bool = False) -> bool:
    """True if some of `text` is addressed to the tool and would change what it does.

    A question may say "tell me"; a text that is only `read` has nobody to say it to.

    Read as it stands, without invisible characters, and decoded: look-alike letters, base64, letters set apart,
    digits for letters.
    """
    if _BIDI.search(text) or _BINARY.search(text) or _HEX.search(text) or len(_HIDDEN.findall(text)) >= _MANY_HIDDEN:
        return True
    patterns = [*_patterns("steering"), *(_patterns("talking") if read else [])]
    return any(pattern.search(form) for form in _readings(text) for pattern in patterns)


_MANY_HIDDEN = 8
"""One zero-width space is a typesetter's; a run of them carries something."""


def _readings(text: str) -> Iterator[str]:
    plain = " ".join(_HIDDEN.sub("", unicodedata.normalize("NFKC", text)).split())
    yield plain
    if (latin := plain.translate(_LOOK_ALIKE)) != plain:
        yield latin
    if (letters := _LEET_WORD.sub(_unleet, plain)) != plain:
        yield letters
    if _SPACED.search(text):
        yield " ".join(
            re.sub(r"(?<=\b\w)[ ._-](?=\w\b)", "", word) for word in re.split(r"\s{2,}|(?<=\w) (?=\w-)", text)
        )
    for match in _BASE64.finditer(plain):
        if decoded := _decoded(match.group()):
            yield decoded


def _unleet(match: re.Match[str]) -> str:
    return match.group().lower().translate(_LEET)


def _decoded(word: str) -> str | None:
    """The words in base64, or None: a gene sequence or an accession number decodes to no words."""
    try:
        text = base64.b64decode(word + "=" * (-len(word) % 4), validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    return f"system prompt {text}" if len(re.findall(r"[a-z]{2,} [a-z]{2,}", text)) >= 1 else None


@lru_cache
def _patterns(kind: str) -> list[re.Pattern[str]]:
    table = tomllib.loads(files("copilot.safety").joinpath("steering.toml").read_text(encoding="utf-8"))
    out = []
    for pattern in table["patterns"][kind]:
        for name, piece in table["pieces"].items():
            pattern = pattern.replace(f"<<{name}>>", piece)
        out.append(re.compile(pattern, re.IGNORECASE | re.MULTILINE))
    return out
