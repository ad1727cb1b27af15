from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from samples_fhir import CANARY, bundle, canary_record, problem, result

from copilot.deid.known import known_of


def test_everyone_and_everything_a_record_names() -> None:
    known = known_of(canary_record())
    assert known.names[:2] == (f"Zephrine {CANARY}", "Obermoltke")
    assert set(known.relatives) >= {"Isolde Krambeck", "Tibor Varnholt", "Ottoline Varnholt"}
    assert set(known.providers) >= {"Dr. Lucasta Pemberwick", "Lucasta Pemberwick"}
    assert set(known.facilities) == {"Wexmoor Infirmary", "Wexmoor"}
    assert set(known.places) >= {"12 Fennimarket Lane", "Brockelhurst", "03655", "Ostrapur"}
    assert set(known.ids) >= {"MRN-77120934", "p-canary-1", "visit-555123", "b-77120934", "doc-9"}
    assert set(known.phones) >= {"555-867-5309", "555-201-3344"}
    assert known.emails == ("zephrine@quillonetta.test",)
    assert known.dates == ("1961-03-04",)


def test_the_medicine_is_nobodys_name() -> None:
    reference = {"reference": "Condition/c1", "display": "Appendicitis"}
    known = known_of(bundle(problem(evidence=[{"detail": [reference]}]), result("718-7", 1, "g/dL", "2020")))
    assert known == type(known)()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "resourceType",
                        "name",
                        "family",
                        "given",
                        "telecom",
                        "system",
                        "value",
                        "identifier",
                        "entry",
                        "line",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=15,
    )
)
def test_a_broken_document_is_read_as_far_as_it_goes(document: Any) -> None:
    known_of(document)
