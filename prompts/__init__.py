"""Prompts as files. `load("drafter").render(question=…)` gives LangChain messages."""

from prompts.loader import Prompt, load

__all__ = ["Prompt", "load"]
