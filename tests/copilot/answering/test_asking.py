"""A sentence bears on a question if it bears on any of its parts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from samples import LetterEncoder

from copilot.answering.asking import Asking, asking
from copilot.deid.types import Deidentified, Known
from copilot.pipeline import Copilot
from copilot.settings import Settings

RISK, TRIAL = "Stroke occurred in 4.1% of adults with atrial fibrillation.", "Apixaban lowered the risk of bleeding."


class Meaning(LetterEncoder):
    """Knows two subjects: stroke and bleeding."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        subjects = [["stroke" in text.lower(), "bleeding" in text.lower()] for text in texts]
        vectors = np.array(subjects, np.float32)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def read(question: str, settings: Settings) -> Asking:
    def untouched(text: str, known: Known) -> Deidentified:
        return Copilot.open(settings).deidentify(text, known)

    return asking(question, None, Known(), untouched, Copilot.open(settings).index)


@pytest.mark.parametrize(("sentence", "borne"), [(RISK, {0}), (TRIAL, {1}), ("Maize was green.", set())])
def test_each_part_is_asked_alone(settings: Settings, sentence: str, borne: set[int]) -> None:
    question = "What is the risk of stroke in atrial fibrillation, and does apixaban lower the risk of bleeding?"
    assert read(question, settings).borne(sentence, Meaning()) == borne


def test_without_an_encoder_nothing_speaks_against_a_sentence(settings: Settings) -> None:
    assert read("Does apixaban lower the risk of stroke?", settings).borne("Maize was green.", None) == {0}
