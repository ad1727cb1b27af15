"""Markdown as sections of plain text, one per heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import html
from markdown_it import MarkdownIt
from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
_SILENT = frozenset({"html_inline"})


class Passage(NamedTuple):
    """What stands under one heading, without its subheadings. `path`: the headings above it, outermost first."""

    path: tuple[str, ...]
    paragraphs: list[str]


def passages(source: str) -> list[Passage]:
    """The sections of a CommonMark document with tables, in order; those without text are left out.

    Each paragraph, list item, table row and line of code becomes one paragraph of plain text; emphasis and link
    targets are dropped, numbers of ordered lists kept.
    """
    found = [Passage((), [])]
    headings: list[tuple[int, str]] = []
    tokens = MarkdownIt("commonmark").enable("table").parse(_FRONT_MATTER.sub("", source.replace("\r\n", "\n")))
    for kind, level, text in _blocks(tokens):
        if kind == "heading":
            headings = [*((deep, name) for deep, name in headings if deep < level), (level, text)]
            found.append(Passage(tuple(name for _, name in headings), []))
        elif text:
            found[-1].paragraphs.append(text)
    return [passage for passage in found if passage.paragraphs]


def _blocks(tokens: list[Token]) -> Iterator[tuple[str, int, str]]:
    """(kind, heading level, text) of each block."""
    heading, row, mark = 0, None, ""
    for token in tokens:
        match token.type:
            case "heading_open":
                heading = int(token.tag[1:])
            case "heading_close":
                heading = 0
            case "tr_open":
                row = list[str]()
            case "tr_close":
                yield "text", 0, " | ".join(row or [])
                row = None
            case "list_item_open":
                mark = f"{token.info}{token.markup} " if token.info else ""
            case "inline":
                text = _plain(token)
                if row is not None:
                    row.append(text)
                elif heading:
                    yield "heading", heading, text
                else:
                    yield "text", 0, mark + text if text else ""
                    mark = ""
            case "fence" | "code_block":
                for line in token.content.splitlines():
                    yield "text", 0, line.strip()
            case "html_block":
                yield "text", 0, _html(token.content)


def _plain(token: Token) -> str:
    parts = []
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type not in _SILENT:
            parts.append(child.content)
    return " ".join("".join(parts).split())


def _html(content: str) -> str:
    if not re.sub(r"<!--.*?-->|<[^>]*>", "", content, flags=re.DOTALL).strip():
        return ""
    return " ".join(html.fragment_fromstring(content, create_parent=True).text_content().split())
