"""Evidence: literature, documents, cohorts and scores. Knows no patient and no language model."""
