"""Circe definitions as one ibis expression: the common part of the language, nothing staged, nothing written.

Semantics are those of OHDSI's Circe SQL. What is outside the part that is understood here raises `Beyond`, and the
caller takes another executor.
"""
