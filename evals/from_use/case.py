"""A case from use: what was asked and said, what a reader said of it, and how the product should behave."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from copilot.schema import AbstentionReason
from evals.from_use.statements import says
from retrieval.errors import BadInput


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Expectation(_Strict):
    """How the product should behave; what is left empty is not asked for.

    `says` and `never` are statements, compared by words, numbers and direction (`statements.says`); `cites` and
    `never_cites` are ids of texts.
    """

    status: Literal["answered", "abstained"] | None = None
    reason: AbstentionReason | None = None
    says: list[str] = Field(default_factory=list, max_length=20)
    never: list[str] = Field(default_factory=list, max_length=20)
    cites: list[str] = Field(default_factory=list, max_length=20)
    never_cites: list[str] = Field(default_factory=list, max_length=20)

    def faults(self, got: Got) -> list[str]:
        """What is not as it should be, in words."""
        shown = [one for one in self.says if not any(says(sentence, one) for sentence in got.sentences)]
        banned = [one for one in self.never if any(says(sentence, one) for sentence in got.sentences)]
        return [
            *(
                [f"it {got.status}" + (f": {got.reason}" if got.reason else "")]
                if self._decided_otherwise(got)
                else []
            ),
            *(f"does not say: {one}" for one in shown),
            *(f"says: {one}" for one in banned),
            *(f"does not cite {id}" for id in self.cites if id not in got.cited),
            *(f"cites {id}" for id in self.never_cites if id in got.cited),
        ]

    def _decided_otherwise(self, got: Got) -> bool:
        status, reason = self.status or got.status, self.reason or got.reason
        return (got.status, got.reason) != (status, reason)


class Got(_Strict):
    """What the product gave. `cited` are ids of texts."""

    status: Literal["answered", "abstained"]
    reason: AbstentionReason | None = None
    sentences: list[str] = Field(default_factory=list)
    cited: list[str] = Field(default_factory=list)

    @classmethod
    def of(cls, summary: dict[str, Any]) -> Self:
        """Of a RiskSummary as JSON."""
        sentences = summary["sentences"]
        return cls(
            status=summary["status"],
            reason=summary["abstention"]["reason"] if summary["abstention"] else None,
            sentences=[one["text"] for one in sentences],
            cited=sorted({cited["evidence"] for one in sentences for cited in one["citations"]}),
        )


class Said(_Strict):
    """What a reader said (`copilot.schema.Review`)."""

    verdict: Literal["helpful", "wrong", "edit"]
    sentence: int | None = None
    text: str | None = None
    comment: str | None = None


class Candidate(_Strict):
    """A case that nobody has decided on (`decision` is empty), or that a person took in or refused."""

    id: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    question: str = Field(min_length=3, max_length=2000)
    patient: dict[str, Any] | None = None
    got: Got | None = None
    said: Said | None = None
    expect: Expectation = Expectation()
    decision: Literal["", "accept", "reject"] = ""
    remark: str = Field(default="", max_length=2000)

    @model_validator(mode="after")
    def _expects_something(self) -> Self:
        if self.decision == "accept" and self.expect == Expectation():
            raise ValueError("an accepted case says in `expect` what the product should do")
        return self

    def written(self) -> list[str]:
        """Texts that people wrote; what the product said stands in its log already, checked."""
        said = [self.said.text, self.said.comment] if self.said else []
        product = set(self.got.sentences) if self.got else set()
        texts = [self.question, self.remark, *said, *self.expect.says, *self.expect.never, *_words(self.patient)]
        return [text for text in texts if text and text not in product]


def read(value: Any) -> list[Candidate]:
    """Candidates of a file that a person went through. Raises BadInput: names the first that is wrong."""
    rows = value.get("candidates") if isinstance(value, dict) else None
    if not isinstance(rows, list):
        raise BadInput("This is no file of candidates.", next_step="`copilot eval candidates --out FILE` makes one.")
    found = []
    for number, row in enumerate(rows, start=1):
        try:
            found.append(Candidate.model_validate(row))
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise BadInput(
                f"Candidate {number} is wrong{' in ' + where if where else ''}: {first['msg']}.",
                kept="No case was taken in.",
            ) from None
    return found


def _words(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _words(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _words(inner)]
    return [value] if isinstance(value, str) else []
