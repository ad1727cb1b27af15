"""Plain text of an XML element: markup flattened without changing what a number says, whitespace collapsed."""

from __future__ import annotations

import re

from lxml import etree

_SPACE = re.compile(r"\s+")
_SILENT = frozenset({"annotation", "annotation-xml"})  # TeX twins of MathML


def flatten(element: etree._Element | None) -> str:
    """Text of `element` and all below it, in one line; "" for None.

    A superscript after a digit gets a caret, because 10<sup>9</sup> is not 109; digits that follow a sub- or
    superscript are kept apart from it by a space, because log<sub>10</sub>5 is not log105.
    """
    if element is None:
        return ""
    if len(element) == 0:
        return squeeze(element.text or "")
    parts: list[str] = []
    _collect(element, parts)
    return squeeze("".join(parts))


def squeeze(text: str) -> str:
    """`text` with every run of whitespace made one space, none at the ends."""
    return _SPACE.sub(" ", text).strip()


def _collect(element: etree._Element, parts: list[str]) -> None:
    parts.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            _child(child, parts)
        parts.append(child.tail or "")


def _child(child: etree._Element, parts: list[str]) -> None:
    name = etree.QName(child).localname
    if name in _SILENT:
        return
    inner: list[str] = []
    if name == "msup" and len(child) == 2:
        base, power = flatten(child[0]), flatten(child[1])
        inner = [base, "^" if power[:1].isdigit() else "", power]
    elif name == "mfrac" and len(child) == 2:
        inner = [flatten(child[0]), "/", flatten(child[1])]
    else:
        _collect(child, inner)
    text = "".join(inner)
    if name == "sup" and _ends_in_digit(parts) and re.match(r"\s*[-+−–]?\d", text):
        parts.append("^")
    parts.append(text)
    if name in ("sub", "sup") and text[-1:].isdigit() and (child.tail or "")[:1].isdigit():
        parts.append(" ")


def _ends_in_digit(parts: list[str]) -> bool:
    last = next((part for part in reversed(parts) if part), "")
    return last[-1:].isdigit()
