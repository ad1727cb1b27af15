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
    assert tuple(one.why for one in indirect(Record(id="r", title=title, mesh=mesh), subject)) == reasons


@pytest.mark.parametrize(
    ("title", "text", "whom"),
    [
        ("Frailty and stroke in rats with experimental AF: an experiment", "We used 20 rats.", "rats"),
        ("Apixaban in guinea pigs", "", "guinea pigs"),
        ("Metformin and growth", "Metformin slowed growth of cell lines in vitro.", "cell cultures"),
        ("An enzyme", "It was purified.", "animals or in the laboratory"),
    ],
)
def test_a_study_of_no_people_is_indirect_for_everyone_and_says_of_whom_it_is(
    title: str, text: str, whom: str
) -> None:
    record = Record(id="r", title=title, text=text, grade=Grade(design="animal or in vitro"))
    (one,) = indirect(record, Subject())
    assert (one.kind, one.why, one.whom) == ("not in people", "not studied in people", whom)
    assert indirect(record, Subject(), "Does frailty cause stroke in rats or guinea pigs, or in cell cultures?") == ()


@pytest.mark.parametrize(
    ("title", "text", "subject", "whom"),
    [
        ("Frailty in preterm infants: a cohort study", "", OLD_MAN, "newborns"),
        ("Puberty and fracture", "We followed 20 boys over a year.", OLD_MAN, "children"),
        ("Fracture", "We followed 20 women and their children.", Subject(age=70), None),
        ("Statins in older people", "", Subject(age=9), "adults"),
        ("Statins in adults and children", "", Subject(age=9), None),
        ("Statins in adults with asthma", "", YOUNG_WOMAN, None),
        ("Statins for older adults", "", YOUNG_WOMAN, None),
        ("Statins in men and women", "", YOUNG_WOMAN, None),
        ("Gestational diabetes", "", Subject(age=30, sex="female", pregnant=False), "pregnancy"),
        ("Hypertension in women with earlier pre-eclampsia", "", Subject(age=60, sex="female"), None),
        ("Statins in women", "", OLD_MAN, "women"),
    ],
)
def test_whom_a_finding_must_be_said_to_be_of(title: str, text: str, subject: Subject, whom: str | None) -> None:
    found = [one.whom for one in indirect(Record(id="r", title=title, text=text), subject)]
    assert [one for one in found if one] == ([whom] if whom else [])


@pytest.mark.parametrize(
    ("title", "whom"),
    [
        ("Exenatide in MPTP-treated mice", "mice"),
        ("Iron and activity in anaemic sows", "pigs"),
        ("Rabies after dog bites in Asia", None),
        ("Asthma in cat owners", None),
        ("Transmission in dogs and humans", None),
    ],
)
def test_a_title_that_names_animals_is_enough(title: str, whom: str | None) -> None:
    found = [one.whom for one in indirect(Record(id="r", title=title), OLD_MAN)]
    assert found == ([whom] if whom else [])


def test_a_group_that_the_question_names_is_no_other_group() -> None:
    record = Record(id="r", title="Asthma in children", mesh=("Child",))
    assert indirect(record, OLD_MAN)
    assert indirect(record, OLD_MAN, "How is asthma in children treated?") == ()


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Outcomes of cirrhosis", "We followed 300 patients with Child-Pugh class B cirrhosis."),
        ("Neonatal Fc receptor blockade in generalized myasthenia gravis", ""),
        ("Adverse childhood experiences and risk of ischaemic heart disease", ""),
        ("Outcomes of stroke", "We followed 2,000 patients with stroke. Children were excluded."),
        ("Listeriosis in non-pregnant patients", ""),
        ("Structural valve deterioration in porcine bioprosthetic valves", ""),
        ("MRSA carriage in pig farmers", ""),
        ("Risk of venous thromboembolism after in vitro fertilization", ""),
        ("Preterm delivery and long-term risk of cardiovascular disease", ""),
    ],
)
def test_a_word_of_a_group_makes_no_study_of_the_group(title: str, text: str) -> None:
    assert indirect(Record(id="r", title=title, text=text), Subject(age=58, sex="male")) == ()


def test_a_long_text_is_read_in_one_pass() -> None:
    """Not a timed test: with a pattern that starts anew at each word this takes minutes."""
    record = Record(id="r", title="Asthma", text="In adults of the region we " + "followed many of them " * 20_000)
    assert indirect(record, Subject(age=58)) == ()


def test_who_is_left_out_hides_not_who_is_studied() -> None:
    record = Record(id="r", title="Outcomes of asthma in children, excluding newborns", text="We followed 40.")
    assert [one.whom for one in indirect(record, Subject(age=58))] == ["children"]


@pytest.mark.parametrize(
    "question",
    [
        "Her calves are swollen; what is the risk of thrombosis?",
        "What does a CAT scan show?",
        "Is RAT accurate in COVID-19?",
        "What follows in vitro fertilisation?",
    ],
)
def test_a_word_that_is_no_animal_makes_no_animal_study_direct(question: str) -> None:
    record = Record(id="r", title="Thrombosis in mice", text="We used 20 mice.")
    assert [one.whom for one in indirect(record, Subject(), question)] == ["mice"]
