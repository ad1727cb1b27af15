"""A GGUF base with a LoRA adapter, in transformers."""

from __future__ import annotations

from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

from copilot.draft.errors import EngineFailed
from retrieval.errors import Problem


def load(base: Path, adapter: Path, device: str, threads: int | None = None) -> tuple[Any, Any]:
    """The tokenizer and the model with its adapter folded in, ready to compute; fp32 on a CPU, bf16 elsewhere.

    The adapter is added in fp32 before any rounding. On a CPU bf16 would keep the weights packed and cast them in
    every product, many times slower.

    Raises:
        Problem: a file is missing.
        EngineFailed: transformers cannot load them.
    """
    if not base.is_file() or not (adapter / "adapter_model.safetensors").is_file():
        raise Problem(
            f"There is no model at {base} or no adapter at {adapter}.", next_step="Run `copilot setup --models`."
        )
    if threads:
        torch.set_num_threads(threads)
    folder, gguf = str(base.parent), base.name
    try:
        with redirect_stderr(StringIO()):  # a progress bar that has no switch, and the libraries' talk to each other
            tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=gguf, local_files_only=True)
            model = AutoModelForCausalLM.from_pretrained(
                folder, gguf_file=gguf, local_files_only=True, dtype=torch.float32
            )
            model = PeftModel.from_pretrained(model, str(adapter)).merge_and_unload()
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise EngineFailed(f"transformers cannot load {base} with {adapter}.") from error
    dtype = torch.float32 if device == "cpu" else torch.bfloat16
    return tokenizer, model.to(device=device, dtype=dtype).eval()
