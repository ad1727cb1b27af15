"""Running a score: read the inputs, find the range over what is missing, say what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from retrieval.scores.bounds import bounds
from retrieval.scores.errors import OutOfRange, ScoreInput, UnknownInput, WrongValue
from retrieval.scores.inputs import Input, Number, shown
from retrieval.scores.known import AtLeast, Interval, Known
from retrieval.scores.result import Missing, Result, Span, rounded
from retrieval.scores.score import Score

MOST_WITH_ENDS = 4
"""Of at most this many missing inputs, each is said with what the score would be at its ends."""


def run(score: Score, raw: Mapping[str, Any]) -> Result:
    """The result for inputs by name; None, or no entry, is "not known".

    Raises ScoreInput (UnknownInput, WrongUnit, OutOfRange, WrongValue) naming the input and its bound; its `kept`
    says what the other inputs settle.
    """
    known, faults = _read(score, raw)
    if faults:
        raise _problem(score, known, faults)
    return _result(score, known)


def read(score: Score, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Values for `score.compute`: every input exactly known. Raises ScoreInput."""
    known, faults = _read(score, raw)
    lacking = [one for one in score.inputs if _is_open(one, known.get(one.name))]
    if lacking and not faults:
        names = tuple(one.name for one in lacking)
        faults = [WrongValue(f"{score.title} needs {', '.join(one.label for one in lacking)}.", names)]
    if faults:
        raise _problem(score, known, faults)
    return {one.name: known.get(one.name) for one in score.inputs}


def _read(score: Score, raw: Mapping[str, Any]) -> tuple[dict[str, Known], list[ScoreInput]]:
    inputs = {one.name: one for one in score.inputs}
    if not raw.keys() <= inputs.keys():
        return {}, [UnknownInput(f"{score.title} takes {', '.join(inputs)}, and nothing else.", ())]
    known: dict[str, Known] = {}
    faults: list[ScoreInput] = []
    for name, value in raw.items():
        if value is None:
            continue
        try:
            known[name] = inputs[name].read(value)
        except ScoreInput as fault:
            faults.append(fault)
    return known, faults


def _problem(score: Score, known: Mapping[str, Known], faults: list[ScoreInput]) -> ScoreInput:
    names = tuple(name for fault in faults for name in fault.inputs)
    return type(faults[0])(
        " ".join(fault.what for fault in faults),
        names,
        kept=_without(score, known, faults[0]) if names else "",
        next_step=f"`copilot score explain {score.name}` lists the inputs with their units and bounds.",
    )


def _without(score: Score, known: Mapping[str, Known], fault: ScoreInput) -> str:
    """What the other inputs settle; at both ends of the range where a number fell outside it."""
    inputs = {one.name: one for one in score.inputs}
    one = inputs[fault.inputs[0]]
    if isinstance(fault, OutOfRange) and isinstance(one, Number):
        ends = [(end, _result(score, {**known, one.name: end})) for end in (one.low, one.high)]
        if all(result.status != "unknown" for _, result in ends):
            told = [f"{said(result)} at {end:g} {shown(one.unit)}".strip() for end, result in ends]
            return f"With the other inputs, {score.title} would be {told[0]} and {told[1]}."
    result = _result(score, known)
    return "" if result.status == "unknown" else f"The other inputs alone put {score.title} at {said(result)}."


def _result(score: Score, known: Mapping[str, Known]) -> Result:
    found = bounds(score, known)
    outputs = {
        name: Span(low=rounded(low, score.decimals), high=rounded(high, score.decimals))
        for name, (low, high) in (found.outputs if found else {}).items()
    }
    main = outputs.get(score.output)
    settled = main is not None and all(span.low == span.high for span in outputs.values())
    open_ = [
        one
        for one in score.inputs
        if _is_open(one, known.get(one.name)) and (found is None or one.name in found.undecided)
    ]
    return Result(
        name=score.name,
        title=score.title,
        version=score.version,
        published=score.published,
        doi=score.doi,
        status="unknown" if main is None else "complete" if settled else "range",
        value=main.low if main and settled else None,
        low=main.low if main else None,
        high=main.high if main else None,
        unit=score.unit,
        limits=score.limits,
        decimals=score.decimals,
        predicts=score.predicts,
        interpretation=_meaning(score, main, known),
        outputs=outputs,
        # What is open but cannot change the result is not asked for.
        missing=[] if settled else [_missing(score, known, one, len(open_)) for one in open_],
        used=[one.name for one in score.inputs if one.name in known],
        population=score.population,
        time_critical=score.time_critical,
        licence=score.licence,
    )


def _missing(score: Score, known: Mapping[str, Known], one: Input, how_many: int) -> Missing:
    ends = dict(_ends(score, known, one)) if how_many <= MOST_WITH_ENDS else {}
    return Missing(name=one.name, label=one.label, range=one.range, ends=ends)


def _ends(score: Score, known: Mapping[str, Known], one: Input) -> Iterator[tuple[str, Span]]:
    """Where the score would lie at each end of what the input may be; other missing inputs stay open."""
    for value, words in one.ends(known.get(one.name)):
        found = bounds(score, {**known, one.name: value})
        if found is not None:
            low, high = found.outputs[score.output]
            yield words, Span(low=rounded(low, score.decimals), high=rounded(high, score.decimals))


def _is_open(one: Input, known: Known | None) -> bool:
    if known is None:
        return not (isinstance(one, Number) and one.optional)
    return isinstance(known, (Interval, AtLeast))


def _meaning(score: Score, main: Span | None, known: Mapping[str, Known]) -> str:
    if main is None:
        return "not known"
    low, high = score.meaning(main.low, known), score.meaning(main.high, known)
    return low if low == high else f"from “{low}” to “{high}”"


def said(result: Result) -> str:
    """ "4", "3 to 5", "16.3%": the main output in words."""
    unit = result.unit if result.unit.startswith("%") else "" if result.unit == "points" else f" {result.unit}"
    low, high = (f"{end:.{result.decimals}f}" for end in (result.low or 0.0, result.high or 0.0))
    return f"{low}{unit}" if low == high else f"{low}{unit} to {high}{unit}"
