"""What crosses the wire: event names and payloads of the stream, and the shape of a problem."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from copilot.schema import Dropped, Event, RiskSummary, Sentence, Stage
from retrieval.evidence import Evidence

_ADAPTERS: Final[dict[str, TypeAdapter[Event]]] = {
    "stage": TypeAdapter(Stage),
    "evidence": TypeAdapter(list[Evidence]),
    "sentence": TypeAdapter(Sentence),
    "dropped": TypeAdapter(Dropped),
    "summary": TypeAdapter(RiskSummary),
}

PROBLEM_TYPE = "application/problem+json"


class FieldFault(BaseModel):
    """One field of a request that was not accepted; never carries the value that was sent."""

    where: str
    message: str


class ProblemDetail(BaseModel):
    """RFC 9457 problem details, with what was kept and what to do next."""

    model_config = ConfigDict(extra="ignore")

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    kept: str = ""
    next_step: str = ""
    errors: list[FieldFault] = Field(default_factory=list)
    reference: str | None = Field(default=None, description="finds the log line of an unexpected error")


def name_of(event: Event) -> str:
    """The SSE event name of an event."""
    match event:
        case Stage():
            return "stage"
        case Sentence():
            return "sentence"
        case Dropped():
            return "dropped"
        case RiskSummary():
            return "summary"
        case _:
            return "evidence"


def encode(event: Event) -> tuple[str, str]:
    """(name, data). The JSON is ASCII: U+2028 and its kin end a line for many stream readers."""
    name = name_of(event)
    return name, _ADAPTERS[name].dump_json(event, ensure_ascii=True).decode()


def decode(name: str, data: str) -> Event | None:
    """The event, or None for a name this version does not know. Raises pydantic.ValidationError."""
    adapter = _ADAPTERS.get(name)
    return None if adapter is None else adapter.validate_json(data)
