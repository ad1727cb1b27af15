from __future__ import annotations

import pytest

from copilot.cli.filters import designs
from retrieval.errors import BadInput


def test_designs_go_by_the_names_people_use() -> None:
    assert designs(["rct", "systematic-review", "Case-Control"], None) == [
        "randomised trial",
        "systematic review",
        "case-control",
    ]
    assert designs(None, None) is None


def test_a_level_is_that_or_better() -> None:
    assert designs(None, 1) == ["guideline", "systematic review"]
    assert designs(["cohort", "rct"], 2) == ["randomised trial"]


@pytest.mark.parametrize(("names", "level"), [(["astrology"], None), (["opinion"], 2)])
def test_what_is_no_design_or_reaches_no_level_is_said(names: list[str], level: int | None) -> None:
    with pytest.raises(BadInput):
        designs(names, level)
