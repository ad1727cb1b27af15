"""From use to evaluation: what readers said of answers, de-identified, becomes cases after a person has read it."""
