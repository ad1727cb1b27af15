"""Typed client of the HTTP API: the same values as inside, the same problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Self, TypeVar
from urllib.parse import quote, urlsplit

import httpx
from pydantic import TypeAdapter, ValidationError

from copilot.api.wire import ProblemDetail, decode
from copilot.deid.changes import Action, Change, DeidentifiedRecord
from copilot.deid.shift import DateMode
from copilot.deid.types import Deidentified, Identifier, Label, Verdict
from copilot.schema import AuditRef, Event, Options, PatientContext, Review, RiskSummary
from copilot.settings import is_loopback
from retrieval.errors import Problem
from retrieval.evidence import Design, Evidence

__all__ = [
    "Action",
    "Change",
    "ClientProblem",
    "CopilotClient",
    "DateMode",
    "Deidentified",
    "DeidentifiedRecord",
    "Design",
    "Evidence",
    "Identifier",
    "Label",
    "Verdict",
]

_EVIDENCE_LIST = TypeAdapter(list[Evidence])
_PARTS = TypeAdapter(dict[str, str])

T = TypeVar("T")
D = TypeVar("D")


class ClientProblem(Problem):
    """What the API refused, or why it was not reached. `status` is the HTTP status, if there was one."""

    def __init__(self, what: str, *, kept: str = "", next_step: str = "", status: int | None = None) -> None:
        super().__init__(what, kept=kept, next_step=next_step)
        self.status = status


class CopilotClient:
    """One connection pool to one server; use as a context manager, or `close()` it.

    Args:
        base_url: e.g. http://127.0.0.1:8080
        token: bearer token, where the server asks for one.
        timeout: seconds of silence after which a call is given up.
        transport: another httpx transport, e.g. one with a client certificate.

    Every method raises ClientProblem.
    """

    def __init__(
        self,
        base_url: str = "http://127.0.0.1:8080",
        token: str | None = None,
        timeout: float = 120,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._http = httpx.Client(
            base_url=self._base_url,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=httpx.Timeout(timeout, connect=5),
            transport=transport,
            # A proxy from the environment must not see what goes from this machine to itself.
            trust_env=not is_loopback(urlsplit(self._base_url).hostname or ""),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def ask(
        self, question: str, patient: PatientContext | None = None, options: Options | None = None
    ) -> RiskSummary:
        """The whole answer, once it is whole."""
        response = self._call("POST", "/v1/summaries", json=_question(question, patient, options))
        return _read(RiskSummary.model_validate_json, response)

    def stream(
        self, question: str, patient: PatientContext | None = None, options: Options | None = None
    ) -> Iterator[Event]:
        """Each part of the answer as it is ready, the RiskSummary last. Closing the iterator stops the work."""
        body = _question(question, patient, options)
        headers = {"Accept": "text/event-stream"}
        with (
            self._reached(),
            self._http.stream("POST", "/v1/summaries", json=body, headers=headers) as response,
        ):
            if response.is_error:
                response.read()
                raise _problem(response.content, response.status_code)
            for name, data in _server_sent(response.iter_lines()):
                if name == "error":
                    raise _problem(data.encode(), response.status_code)
                event = _read(partial(decode, name), data)
                if event is not None:
                    yield event
                if isinstance(event, RiskSummary):
                    return
        raise ClientProblem("The answer broke off before its end.", next_step="Ask again.")

    def summary(self, id: str) -> RiskSummary:
        """An earlier answer."""
        return _read(RiskSummary.model_validate_json, self._call("GET", f"/v1/summaries/{quote(id, safe='')}"))

    def markdown(self, id: str) -> str:
        """An earlier answer as a Markdown document."""
        return self._call("GET", f"/v1/summaries/{quote(id, safe='')}", accept="text/markdown").decode()

    def review(self, id: str, review: Review) -> AuditRef:
        """Says what is right or wrong with an earlier answer."""
        body = review.model_dump(exclude_none=True)
        return _read(
            AuditRef.model_validate_json, self._call("POST", f"/v1/summaries/{quote(id, safe='')}/review", json=body)
        )

    def search(self, query: str, k: int = 10, filters: dict[str, Any] | None = None) -> list[Evidence]:
        """The k texts nearest to the query, best first."""
        body = {"query": query, "k": k, "filters": filters}
        return _read(_EVIDENCE_LIST.validate_json, self._call("POST", "/v1/search", json=body))

    def evidence(self, id: str) -> Evidence:
        """One source text."""
        return _read(Evidence.model_validate_json, self._call("GET", f"/v1/evidence/{quote(id, safe='')}"))

    def deid(self, text: str, dates: DateMode = "shift") -> Deidentified:
        """A text without what identifies a person."""
        body = {"text": text, "dates": dates}
        return _read(Deidentified.model_validate_json, self._call("POST", "/v1/deid", json=body))

    def deid_record(self, bundle: dict[str, Any], dates: DateMode = "shift") -> DeidentifiedRecord:
        """A FHIR R4 Bundle or resource of one patient without what identifies a person."""
        body = {"bundle": bundle, "dates": dates}
        return _read(DeidentifiedRecord.model_validate_json, self._call("POST", "/v1/deid", json=body))

    def ready(self) -> dict[str, str]:
        """What the server has open."""
        return _read(_PARTS.validate_json, self._call("GET", "/ready"))

    def _call(self, method: str, path: str, json: object = None, accept: str = "application/json") -> bytes:
        with self._reached():
            response = self._http.request(method, path, json=json, headers={"accept": accept})
        if response.is_error:
            raise _problem(response.content, response.status_code)
        return response.content

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except httpx.ConnectError as error:
            raise ClientProblem(
                f"No server answers at {self._base_url}.", next_step="Start it with `copilot serve`."
            ) from error
        except httpx.TimeoutException as error:
            raise ClientProblem(
                f"The server at {self._base_url} did not answer in time.", next_step="Try again in a minute."
            ) from error
        except httpx.HTTPError as error:
            raise ClientProblem(
                "The connection to the server broke off.", next_step="Ask again; if it persists, see its log."
            ) from error


def _question(question: str, patient: PatientContext | None, options: Options | None) -> dict[str, Any]:
    body: dict[str, Any] = {"question": question}
    if patient is not None:
        body["patient"] = patient.model_dump(exclude_defaults=True)
    if options is not None:
        body["options"] = options.model_dump(exclude_none=True)
    return body


def _server_sent(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(event name, data) of a text/event-stream, comments and other fields left out."""
    name, data = "message", list[str]()
    for line in lines:
        if not line:
            if data:
                yield name, "\n".join(data)
            name, data = "message", []
            continue
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)


def _problem(body: bytes, status: int) -> ClientProblem:
    try:
        detail = ProblemDetail.model_validate_json(body)
    except ValidationError:
        return ClientProblem(
            f"The server answered {status} without saying why.",
            next_step="Check that the address is this product's API.",
            status=status,
        )
    faults = "; ".join(f"{fault.where}: {fault.message}" for fault in detail.errors)
    what = f"{detail.detail} {faults}".strip()
    return ClientProblem(what, kept=detail.kept, next_step=detail.next_step, status=detail.status)


def _read(parse: Callable[[D], T], data: D) -> T:
    try:
        return parse(data)
    except ValidationError as error:
        raise ClientProblem(
            "The server's answer has an unknown shape.", next_step="Bring client and server to the same version."
        ) from error
