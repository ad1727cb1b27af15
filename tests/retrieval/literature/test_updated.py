"""Later versions, and withdrawals by title."""

from __future__ import annotations

import pytest

from retrieval.evidence import Source
from retrieval.literature.updated import latest, taken_back, updates
from retrieval.record import Notice, Record


def version(pmid: str, *later: str) -> Record:
    notices = tuple(Notice(type="UpdateIn", pmid=one) for one in later)
    return Record(id=f"pmid:{pmid}", title=pmid, source=Source(pmid=pmid), notices=notices)


@pytest.mark.parametrize(
    "title",
    [
        "WITHDRAWN: Aspirin for pre-eclampsia.",
        "Withdrawn: aspirin",
        "RETRACTED: Aspirin",
        "RETRACTED ARTICLE: Aspirin",
        "Aspirin for gout [Retracted]",
    ],
)
def test_a_title_that_takes_its_work_back(title: str) -> None:
    assert taken_back(title)


@pytest.mark.parametrize(
    "title",
    [
        "Patients withdrawn from opioids: sleep",
        "Withdrawn patients in trials",
        "Retraction: Aspirin",
        "Retracted works in cardiology",
        "",
    ],
)
def test_a_title_that_is_about_withdrawal_takes_nothing_back(title: str) -> None:
    assert not taken_back(title)


def test_the_newest_version_is_followed_to() -> None:
    have = {one.id: one for one in (version("2", "3"), version("3"))}
    assert latest(version("1", "2"), have.get) == have["pmid:3"]
    assert latest(version("1", "9"), have.get) is None
    assert latest(version("1"), have.get) is None


def test_notices_that_go_in_a_circle_end() -> None:
    one, two = version("1", "2"), version("2", "1")
    assert latest(one, {one.id: one, two.id: two}.get) == two


def test_updates_are_named_once_and_never_the_work_itself() -> None:
    assert updates(version("1", "2", "2", "1", "3")) == ("2", "3")
