"""gate: is a sentence kept as it stands in its source, and dropped once one thing in it is changed?"""

from __future__ import annotations

import random
from collections.abc import Iterator

from copilot.verify.gate import Gate
from evals import lab, perturb
from evals.suite import Answer, Card, Case, Size, Suite, Verdict
from retrieval.sentences import split

_MARKS = {
    "number": "changed number caught",
    "two numbers swapped": "two numbers swapped caught",
    "unit": "changed unit caught",
    "direction": "turned direction caught",
    "negation": "turned negation caught",
    "drug": "other drug caught",
    "population": "other population caught",
    "comparator": "exchanged comparator caught",
    "misspelt name": "misspelt name caught",
    "other text's claim": "other text's claim caught",
}


_PARAPHRASED = "paraphrased: "


def cases(size: Size, seed: int) -> Iterator[Case]:
    pairs = _made() if size == "slice" else _sampled(lab.by_size(size, slice=0, quick=25, full=300), seed)
    for number, case in enumerate(perturb.cases(pairs, seed)):
        facts = {"text": case.text, "holds": case.holds, "rules alone": size == "slice"}
        yield Case(f"{number:04}-{case.kind}", case.claim, case.kind, facts)
    if size != "slice":
        yield from _paraphrased(lab.by_size(size, slice=0, quick=60, full=304))


def _paraphrased(count: int) -> Iterator[Case]:
    """Sentences put in other words by hand, and the same with one thing changed."""
    rows = lab.lines("gate/dev.jsonl")[:count]
    for row in rows:
        facts = {"text": lab.sample()[row["pmid"]].text, "holds": row["holds"], "rules alone": False}
        yield Case(row["id"], row["claim"], _PARAPHRASED + row["kind"], facts)


def _made() -> list[tuple[str, str]]:
    texts = [row["text"] for row in lab.lines("abstracts.jsonl")]
    return [(text[start:end], text) for text in texts for start, end in split(text)]


def _sampled(count: int, seed: int) -> list[tuple[str, str]]:
    """(sentence, its abstract) from the second half of long abstracts, where findings stand."""
    rng = random.Random(seed)  # noqa: S311
    records = [record for record in lab.sample().values() if len(record.text) > 600]
    pairs = []
    for record in rng.sample(records, min(count, len(records))):
        spans = [span for span in split(record.text) if 60 < span[1] - span[0] < 320]
        if spans:
            start, end = rng.choice(spans[len(spans) // 2 :])
            pairs.append((record.text[start:end], record.text))
    return pairs


def solve(case: Case) -> Answer:
    gate = Gate() if case.facts["rules alone"] else lab.gate()
    check = gate.check(case.input, case.facts["text"])
    quotes = [case.facts["text"][start:end] for start, end in check.spans]
    return {"supported": check.supported, "failed": check.failed, "checks": check.checks, "quotes": quotes}


def judge(case: Case, answer: Answer) -> Verdict:
    kept = bool(answer["supported"])
    right = kept == case.facts["holds"]
    if case.group.startswith(_PARAPHRASED):
        measure = "fair paraphrase kept" if case.facts["holds"] else "changed paraphrase caught"
        measures = {measure: (float(right), 1.0)}
    elif case.facts["holds"]:
        measures = {"verbatim kept": (float(kept), 1.0)}
    else:
        caught = (float(not kept), 1.0)
        measures = {_MARKS[case.group]: caught, "any change caught": caught}
    why = "kept" if kept else "dropped: " + "; ".join(answer["failed"])
    return Verdict(right, measures, why, tuple(answer["quotes"]) or (case.facts["text"],))


SUITE = Suite(
    "gate",
    Card(
        checks="The gate keeps a sentence of the source, word for word or fairly paraphrased, and drops it once a "
        "digit, a unit, a direction, a negation, a drug, a population or a name is changed, two numbers or two "
        "compared things change places, or another text is cited.",
        source="Sentences of the sample literature (MEDLINE 2021, as setup fetches it), changed by rule with a seed; "
        "152 of them paraphrased by hand, each fairly and with one thing changed (evals/data/gate/dev.jsonl); in the "
        "CI slice, twelve made-up abstracts.",
        licence="MEDLINE abstracts: NLM terms; they are read, not shipped. The made-up abstracts: the project's own.",
        cannot_tell="Real drafts err in other ways than one change at a time. The paraphrases are development data: "
        "rules and weights were tuned on them. A change may by chance leave the sentence true.",
    ),
    cases,
    solve,
    judge,
)
