"""Three looks at fairness: one thing about a patient changed, calibration by subgroup, whom a cohort stands for."""
