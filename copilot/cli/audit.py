"""`copilot audit verify | replay`."""

from __future__ import annotations

from typing import Annotated

import typer

from copilot.audit import AuditLog
from copilot.cli.answer import open_copilot
from copilot.cli.console import out
from copilot.schema import Options, PatientContext
from copilot.settings import settings
from retrieval.errors import BadInput

app = typer.Typer(help="Checks the audit log, and answers an old question again.", no_args_is_help=True)


@app.command()
def verify() -> None:
    """Checks the chain of hashes from the first entry to the last."""
    log = AuditLog(settings().audit_file)
    out.print(f"The audit log holds: {log.verify()} entries.")


@app.command()
def replay(id: Annotated[str, typer.Argument(help="The id of a summary.")]) -> None:
    """Asks the same question again and says what differs."""
    copilot = open_copilot()
    request = copilot.audit.find("request", id, key="summary")
    before = copilot.summary(id)
    if request is None or before is None:
        raise BadInput("The audit log has no summary of this id.")
    body = request["body"]
    patient = PatientContext.model_validate(body["patient"]) if body["patient"] else None
    after = copilot.ask(body["question"], patient, Options.model_validate(body["options"]))
    old, new = [[sentence.text for sentence in summary.sentences] for summary in (before, after)]
    changed = {
        name: (was, now)
        for name, was in before.provenance.model_dump().items()
        if was != (now := after.provenance.model_dump()[name])
    }
    out.print("The same answer." if old == new else "The answer differs.")
    for mark, lines in (("-", [t for t in old if t not in new]), ("+", [t for t in new if t not in old])):
        for line in lines:
            out.print(f"{mark} {line}", markup=False)
    for name, (was, now) in changed.items():
        out.print(f"{name}: {was} → {now}", markup=False)
