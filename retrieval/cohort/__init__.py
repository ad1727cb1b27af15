"""Cohorts: what happened to patients like this one, from an OMOP CDM, safe to show."""
