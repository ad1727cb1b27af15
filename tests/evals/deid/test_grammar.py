from __future__ import annotations

from random import Random

import pytest

from evals.deid.document import Piece
from evals.deid.grammar import Grammar, expand, parse
from evals.deid.styles import styled

SOURCE = """# a comment
== nursing lower
pt {name} has {dx}
== nursing
{name}, {dx}
-- dx
{kind} disease
-- kind
Graves
-- kind
Crohn
"""


def slot(name: str) -> list[Piece]:
    return [Piece(f"<{name}>", "NAME")]


def test_notes_and_symbols_are_read() -> None:
    grammar = parse(SOURCE)
    assert [(note.kind, note.styles) for note in grammar.notes] == [("nursing", ("lower",)), ("nursing", ())]
    assert grammar.symbols == {"dx": ("{kind} disease",), "kind": ("Graves", "Crohn")}
    assert grammar.kinds == ("nursing",)


def test_symbols_expand_and_slots_are_handed_over() -> None:
    grammar = parse(SOURCE).only(lambda line: line != "Crohn")
    pieces = list(expand("{name}: {dx}.", grammar, Random(0), slot))
    assert "".join(piece.text for piece in pieces) == "<name>: Graves disease."
    assert [piece.text for piece in pieces if piece.label] == ["<name>"]


def test_alternatives_of_two_grammars_add_up() -> None:
    joined = Grammar(symbols={"a": ("1",)}).joined(Grammar(symbols={"a": ("2",), "b": ("3",)}))
    assert joined.symbols == {"a": ("1", "2"), "b": ("3",)}


def test_cycles_and_stray_text_are_refused() -> None:
    with pytest.raises(ValueError, match="cycle"):
        list(expand("{a}", Grammar(symbols={"a": ("{a}",)}), Random(0), slot))
    with pytest.raises(ValueError, match="before the first heading"):
        parse("stray line\n")


def test_styles_keep_labels() -> None:
    pieces = [Piece("Mia", "NAME"), Piece(" Oil")]
    assert list(styled(pieces, ["lower"], Random(0))) == [Piece("mia", "NAME"), Piece(" oil")]
    scanned = list(styled([Piece("mol" * 50, "NAME")], ["ocr"], Random(0)))
    assert scanned[0].label == "NAME"
    assert scanned[0].text != "mol" * 50
