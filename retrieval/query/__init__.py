"""What a question says in other words: abbreviations, brand names, drug classes. The one place that rewrites a query."""
