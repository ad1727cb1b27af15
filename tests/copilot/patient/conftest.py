from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from samples_fhir import TODAY, Json, bundle, person

from copilot.patient.intake import from_document
from copilot.schema import PatientContext


@pytest.fixture
def read() -> Callable[..., PatientContext]:
    """The context of a patient with these resources, on TODAY."""

    def context(*resources: Json, **options: Any) -> PatientContext:
        return from_document(bundle(person(), *resources), today=TODAY, **options)

    return context
