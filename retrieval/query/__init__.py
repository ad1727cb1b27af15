"""What a question says in other words: abbreviations, brand names, drug classes.

`understand` is the one place that rewrites a query.
"""
