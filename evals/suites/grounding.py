"""grounding: does every shown sentence stand in what it cites, by two judges, and does it follow its source?

Citation recall and precision as ALCE defines them (Gao et al., EMNLP 2023), statement and whole-answer support as
SourceCheckup does (Wu et al., Nat Commun 2025); the judge of both shares no code with the gate.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from typing import Any

from evals import lab, two_judges
from evals.report.figure import Figure
from evals.second_judge import bare, numbers, supported
from evals.suite import Answer, Card, Case, Measures, Size, Suite, Verdict

_CHANGEABLE = re.compile(r"(?<![\w.,])\d+\.\d+(?![\w.,]\d)|(?<![\w.,])\d+(?=%)")


def cases(size: Size, seed: int) -> Iterator[Case]:
    """Questions as they are asked, and questions whose source had a number changed."""
    if size == "slice":
        asked = [(row["id"], row["question"]) for row in lab.lines("abstracts.jsonl")[:4]]
    else:
        lab.medline()
        rows = [row for row in lab.lines("questions.jsonl") if row["kind"] == "clinical"]
        asked = [(row["id"], row["question"]) for row in rows[: lab.by_size(size, slice=0, quick=5, full=60)]]
    for id, question in asked:
        yield Case(f"asked-{id}", question, "asked", {"engine": None, "made": size == "slice", "seed": seed})
    yield from _changed(lab.by_size(size, slice=3, quick=3, full=12), seed, "none" if size == "slice" else None)


def _changed(count: int, seed: int, engine: str | None) -> Iterator[Case]:
    rng = random.Random(seed)  # noqa: S311
    made = 0
    for row in lab.lines("abstracts.jsonl"):
        once = [m for m in _CHANGEABLE.finditer(row["text"]) if numbers(row["text"]).count(float(m[0])) == 1]
        if not once or made == count:
            continue
        made += 1
        chosen = rng.choice(once)
        new = (
            str(round(float(chosen[0]) * rng.choice((1.5, 0.6)), 2)) if "." in chosen[0] else str(int(chosen[0]) + 7)
        )
        text = row["text"][: chosen.start()] + new + row["text"][chosen.end() :]
        facts = {"engine": engine, "id": row["id"], "text": text, "old": chosen[0], "new": new}
        yield Case(f"changed-{row['id']}", row["question"], "changed", facts)


def solve(case: Case) -> Answer:
    facts = case.facts
    if case.group == "changed":
        rows = lab.lines("abstracts.jsonl")
        documents = [row | {"text": facts["text"]} if row["id"] == facts["id"] else row for row in rows]
        copilot = lab.bench(case.id, documents, facts["engine"])
    elif facts["made"]:
        copilot = lab.bench("made", lab.lines("abstracts.jsonl"))
    else:
        copilot = lab.copilot()
    summary = copilot.ask(case.input)
    answer = summary.model_dump(mode="json", exclude={"created", "id", "audit"})
    if case.group == "asked":
        answer["opinions"] = two_judges.opinions(copilot, summary, facts["seed"])
    return answer


def judge(case: Case, answer: Answer) -> Verdict:
    return _judge_changed(case, answer) if case.group == "changed" else _judge_asked(answer)


def _judge_changed(case: Case, answer: Answer) -> Verdict:
    shown = [one["text"] for one in answer["sentences"]]
    old = [text for text in shown if float(case.facts["old"]) in numbers(bare(text))]
    new = any(float(case.facts["new"]) in numbers(bare(text)) for text in shown)
    measures = {
        "old number shown after its source changed": (float(bool(old)), 1.0),
        "new number shown after its source changed": (float(new), 1.0),
    }
    why = f"{case.facts['old']} became {case.facts['new']}: " + ("followed" if new else "left out")
    return Verdict(not old, measures, "; ".join(old) or why, (case.facts["text"],))


def _judge_asked(answer: Answer) -> Verdict:
    texts = {item["id"]: item["text"] for item in answer["evidence"]}
    measures: dict[str, tuple[float, float]] = {}
    faults: list[str] = []
    held = []
    for sentence in answer["sentences"]:
        found, fault = _judge_sentence(sentence, texts)
        held.append(not fault)
        faults += fault
        for name, (amount, weight) in found.items():
            before = measures.get(name, (0.0, 0.0))
            measures[name] = (before[0] + amount, before[1] + weight)
    if held:
        measures["whole answers supported"] = (float(all(held)), 1.0)
    measures |= _judge_opinions(answer["opinions"])
    quotes = tuple(cited["quote"] for one in answer["sentences"] for cited in one["citations"])
    differ = [one for one in answer["opinions"] if one["gate"] is not one["second"]]
    quotes += tuple(f"the judges differ ({one['of']}, gate: {_said(one['gate'])}): {one['claim']}" for one in differ)
    why = "; ".join(faults) or ("abstained" if not answer["sentences"] else "every sentence stands in what it cites")
    return Verdict(not faults, measures, why, quotes)


def _judge_sentence(sentence: dict[str, Any], texts: dict[str, str]) -> tuple[Measures, list[str]]:
    claim, cited = bare(sentence["text"]), sentence["citations"]
    quotes = [one["quote"] for one in cited]
    exact = [_exact(one, texts) for one in cited]
    standing = set(numbers(" ".join(quotes)))
    fidelity = [number in standing for number in numbers(claim)]
    recall = supported(claim, quotes)
    measures = {
        "quotes exact": (float(sum(exact)), float(len(exact))),
        "numbers that stand in a cited quote": (float(sum(fidelity)), float(len(fidelity))),
        "citation recall (ALCE)": (float(recall), 1.0),
        "citation precision (ALCE)": (
            float(sum(_needed(claim, quotes, i, recall) for i in range(len(quotes)))),
            float(len(quotes)),
        ),
        "statements supported": (float(supported(claim, [texts[one["evidence"]] for one in cited])), 1.0),
    }
    faults = [] if all(exact) and all(fidelity) and recall else [claim]
    return measures, faults


def _exact(cited: dict[str, Any], texts: dict[str, str]) -> bool:
    quote = texts[cited["evidence"]][cited["start"] : cited["end"]]
    return bool(quote == cited["quote"] and hashlib.sha256(quote.encode()).hexdigest() == cited["sha256"])


def _needed(claim: str, quotes: list[str], i: int, recall: bool) -> bool:
    """ALCE: the statement is supported, and this citation carries it alone or the others do not without it."""
    others = quotes[:i] + quotes[i + 1 :]
    return recall and (supported(claim, [quotes[i]]) or not supported(claim, others))


def _judge_opinions(opinions: list[two_judges.Opinion]) -> Measures:
    """Were good sentences dropped? Do the judges agree, and does each catch what was changed?"""
    dropped = [one for one in opinions if one["of"] == "dropped"]
    changed = [one for one in opinions if one["of"].startswith("changed")]
    return {
        "dropped though the second judge finds it supported": (
            float(sum(one["second"] for one in dropped)),
            float(len(dropped)),
        ),
        "changed claims caught by the gate": (float(sum(not one["gate"] for one in changed)), float(len(changed))),
        "changed claims caught by the second judge": (
            float(sum(not one["second"] for one in changed)),
            float(len(changed)),
        ),
        "judges agree": (float(sum(one["gate"] is one["second"] for one in opinions)), float(len(opinions))),
    }


def _said(verdict: bool) -> str:
    return "supported" if verdict else "unsupported"


def figures(answers: Sequence[tuple[str, Answer]]) -> list[Figure]:
    """The two judges over all answers."""
    return two_judges.figures([one for _, answer in answers for one in answer.get("opinions", ())])


SUITE = Suite(
    "grounding",
    Card(
        checks="Quotes are exact, numbers stand in them, a second judge finds each sentence supported by what it "
        "cites, good sentences are not dropped, and when a number in the source is changed, the answer follows or "
        "leaves it out. Where the two judges disagree is listed.",
        source="The clinical questions of evals/data/questions.jsonl over the sample literature; made-up abstracts "
        "with one number changed.",
        licence="Questions and made-up abstracts: the project's own. MEDLINE: NLM terms; read, not shipped.",
        cannot_tell="Whether the sentences are the ones a clinician needs. ALCE's measures are by a lenient "
        "judge (sentence encoder and numbers) that cannot see a turned direction; the judges are compared with a "
        "strict one, which takes a paraphrase for unsupported. Nobody has yet judged these answers by hand.",
    ),
    cases,
    solve,
    judge,
    figures=figures,
)
