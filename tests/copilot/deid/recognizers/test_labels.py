"""Every label x value x following word: "Group" after a policy number was a unit "g" once, "platelet" a plate."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copilot.deid.detect import Detector

LABELS = (
    *(
        "MRN",
        "Medical record number",
        "Chart #",
        "Policy number",
        "Member ID",
        "Group number",
        "Insurance ID",
        "Account number",
        "Acct #",
    ),
    *(
        "License number",
        "NPI",
        "DEA number",
        "Certificate no.",
        "Serial number",
        "S/N",
        "Device ID",
        "Accession number",
        "Case number",
    ),
    *(
        "Passport no.",
        "Subscriber ID",
        "Medicaid number",
        "Badge number",
        "Claim number",
        "Visit number",
        "Employee ID",
    ),
)
FOLLOWING = (
    *(
        "Group",
        "Gold plan",
        "platelets",
        "mgmt",
        "monitor",
        "kg",
        "grams",
        "Lab",
        "May",
        "in",
        "inches",
        "and",
        "Unit 4",
        "hospital",
    ),
    *("years", "minutes later", "daily", "Mrs", "L", "g", "mm", "is", "on file"),
)
VALUES = st.one_of(
    st.integers(10_000_000, 9_999_999_999).map(str),
    st.from_regex(r"[A-Z]{2}[0-9]{7}", fullmatch=True),
    st.from_regex(r"[A-Z]{3}-[0-9]{3}-[0-9]{4}", fullmatch=True),
    st.from_regex(r"[0-9]{6,9}-[0-9]{2}", fullmatch=True),
)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def covered(detector: Detector, text: str, start: int, end: int) -> bool:
    taken = {place for hit, _ in detector.detect(text).hits for place in range(hit.start, hit.end)}
    return all(place in taken for place in range(start, end) if text[place].isalnum())


@QUICK
@given(st.sampled_from(LABELS), st.sampled_from([": ", " ", " is ", "# "]), VALUES, st.sampled_from(FOLLOWING))
def test_a_labelled_value_is_hidden_whatever_word_follows(
    rules_detector: Detector, label: str, link: str, value: str, following: str
) -> None:
    text = f"{label}{link}{value} {following}"
    start = len(label + link)
    assert covered(rules_detector, text, start, start + len(value))


DAYS = st.dates(min_value=date(1930, 1, 1), max_value=date(2029, 12, 31))
OTHERS = st.one_of(
    st.tuples(st.just("SSN "), st.from_regex(r"[0-9]{3}-[0-9]{2}-[0-9]{4}", fullmatch=True)),
    st.tuples(st.just("Phone: "), st.from_regex(r"\([2-9][0-9]{2}\) [2-9][0-9]{2}-[0-9]{4}", fullmatch=True)),
    st.tuples(st.just("Fax "), st.from_regex(r"[2-9][0-9]{2}[.-][2-9][0-9]{2}[.-][0-9]{4}", fullmatch=True)),
    st.tuples(st.just("call "), st.from_regex(r"\+4[0-9] [1-9][0-9] [0-9]{4} [0-9]{4}", fullmatch=True)),
    st.tuples(st.just("DOB "), DAYS.map(lambda day: f"{day.month}/{day.day}/{day.year}")),
    st.tuples(st.just("seen "), DAYS.map(lambda day: f"{day:%d%b%y}".upper())),
    st.tuples(st.just("seen "), DAYS.map(lambda day: f"{day:%d.%m.%Y}")),
    st.tuples(st.just("on the "), DAYS.map(lambda day: f"{day.day}th of {day:%B}")),
    st.tuples(st.just("zip code "), st.from_regex(r"[0-9]{5}", fullmatch=True)),
    st.tuples(st.just("VIN "), st.from_regex(r"[1-5][A-HJ-NPR-Z]{4}[0-9]{2}[A-HJ-NPR-Z][0-9]{9}", fullmatch=True)),
    st.tuples(st.just("from "), st.from_regex(r"10\.[1-9][0-9]\.[1-9][0-9]\.[1-9][0-9]", fullmatch=True)),
)


@QUICK
@given(OTHERS, st.sampled_from(FOLLOWING))
def test_numbers_and_dates_are_hidden_whatever_word_follows(
    rules_detector: Detector, written: tuple[str, str], following: str
) -> None:
    cue, value = written
    assert covered(rules_detector, f"{cue}{value} {following}", len(cue), len(cue) + len(value))


PLATES = st.from_regex(r"[A-Z]{3} ?[0-9]{4}|[0-9][A-Z]{3}[0-9]{3}", fullmatch=True)


@QUICK
@given(PLATES, st.sampled_from(FOLLOWING))
def test_a_plate_is_hidden_whatever_word_follows(rules_detector: Detector, plate: str, following: str) -> None:
    text = f"license plate {plate} {following}"
    assert covered(rules_detector, text, 14, 14 + len(plate))


@QUICK
@given(
    st.integers(1, 999), st.sampled_from(["platelet", "platelets", "platelet count", "plt", "platelet transfusion"])
)
def test_a_platelet_is_no_plate(rules_detector: Detector, count: int, word: str) -> None:
    assert rules_detector.detect(f"{word} {count}").hits == []


@QUICK
@given(st.text(max_size=400))
def test_hits_are_disjoint_ordered_and_inside(rules_detector: Detector, text: str) -> None:
    last = 0
    for hit, by in rules_detector.detect(text).hits:
        assert last <= hit.start < hit.end <= len(text) and by
        last = hit.end
