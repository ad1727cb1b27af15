"""Every detector on the forms it is for, and on the look-alikes of medicine it must leave alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Hidden = Callable[[str], list[tuple[str, str]]]

DATES = (
    *(
        "03/14/2024",
        "3/14/24",
        "2024-03-14",
        "14MAR24",
        "14-Mar-2024",
        "March 14, 2024",
        "14 March 2024",
        "14th of March",
        "March 2024",
    ),
    *("3/2024", "Mar 14", "4-5 February 2021", "5/23-5/29", "2022-06-30T09:14Z"),
)
KEPT = (
    "Strength 5/5 in all extremities, reflexes 2/4.",
    "BP 120/80, HR 72, pain 7/10.",
    "WBC 12500, platelets 150000, glucose 180-240.",
    "The trial NCT01234567 enrolled 12345 patients from 2015-2019.",
    "Metformin 500 mg BID and Synthroid 50 mcg daily.",
    "Does CHA2DS2-VASc apply? Kaplan-Meier curves, Cockcroft-Gault, Wells score, Child-Pugh class B.",
    "Parkinson's disease, Foley catheter, Down syndrome, Hodgkin lymphoma, Crohn's disease.",
    "SARS-CoV-2, HbA1c 7.1%, IL-6, PD-L1, BRCA1, rs12345678.",
    "Patients over 90 years of age were excluded.",
    "Follow up 3/52, cast for 5/52, PPROM at 32/40, seen 2/52.",
    "Pain seven slash ten, RV dysfunction, SGLT2i on board, SW referral made, SHO review.",
    "Augmentin 7 days, Keppra 3 weeks, Synthroid 50 mcg for 70 kg.",
    "PERC DRAIN FIRST? LUMBAR DRAIN 10 ML/HR. What did DRAFFT2 say?",
    "What is the target INR for a 68-year-old with atrial fibrillation?",
)


@pytest.mark.parametrize("written", DATES)
def test_a_date_is_hidden_whole(hidden: Hidden, written: str) -> None:
    assert (written, "DATE") in hidden(f"She was seen on {written}, and improved.")


@pytest.mark.parametrize("text", KEPT)
def test_medicine_is_left_alone(hidden: Hidden, text: str) -> None:
    assert hidden(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She is a 92-year-old female.", ("92", "AGE")),
        ("Seen with Dr. Amato. Football injury.", ("Amato", "NAME")),
        ("CC: Dr. Wm. J. Okonkwo. Plan: rest.", ("Wm. J. Okonkwo", "NAME")),
        ("Pt Ferrante, L THA, walks.", ("Ferrante", "NAME")),
        ("MVC on NYE 23:50.", ("NYE", "DATE")),
        ("DOB 3/52.", ("3/52", "DATE")),
        ("Sent home 20th am, back on Monday.", ("20th", "DATE")),
        ("Crew Petersen / F Davids.", ("F Davids", "NAME")),
        ("SEEN BY: A Tremlett. GMC checked.", ("A Tremlett", "NAME")),
        ("ADM20220409 DRNorris", ("Norris", "NAME")),
        ("He is aged 94.", ("94", "AGE")),
        ("a ninety-six year old man", ("ninety-six year old", "AGE")),
        ("Call 617-555-1234 now.", ("617-555-1234", "PHONE")),
        ("Fax: 617-555-1234", ("617-555-1234", "FAX")),
        ("pager 4412", ("4412", "PHONE")),
        ("at +44 20 7480 9966 today", ("+44 20 7480 9966", "PHONE")),
        ("write to joe.b@mail.example", ("joe.b@mail.example", "EMAIL")),
        ("see https://x.org/p?id=1.", ("https://x.org/p?id=1", "URL")),
        ("from 10.20.30.40.", ("10.20.30.40", "IP")),
        ("SSN 000-12-3456", ("000-12-3456", "SSN")),
        ("ssn ***-**-6328", ("***-**-6328", "SSN")),
        ("VIN 1HGCM82633A004352", ("1HGCM82633A004352", "VEHICLE")),
        ("at 12 Oak Street, Apt 4B.", ("12 Oak Street, Apt 4B", "ADDRESS")),
        ("P.O. Box 41", ("P.O. Box 41", "ADDRESS")),
        ("lives in Hope", ("Hope", "CITY")),
        ("Riverton, TX 75001", ("75001", "ZIP")),
        ("Dr. Foley rounded.", ("Foley", "NAME")),
        ("Mrs. Still was seen.", ("Still", "NAME")),
        ("dr still said so", ("still", "NAME")),
        ("Rose Long, RN", ("Rose Long", "NAME")),
        ("Patient Name: Art Fields", ("Art Fields", "NAME")),
        ("her daughter Hope visited", ("Hope", "NAME")),
        ("Discussed with Kowalski.", ("Kowalski", "NAME")),
        ("Renee Kidney called.", ("Renee Kidney", "NAME")),
        ("JRS/mk", ("JRS/mk", "NAME")),
        ("pt J.S. called", ("J.S.", "NAME")),
        ("at St. Mary's General Hospital", ("St. Mary's General Hospital", "FACILITY")),
        ("SMITH, JOHN A | 12345678 |", ("SMITH, JOHN A", "NAME")),
        ("DOB10/30/1942SSN308 52 4663", ("308 52 4663", "SSN")),
        ("GBS or CIDP: Faisal 9 weeks progressing", ("Faisal", "NAME")),
        ("Faisal 3.2kg, feeding", ("Faisal", "NAME")),
        ("Seen: Zainab d/o Gulzar.", ("Zainab d/o Gulzar", "NAME")),
        ("labels of Jaden P & Kofi B mixed up", ("Jaden P", "NAME")),
        ("f/u with HCA Kelly.", ("Kelly", "NAME")),
        ("Reviewed: Ogunleye, staff nurse", ("Ogunleye", "NAME")),
        ("biologist on board the RV Polar Lark", ("RV Polar Lark", "FACILITY")),
        ("letter to Stanton & Loewe LLP", ("Stanton & Loewe LLP", "FACILITY")),
        ("fax from Bayshore Rx: please refill", ("Bayshore Rx", "FACILITY")),
        ("next visit ten slash four", ("ten slash four", "DATE")),
    ],
)
def test_an_identifier_is_hidden_whole(hidden: Hidden, text: str, expected: tuple[str, str]) -> None:
    assert expected in hidden(text)


def test_a_name_spreads_through_the_document_but_not_to_its_eponym(hidden: Hidden) -> None:
    found = hidden("Dr. Foley came. Later Foley left. The Foley catheter stayed.")
    assert found == [("Foley", "NAME"), ("Foley", "NAME")]


def test_a_page_width_does_not_cut_a_name_in_two(hidden: Hidden) -> None:
    text = (
        "The family was informed by phone today and\nthanked us; they will "
        "call Dr. Oskar\nKroon-Vesela tomorrow about the biopsy and"
    )
    assert "Oskar\nKroon-Vesela" in [found for found, _ in hidden(text)]
