"""De-identification: the only way in for patient text, and the last check on the way out."""
