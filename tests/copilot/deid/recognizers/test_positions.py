"""Names and places by where they stand, even where they are words; and the same words where they are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Hidden = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Plan unchanged. Key agrees with surgery.", "Key"),
        ("The results are back, and Small was informed by telephone.", "Small"),
        ("Met with the family; Price's daughter translated.", "Price"),
        ("The infusion was stopped by Swan at noon.", "Swan"),
        ("A 57 year old Hope Waters, brought in by ambulance.", "Hope Waters"),
        ("Signed off, B. Rush", "B. Rush"),
        ("Pacemaker check for BEST, JUSTIN today", "BEST, JUSTIN"),
        ("2;Small,Wesley;11.02.1960;asthma;ward 3", "Small,Wesley"),
        ("Reviewed together with van der Linden this morning", "van der Linden"),
        ("handed over to el-Sayed at 7", "el-Sayed"),
        ("Verified 14:32 tpadilla", "tpadilla"),
        ("Seen with nurse Latasha Perry, lperry.", "lperry"),
        ("please check darryl brewer, LDL 180 on rosuvastatin", "darryl brewer"),
        ("night note: mx. berry slept well, no pain, drank tea and walked a little", "berry"),
        ("husband ray called, wants an update on the plan for today please", "ray"),
        ("ANAESTHETIST VLOUSKTHAIND PRESENT THROUGHOUT", "VLOUSKTHAIND"),
        ("Sender Camer0n Kiddle, direct line", "Camer0n Kiddle"),
        ("A.J.C. dictated this", "A.J.C."),
        ("Bruise to the arm. HV is Nia Tebb", "Nia Tebb"),
        ("Poppy K-D, 17. Weight 43 kg.", "Poppy K-D"),
    ],
)
def test_a_name_is_hidden_by_its_position(hidden: Hidden, text: str, name: str) -> None:
    covering = [found for found, _ in hidden(text)]
    assert any(name in found for found in covering), covering


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Transferred from SVGH.", "SVGH"),
        ("THEATRE 3  SURBITON CANCER INSTITUTE", "SURBITON CANCER INSTITUTE"),
        ("He was seen at Good Samaritan, then went home.", "Good Samaritan"),
        ("Lives at Kongsveien 70 Suite 4, alone.", "Kongsveien 70"),
        ("The aunt drove up from Friendship for the visit.", "Friendship"),
        ("Address: 9001 N Foundry Blvd, Inverness (home)", "Inverness"),
        ("moved here from 468\nHickory Parkway", "468\nHickory Parkway"),
        ("Write to Unit 9104 Box 2779\nDPO AP 29547", "Unit 9104 Box 2779"),
        ("Status, awaiting Wexmoor Valley ICU transfer.", "Wexmoor Valley ICU"),
        ("Admitted Anna Price Home January 6, discharged in February.", "Anna Price Home"),
        ("Clinic, opp. Bus Stand, Station Road, closed on Sundays", "opp. Bus Stand, Station Road"),
    ],
)
def test_a_place_is_hidden_by_its_position(hidden: Hidden, text: str, place: str) -> None:
    covering = [found for found, _ in hidden(text)]
    assert any(place in found for found in covering), covering


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Fitted 11/9 in theatre", "11/9"),
        ("called 8/23, no answer", "8/23"),
        ("on Septernber 5, 2O23", "Septernber 5, 2O23"),
        ("MRN123456/19650103/14FEB25/", "14FEB25"),
        ("seen Thanksgiving with a cough", "Thanksgiving"),
        ("ring 9747 6578 please", "9747 6578"),
        ("Time 0317 8/7 loc: 4 East", "8/7"),
        ("INR 2.0, labs 10.10", "10.10"),
        ("MDO of donderdag 20 maart", "20 maart"),
        ("angioplasty 6 de agosto", "6 de agosto"),
        ("spells, the last day 9 of May", "day 9 of May"),
        ("office (027) 7972-805", "(027) 7972-805"),
    ],
)
def test_numbers_are_hidden_in_their_rarer_forms(hidden: Hidden, text: str, found: str) -> None:
    assert any(found in piece for piece, _ in hidden(text)), hidden(text)


@pytest.mark.parametrize(
    "text",
    [
        "Pain improved, rash on both arms, head CT was normal; blood cultures were drawn.",
        "de novo mutation, de Quervain tenosynovitis and von Willebrand disease",
        "Take 1/2 tablet, strength 4/5, 2 of 3 bottles positive, grade 3/6 murmur.",
        "COPD, GOLD 3 and NYHA III; LI-RADS 5; vitamin B. Continue.",
        "Schmorl nodes at T11 and L4-5; murmur at LUSB.",
        "Extubated on hospital day 3; at baseline she walks at home.",
        "EXTUBATED ON HOSPITAL DAY THREE.",
        "Mark the site, and hope for the best.",
        "Seen in the Surgical ICU and then Neuro ICU; bloods 7.40, labs 10.5 mmol.",
        "GP is happy. HV is aware. Consultant is reviewing. Admitted Medical Ward.",
        "Rhabdo C, 4. Hep B, 2 doses; near normal, opposite side.",
    ],
)
def test_the_same_shapes_in_medicine_are_left_alone(hidden: Hidden, text: str) -> None:
    assert hidden(text) == []
