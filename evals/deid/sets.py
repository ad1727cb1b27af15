"""The sets: own notes and questions in three families, texts from elsewhere; each with a hash of texts and spans."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from faker.providers.address.en import Provider as Countries

from copilot.settings import Settings
from copilot.training.tagger import marked
from copilot.training.tagger.presidio import learned
from copilot.training.tagger.text import joined
from evals.deid import medline, notes
from evals.deid.document import NEUTRAL, Document, Span
from evals.deid.notes import Family
from retrieval.errors import Problem

NOTES, QUERIES, TEST_QUERIES, ABSTRACTS, QUICK = 1200, 600, 750, 300, 100
"""Documents per set."""

_PRESIDIO = {
    "PERSON": "NAME",
    "PHONE_NUMBER": "PHONE",
    "ADDRESS": "ADDRESS",
    "LOCATION": "CITY",
    "DATE_TIME": "DATE",
    "CREDIT_CARD": "ACCOUNT",
    "IBAN_CODE": "ACCOUNT",
    "US_SSN": "SSN",
    "US_DRIVER_LICENSE": "LICENSE",
    "IP_ADDRESS": "IP",
    "DOMAIN_NAME": "URL",
    "EMAIL_ADDRESS": "EMAIL",
}
_COUNTRIES = frozenset(str(name).casefold() for name in Countries.countries) | {
    "south korea",
    "east timor",
    "macedonia",
}


class SetUnavailable(Problem):
    """The files of a set are not on this machine."""


@dataclass(frozen=True)
class EvalSet:
    """Documents and where they come from. `mentions` are drugs and diseases that must stay, by document id."""

    name: str
    source: str
    documents: tuple[Document, ...]
    own: bool = False
    mentions: dict[str, tuple[Span, ...]] = field(default_factory=dict)

    @property
    def shown(self) -> bool:
        """Whether misses may be shown to who works on the detectors: generated texts of a development family."""
        return self.own and self.name not in UNSEEN

    @property
    def sha256(self) -> str:
        """Changes with any text, span or order: offsets of stored predictions hold for this hash alone."""
        digest = hashlib.sha256()
        for document in self.documents:
            spans = [(span.start, span.end, span.label) for span in (*document.gold, *document.neutral)]
            digest.update(json.dumps([document.id, document.text, spans]).encode())
        return digest.hexdigest()


def load(name: str, *, quick: bool = False, seed: int = 1) -> EvalSet:
    """A set of NAMES; `quick` takes the first hundred documents. Raises SetUnavailable where its files are absent."""
    made = _SETS[name](seed)
    return EvalSet(name, made.source, made.documents[:QUICK], made.own, made.mentions) if quick else made


def shared(*parts: str) -> Path:
    """A file of the development data. Raises SetUnavailable."""
    root = Path(os.environ.get("COPILOT_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")
    return _present(root.joinpath(*parts), "Set COPILOT_SHARED_DATA to the development data folder.")


def _present(path: Path, next_step: str) -> Path:
    if not path.is_file():
        raise SetUnavailable(f"{path.name} is not on this machine.", next_step=next_step)
    return path


def _notes(family: Family, seed: int) -> EvalSet:
    return EvalSet(f"notes-{family}", "generated", tuple(notes.notes(family, NOTES, seed)), own=True)


def _queries(family: Family, seed: int) -> EvalSet:
    count = TEST_QUERIES if family == "test" else QUERIES
    return EvalSet(f"queries-{family}", "generated", tuple(notes.queries(family, count, seed)), own=True)


def _exam(part: str, exam: str, _seed: int) -> EvalSet:
    """Texts written for an exam by hand, each identifier marked (`copilot.training.tagger.marked`)."""
    folder = files("evals") / "data" / "deid"
    names = (f"{exam}-queries", f"{exam}-clean-queries") if part == "queries" else (f"{exam}-notes",)
    documents = [
        Document(f"{name}-{number}", example.text, tuple(Span(*span) for span in example.spans), kind=part)
        for name in names
        for number, example in enumerate(
            map(joined, marked.parse((folder / f"{name}.txt").read_text("utf-8"), notes=part == "notes"))
        )
    ]
    return EvalSet(f"{part}-{exam}", "written by hand, read by no one who works on the detectors", tuple(documents))


def _presidio(_seed: int) -> EvalSet:
    """The templates that the tagger was not trained on."""
    paths = [shared("presidio_research", f"generated_{size}.jsonl") for size in ("small", "large")]
    rows = [row for path in paths for row in _lines(path) if not learned(row)]
    source = "microsoft/presidio-research, MIT; the half of its templates that trained nothing"
    return EvalSet("presidio", source, tuple(map(_from_presidio, rows)))


def _from_presidio(row: dict[str, Any]) -> Document:
    """Countries, job titles, prefixes and organisations of this general set are neutral; so is the literal "nan"."""
    gold: list[Span] = []
    neutral: list[Span] = []
    for span in row["spans"]:
        label = _PRESIDIO.get(span["type"], NEUTRAL)
        if span["text"].casefold() == "nan" or (label == "CITY" and span["text"].casefold() in _COUNTRIES):
            label = NEUTRAL
        (neutral if label == NEUTRAL else gold).append(Span(span["start"], span["end"], label))
    return Document(str(row["id"]), str(row["text"]), tuple(gold), tuple(neutral), "general")


def _medline(_seed: int) -> EvalSet:
    path = Settings().home / "data" / "medline" / "pubmed21n1298.xml.gz"
    pairs = list(medline.abstracts(_present(path, "Run `copilot setup`."), ABSTRACTS))
    mentions = {document.id: spans for document, spans in pairs}
    return EvalSet("medline", "NLM, update file 1298 of 2021", tuple(pair[0] for pair in pairs), mentions=mentions)


def _pubmedqa(_seed: int) -> EvalSet:
    with gzip.open(shared("pubmedqa", "dev.jsonl.gz"), "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    documents = tuple(Document(str(row["pmid"]), row["question"], kind="query") for row in rows)
    return EvalSet("pubmedqa", "pubmedqa questions, MIT", documents)


def _medsafety(_seed: int) -> EvalSet:
    rows = _lines(shared("medsafetybench", "train.jsonl"))
    documents = tuple(Document(str(row["id"]), str(row["request"]), kind="query") for row in rows)
    return EvalSet("medsafety", "MedSafetyBench requests, MIT", documents)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


EXAMS = ("exam-13", "exam-14", "exam-15")
"""Each by a writer of its own; the first twelve train the tagger now."""

_SETS: dict[str, Callable[[int], EvalSet]] = {
    **{f"notes-{family}": partial(_notes, family) for family in notes.FAMILIES},
    **{f"queries-{family}": partial(_queries, family) for family in notes.FAMILIES},
    **{f"{part}-{exam}": partial(_exam, part, exam) for exam in EXAMS for part in ("notes", "queries")},
    "presidio": _presidio,
    "medline": _medline,
    "pubmedqa": _pubmedqa,
    "medsafety": _medsafety,
}
NAMES = tuple(_SETS)
UNSEEN = frozenset(f"{part}-{name}" for name in ("test", *EXAMS) for part in ("notes", "queries"))
"""Sets that are measured only when asked for by name, so that nobody tunes to them in passing."""
