"""An adapter survives being read and written, and adds to a layer what PEFT adds."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from copilot.setup.assets import ADAPTERS
from copilot.training.verifier import adapter

SHIPPED = ADAPTERS / "verifier"


def test_what_is_read_is_written_again(tmp_path: Path) -> None:
    adapter.write(adapter.read(SHIPPED), SHIPPED, tmp_path)
    before, after = (load_file(folder / "adapter_model.safetensors") for folder in (SHIPPED, tmp_path))
    assert before.keys() == after.keys()
    assert all(torch.equal(before[name].half(), after[name]) for name in before)
    assert (tmp_path / "adapter_config.json").read_bytes() == (SHIPPED / "adapter_config.json").read_bytes()


def test_the_product_is_that_of_peft() -> None:
    raw, read = load_file(SHIPPED / "adapter_model.safetensors"), adapter.read(SHIPPED)
    name = "layers.3.mlp.down_proj"
    a, b = (raw[f"base_model.model.model.{name}.lora_{part}.weight"].float() for part in "AB")
    assert torch.allclose(read[f"{name}.b"] @ read[f"{name}.a"], 2 * (b @ a))


def test_a_folder_without_an_adapter_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        adapter.read(tmp_path)
