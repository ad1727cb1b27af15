"""Names of months and the pieces that dates are made of; shared by detection and shifting."""

from __future__ import annotations

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb febr",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")"
_MISREAD = {
    "e": "[ec]",
    "m": "(?:m|rn)",
    "o": "[o0]",
    "l": "[l1I]",
    "i": "[i1l]",
    "s": "[s5]",
    "b": "[b8]",
    "n": "[nr]",
}
SCANNED_MONTH = (
    r"(?:" + "|".join("".join(_MISREAD.get(c, c) for c in name) for name in MONTHS if len(name) > 4) + r")"
)
"""Names of months with the letters that scanners confuse."""
MONTH_ABROAD = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
    r"|janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre"
    r"|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro"
    r"|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre"
    r"|jänner|januar|februar|märz|juni|juli|oktober|dezember|januari|februari|maart|mei|augustus"
    r"|maj|augusti|ocak|şubat|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık)"
)
"""As clinicians who write English at home in another language slip them in: "20 maart", "6 de agosto"."""
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
MONTH_NUMBER = r"(?:0?[1-9]|1[0-2])"
YEAR4 = r"(?:18|19|20)\d\d"
YEAR = rf"(?:{YEAR4}|['’]?\d\d)"
