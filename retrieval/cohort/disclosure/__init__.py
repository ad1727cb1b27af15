"""Disclosure control: the one gate between counts of persons and anything that is shown (docs/disclosure.md)."""
