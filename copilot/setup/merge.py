"""Folds a LoRA adapter into a GGUF base model once, so that it costs nothing at run time.

A merged weight is `W + B @ A * alpha / r` (Hu et al. 2021, arXiv:2106.09685). llama.cpp stores the query and key
rows of a Llama model in another order than PEFT does: its rotary embedding turns neighbouring rows, while
Hugging Face's turns row i together with row i + half. The rows of the update are reordered the same way.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Quant
from numpy.typing import NDArray
from safetensors.numpy import load_file

from retrieval.errors import BadInput

Matrix = NDArray[np.float32]

_KEY = re.compile(r"\.layers\.(\d+)\.(?:self_attn|mlp)\.(\w+)\.lora_([AB])\.weight$")
_NAMES = {
    "q_proj": "attn_q",
    "k_proj": "attn_k",
    "v_proj": "attn_v",
    "o_proj": "attn_output",
    "gate_proj": "ffn_gate",
    "up_proj": "ffn_up",
    "down_proj": "ffn_down",
}


def read_updates(adapter: Path) -> dict[str, Matrix]:
    """The weight updates of a PEFT LoRA folder by GGUF tensor name: (rows out, columns in), in PEFT's row order.

    Raises:
        BadInput: a key of the adapter is not a LoRA factor of a Llama layer, or one factor of a pair is missing.
    """
    config = json.loads((adapter / "adapter_config.json").read_text(encoding="utf-8"))
    scale = np.float32(config["lora_alpha"] / config["r"])
    factors: dict[str, dict[str, Matrix]] = {}
    for key, value in load_file(adapter / "adapter_model.safetensors").items():
        match = _KEY.search(key)
        if match is None or match[2] not in _NAMES:
            raise BadInput(f"The adapter in {adapter} has a tensor that no Llama layer takes: {key}.")
        name = f"blk.{match[1]}.{_NAMES[match[2]]}.weight"
        factors.setdefault(name, {})[match[3]] = value.astype(np.float32)
    if broken := [name for name, pair in factors.items() if len(pair) != 2]:
        raise BadInput(f"The adapter in {adapter} has only one factor for {broken[0]}.")
    return {name: (pair["B"] @ pair["A"]) * scale for name, pair in factors.items()}


def rotary_rows(update: Matrix, heads: int) -> Matrix:
    """Rows (heads * head size, columns) from Hugging Face's rotary order to llama.cpp's."""
    rows, columns = update.shape
    halves = update.reshape(heads, 2, rows // heads // 2, columns)
    return halves.swapaxes(1, 2).reshape(rows, columns)


def merge(base: Path, adapter: Path, out: Path, quantisation: Quant = Quant.Q8_0) -> None:
    """Writes `base` with `adapter` folded in to `out`. Tensors the adapter leaves alone are copied bit for bit.

    Args:
        base: GGUF of a Llama-family model.
        adapter: PEFT LoRA folder.
        quantisation: of the merged tensors.

    Raises:
        BadInput: the adapter does not fit the base.
    """
    reader = gguf.GGUFReader(base)
    updates = read_updates(adapter)
    if missing := updates.keys() - {tensor.name for tensor in reader.tensors}:
        raise BadInput(f"The adapter in {adapter} does not fit {base.name}: there is no {min(missing)}.")
    heads = {"attn_q": _number(reader, "head_count"), "attn_k": _number(reader, "head_count_kv")}
    writer = gguf.GGUFWriter(out, arch=str(_field(reader, "general.architecture")))
    _copy_metadata(reader, writer, quantisation)
    for tensor in reader.tensors:
        update = updates.get(tensor.name)
        if update is None:
            writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
            continue
        weight = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
        if weight.shape != update.shape:
            raise BadInput(f"The adapter in {adapter} does not fit {base.name}: {tensor.name} has another shape.")
        part = tensor.name.split(".")[2]
        if part in heads:
            update = rotary_rows(update, heads[part])
        writer.add_tensor(tensor.name, gguf.quants.quantize(weight + update, quantisation), raw_dtype=quantisation)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _copy_metadata(reader: gguf.GGUFReader, writer: gguf.GGUFWriter, quantisation: Quant) -> None:
    for name, field in reader.fields.items():
        if name.startswith("GGUF.") or name in ("general.architecture", "general.file_type"):
            continue  # the writer's own
        element = field.types[-1] if field.types[0] == gguf.GGUFValueType.ARRAY else None
        writer.add_key_value(name, field.contents(), field.types[0], sub_type=element)
    writer.add_file_type(gguf.LlamaFileType[f"MOSTLY_{quantisation.name}"])


def _field(reader: gguf.GGUFReader, name: str) -> Any:
    field = reader.get_field(name)
    if field is None:
        raise BadInput(f"The base model has no {name}.")
    return field.contents()


def _number(reader: gguf.GGUFReader, name: str) -> int:
    return int(_field(reader, f"{_field(reader, 'general.architecture')}.attention.{name}"))
