"""The engine without a language model: the sentences of the evidence that answer best, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from copilot.draft.alike import alike
from copilot.verify.form import has_finite_verb, is_plan, is_repeat
from copilot.verify.words import content_stems
from retrieval.query.parts import bare_question, parts
from retrieval.sentences import split

_QUESTION = re.compile(r"^Question: (.*)$", re.MULTILINE)
_PASSAGE = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)
_FINDING = re.compile(
    r"\b(conclu\w+|associat\w+|increas\w+|decreas\w+|reduc\w+|higher|lower|risk factors?|predict\w*|independent\w*"
    r"|effective\w*|improv\w+|recommend\w*|significant\w*)\b",
    re.IGNORECASE,
)
_COMPUTED = ("Cohort statistics.", "Risk score.")
"""How passages begin that were computed for the patient, and stated before any draft."""
NO_ANSWER = "The evidence provided does not answer this question."


class ExtractiveChat(BaseChatModel):
    """Reads the same prompt as the language models and answers by quoting.

    Every evidence sentence is scored by the share of the question's content words it holds, in these or other words
    (`alike`), weighted by how few sentences hold them, plus a mark for stating a finding; the best ones are returned
    with their markers, those of the parts of a question in turn.
    """

    sentences: int = 5
    per_passage: int = 2
    least_overlap: float = 0.34

    @property
    def _llm_type(self) -> str:
        return "extractive"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text = "".join(self._answer(messages))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text.strip()))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for piece in self._answer(messages):
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))

    def _answer(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        prompt = messages[-1].text
        question = _QUESTION.search(prompt)
        chosen = self._choose(
            question[1] if question else prompt, [(int(n), text) for n, text in _PASSAGE.findall(prompt)]
        )
        if not chosen:
            yield NO_ANSWER
        for number, sentence in chosen:
            yield f"{sentence.rstrip('. ')} [{number}]. "

    def _choose(self, question: str, passages: list[tuple[int, str]]) -> list[tuple[int, str]]:
        # what was computed is stated already, and its wording, which follows age and sex, must not weigh on the rest
        passages = [one for one in passages if not one[1].startswith(_COMPUTED)] or passages
        # a passage starts with its title, which is no finding; a text of one sentence has none
        pool = [(n, text[start:end]) for n, text in passages for start, end in split(text)[1:] or split(text)]
        ranked = [self._ranked(part, pool) for part in parts(question)]
        chosen: list[tuple[int, str]] = []
        for i in dict.fromkeys(i for turn in zip_longest(*ranked) for i in turn if i is not None):
            number, sentence = pool[i]
            if [n for n, _ in chosen].count(number) < self.per_passage and not is_repeat(
                sentence, [s for _, s in chosen]
            ):
                chosen.append((number, sentence))
            if len(chosen) == self.sentences:
                break
        return chosen

    def _ranked(self, part: str, pool: list[tuple[int, str]]) -> list[int]:
        """The places in `pool` of the sentences that answer one part of the question, the best first.

        What is told of the patient around it counts for the order alone: no sentence needs to repeat it.
        """
        asked, needed = alike(content_stems(part)), alike(content_stems(bare_question(part)))
        held = [alike(content_stems(sentence)) for _, sentence in pool]
        weight = {stem: 1 / (1 + sum(stem in stems for stems in held)) for stem in asked}
        total = sum(weight.values()) or 1.0
        scored = sorted(
            (
                (sum(weight[s] for s in asked & stems) / total + 0.15 * bool(_FINDING.search(text)), -i)
                for i, ((_, text), stems) in enumerate(zip(pool, held, strict=True))
                if len(needed & stems) >= self.least_overlap * len(needed)
                and has_finite_verb(text)
                and not is_plan(text)
            ),
            reverse=True,
        )
        return [-i for _, i in scored]
