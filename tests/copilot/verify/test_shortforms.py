"""Short forms: one name in its spellings, and what a text defines."""

from __future__ import annotations

import pytest

from copilot.verify.names import unsupported
from copilot.verify.shortforms import defined, spellings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nf-κb", "nf-kb"),
        ("nf-κb", "nf-kappab"),
        ("ifn-γ", "interferon-gamma"),
        ("il-2", "interleukin-2"),
        ("apoe", "apolipoprotein-e"),
        ("pkcζ", "pkcz"),
    ],
)
def test_one_name_in_two_spellings(one: str, other: str) -> None:
    assert spellings(one) & spellings(other)


@pytest.mark.parametrize(
    ("one", "other"), [("il-2", "il-6"), ("ifn-α", "ifn-γ"), ("sirna", "mrna"), ("il-1β", "il-1α")]
)
def test_two_names_stay_two(one: str, other: str) -> None:
    assert not spellings(one) & spellings(other)


def test_what_a_text_defines() -> None:
    text = "Chronic kidney disease (CKD) and vitamin B6 (VB6) in 20 patients (42%; n = 12), by the Short Form (n)."
    assert defined(text) == [("Chronic kidney disease", "CKD"), ("vitamin B6", "VB6")]


def test_a_short_form_needs_its_letters_in_order() -> None:
    assert defined("heart failure (CHF)") == []
    assert defined("(CHF) comes first") == []


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Folic acid (FA) lowers homocysteine.", "Folic acid lowered homocysteine."),
        ("AMP-activated protein kinase (AMPK) reduces fibrosis.", "AMPK reduced fibrosis."),
        ("NF-kB-dependent transcription rises.", "Transcription through NF-κB rose."),
        ("Anti-interleukin-2 antibodies help.", "Antibodies against IL-2 helped."),
        ("Type II diabetes falls.", "Incident type 2 diabetes fell."),
        ("FGF21 rises.", "Fibroblast growth factor 21 rose."),
        ("RNA of IME1 rises.", "IME1 mRNA rose."),
        ("Cholesterol induces it.", "Multiple indices of plaque, due to cholesterol."),
    ],
)
def test_a_name_that_the_passage_writes_otherwise_stands(claim: str, passage: str) -> None:
    assert unsupported(claim, passage) == []


@pytest.mark.parametrize(
    ("claim", "passage", "wrong"),
    [
        ("Reactive oxygen species (RS) rise.", "Reactive oxygen species (ROS) rose.", "RS"),
        ("Vitamin B12 (VB12) helps.", "Vitamin B6 helps.", "VB12"),
        ("The siRNA rises.", "The mRNA rose.", "siRNA"),
        ("A phase III trial began.", "A phase 2 trial of 3 months began.", "III"),
        ("Interleukin-6 rises.", "IL-2 rose.", "Interleukin-6"),
    ],
)
def test_another_name_does_not(claim: str, passage: str, wrong: str) -> None:
    assert wrong in unsupported(claim, passage)
