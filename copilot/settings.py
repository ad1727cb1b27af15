"""Every knob, its default and its reason, from COPILOT_* variables; unsafe values refuse to start."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlparse

from platformdirs import user_cache_path
from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

EngineName = Literal["llamacpp", "transformers", "openai", "none"]


def is_loopback(host: str) -> bool:
    """True for this machine's own addresses."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Settings(BaseSettings):
    """Settings of one process; the environment is read once."""

    model_config = SettingsConfigDict(env_prefix="COPILOT_", extra="ignore")

    home: Path = Field(
        default_factory=lambda: user_cache_path("clinician-copilot"),
        description="data, models, the default index and the audit log live here",
    )
    index: Path | None = Field(default=None, description="index that ask and search use; default: home/index")
    cdm: str | None = Field(
        default=None,
        description="OMOP database that cohort queries ask: a path, postgresql://… or spark:DATABASE; default: the "
        "sample that setup made",
    )
    disclosure: Path | None = Field(
        default=None, description="disclosure policy (TOML) of that database; default: docs/disclosure.md's"
    )
    audit: Path | None = Field(default=None, description="audit log; default: home/audit/audit.jsonl")

    engine: EngineName | None = Field(
        default=None, description="who drafts; default: transformers where CUDA is, llamacpp elsewhere"
    )
    drafter: Path | None = Field(default=None, description="another GGUF drafter than the one setup merged")
    verifier: Path | None = Field(
        default=None,
        description="another verifier than the one setup merged: a GGUF file, or the folder of a sentence-pair "
        "classifier of transformers (cross-encoder, NLI, MiniCheck)",
    )
    threads: int | None = Field(default=None, ge=1, description="threads of the local engines; default: cores")
    draft_timeout: float = Field(default=60, gt=0, description="seconds a draft may take before `none` steps in")
    verify_timeout: float = Field(default=30, gt=0, description="seconds the entailment of one draft may take")
    max_tokens: int = Field(default=220, ge=16, le=2048, description="longest draft, in tokens")

    openai_url: str | None = Field(default=None, description="base URL of an OpenAI-compatible server, ending in /v1")
    openai_model: str = Field(default="default", description="model name that server expects")
    openai_key: SecretStr = Field(default=SecretStr("none"), description="key that server expects, if any")
    allow_remote: bool = Field(
        default=False, description="permit a model server that is not on this machine: text leaves the host"
    )

    k: int = Field(default=5, ge=1, le=20, description="evidence texts to draft from")

    host: str = Field(default="127.0.0.1", description="address the API listens on")
    port: int = Field(default=8080, ge=0, le=65535, description="port the API listens on")
    token: SecretStr | None = Field(
        default=None, description="bearer token of the API; required when it listens beyond this machine"
    )

    @model_validator(mode="after")
    def _refuse_unsafe(self) -> Self:
        if not is_loopback(self.host) and (self.token is None or len(self.token.get_secret_value()) < 16):
            raise ValueError(
                f"COPILOT_HOST={self.host} is reachable from other machines, and COPILOT_TOKEN is missing or "
                "shorter than 16 characters. Set a token, or listen on 127.0.0.1."
            )
        if self.openai_url is not None:
            url = urlparse(self.openai_url)
            if url.scheme not in ("http", "https") or not url.hostname:
                raise ValueError("COPILOT_OPENAI_URL must look like http://127.0.0.1:8000/v1")
            if not is_loopback(url.hostname) and not self.allow_remote:
                raise ValueError(
                    f"COPILOT_OPENAI_URL points at {url.hostname}: questions and evidence would leave this machine. "
                    "Set COPILOT_ALLOW_REMOTE=true if that host is inside the hospital's own network."
                )
        return self

    @property
    def index_dir(self) -> Path:
        return self.index or self.home / "index"

    @property
    def cdm_url(self) -> str:
        return self.cdm or str(self.home / "data" / "eunomia" / "cdm.duckdb")

    @property
    def audit_file(self) -> Path:
        return self.audit or self.home / "audit" / "audit.jsonl"

    @property
    def encoder_dir(self) -> Path:
        return self.home / "models" / "encoder"

    @property
    def base_gguf(self) -> Path:
        return self.home / "models" / "base.gguf"

    @property
    def drafter_gguf(self) -> Path:
        return self.drafter or self.home / "models" / "drafter.gguf"

    @property
    def verifier_gguf(self) -> Path:
        return self.verifier or self.home / "models" / "verifier.gguf"


@lru_cache
def settings() -> Settings:
    """The process's settings."""
    return Settings()
