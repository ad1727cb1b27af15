"""The tagger: how it reads a text, and what it finds where rules are weak."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.deid.detect import Detector
from copilot.deid.recognizers.base import FIRM
from copilot.deid.recognizers.tagger import ADAPTERS, BARS, Bar, Tag, Tagger, _joined, _words
from copilot.deid.tagging import LABELS, OVERLAP, WINDOW, Pieces, _lists
from copilot.settings import Settings


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    encoder = Settings().home / "models" / "encoder"
    if not Tagger.is_available(encoder):
        pytest.skip("needs the models: run `copilot setup --models`")
    return Tagger(encoder)


@given(st.integers(min_value=1, max_value=1000))
def test_windows_cover_every_piece_and_overlap(size: int) -> None:
    none = np.zeros(size, dtype=np.int64)
    windows = list(Pieces(none, none, none, none, [(0, 0)] * size).windows())
    assert windows[0][0] == 0 and windows[-1][1] == size
    assert all(last - first <= WINDOW for first, last in windows)
    assert all(before[1] - after[0] >= OVERLAP for before, after in itertools.pairwise(windows))


def test_pieces_carry_which_lists_know_their_word() -> None:
    text = "Ishaan took metformin in Leeds, 2 mg; Zqxvb"
    places = [(0, 3), (3, 6), (7, 11), (12, 15), (15, 21), (25, 30), (30, 31), (32, 33), (38, 43)]
    name, again, took, drug, rest, town, comma, number, unheard = _lists(text, places)
    assert name == again and drug == rest and len({name, took, town}) == 3
    assert comma == number == unheard == 0 and took == drug


def test_pieces_of_a_word_share_its_mean() -> None:
    chances = np.array([[1, 0], [0, 1], [0, 1]], dtype=np.float32)
    found = list(_words("abcd ef", [(0, 2), (2, 4), (5, 7)], chances))
    assert [(start, end, mean.tolist()) for start, end, mean in found] == [(0, 4, [0.5, 0.5]), (5, 7, [0.0, 1.0])]


def test_an_empty_run_is_no_stretch() -> None:
    assert not list(_joined([]))


def test_a_stretch_is_as_sure_as_its_surest_word() -> None:
    run = [Tag(0, 5, "FACILITY", 0.95), Tag(6, 15, "FACILITY", 0.04)]
    assert list(_joined(run)) == [Tag(0, 15, "FACILITY", 0.95)]


class _Reads:
    """In place of the network: every word with one probability."""

    def __init__(self, sure: float) -> None:
        self._sure = sure

    def words(self, text: str) -> list[Tag]:
        return [Tag(*match.span(), "NAME", self._sure) for match in re.finditer(r"\w+", text)]

    def stretches(self, text: str, found: list[Tag]) -> list[Tag]:
        return []


@pytest.mark.parametrize(("sure", "found"), [(0.0, []), (0.01, ["Fleischner"])])
def test_a_guess_by_place_stands_unless_the_tagger_sees_nobody(sure: float, found: list[str]) -> None:
    detector = Detector(None, rules_only=True)
    detector._tagger = _Reads(sure)  # type: ignore[assignment]
    text = "Nodule of 6 mm, reviewed by Fleischner criteria. MRN 00718834."
    names = [text[hit.start : hit.end] for hit, _ in detector.detect(text).hits]
    assert names == [*found, "00718834"]


def test_without_the_adapter_there_is_no_tagger(tmp_path: Path) -> None:
    assert not Tagger.is_available(tmp_path)
    assert (ADAPTERS / "tagger.safetensors").stat().st_size < 4_000_000


def test_it_votes_only_on_labels_it_has_learned() -> None:
    assert set(BARS) <= set(LABELS[1:])
    assert all(0 < bar.soft <= bar.firm <= 1 for bar in BARS.values())


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("my patient rosa delgado on apixaban has hematuria", "rosa delgado"),
        ("pt star had a good night, vitals stable", "star"),
        ("given to May Boros at 0400", "May Boros"),
        ("Mrs. Hope will return if worse", "Hope"),
        ("transferred from st brendan infirmary with sepsis", "st brendan infirmary"),
        ("Foley removed by Foley RN", "Foley"),
        ("lives at 12 rue des Lilas, 69003 Lyon", "12 rue des Lilas"),
        ("BED 4 WINTERBOURNE, J. COPD", "WINTERBOURNE"),
    ],
)
def test_finds_what_rules_miss(tagger: Tagger, text: str, wanted: str) -> None:
    start = text.rindex(wanted)
    assert any(found[0] <= start and start + len(wanted) <= found[1] for found in tagger.find(text))


@pytest.mark.models
@pytest.mark.parametrize(
    "text",
    [
        "Is Norco safe in Parkinson's disease?",
        "Wells score 4, Ranson 3, New York Heart Association class II, Los Angeles grade B",
        "What are the Boston criteria for cerebral amyloid angiopathy?",
        "Will aspirin help? It may still bleed.",
        "Does metformin reduce mortality in women in Denmark?",
    ],
)
def test_leaves_medicine_alone(tagger: Tagger, text: str) -> None:
    """A faint doubt about a brand is no harm: the vocabulary vetoes it."""
    assert not any(tagger.is_firm(tag) for tag in tagger.tags([text])[0])
    assert Detector(Settings().home / "models").detect(text).hits == []


@pytest.mark.models
def test_batches_do_not_change_what_is_found(tagger: Tagger) -> None:
    texts = ["Seen by Dr. Okafor at Leith Infirmary.", "", "pt delgado " + "stable. " * 200 + "seen by dr okafor"]
    together = tagger.tags(texts)
    assert [[tag[:3] for tag in tags] for tags in together] == [
        [tag[:3] for tag in tagger.tags([text])[0]] for text in texts
    ]
    assert together[1] == [] and texts[2][together[2][-1].start : together[2][-1].end] == "okafor"


@pytest.mark.models
def test_only_what_it_is_sure_of_is_firm(tagger: Tagger) -> None:
    text = "Seen by Dr. Okafor at Leith Infirmary."
    encoder = Settings().home / "models" / "encoder"
    wary = Tagger(encoder, bars={label: Bar(0.5, 1.1) for label in BARS})
    assert any(result.score == FIRM for result in tagger.analyze(text, [], None))  # type: ignore[arg-type]
    assert all(result.score < FIRM for result in wary.analyze(text, [], None))  # type: ignore[arg-type]
