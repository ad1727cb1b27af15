"""The engine of the clinician copilot and its doors."""

__version__ = "0.1.0"
