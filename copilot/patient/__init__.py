"""A patient record, FHIR R4 or typed, to the medicine in it. FHIR is never passed on as it came."""
