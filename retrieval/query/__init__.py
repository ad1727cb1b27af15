"""What a question says, read before it is searched: typing errors, abbreviations, brand names, drug classes.

`spelling` puts typing errors right; `understand` adds other names to what is then asked.
"""
