"""robustness: does the answer hold when the same is asked otherwise, or the evidence comes in another order?"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from copilot.pipeline import Copilot
from copilot.schema import AbstentionReason, Options, RiskSummary
from copilot.walk import Walk
from evals import lab
from evals.suite import Answer, Card, Case, Size, Suite, Verdict

_WAYS = ("typing error", "lower case", "polite", "telegraphic", "more evidence", "order of evidence", "no model")


def cases(size: Size, seed: int) -> Iterator[Case]:
    """Every question in every way."""
    rng = random.Random(seed)  # noqa: S311
    rows = lab.lines("abstracts.jsonl")[: lab.by_size(size, slice=3, quick=3, full=12)]
    asked = [(row["id"], row["question"], "made-up") for row in rows]
    if size != "slice":
        lab.medline()
        clinical = [row for row in lab.lines("questions.jsonl") if row["kind"] == "clinical"]
        asked += [(row["id"], row["question"], "sample") for row in clinical[: 3 if size == "quick" else 30]]
    for id, question, over in asked:
        for way in _WAYS:
            if way == "no model" and size != "full":
                continue
            facts = {"question": question, "over": over, "engine": None if size == "full" else "none"}
            yield Case(f"{id} {way}", _otherwise(question, way, rng), way, facts)


def _otherwise(question: str, way: str, rng: random.Random) -> str:
    match way:
        case "typing error":
            words = question.split()
            longest = max(range(len(words)), key=lambda i: len(words[i].strip("?,.")))
            at = rng.randrange(1, len(words[longest].strip("?,.")) - 2)
            word = words[longest]
            words[longest] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            return " ".join(words)
        case "lower case":
            return question.lower()
        case "polite":
            return f"Could you please tell me: {question[0].lower()}{question[1:]} Thank you."
        case "telegraphic":
            return " ".join(word for word in question.rstrip("?").split() if word.lower() not in _SMALL_WORDS)
    return question


_SMALL_WORDS = frozenset("is are does do the a an of in for what which how to with after and by".split())


def solve(case: Case) -> Answer:
    facts = case.facts
    return {"plain": _plain(facts["question"], facts["over"], facts["engine"]), "other": _shown(_other(case))}


@cache
def _plain(question: str, over: str, engine: str | None) -> dict[str, Any]:
    return _shown(_copilot(over, engine).ask(question))


def _other(case: Case) -> RiskSummary:
    over, engine = case.facts["over"], case.facts["engine"]
    match case.group:
        case "more evidence":
            return _copilot(over, engine).ask(case.input, options=Options(k=8))
        case "order of evidence":
            return _turned(over, engine).ask(case.input)
        case "no model":
            return _copilot(over, "none").ask(case.input)
    return _copilot(over, engine).ask(case.input)


class _TurnedWalk(Walk):
    def _retrieve(self) -> tuple[AbstentionReason, str, list[str]] | None:
        gap = super()._retrieve()
        turned = enumerate(reversed(self.passages), start=1)
        self.passages = [replace(passage, number=number) for number, passage in turned]
        return gap


class _Turned(Copilot):
    """Drafts from the same texts, the last one first."""

    walk = _TurnedWalk


@cache
def _turned(over: str, engine: str | None) -> Copilot:
    one = _copilot(over, engine)
    return _Turned(one.settings, one.index, one.encoder, one.gate, one.audit, lab.reranker())


@cache
def _copilot(over: str, engine: str | None) -> Copilot:
    if over == "sample":
        return lab.copilot(engine)
    return lab.bench(f"robust-{over}", lab.lines("abstracts.jsonl"), engine)


def _shown(summary: RiskSummary) -> dict[str, Any]:
    cited = sorted({(one.evidence, one.start, one.end) for s in summary.sentences for one in s.citations})
    return {"status": summary.status, "cited": cited, "sentences": [one.text for one in summary.sentences]}


def judge(case: Case, answer: Answer) -> Verdict:
    """Answers are compared by the passages that they stand on: a sentence may be worded otherwise.

    Two that cite nothing have nothing in common, and nothing apart.
    """
    before, after = ({tuple(one) for one in answer[which]["cited"]} for which in ("plain", "other"))
    either = before | after
    texts_before, texts_after = {one[0] for one in before}, {one[0] for one in after}
    texts = texts_before | texts_after
    alike = len(texts_before & texts_after) / len(texts) if texts else 1.0
    same = answer["plain"]["status"] == answer["other"]["status"]
    decided = (float(same), 1.0)
    measures = {
        "answered": (float(answer["other"]["status"] == "answered"), 1.0),
        "same decision to answer": decided,
        f"{case.group}: same decision to answer": decided,
    }
    if either:
        in_common = (alike, 1.0)
        measures |= {"cited texts in common": in_common, f"{case.group}: cited texts in common": in_common}
        measures["cited passages in common"] = (len(before & after) / len(either), 1.0)
    why = f"{answer['plain']['status']} became {answer['other']['status']}; {alike:.0%} of the cited texts in common"
    return Verdict(same and alike > 0, measures, why, tuple(answer["plain"]["sentences"]))


SUITE = Suite(
    "robustness",
    Card(
        checks="A typing error, another case, courtesy, telegram style, more evidence or another order of it change "
        "neither whether there is an answer nor what it stands on.",
        source="Questions on made-up abstracts and on the sample literature, reworded by rule with a seed.",
        licence="The project's own.",
        cannot_tell="How people really reword: a free paraphrase is not made by rule.",
    ),
    cases,
    solve,
    judge,
)
