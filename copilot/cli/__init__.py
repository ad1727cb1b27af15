"""The `copilot` command: thin; each file holds the commands of one room."""

from copilot.cli.main import app, main

__all__ = ["app", "main"]
