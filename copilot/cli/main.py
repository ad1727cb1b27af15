"""The command tree, and the one place where a problem becomes a message and an exit code."""

from __future__ import annotations

import os
import sys
import uuid

import pydantic
import typer
from typer.exceptions import TyperException

from copilot import logs
from copilot.cli import answer, audit, checks, cohort, deid, doors, eval, guard, index, install, score, searching
from copilot.cli.console import complain
from retrieval.errors import Problem

app = typer.Typer(
    name="copilot",
    help="Cited, verified risk summaries for clinicians, from a language model that runs on this machine.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command("setup")(install.setup)
app.command("ask")(answer.ask)
app.command("search")(searching.search)
app.command("verify")(checks.verify)
app.command("deid")(deid.deid)
app.command("guard")(guard.guard)
app.add_typer(index.app, name="index")
app.add_typer(cohort.app, name="cohort")
app.add_typer(score.app, name="score")
app.add_typer(audit.app, name="audit")
app.add_typer(eval.app, name="eval")
app.command("serve")(doors.serve)
app.command("ui")(doors.ui)
app.command("demo")(doors.demo)


def main() -> None:
    """Entry point. Exit codes: 0 done (an abstention is done), 2 bad usage or input, 1 failure."""
    logs.configure()
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except typer.Abort:
        sys.exit(130)
    except TyperException as error:
        complain(_usage(error))
        sys.exit(2)
    except KeyboardInterrupt:
        complain("Stopped.", kept="What was finished is kept; the same command goes on from there.")
        sys.exit(130)
    except Problem as error:
        complain(error.what, error.kept, error.next_step)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        if isinstance(error, pydantic.ValidationError) and error.title == "Settings":
            complain("The settings are unsafe or wrong: " + "; ".join(item["msg"] for item in error.errors()))
            sys.exit(2)
        if os.environ.get("COPILOT_DEBUG"):
            raise
        complain(
            f"Something unexpected happened ({type(error).__name__}, {uuid.uuid4().hex[:8]}).",
            next_step="Run it again with COPILOT_DEBUG=1 to see where.",
        )
        sys.exit(1)


def _usage(error: TyperException) -> str:
    """What is wrong with the command line. Words of a question that was not quoted are not repeated."""
    message = error.format_message()
    if "extra argument" in message:
        return "There are more arguments than this command takes. A question stands in quotes."
    return message
