"""What a question says, read before it is searched: typing errors, abbreviations, brand names, drug classes.

`understand` is the one place that rewrites a query.
"""
