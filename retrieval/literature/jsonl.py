"""Documents as JSON lines: one `{"id", "title", "text", "year"?, "doi"?, "pmid"?}` a line, plain or gzipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from retrieval.evidence import Source
from retrieval.literature.grading import grade
from retrieval.literature.items import Fault, Item
from retrieval.literature.streams import READ_ERRORS, explain, opened
from retrieval.literature.updated import taken_back
from retrieval.record import Record


class _Line(BaseModel):
    """One line. Fields it does not name are ignored; `language` is ISO 639-2, `publication_types` are NLM's."""

    model_config = ConfigDict(coerce_numbers_to_str=True, extra="ignore")

    id: str = Field(min_length=1)
    title: str = ""
    text: str
    year: int | None = Field(default=None, ge=1000, le=2999)
    doi: str | None = None
    pmid: str | None = None
    language: str | None = None
    publication_types: tuple[str, ...] = ()

    @field_validator("id", "title", "text")
    @classmethod
    def _encodable(cls, text: str) -> str:
        text.encode()  # a lone surrogate is no text: it could be neither stored nor hashed
        return text


def read_jsonl(path: Path) -> Iterator[Item]:
    """Records in the order of the file; id and text exactly as given. A bad line yields a `Fault` and is skipped."""
    last_good: str | None = None
    number = 0
    try:
        with opened(path) as stream:
            for number, line in enumerate(stream, start=1):
                if not line.strip():
                    continue
                try:
                    record = _record(_Line.model_validate_json(line.removeprefix(b"\xef\xbb\xbf")))
                except ValidationError as error:
                    yield Fault(str(path), f"line {number}", last_good, _reason(error))
                    continue
                yield record
                last_good = record.id
    except READ_ERRORS as error:
        yield Fault(str(path), f"after line {number}", last_good, explain(error))


def _record(line: _Line) -> Record:
    url = f"https://doi.org/{line.doi}" if line.doi else None
    if line.pmid:
        url = f"https://pubmed.ncbi.nlm.nih.gov/{line.pmid}/"
    return Record(
        id=line.id,
        title=line.title,
        text=line.text,
        source=Source(pmid=line.pmid, doi=line.doi, url=url),
        year=line.year,
        date=None if line.year is None else str(line.year),
        language=line.language,
        publication_types=line.publication_types,
        grade=grade(line.publication_types, (), line.title, line.text, line.year),
        retracted="Retracted Publication" in line.publication_types or taken_back(line.title),
    )


def _reason(error: ValidationError) -> str:
    """The first error, without the line's own text."""
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {first['msg']}" if where else first["msg"]
