"""A cohort result in words: the sentence the drafting model was trained on, and the passage a reader can open."""

from __future__ import annotations

from retrieval.cohort.result import Adjusted, Arm, CohortResult
from retrieval.evidence import Evidence, Grade, Source

_ADJUSTED_FOR = {"age_band": "age", "sex": "sex"}


def text(population: str, outcome: str, index: Arm, comparator: Arm | None, *, floor: int) -> str:
    """The drafting model's wording of the main result; its form must not change without retraining that model."""
    head = f"Cohort statistics. Population: {population}"
    if index.suppressed:
        return f"{head}; outcome: {outcome}; result suppressed because a cell has fewer than {floor} patients."
    if index.risk is None or index.ci is None:
        return f"{head}; n = 0; outcome: {outcome}; no patient is like this."
    said = f"{head}; n = {index.n:,}; outcome: {outcome}; events = {index.events:,}; risk = {percent(index.risk)}"
    said += f" (95% CI {index.ci[0] * 100:.1f}-{index.ci[1] * 100:.1f})"
    if comparator and comparator.risk is not None:
        said += f"; comparator risk = {percent(comparator.risk)}"
    return said + "."


def evidence(result: CohortResult) -> Evidence:
    """The result as one openable text: the main sentence first, then the comparison, then what limits it."""
    sentences = [result.text, *_plainly(result), *_comparison(result), *_limits(result)]
    return Evidence(
        id=f"cohort:{result.query_hash[:16]}",
        kind="cohort",
        title=result.title,
        text=" ".join(sentences),
        source=Source(site=result.data.name, version=result.data.last_data.isoformat()),
        grade=Grade(design="cohort", level=3, n=result.n, year=result.data.last_data.year),
    )


def days(number: int) -> str:
    """ "30 days", "2 years": whole years as years."""
    if number >= 365 and number % 365 == 0:
        years = number // 365
        return "1 year" if years == 1 else f"{years} years"
    return "1 day" if number == 1 else f"{number} days"


def percent(fraction: float) -> str:
    """ "19.2%"."""
    return f"{fraction * 100:.1f}%"


def adjusted(estimate: Adjusted) -> str:
    """ "Hazard ratio 0.79 (95% CI 0.66-0.95), adjusted for age and sex (Cox regression)"."""
    variables = " and ".join(_ADJUSTED_FOR.get(name, name) for name in estimate.adjusted_for)
    lo, hi = estimate.ci
    said = f"{estimate.measure.capitalize()} {estimate.value:.2f} (95% CI {lo:.2f}-{hi:.2f})"
    return f"{said}, {f'adjusted for {variables}' if variables else 'unadjusted'} ({estimate.method})"


def _plainly(result: CohortResult) -> list[str]:
    """The main result as a sentence that can stand in a summary."""
    of = "In synthetic data, of" if result.data.synthetic else "Of"
    if result.suppressed:
        return [f"How many {result.population} had {result.outcome} is suppressed: too few patients stand behind it."]
    if result.risk is None or result.ci is None or result.n is None:
        return []
    share = f"{percent(result.risk)}, 95% CI {result.ci[0] * 100:.1f} to {result.ci[1] * 100:.1f}"
    return [f"{of} {result.n:,} {result.population}, {result.events:,} ({share}) had {result.outcome}."]


def _comparison(result: CohortResult) -> list[str]:
    said = []
    if result.comparator_population:
        said.append(f"The comparator is: {result.comparator_population}.")
    if result.adjusted:
        said.append(f"{adjusted(result.adjusted[0])}.")
    return said


def _limits(result: CohortResult) -> list[str]:
    controls = [result.controls.message] if result.controls and result.controls.tested else []
    return [*controls, *result.caveats, f"Data to {result.data.last_data.isoformat()} from {result.data.name}."]
