"""Long digit runs and mixed tokens that no label announces: an identifier unless it measures, counts or cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.recognizers.units import is_measurement
from copilot.deid.types import Label

_TOKEN = re.compile(r"(?<![\w.,])[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*(?![\w]|[.,]\d)")
_GROUPS = re.compile(r"(?<![\w./-])\d{2,6}(?:[ -]\d{2,6}){2,5}(?![\w/-]|\.\d)")
_PUBLISHED = re.compile(
    r"(?:NCT\d+|ISRCTN\d+|PMC\d+|PMID\d*|rs\d+|NM_\d+|NP_\d+|GSE\d+|CRD\d+"
    r"|ENSG\d+|10\.\d+|DRKS\d+|[A-Z]\d{2}[A-Z0-9]{0,2}|"
    r"(?:LY|BMS|MK|GSK|AZD|ABT|AMG|BAY|PF|JNJ|SB|SCH|RO|TAK|GS|BI|MEDI|INCB|CHIR|ONO|YM)-?\d{3,8}|[a-z]+\d{1,2}|"
    r"(?:19|20)\d\d-(?:19|20)?\d\d|\d{4}s|\d+(?:SSN|DOB|MRN|ADM)\d*|\d{2,3}-\d{2,3}|[01]\d[0-5]\d-[012]\d[0-5]\d)",
)
_CITED = re.compile(
    r"(?:PMID|PMCID|doi|ICD(?:-?10|-?9)?(?:-CM)?|LOINC|SNOMED(?: CT)?|RxNorm|RxCUI|CPT|HCPCS|NDC|UMLS|OMIM|CAS|ATC)"
    r"\s*(?:codes?|ids?|no\.?|number)?\s*[:#]?\s*\S{0,12}$",
    re.I,
)
_RECORD = re.compile(r"(?<![\w./-])\d{2}-\d{2}-\d{2}(?![\w/-])")
_DATE_LIKE = re.compile(r"(?:19|20)\d{2}(?:[ -](?:19|20)?\d{2})+|\d{1,2}-\d{1,2}-\d{2,4}")


class LongNumbers(Recognizer):
    """Five digits and more, or six characters with four digits, without a unit behind them."""

    labels: ClassVar[tuple[Label, ...]] = ("ID",)

    def find(self, text: str) -> Iterator[Found]:
        for match in _RECORD.finditer(text):  # a chart number; if it can be read as a date, it is hidden as one
            yield match.start(), match.end(), "ID"
        for pattern in (_TOKEN, _GROUPS):
            for match in pattern.finditer(text):
                if _is_code(match[0], grouped=pattern is _GROUPS) and not self._is_clean(text, match):
                    yield match.start(), match.end(), "ID"

    @staticmethod
    def _is_clean(text: str, match: re.Match[str]) -> bool:
        if _PUBLISHED.fullmatch(match[0]) or _DATE_LIKE.fullmatch(match[0]):
            return True
        start = match.start()
        return _CITED.search(text[max(0, start - 40) : start]) is not None or (
            sum(c.isdigit() for c in match[0]) <= 7 and is_measurement(text, start, match.end())
        )


def _is_code(token: str, *, grouped: bool) -> bool:
    digits = sum(c.isdigit() for c in token)
    if grouped:
        return digits >= 8
    if token.isdigit():
        return digits >= 5
    if any(c.islower() for c in token) and re.search(r"[a-z]{3}", token):
        return digits >= 5
    longest = max((len(run) for run in re.findall(r"\d+", token)), default=0)
    return len(token) >= 6 and digits >= 4 and (longest >= 3 or digits >= 5)
