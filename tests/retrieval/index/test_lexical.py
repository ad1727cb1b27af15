from __future__ import annotations

from pathlib import Path

import numpy as np

from retrieval.index.lexical import Lexical, terms, write

TEXTS = ["Obesity and death", "Vitamin D in obese adults", "Asthma in children", "the of and"]


def opened(tmp_path: Path) -> Lexical:
    write([terms(text) for text in TEXTS], tmp_path / "lexical")
    return Lexical(tmp_path / "lexical")


def test_terms_are_stemmed_and_keep_single_letters() -> None:
    assert terms("The patients' IL-6 and vitamin D levels") == ["patient", "il", "6", "vitamin", "d", "level"]


def test_best_first_and_only_what_shares_a_word(tmp_path: Path) -> None:
    top = opened(tmp_path).top("vitamin D for obesity", 10)
    assert max(top, key=lambda row: top[row]) == 1
    assert 2 not in top and 3 not in top


def test_depth_keeps_the_best(tmp_path: Path) -> None:
    lexical = opened(tmp_path)
    everything = lexical.top("obese adults asthma", 10)
    assert lexical.top("obese adults asthma", 1).keys() == {max(everything, key=lambda row: everything[row])}


def test_mask_keeps_others_out(tmp_path: Path) -> None:
    allowed = np.array([True, False, True, True])
    assert opened(tmp_path).top("obesity in vitamin", 10, allowed).keys() == {0}


def test_unknown_words_and_stop_words_find_nothing(tmp_path: Path) -> None:
    lexical = opened(tmp_path)
    assert lexical.top("xylophone", 10) == {} and lexical.top("the of", 10) == {} and lexical.top("", 10) == {}


def test_df_counts_documents(tmp_path: Path) -> None:
    lexical = opened(tmp_path)
    assert [lexical.df(term) for term in ("obes", "vitamin", "the", "nothing")] == [2, 1, 0, 0]


def test_documents_without_any_term(tmp_path: Path) -> None:
    write([[], []], tmp_path / "empty")
    assert Lexical(tmp_path / "empty").top("obesity", 10) == {}
