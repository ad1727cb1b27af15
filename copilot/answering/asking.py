"""What is asked, and of whom: de-identified and spelt right, once, before anything is searched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from copilot import patient_line
from copilot.deid import lexicon
from copilot.deid.question import without_identifiers
from copilot.deid.types import Deidentified, Known
from copilot.draft.relevance import Topic
from copilot.safety.steer import steers
from copilot.schema import PatientContext
from copilot.subject import subject
from retrieval.index import Index, TextEncoder
from retrieval.query.courtesy import bare
from retrieval.query.parts import parts
from retrieval.query.spelling import Spelling, respelled
from retrieval.subject import Subject


class Part(NamedTuple):
    """One thing that is asked, in words that stand alone."""

    text: str
    topic: Topic


@dataclass(frozen=True)
class Asking:
    """A question on its way in.

    `question` is shown and logged; `search`, which is searched for and drafted from, is without placeholders, typing
    errors and words of courtesy.
    `line` is what a prompt says of the patient, `used` what it took of the record for that. `steered`: the record
    gives instructions, so that its line is left out. `hidden` counts identifiers; `doubts` are those left in doubt.
    `topic` is that of the whole question, `parts` are what it asks, one or several.
    """

    question: str
    search: str
    spelling: Spelling
    hidden: int
    doubts: tuple[str, ...]
    patient: PatientContext | None
    subject: Subject
    line: str
    used: list[str]
    steered: bool
    topic: Topic
    parts: tuple[Part, ...]

    @property
    def heard(self) -> str:
        """What the guard reads: courtesy stays, for an order can be polite."""
        return self.spelling.text

    def borne(self, sentence: str, encoder: TextEncoder | None) -> frozenset[int]:
        """The parts, from 0, to whose answer `sentence` can belong; without an encoder nothing speaks against any."""
        if encoder is None:
            cosines: list[float | None] = [None] * len(self.parts)
        else:
            texts = list(dict.fromkeys(text for part in self.parts for text in (part.text, part.topic.own)))
            *vectors, said = encoder.encode([*texts, sentence])
            near = {text: float(one @ said) for text, one in zip(texts, vectors, strict=True)}
            cosines = [max(near[part.text], near[part.topic.own]) for part in self.parts]
        pairs = zip(self.parts, cosines, strict=True)
        return frozenset(i for i, (part, cosine) in enumerate(pairs) if part.topic.bears(sentence, cosine))


def asking(
    question: str,
    patient: PatientContext | None,
    known: Known,
    deidentify: Callable[[str, Known], Deidentified],
    index: Index,
) -> Asking:
    """`question` and `patient` as the walk takes them. Raises QuestionWithheld."""
    asked = without_identifiers(question, known, deidentify)
    spelling = respelled(asked.search, index.df, lexicon.is_heard_of, lexicon.vocabulary())
    search = bare(spelling.text)
    line, used = patient_line.render(patient, search)
    steered = steers(line, read=True)
    return Asking(
        question=asked.text,
        search=search,
        spelling=spelling,
        hidden=asked.hidden,
        doubts=asked.doubts,
        patient=patient,
        subject=subject(patient, search),
        line="" if steered else line,
        used=[] if steered else used,
        steered=steered,
        topic=Topic(search, index.df, len(index)),
        parts=tuple(Part(part, Topic(part, index.df, len(index))) for part in parts(search)),
    )
