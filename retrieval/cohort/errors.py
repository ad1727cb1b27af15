"""Problems of a database or a query, in words that name no person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from retrieval.errors import BadInput, Problem

_ENGINES = {"duckdb", "_duckdb", "psycopg", "pyspark", "py4j", "ibis"}

_KEPT = "The database was only read; nothing in it was changed."


class CdmError(Problem):
    """A database that cannot be asked."""


class CdmNotFound(BadInput):
    """No database at the given place."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"There is no database at {place}.",
            next_step="Give a DuckDB file, a folder of Parquet or CSV files, a postgresql:// URL or spark:DATABASE; "
            "`copilot setup --sample` fetches the sample.",
        )


class CdmLocked(CdmError):
    """Another process has the file open for writing."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is locked: another program has it open for writing.",
            kept=_KEPT,
            next_step="Close that program, or copy the file and ask the copy.",
        )


class CdmBroken(CdmError):
    """Not a database, or a truncated one."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} cannot be read: it is not what its name says, or it is damaged or cut short.",
            kept=_KEPT,
            next_step="Copy it again from its source and compare the sizes.",
        )


class CdmUnreachable(CdmError):
    """A server that does not answer, or refuses."""

    def __init__(self, engine: str) -> None:
        super().__init__(
            f"The {engine} database does not answer, or refuses the login.",
            next_step="Check address, database name, user and password with the engine's own client.",
        )


class CdmMissing(CdmError):
    """A table that the query needs does not exist."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f"The database has no table {table}, or it is empty.",
            kept=_KEPT,
            next_step="`copilot cohort doctor` says what else is missing, and what it means.",
        )


class NoVocabulary(CdmError):
    """The definition asks for descendants or mapped concepts and the database cannot tell them."""

    def __init__(self) -> None:
        super().__init__(
            "The database holds no vocabulary (concept, concept_ancestor), so concepts cannot be widened to their "
            "descendants.",
            kept=_KEPT,
            next_step="Load the OMOP vocabulary into it, or list every concept without descendants.",
        )


class UnknownConcept(BadInput):
    """A concept set none of whose concepts the database's vocabulary knows."""

    def __init__(self, name: str, ids: tuple[int, ...]) -> None:
        super().__init__(
            f"This database's vocabulary has no concept of `{name}` ({', '.join(map(str, ids[:5]))}).",
            kept="Nothing was counted: an empty concept set would read as `no events`.",
            next_step="Check the concept ids, or load the vocabulary that they are from.",
        )


class NotExecutable(BadInput):
    """A definition that is valid Circe and that the engine here cannot run."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"This definition cannot be run here: {why}.",
            kept="Nothing was counted.",
            next_step="Take that part out of the definition, or build the cohort in ATLAS and use its table.",
        )


class CdmFailed(CdmError):
    """The engine gave up in the middle of a query."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"{place} failed while it was asked.",
            kept=_KEPT,
            next_step="`copilot cohort doctor` checks the database; its own log says more.",
        )


@contextmanager
def typed_engine_errors(place: str) -> Iterator[None]:
    """Turns what the engines raise into a CdmFailed; their messages can hold values of the data and are dropped."""
    try:
        yield
    except (Problem, MemoryError):
        raise
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in _ENGINES:
            raise
        raise CdmFailed(place) from None
