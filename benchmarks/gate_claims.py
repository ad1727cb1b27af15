"""Claims with a known verdict, from the sample literature, the sets written by hand and SciFact."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
from pathlib import Path
from typing import NamedTuple

from copilot.settings import settings
from evals import lab, perturb
from retrieval.literature.load import load
from retrieval.record import Record
from retrieval.sentences import split

FITTED = ("paraphrased", "scifact")
"""Sets that the score was fitted to."""
_WRITTEN = (("dev", "paraphrased"), ("exam", "exam"), ("exam-2", "second exam"))
"""Files of claims written by hand, and their sets."""


class Claim(NamedTuple):
    """A claim and its text. Claims of one `group` share a claim or a text."""

    set: str
    kind: str
    claim: str
    evidence: str
    title: str
    holds: bool
    group: str


def claims(sentences: int, pairs: int) -> list[Claim]:
    records = [item for item in load(f"medline:{_medline()}") if isinstance(item, Record)]
    written = [row for file, name in _WRITTEN for row in _paraphrased(records, file, name)]
    return [*_perturbed(records, sentences), *written, *_spliced(records, 150), *_scifact(pairs)]


def _medline() -> Path:
    return settings().home / "data" / "medline" / "pubmed21n1298.xml.gz"


def _perturbed(records: list[Record], count: int, seed: int = 3) -> list[Claim]:
    long = [record for record in records if len(record.text) > 600]
    rng = random.Random(seed)
    titles, chosen = {}, []
    for record in rng.sample(long, min(count, len(long))):
        spans = [span for span in split(record.text) if 60 < span[1] - span[0] < 320]
        if spans:
            start, end = rng.choice(spans[len(spans) // 2 :])
            chosen.append((record.text[start:end], record.text))
            titles[record.text] = record.title
    return [
        Claim("copied", case.kind, case.claim, case.text, titles[case.text], case.holds, case.text[:80])
        for case in perturb.cases(chosen, seed)
    ]


def _paraphrased(records: list[Record], file: str, name: str) -> list[Claim]:
    texts = {record.id: record for record in records}
    out = []
    for row in lab.lines(f"gate/{file}.jsonl"):
        record = texts[f"pmid:{row['pmid']}"]
        out.append(Claim(name, row["kind"], row["claim"], record.text, record.title, row["holds"], record.id))
    return out


_VERB = re.compile(
    r"\b(was|were|is|are|had|has|have|showed|may|can|could|did|increased|decreased|reduced|improved|predicted|occurred)\b"
)


def _spliced(records: list[Record], count: int, seed: int = 9) -> list[Claim]:
    """The subject of one sentence with what another says of something else: right words, wrong link."""
    rng = random.Random(seed)
    out: list[Claim] = []
    for record in rng.sample(records, len(records)):
        sentences = [record.text[start:end] for start, end in split(record.text)]
        parts = [(s, match) for s in sentences if 60 < len(s) < 260 and ":" not in s and (match := _VERB.search(s))]
        if len(parts) < 2:
            continue
        (one, first), (two, second) = rng.sample(parts, 2)
        if len(one[: first.start()].split()) < 3 or len(two[: second.start()].split()) < 3:
            continue
        claim = one[: first.start()] + two[second.start() :]
        out.append(Claim("spliced", "spliced", claim, record.text, record.title, False, record.id))
        if len(out) == count:
            break
    return out


def _scifact(count: int, seed: int = 3) -> list[Claim]:
    """Training pairs with the whole abstract, no title; SUPPORT holds, CONTRADICT and NEI do not."""
    folder = Path(os.environ.get("COPILOT_SHARED_DATA", "../shared/data")) / "scifact"
    if not folder.exists():
        print("scifact: no data beside the checkout, skipped")
        return []
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = {row["doc_id"]: " ".join(s.strip() for s in row["abstract"]) for row in map(json.loads, file)}
    rows = [json.loads(line) for line in (folder / "pairs_train.jsonl").read_text(encoding="utf-8").splitlines()]
    if count < len(rows):
        rows = random.Random(seed).sample(rows, count)
    root: dict[object, object] = {}

    def find(key: object) -> object:
        while root.setdefault(key, key) != key:
            key = root[key]
        return key

    for row in rows:
        root[find(row["claim"])] = find(row["doc_id"])
    return [
        Claim(
            "scifact",
            row["label"],
            row["claim"],
            texts[row["doc_id"]],
            "",
            row["label"] == "SUPPORT",
            f"s{find(row['claim'])}",
        )
        for row in rows
    ]
