"""An adapter as PEFT lays it out: read as a start to go on from, written for `copilot setup` to merge.

PEFT adds `alpha / rank` times B A to a weight, the trainer (`copilot.training.lora`) B A; the factor goes into B.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from safetensors.torch import load_file, save_file
from torch import Tensor

_FILE, _CONFIG = "adapter_model.safetensors", "adapter_config.json"
_ROOT = "base_model.model.model."


def read(folder: Path) -> dict[str, Tensor]:
    """The updates of an adapter by `<layer>.a` and `<layer>.b`. Raises OSError, KeyError."""
    scale = _scale(folder)
    made: dict[str, Tensor] = {}
    for name, value in load_file(folder / _FILE).items():
        layer, _, part = name.removeprefix(_ROOT).removesuffix(".weight").rpartition(".lora_")
        made[f"{layer}.{part.lower()}"] = value.float() * (scale if part == "B" else 1)
    return made


def write(updates: Mapping[str, Tensor], like: Path, folder: Path) -> None:
    """Writes updates in half precision, with the configuration of the adapter `like`, whose rank they have."""
    scale = _scale(like)
    made = {}
    for name, value in updates.items():
        layer, _, part = name.rpartition(".")
        scaled = value / (scale if part == "b" else 1)
        made[f"{_ROOT}{layer}.lora_{part.upper()}.weight"] = scaled.half().cpu().contiguous()
    folder.mkdir(parents=True, exist_ok=True)
    save_file(made, folder / _FILE)
    (folder / _CONFIG).write_bytes((like / _CONFIG).read_bytes())


def _scale(folder: Path) -> float:
    config = json.loads((folder / _CONFIG).read_text(encoding="utf-8"))
    return float(config["lora_alpha"]) / float(config["r"])
