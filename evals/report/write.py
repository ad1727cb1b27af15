"""report.json; report.html, one file that opens without a network; report.md, its table alone."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment

from evals.report.model import Report
from evals.report.table import number, table
from retrieval.files import whole


def write(report: Report, folder: Path) -> None:
    """The three files, each whole or not at all."""
    texts = {"report.json": report.model_dump_json(indent=1), "report.html": html(report), "report.md": table(report)}
    for name, text in texts.items():
        with whole(folder / name) as part:
            part.write_text(text, encoding="utf-8")


def read(folder: Path) -> Report:
    """Raises OSError, ValueError: no report, or not one of ours."""
    return Report.model_validate_json((folder / "report.json").read_text(encoding="utf-8"))


def html(report: Report) -> str:
    """The page; every text is escaped."""
    template = resources.files("evals.report").joinpath("page.html").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"number": number, "json": _json}
    return environment.from_string(template).render(report=report)


def _json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
