"""The tagger of identifiers: its training texts, its training run. `python -m copilot.training.tagger --help`."""
