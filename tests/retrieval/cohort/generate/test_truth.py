import numpy as np
import pytest

from retrieval.cohort.generate.planted import Hazard, Question, planted
from retrieval.cohort.generate.truth import arm_truth, planted_ratio, truths

FACTORS = {0.7: 300, 1.0: 500, 1.9: 200}


def question(name: str) -> Question:
    return next(q for q in planted().question if q.name == name)


def drawn(hazard: Hazard, factor: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Times with this hazard: the day on which it has accumulated to an exponential draw, and how far into it."""
    daily = np.array([hazard.on_day(day) for day in range(2000)])
    reached = np.concatenate([[0.0], np.cumsum(daily)])
    return np.interp(rng.exponential(size=len(factor)) / factor, reached, np.arange(2001.0), right=np.inf)


@pytest.mark.parametrize("name", ["synthetic-hf-30d-readmission", "synthetic-copd-exacerbation-1y"])
def test_truth_is_what_a_simulation_tends_to(name: str) -> None:
    plan, asked = planted(), question(name)
    story = plan.named(asked.story)
    arm = next(a for a in story.arm if a.name == asked.index)
    truth = arm_truth(plan, story, arm, asked, FACTORS)
    rng = np.random.default_rng(5)
    factor = rng.choice(list(FACTORS), size=400_000, p=[0.3, 0.5, 0.2])
    event = drawn(Hazard.through(story.curve), factor, rng)
    death = drawn(Hazard.through(arm.death), np.ones_like(factor), rng)
    leave = drawn(Hazard.through(plan.leave.curve), np.ones_like(factor), rng)
    within = event <= asked.end_day
    assert truth["risk"] == pytest.approx(np.mean(within & (event < np.minimum(death, leave))), abs=0.002)
    assert truth["competing_risk"] == pytest.approx(np.mean(within & (event < death)), abs=0.002)
    assert 1 - truth["survival"][-1] == pytest.approx(np.mean(within), abs=0.002)
    assert len(truth["survival"]) == asked.end_day


def test_ratio_of_the_arms_is_the_planted_one() -> None:
    plan = planted()
    found = {q.name: planted_ratio(plan.named(q.story), q) for q in plan.question}
    assert found["synthetic-af-apixaban-stroke-1y"] == 0.79
    assert found["synthetic-af-apixaban-ingrowing-nail-1y"] == 1.0
    assert found["synthetic-hf-30d-readmission"] is None


def test_an_arm_without_persons_is_left_out() -> None:
    found = truths(planted(), {("atrial-fibrillation", "apixaban"): FACTORS})
    assert set(found["synthetic-af-apixaban-stroke-1y"]) == {"ratio", "index"}
    assert set(found["synthetic-copd-exacerbation-1y"]) == {"ratio"}
