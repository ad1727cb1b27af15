"""Plain retrieval-augmented generation as LangChain's tutorials build it: retriever, prompt, chat model."""

from __future__ import annotations

from functools import cache

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.language_models import BaseChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.vectorstores import InMemoryVectorStore

from copilot.draft.parse import NO_ANSWER, stream_sentences
from evals import lab
from evals.risksum.case import Answered, Cited, RiskCase, Shown

_K = 4
_PROMPT = ChatPromptTemplate.from_messages(
    [
        (
            "system",
            "You are an assistant for question-answering tasks. Use the following pieces of retrieved context to "
            "answer the question. If you don't know the answer, say that the evidence does not answer the question. "
            "Use three sentences maximum, and end every sentence with the number of the context it comes from, in "
            "brackets.",
        ),
        ("human", "Context:\n{context}\n\nQuestion: {question}"),
    ]
)


class _Vectors(Embeddings):
    """The installed sentence encoder behind LangChain's interface."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(one) for one in row] for row in lab.encoder().encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def answer(case: RiskCase, chat: BaseChatModel | None = None) -> Answered:
    """An answer from the case's whole evidence set, cohort and scores included; citations are whole texts."""
    store = InMemoryVectorStore(_Vectors())
    store.add_documents([Document(item.text, metadata={"id": item.id}) for item in case.evidence])
    found = store.as_retriever(search_kwargs={"k": _K}).invoke(case.question)
    context = "\n".join(f"[{number}] {one.page_content}" for number, one in enumerate(found, start=1))
    chain = _PROMPT | (chat or _model()) | StrOutputParser()
    text = chain.invoke({"context": context, "question": case.question})
    shown = tuple(
        Shown(text=one.claim, citations=tuple(_whole(found[n - 1]) for n in one.cited if 0 < n <= len(found)))
        for one in stream_sentences([text])
        if not NO_ANSWER.search(one.claim)
    )
    if not shown:
        return Answered(id=case.id, status="abstained", reason="no_evidence")
    return Answered(id=case.id, status="answered", sentences=shown)


def _whole(document: Document) -> Cited:
    text = document.page_content
    return Cited(evidence=document.metadata["id"], start=0, end=len(text), quote=text)


@cache
def _model() -> BaseChatModel:
    from copilot.draft.engines.llamacpp import LlamaCppChat

    settings = lab.settings()
    return LlamaCppChat(path=settings.base_gguf, threads=settings.threads, max_tokens=settings.max_tokens)
