"""The first three digits of a ZIP code, unless too few people live there (45 CFR 164.514(b)(2)(i)(B))."""

from __future__ import annotations

RESTRICTED = frozenset("036 059 063 102 203 205 369 556 692 790 821 823 830 831 878 879 884 890 893".split())
"""ZCTA3 with 20,000 people or fewer: the 17 of the 2000 census in HHS's guidance, and those that 2010 added."""


def zip3(code: str) -> str:
    """ "62704-1234" -> "627**", "03655" -> "000**". Foreign codes lose all."""
    digits = "".join(c for c in code if c.isdigit())
    if len(digits) < 3 or any(c.isalpha() for c in code):
        return "***"
    return ("000" if digits[:3] in RESTRICTED else digits[:3]) + "**"
