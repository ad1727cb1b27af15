"""Designs and levels: NLM's types first, then what authors and indexers say, and never too high."""

from __future__ import annotations

import pytest

from retrieval.literature.grading import grade


@pytest.mark.parametrize(
    ("types", "mesh", "title", "text", "design", "level"),
    [
        (["Practice Guideline", "Journal Article"], [], "Sleep", "", "guideline", 1),
        (["Meta-Analysis", "Review"], [], "Sleep", "", "systematic review", 1),
        (["Randomized Controlled Trial"], [], "Sleep", "", "randomised trial", 2),
        (["Case Reports", "Letter"], [], "Sleep", "", "case report", 4),
        (["Review"], [], "Sleep and the heart", "", "review", 5),
        (["Review"], [], "Sleep: a systematic review", "", "systematic review", 1),
        (["Editorial"], [], "A randomized trial of sleep", "", "opinion", 5),
        (["Letter"], [], "Sleep", "", "opinion", 5),
        (["Letter"], ["Retrospective Studies", "Humans"], "Sleep", "", "cohort", 3),
        (["Clinical Trial, Phase III"], [], "Sleep", "Patients were randomly assigned.", "randomised trial", 2),
        (["Clinical Trial, Phase II"], [], "Sleep", "A single arm.", "cohort", 3),
        (["Retraction of Publication"], [], "Retraction: a randomised trial of sleep", "", "unclassified", None),
        # what indexers say
        ([], ["Cohort Studies", "Humans"], "Sleep", "", "cohort", 3),
        ([], ["Case-Control Studies", "Retrospective Studies"], "Sleep", "", "case-control", 4),
        ([], ["Cross-Sectional Studies"], "Sleep", "", "cross-sectional", 4),
        ([], ["Randomized Controlled Trials as Topic"], "Sleep", "", "unclassified", None),
        ([], ["Animals", "Rats"], "Sleep", "", "animal or in vitro", 5),
        (["Randomized Controlled Trial"], ["Animals", "Dogs"], "Sleep", "", "animal or in vitro", 5),
        ([], ["Animals", "Humans", "Cohort Studies"], "Sleep", "", "cohort", 3),
        ([], ["Humans", "Cell Line, Tumor"], "Sleep", "", "animal or in vitro", 5),
        ([], ["Humans", "Cells, Cultured", "Aged", "Cohort Studies"], "Sleep", "", "cohort", 3),
        # what authors say
        ([], [], "Sleep and death: a systematic review and meta-analysis", "", "systematic review", 1),
        ([], [], "Sleep: a cluster randomised controlled trial", "", "randomised trial", 2),
        ([], [], "Sleep: protocol for a randomised controlled trial", "", "unclassified", None),
        ([], [], "Sleep: a protocol for systematic review and meta-analysis", "", "unclassified", None),
        ([], [], "Sleep: a non-randomised trial", "", "cohort", 3),
        ([], [], "Sleep: post hoc analysis of a randomised trial", "", "cohort", 3),
        ([], [], "Sleep and genes: a Mendelian randomization study", "", "unclassified", None),
        ([], [], "Sleep: a nested case-control study", "", "case-control", 4),
        ([], [], "Reporting in randomised trials: a cross-sectional study", "", "cross-sectional", 4),
        ([], [], "A rare case of narcolepsy", "", "case report", 4),
        ([], [], "Clinical practice guideline for the management of insomnia", "", "guideline", 1),
        ([], [], "Adherence to clinical practice guidelines for insomnia", "", "unclassified", None),
        ([], [], "Insomnia: a consensus statement", "", "opinion", 5),
        ([], [], "Sleep loss in aged mice", "", "animal or in vitro", 5),
        ([], [], "Sleep", "In this retrospective cohort, 40 men slept.", "cohort", 3),
        ([], [], "Sleep", "Patients were randomly assigned to sleep or not.", "randomised trial", 2),
        ([], [], "Sleep", "Forty C57BL/6 mice were randomly assigned to sleep.", "animal or in vitro", 5),
        ([], [], "Sleep", "We report a case of narcolepsy.", "case report", 4),
        ([], [], "Sleep", "", "unclassified", None),
    ],
)
def test_design_and_level(
    types: list[str], mesh: list[str], title: str, text: str, design: str, level: int | None
) -> None:
    found = grade(["Journal Article", *types], mesh, title, text, 2021)
    assert (found.design, found.level, found.year) == (design, level, 2021)


def test_participants_are_given_for_studies_of_people_only() -> None:
    text = "A total of 120 patients were included."
    assert grade([], ["Cohort Studies"], "Sleep", text, None).n == 120
    assert grade(["Review"], [], "Sleep", text, None).n is None
    assert grade([], ["Animals"], "Sleep", text, None).n is None
