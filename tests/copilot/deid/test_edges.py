"""What announces an identifier stays; what identifies does not."""

from __future__ import annotations

import pytest

from copilot.deid.edges import cut
from copilot.deid.hits import Hit
from copilot.deid.types import Label


@pytest.mark.parametrize(
    ("found", "label", "left"),
    [
        ("Mr. Dattatray Shinde", "NAME", "Dattatray Shinde"),
        ("Dear Dr. Ames", "NAME", "Ames"),
        ("Meaghan Doyle, BScPT", "NAME", "Meaghan Doyle"),
        ("WM. J. CRUICKSHANK CHI", "NAME", "WM. J. CRUICKSHANK"),
        ("Sergeant", "NAME", "Sergeant"),
        ("Pat Long", "NAME", "Pat Long"),  # given names that are words of the ward, too
        ("Angela Ho", "NAME", "Angela Ho"),
        ("Master", "NAME", "Master"),
        ("NHS 485 777 3456", "MRN", "485 777 3456"),
        ("DNI 14.882.306", "ID", "14.882.306"),
        ("UHID SGPG2024003318", "MRN", "SGPG2024003318"),
        ("AB 12", "ID", "AB 12"),
        ("of Jan 15th", "DATE", "Jan 15th"),
        ("Terre Haute on", "CITY", "Terre Haute"),
        ("Tech Vonda Ames", "NAME", "Vonda Ames"),
        ("Hi, Dr. Ames", "NAME", "Ames"),
        ("NURSE, GRACE", "NAME", "NURSE, GRACE"),
        ("Porter Hale", "NAME", "Porter Hale"),
        ("Imam Hussain", "NAME", "Imam Hussain"),
        ("94-year-old", "AGE", "94"),
        ("91 y/o M", "AGE", "91"),
        ("90th birthday", "AGE", "90th birthday"),
        ("ninety-two", "AGE", "ninety-two"),
    ],
)
def test_edges_are_cut(found: str, label: Label, left: str) -> None:
    text = f"Seen: {found}, and well."
    hit = cut(text, Hit(6, 6 + len(found), label, "tagger", firm=True))
    assert text[hit.start : hit.end] == left
