"""What stands in an identifier's place: same kind and shape, one for one patient, unlinkable between projects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from copilot.deid import lexicon, pools
from copilot.deid.keys import derive
from copilot.deid.shift import DateMode, shift, weeks_back
from copilot.deid.types import Label
from copilot.deid.words import fold, words
from copilot.deid.zip3 import zip3

_STATE_TAIL = re.compile(r",?\s+(?:[A-Z]{2}|[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)$")
_HEAD = re.compile(
    (
        r"(?:Hospitals?|Medical|Health\w*|Clinics?|Nursing|Rehab\w*|Hospice"
        r"|Center|Centre|Institute|Pharmacy|Manor|University|College|School"
        r"|Church|Associates)\b.*$"
    ),
    re.IGNORECASE | re.DOTALL,
)
_KIND = re.compile(
    (
        r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court"
        r"|Ct|Place|Pl|Way|Terrace|Circle|Parkway|Highway)\b"
    ),
    re.IGNORECASE,
)


class Surrogates:
    """Surrogates of one patient under one project key. `sex` decides which given names are drawn."""

    def __init__(self, key: bytes, patient: str, mode: DateMode, today: date, sex: str = "") -> None:
        self._key = derive(key, "patient", patient)
        self._mode, self._today, self._sex = mode, today, sex
        self._weeks = weeks_back(key, patient)

    def of(self, label: Label, text: str) -> str:
        """The surrogate of one identifier; never equal to it."""
        match label:
            case "NAME":
                return self._name(text)
            case "DATE":
                return shift(text, self._weeks, self._mode, self._today)
            case "AGE":
                return re.sub(r"\d+", "90+", text, count=1) if re.search(r"\d", text) else "90+"
            case "ZIP":
                return zip3(text)
            case "EMAIL":
                return f"user{self._number(label, text, 9000) + 1000}@example.org"
            case "URL":
                return f"https://example.org/{self._number(label, text, 9000) + 1000}"
            case "IP":
                return f"192.0.2.{self._number(label, text, 254) + 1}"  # RFC 5737: documentation only
            case "CITY":
                return self._pick(pools.TOWNS, label, text) + (tail[0] if (tail := _STATE_TAIL.search(text)) else "")
            case "FACILITY":
                head = found[0] if (found := _HEAD.search(text)) else "Hospital"
                return f"{self._pick(pools.TOWNS, label, text)} {head}"
            case "ADDRESS":
                kind = found[0] if (found := _KIND.search(text)) else "Street"
                return f"{self._number(label, text, 900) + 100} {self._pick(pools.STREETS, label, text)} {kind}"
            case "PHONE" | "FAX":
                return self._digits("PHONE", text)
            case _:
                return self._digits(label, text)

    def _number(self, label: str, text: str, below: int) -> int:
        return int.from_bytes(derive(self._key, label, fold(text))[:8], "big") % below

    def _pick(self, pool: Sequence[str], label: str, text: str) -> str:
        """One of the pool, and another one where it would be the original."""
        first = self._number(label, text, len(pool))
        taken = {word.folded for word in words(text)}
        return next(
            choice for step in range(len(pool)) if (choice := pool[(first + step) % len(pool)]).lower() not in taken
        )

    def _name(self, text: str) -> str:
        """Word by word, so that "Mr. Ruiz" and "Ana Ruiz" stay one person; initials stay initials."""
        out, last, found = [], 0, words(text)
        for place, word in enumerate(found):
            out.append(text[last : word.start])
            if len(word.text) == 1 or (word.upper and len(found) == 1 and len(word.text) <= 3):
                out.append("".join(self._letter(c, text) for c in word.text))
            else:
                family_first = "," in text[word.end : word.end + 1]
                given = (
                    lexicon.is_first_name(word.folded)
                    and not family_first
                    and (place == 0 or place < len(found) - 1)
                    and len(found) > 1
                )
                given |= len(found) == 1 and lexicon.is_first_name(word.folded) and self._sex_of(word.folded) != ""
                pool = self._given(word.folded) if given else pools.FAMILY
                out.append(_like(word.text, self._pick(pool, "NAME", word.text)))
            last = word.end
        out.append(text[last:])
        return "".join(out)

    def _given(self, folded: str) -> Sequence[str]:
        match self._sex_of(folded) or self._sex:
            case "female":
                return pools.FEMALE
            case "male":
                return pools.MALE
            case _:
                return pools.EITHER

    @staticmethod
    def _sex_of(folded: str) -> str:
        if folded in pools.FEMALE_SEEN:
            return "female"
        return "male" if folded in pools.MALE_SEEN else ""

    def _letter(self, letter: str, text: str) -> str:
        drawn = chr(ord("A") + (ord(letter.upper()[0]) + 1 + self._number("INITIAL", text, 25)) % 26)
        return drawn if letter.isupper() else drawn.lower()

    def _digits(self, label: str, text: str, draw: int = 0) -> str:
        """Digits for digits, letters for letters; everything between stays. Separators do not change the draw."""
        if not any(map(str.isdigit, text)):
            return f"[{label}]"
        plain = "".join(c for c in text if c.isalnum()).lower()
        stream, out = b"", []
        for place, char in enumerate(text):
            if place >= len(stream):
                stream += derive(self._key, label, plain, str(len(stream)), *([str(draw)] if draw else []))
            if char.isdigit():
                out.append(str(stream[place] % 10))
            elif char.isalpha():
                drawn = chr(ord("a") + stream[place] % 26)
                out.append(drawn.upper() if char.isupper() else drawn)
            else:
                out.append(char)
        made = "".join(out)
        return made if made != text else self._digits(label, text, draw + 1)


def _like(old: str, new: str) -> str:
    if old.isupper():
        return new.upper()
    return new.lower() if old.islower() else new
