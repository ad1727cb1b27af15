"""Made-up abstracts about a topic, sentence by sentence, with the facts that they state."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from evals.risksum.case import Document, Fact
from evals.risksum.topics import Topic

UP = ("higher", "increas", "rais", "greater", "more")
DOWN = ("lower", "reduc", "decreas", "less", "fewer")
_OPENINGS = (
    "We followed {n} {people} for {window}.",
    "This study analysed the records of {n} {people} from {k} hospitals.",
    "OBJECTIVE: To examine {exposure} and {outcome} in {people}. METHODS: We studied {n} {people} over {window}.",
    "Data of {n} {people} were examined, with follow-up of {window}.",
    "A total of {n} {people} took part in {k} centres.",
)
_TRIALS = (
    "We randomised {n} {people} and followed them for {window}.",
    "In this randomised trial, {n} {people} took part in {k} centres.",
    "OBJECTIVE: To test {exposure} against {outcome} in {people}. METHODS: {n} {people} were randomly assigned.",
)
_EXPERIMENTS = (
    "We used {k} {people}.",
    "AIM: To study {exposure} and {outcome} in {people}. METHODS: {k} of them were observed in the laboratory.",
)
_EFFECTS = (
    "{Exposure} was associated with {changed} risk of {outcome} ({measure} {ratio}, 95% CI {low} to {high}).",
    "The risk of {outcome} was {plainly} with {exposure}, with a {measure} of {ratio} (95% CI {low} to {high}).",
    "After adjustment, {exposure} was linked to {changed} risk of {outcome} ({measure} {ratio}).",
    "RESULTS: {Exposure} went along with {changed} risk of {outcome}, "
    "the {measure} being {ratio} (95% CI {low}-{high}).",
)
_RATES = (
    "The rate of {outcome} within {window} was {p1}% in {exposed} and {p2}% in {others}.",
    "Within {window}, the frequency of {outcome} was {p1}% in {exposed} compared with {p2}% in {others}.",
    "By the end, {outcome} had been recorded in {p1}% of {exposed} against {p2}% of {others}.",
)
_CLOSINGS = (
    "Results were similar in women and men.",
    "Missing data were imputed.",
    "CONCLUSIONS: The finding held in sensitivity analyses.",
    "Funding was public.",
    "Length of stay did not differ.",
    "Follow-up was complete in nine of ten.",
)


class Said(NamedTuple):
    """A sentence and, if it states a fact, what a sentence that makes it must hold."""

    text: str
    numbers: tuple[str, ...] = ()
    terms: tuple[tuple[str, ...], ...] = ()
    against: tuple[str, ...] = ()
    anchors: tuple[tuple[str, str], ...] = ()


class Study(NamedTuple):
    """A document with its facts: first the effect, then the rates."""

    document: Document
    facts: tuple[Fact, ...]


def study(topic: Topic, rng: random.Random, pmid: int, year: int, higher: bool) -> Study:
    """An abstract on the topic's question, in its own people."""
    words = _words(topic, rng, higher, topic.people)
    rates = (f"{words['p1']}%", f"{words['p2']}%")
    said = [
        Said(_capital(rng.choice(_TRIALS if topic.treatment else _OPENINGS).format(**words))),
        _effect(rng, words, higher),
        Said(
            rng.choice(_RATES).format(**words),
            rates,
            anchors=tuple(zip(rates, (topic.exposed, topic.others), strict=True)),
        ),
        Said(rng.choice(_CLOSINGS)),
    ]
    design = (
        "randomised trial" if topic.treatment else rng.choice(("cohort study", "registry study", "prospective study"))
    )
    kinds = ("Randomized Controlled Trial",) if topic.treatment else ("Observational Study",)
    return written(pmid, f"{words['Exposure']} and {topic.outcome} in {topic.people}: a {design}", year, said, kinds)


def elsewhere(
    topic: Topic, rng: random.Random, pmid: int, year: int, higher: bool, people: str, in_vivo: bool
) -> Study:
    """An abstract on the topic's question in people, or animals, to whom the patient does not belong."""
    words = _words(topic, rng, higher, people)
    said = [
        Said(_capital(rng.choice(_EXPERIMENTS if in_vivo else _OPENINGS).format(**words))),
        _effect(rng, words, higher),
        Said("Histology agreed with this." if in_vivo else rng.choice(_CLOSINGS)),
    ]
    design = "an experiment" if in_vivo else "a cohort study"
    return written(pmid, f"{words['Exposure']} and {topic.outcome} in {people}: {design}", year, said)


def _effect(rng: random.Random, words: dict[str, str], higher: bool) -> Said:
    up_or_down = (UP, DOWN) if higher else (DOWN, UP)
    return Said(rng.choice(_EFFECTS).format(**words), (words["ratio"],), up_or_down[:1], up_or_down[1])


def _words(topic: Topic, rng: random.Random, higher: bool, people: str) -> dict[str, str]:
    """What the sentences are filled with; the ratio of the rates is near the stated ratio."""
    other = round(rng.uniform(*topic.base), 1)
    ratio = round(rng.uniform(1.28, 2.4) if higher else rng.uniform(0.46, 0.82), 2)
    spread = rng.uniform(1.06, 1.22)
    mine = round(min(other * ratio * rng.uniform(0.97, 1.03), 94.0), 1)
    return {
        "n": f"{rng.randint(420, 9800):,}",
        "k": str(rng.randint(12, 64)),
        "people": people,
        "window": topic.window,
        "exposure": topic.exposure,
        "Exposure": _capital(topic.exposure),
        "outcome": topic.outcome,
        "exposed": topic.exposed,
        "others": topic.others,
        "changed": rng.choice(("a higher", "an increased") if higher else ("a lower", "a reduced")),
        "plainly": rng.choice(("higher", "increased") if higher else ("lower", "reduced")),
        "measure": rng.choice(("hazard ratio", "risk ratio")),
        "ratio": f"{ratio:.2f}",
        "low": f"{ratio / spread:.2f}",
        "high": f"{ratio * spread:.2f}",
        "p1": f"{mine:.1f}",
        "p2": f"{other:.1f}",
    }


def written(pmid: int, title: str, year: int, said: Sequence[Said], kinds: tuple[str, ...] = ()) -> Study:
    """Sentences as a document under a PubMed-like id, with the facts they state."""
    text, facts = laid_out(f"pmid:{pmid}", said)
    return Study(
        Document(id=f"pmid:{pmid}", pmid=str(pmid), title=title, text=text, year=year, publication_types=kinds), facts
    )


def guideline(slug: str, organisation: str, title: str, year: int, said: Sequence[Said]) -> Study:
    """Sentences as a guideline, which is a document of its own."""
    id = f"doc:{slug}-{year}.txt#part-1"
    text, facts = laid_out(id, said)
    about = {"title": f"{title} {year}", "organisation": organisation}
    return Study(Document(id=id, text=text, year=year, kind="guideline", **about), facts)


def laid_out(evidence: str, said: Sequence[Said]) -> tuple[str, tuple[Fact, ...]]:
    """One text of the sentences, and their facts with offsets into it."""
    facts, at = [], 0
    for one in said:
        text, numbers, terms, against, anchors = one
        if numbers or terms:
            where = {"evidence": evidence, "quote": text, "start": at, "end": at + len(text)}
            facts.append(Fact(**where, numbers=numbers, terms=terms, against=against, anchors=anchors))
        at += len(text) + 1
    return " ".join(one.text for one in said), tuple(facts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
