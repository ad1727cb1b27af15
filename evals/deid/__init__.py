"""How well identifiers are hidden: generated notes with exact gold spans, shared sets, a scorer, a report."""
