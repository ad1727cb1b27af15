"""The index as a LangChain retriever."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from retrieval.index.search import Hit, Index
from retrieval.index.store import Filters


class EvidenceRetriever(BaseRetriever):
    """Finds evidence for any LangChain chain.

    A document's `page_content` is the whole text of a record; `metadata` names it (`id`, `title`, `pmid`, `doi`,
    `year`), points at the stretch that fits best (`start`, `end`: string indices into `page_content`) and carries
    the scores (`rank`).
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    k: int = 5
    filters: Filters = Filters()

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [_document(hit) for hit in self.index.search(query, self.k, self.filters)]


def _document(hit: Hit) -> Document:
    record = hit.record
    return Document(
        id=record.id,
        page_content=record.text,
        metadata={
            "id": record.id,
            "title": record.title,
            "kind": record.kind,
            "pmid": record.source.pmid,
            "doi": record.source.doi,
            "year": record.year,
            "start": hit.focus[0],
            "end": hit.focus[1],
            "rank": hit.rank.model_dump(),
        },
    )
