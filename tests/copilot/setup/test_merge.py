"""Merging on a tiny synthetic Llama, checked against the row order written out row by row."""

from __future__ import annotations

import json
from pathlib import Path

import gguf
import numpy as np
import pytest
from gguf import GGMLQuantizationType as Quant
from safetensors.numpy import save_file

from copilot.setup.merge import merge, rotary_rows
from retrieval.errors import BadInput

HEADS, KV_HEADS, SIZE, WIDTH, RANK, ALPHA = 4, 2, 16, 64, 4, 8
ROWS = {"attn_q": HEADS * SIZE, "attn_k": KV_HEADS * SIZE, "attn_v": KV_HEADS * SIZE}
PEFT = {"attn_q": "q_proj", "attn_k": "k_proj", "attn_v": "v_proj"}
rng = np.random.default_rng(7)
WEIGHTS = {name: rng.normal(size=(rows, WIDTH)).astype(np.float32) for name, rows in ROWS.items()}
FACTORS = {
    name: (rng.normal(size=(RANK, WIDTH)).astype(np.float32), rng.normal(size=(rows, RANK)).astype(np.float32))
    for name, rows in ROWS.items()
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_token_list(["a", "b", "<|im_end|>"])
    writer.add_bool("tokenizer.ggml.add_bos_token", False)
    writer.add_tensor("output_norm.weight", np.arange(WIDTH, dtype=np.float32))
    for name, weight in WEIGHTS.items():
        writer.add_tensor(f"blk.0.{name}.weight", weight)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def adapter(folder: Path, layer: int = 0, drop: str = "") -> Path:
    folder.mkdir()
    (folder / "adapter_config.json").write_text(json.dumps({"lora_alpha": ALPHA, "r": RANK}))
    tensors = {
        f"base_model.model.model.layers.{layer}.self_attn.{PEFT[name]}.lora_{side}.weight": factor.astype(np.float16)
        for name, pair in FACTORS.items()
        for side, factor in zip("AB", pair, strict=True)
    }
    save_file(
        {key: value for key, value in tensors.items() if not drop or drop not in key},
        folder / "adapter_model.safetensors",
    )
    return folder


def read(path: Path) -> dict[str, np.ndarray]:
    reader = gguf.GGUFReader(path)
    return {t.name: gguf.quants.dequantize(t.data, t.tensor_type) for t in reader.tensors}


def convert_style(rows: np.ndarray, heads: int) -> np.ndarray:
    """Row by row: llama.cpp's row 2i is row i of a head, its row 2i+1 is row i + half."""
    out, size = np.empty_like(rows), rows.shape[0] // heads
    for head in range(heads):
        for i in range(size // 2):
            out[head * size + 2 * i] = rows[head * size + i]
            out[head * size + 2 * i + 1] = rows[head * size + i + size // 2]
    return out


def test_rotary_rows_equals_the_row_by_row_rule() -> None:
    rows = rng.normal(size=(HEADS * SIZE, 5)).astype(np.float32)
    assert np.array_equal(rotary_rows(rows, HEADS), convert_style(rows, HEADS))


def test_merged_weights_are_base_plus_scaled_update(base: Path, tmp_path: Path) -> None:
    merge(base, adapter(tmp_path / "lora"), tmp_path / "out.gguf", Quant.F16)
    merged = read(tmp_path / "out.gguf")
    for name, heads in (("attn_q", HEADS), ("attn_k", KV_HEADS), ("attn_v", 0)):
        a, b = (factor.astype(np.float16).astype(np.float32) for factor in FACTORS[name])
        update = b @ a * (ALPHA / RANK)
        expected = WEIGHTS[name] + (convert_style(update, heads) if heads else update)
        np.testing.assert_allclose(merged[f"blk.0.{name}.weight"], expected, rtol=2e-3, atol=2e-2)


@pytest.mark.parametrize(("quantisation", "tolerance"), [(Quant.Q8_0, 0.01), (Quant.Q5_1, 0.08), (Quant.Q4_1, 0.15)])
def test_quantised_weights_stay_close(base: Path, tmp_path: Path, quantisation: Quant, tolerance: float) -> None:
    lora = adapter(tmp_path / "lora")
    merge(base, lora, tmp_path / "exact.gguf", Quant.F16)
    merge(base, lora, tmp_path / "small.gguf", quantisation)
    exact, small = (read(tmp_path / f"{name}.gguf")["blk.0.attn_v.weight"] for name in ("exact", "small"))
    assert np.abs(exact - small).max() / np.abs(exact).max() < tolerance


def test_what_the_adapter_leaves_alone_is_copied(base: Path, tmp_path: Path) -> None:
    merge(base, adapter(tmp_path / "lora"), tmp_path / "out.gguf")
    before, after = gguf.GGUFReader(base), gguf.GGUFReader(tmp_path / "out.gguf")
    assert np.array_equal(after.tensors[0].data, before.tensors[0].data)
    skip = ("GGUF.", "general.file_type", "general.quantization_version")
    fields = {name: field.contents() for name, field in before.fields.items() if not name.startswith(skip)}
    assert {name: after.fields[name].contents() for name in fields} == fields
    assert after.fields["general.file_type"].contents() == gguf.LlamaFileType.MOSTLY_Q8_0


def test_an_adapter_of_another_model_is_refused(base: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no blk\.3"):
        merge(base, adapter(tmp_path / "lora", layer=3), tmp_path / "out.gguf")


def test_half_an_adapter_is_refused(base: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="only one factor"):
        merge(base, adapter(tmp_path / "lora", drop="k_proj.lora_B"), tmp_path / "out.gguf")
