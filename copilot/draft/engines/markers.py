"""Citation markers from the list alone, for transformers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import torch
from transformers import LogitsProcessor

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase


class Markers(LogitsProcessor):
    """Lets "[" be followed by the number of a passage and "]" alone.

    Args:
        tokenizer: of the model.
        prompt_length: tokens before the answer.
        markers: passage numbers, as text.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerBase, prompt_length: int, markers: tuple[str, ...]) -> None:
        self._tokenizer, self._from, self._markers = tokenizer, prompt_length, markers
        self._pieces = _pieces(tokenizer)

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        written = str(self._tokenizer.decode(input_ids[0, self._from :]))
        open_ = re.search(r"\[(\d*)$", written)
        if open_ is None:
            banned = [id for id, piece in self._pieces if not self._may_open(piece)]
        else:
            banned = [id for id, piece in self._pieces if not self._may_follow(open_[1] + piece)]
            others = torch.ones(scores.shape[-1], dtype=torch.bool, device=scores.device)
            others[[id for id, _ in self._pieces]] = False
            scores[:, others] = -torch.inf
        scores[:, banned] = -torch.inf
        return scores

    def _may_open(self, piece: str) -> bool:
        """True for a token without brackets, or one that opens a marker as its last sign."""
        return "]" not in piece and piece.count("[") <= 1 and not re.search(r"\[.", piece)

    def _may_follow(self, inside: str) -> bool:
        """True if "[" + inside can still become a marker and text after it."""
        number, closed, rest = inside.partition("]")
        if closed:
            return number in self._markers and not re.search(r"[\[\]]", rest)
        return any(marker.startswith(number) for marker in self._markers) and bool(number)


def _pieces(tokenizer: Any) -> list[tuple[int, str]]:
    """(id, text) of the tokens that hold a bracket or are digits: all others can neither open nor close a marker."""
    found = getattr(tokenizer, "_copilot_pieces", None)
    if found is None:
        texts = ((id, tokenizer.decode([id])) for id in range(len(tokenizer)))
        found = [(id, text) for id, text in texts if re.search(r"[\[\]]", text) or text.isdecimal()]
        tokenizer._copilot_pieces = found
    return found
