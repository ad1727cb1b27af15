"""Whose study it was, and for whom it is read."""

from __future__ import annotations

import pytest

from retrieval.evidence import Grade
from retrieval.literature.directness import indirect
from retrieval.record import Record
from retrieval.subject import Subject

OLD_MAN, YOUNG_WOMAN = Subject(age=78, sex="male"), Subject(age=30, sex="female")


@pytest.mark.parametrize(
    ("title", "mesh", "subject", "reasons"),
    [
        ("A trial", ("Aged", "Humans", "Male", "Female"), OLD_MAN, ()),
        ("A trial", ("Child", "Adolescent", "Humans"), OLD_MAN, ("studied at ages 6 to 18",)),
        ("A trial", ("Aged", "Aged, 80 and over"), YOUNG_WOMAN, ("studied from the age of 65",)),
        ("A trial", ("Adult", "Middle Aged"), Subject(age=90), ("studied at ages 19 to 64",)),
        ("Asthma in children", (), OLD_MAN, ("about children",)),
        ("Asthma in children", ("Adult",), YOUNG_WOMAN, ()),
        ("Falls in older adults", (), YOUNG_WOMAN, ("about older people",)),
        ("Gestational diabetes", (), OLD_MAN, ("about pregnancy",)),
        ("Gestational diabetes", (), YOUNG_WOMAN, ()),
        ("Gestational diabetes", (), Subject(age=70, sex="female"), ("about pregnancy",)),
        ("A cohort", ("Female", "Humans"), OLD_MAN, ("studied in women",)),
        ("A cohort", ("Male", "Humans"), YOUNG_WOMAN, ("studied in men",)),
        ("Statins in children", ("Female",), Subject(), ()),
    ],
)
def test_reasons(title: str, mesh: tuple[str, ...], subject: Subject, reasons: tuple[str, ...]) -> None:
    assert indirect(Record(id="r", title=title, mesh=mesh), subject) == reasons


def test_a_study_of_mice_is_indirect_for_everyone() -> None:
    record = Record(id="r", title="Mice", grade=Grade(design="animal or in vitro"))
    assert indirect(record, Subject()) == ("not studied in people",)
