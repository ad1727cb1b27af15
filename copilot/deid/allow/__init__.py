"""What may leave a record, as data: one file for FHIR, one for OMOP. What is not written there is dropped."""
