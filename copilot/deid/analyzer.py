"""Presidio's AnalyzerEngine as the frame: the union of all detectors, nothing scored away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from spacy.tokens import Doc
from spacy.vocab import Vocab

from copilot.deid.hits import Hit
from copilot.deid.recognizers import Recognizer
from copilot.deid.recognizers.base import FIRM
from copilot.deid.types import Label

_LANGUAGE = "en"


class Analyzer:
    """Runs detectors over a text."""

    def __init__(self, recognizers: Sequence[Recognizer]) -> None:
        registry = RecognizerRegistry(recognizers=list(recognizers), supported_languages=[_LANGUAGE])
        self._engine = AnalyzerEngine(registry=registry, nlp_engine=_NoModel(), context_aware_enhancer=_NoContext())

    def hits(self, text: str, extra: Sequence[Recognizer] = ()) -> list[Hit]:
        """Every hit of every detector, and of `extra` ones built for this call."""
        results = self._engine.analyze(text, _LANGUAGE, ad_hoc_recognizers=list(extra), nlp_artifacts=_NOTHING)
        return [
            Hit(
                start=result.start,
                end=result.end,
                label=cast(Label, result.entity_type),
                by=result.recognition_metadata["recognizer_name"],
                firm=result.score >= FIRM,
            )
            for result in results
        ]


_NOTHING = NlpArtifacts(
    entities=[], tokens=Doc(Vocab()), tokens_indices=[], lemmas=[], nlp_engine=None, language=_LANGUAGE
)


class _NoModel(NlpEngine):
    """The engine's own language model: none. Detectors that need one bring it, and only where it can matter."""

    def load(self) -> None: ...

    def is_loaded(self) -> bool:
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        return _NOTHING

    def process_batch(
        self, texts: Iterable[str], language: str, *_: Any, **__: Any
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        return ((text, _NOTHING) for text in texts)

    def is_stopword(self, word: str, language: str) -> bool:
        return False

    def is_punct(self, word: str, language: str) -> bool:
        return False

    def get_supported_entities(self) -> list[str]:
        return []

    def get_supported_languages(self) -> list[str]:
        return [_LANGUAGE]


class _NoContext(ContextAwareEnhancer):
    """Scores carry no probability here, so nothing raises them."""

    def __init__(self) -> None:
        super().__init__(0, 0, 0, 0)

    def enhance_using_context(self, text: str, raw_results: list[Any], *_: Any, **__: Any) -> list[Any]:
        return raw_results
