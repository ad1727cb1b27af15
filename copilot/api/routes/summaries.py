"""`/v1/summaries`: ask a question, whole or as a stream; open an earlier answer; review it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Discriminator, StringConstraints, Tag
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from copilot.api.deps import CopilotDep, TurnDep
from copilot.api.problems import NotFound, detail_of
from copilot.api.wire import ProblemDetail, encode
from copilot.deid.door import deidentify
from copilot.markdown import markdown
from copilot.patient.entries import is_fhir
from copilot.patient.intake import Arrival, arrive
from copilot.schema import AuditRef, Event, Options, PatientContext, Review, RiskSummary

router = APIRouter(tags=["summaries"])

CLIENT_CLOSED_REQUEST = 499
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"model": RiskSummary, "content": {"text/event-stream": {"schema": {"type": "string"}}}},
    422: {"model": ProblemDetail},
    503: {"model": ProblemDetail},
}


class FhirDocument(BaseModel):
    """A FHIR R4 Bundle or resource, or a CDS Hooks prefetch. Checked when it is read, not when it arrives."""

    model_config = ConfigDict(extra="allow")


PatientInput = Annotated[
    Annotated[PatientContext, Tag("form")] | Annotated[FhirDocument, Tag("fhir")],
    Discriminator(lambda value: "fhir" if is_fhir(value) or isinstance(value, FhirDocument) else "form"),
]


class SummaryRequest(BaseModel):
    """A clinical question, and what is known of the patient."""

    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2000)]
    patient: PatientInput | None = None
    options: Options | None = None


@router.post("/summaries", responses=_RESPONSES, response_class=Response)
async def ask(body: SummaryRequest, request: Request, copilot: CopilotDep, turn: TurnDep) -> Response:
    """One summary. `Accept: text/event-stream` sends each part as it is ready."""
    context, known = await to_thread.run_sync(_arrival, body.patient)
    events = turn.run(lambda: copilot.stream(body.question, context, body.options, known))
    if "text/event-stream" in request.headers.get("accept", ""):
        # The first event comes before the headers, so that a refused request has a status of its own.
        return EventSourceResponse(_stream(await anext(events), events))
    async with aclosing(events):
        async for event in events:
            if isinstance(event, RiskSummary):
                return Response(event.model_dump_json(), media_type="application/json")
            if await request.is_disconnected():
                return Response(status_code=CLIENT_CLOSED_REQUEST)
    raise RuntimeError("the walk ended without a summary")


@router.get("/summaries/{id}", responses={200: {"model": RiskSummary, "content": {"text/markdown": {}}}})
def earlier(id: str, request: Request, copilot: CopilotDep) -> Response:
    """An earlier answer, as the audit log holds it; `Accept: text/markdown` gives it as a document."""
    if (summary := copilot.summary(id)) is None:
        raise NotFound("No answer has this id.", next_step="Check the id; answers stay in the log that wrote them.")
    if "text/markdown" in request.headers.get("accept", ""):
        return Response(markdown(summary), media_type="text/markdown; charset=utf-8")
    return Response(summary.model_dump_json(), media_type="application/json")


@router.post("/summaries/{id}/review", status_code=201, responses={404: {"model": ProblemDetail}})
def review(id: str, body: Review, copilot: CopilotDep) -> AuditRef:
    """What a reader says of an earlier answer, into the audit log; where in it is the answer."""
    if (logged := copilot.review(id, body)) is None:
        raise NotFound("No answer has this id.", next_step="Check the id; answers stay in the log that wrote them.")
    return logged


def _arrival(patient: PatientInput | None) -> Arrival | tuple[None, None]:
    return arrive(patient.model_dump(exclude_unset=True), deidentify) if patient else (None, None)


async def _stream(first: Event, rest: AsyncGenerator[Event, None]) -> AsyncGenerator[ServerSentEvent, None]:
    async with aclosing(rest):
        try:
            yield _sse(first)
            async for event in rest:
                yield _sse(event)
        except Exception as error:  # noqa: BLE001  (the status line is gone: an event must tell)
            yield ServerSentEvent(detail_of(error).model_dump_json(exclude_none=True), event="error")


def _sse(event: Event) -> ServerSentEvent:
    name, data = encode(event)
    return ServerSentEvent(data, event=name)
