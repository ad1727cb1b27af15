from __future__ import annotations

from pathlib import Path

import pytest

from evals.fairness import representative, subgroups
from retrieval.cohort.generate import generate


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("subgroups") / "cdm.duckdb"
    return generate(file, persons=60_000, seed=1, visits=0).database


def test_every_axis_counts_everyone_once_and_hides_small_cells(database: Path) -> None:
    sizes = set()
    for axis in subgroups.AXES:
        cells = subgroups.cells(database, representative.QUESTION, axis)
        sizes.add(sum(one.persons for one in cells))
        assert all(one.n is None or (one.n == one.persons and one.n >= 11) for one in cells)
        assert all(not one.events or one.events >= 11 for one in cells)
    assert len(sizes) == 1


def test_what_was_planted_for_a_race_is_what_the_model_misses(database: Path) -> None:
    cells = subgroups.cells(database, representative.QUESTION, "race")
    off = {one.level: one.planted / one.predicted for one in cells}
    assert off["black"] == pytest.approx(1.11, abs=0.01)
    assert off["white"] == pytest.approx(1.0, abs=1e-6)


def test_shown_shares_are_near_the_true_ones(database: Path) -> None:
    answer = representative.told(database, representative.PATIENTS[0])
    gaps = list(representative.apart(answer))
    assert len(gaps) == 6
    assert max(gaps) < representative.APART
