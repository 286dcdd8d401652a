"""A tiny tokenizer, tiny blocks and a Run without a cluster: everything the room needs but Ray."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from bioroberta.pretraining.blocks import Blocks, read_blocks
from bioroberta.pretraining.config import PretrainConfig
from bioroberta.schemas import block_schema
from bioroberta.storage import Folder
from bioroberta.tokenization.config import EncodeConfig, TokenizerConfig
from bioroberta.tokenization.encode import encode_shard
from bioroberta.tokenization.tokenizer import learn, save

WORDS = [
    *("el", "la", "paciente", "niega", "refiere", "dolor", "fiebre", "tos", "abdominal", "torácico"),
    *("leve", "grave", "tratado", "con", "sin", "alta", "ingreso"),
]


@dataclass
class LocalRun:
    """The part of Run that pretraining uses, on a local folder."""

    folder: Folder
    tokenizer: Path
    blocks: pa.Table
    execution: Any = field(default_factory=lambda: SimpleNamespace(workers=1, cpus_per_worker=1.0, use_gpu=False))
    fingerprint: str = ""
    lines: list[dict[str, Any]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def read(self, stage: str, columns: list[str] | None = None) -> Iterator[pa.Table]:
        assert stage == "encode"
        yield self.blocks.select(columns or self.blocks.column_names)

    def checkpoint(self, stage: str, task: str | None = None) -> Path:
        assert (stage, task) == ("tokenizer", None)
        return self.tokenizer

    def save_checkpoint(self, local: Path) -> None:
        self.folder.child("checkpoint").upload(local)

    def log(self, **values: Any) -> None:
        self.lines.append(values)

    def flush(self) -> None:
        """Lines are in memory."""

    def progress(self, done: int, total: int, text: str) -> None:
        self.told.append(f"{done}/{total} {text}")


def sentences(count: int) -> list[str]:
    """Texts with some order in them: word i is followed by word i + 1 or i + 2."""
    texts = []
    for number in range(count):
        picks = [(number * 7 + step + (number >> step) % 2) % len(WORDS) for step in range(12)]
        texts.append(" ".join(WORDS[pick] for pick in picks) + ".")
    return texts


@pytest.fixture(scope="session")
def tokenizer_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tokenizer")
    save(learn(sentences(200), TokenizerConfig(vocabulary_size=320, min_frequency=2)), 32, folder)
    return folder


@pytest.fixture(scope="session")
def block_table(tokenizer_folder: Path) -> pa.Table:
    texts = sentences(300)
    spans = [[{"start": 0, "end": len(text)}] for text in texts]
    ids = [f"cases/{number}.txt#0" for number in range(len(texts))]
    table = pa.table({"id": ids, "text": pa.array(texts, pa.large_string()), "spans": spans})
    content = (tokenizer_folder / "tokenizer.json").read_text(encoding="utf-8")
    return encode_shard(table, EncodeConfig(block_length=32, validation_share=0.1), content, block_schema(320)).data


@pytest.fixture(scope="session")
def blocks(block_table: pa.Table) -> Blocks:
    return read_blocks([block_table])["train"]


@pytest.fixture
def local_run(tmp_path: Path, tokenizer_folder: Path, block_table: pa.Table) -> LocalRun:
    return LocalRun(Folder(str(tmp_path / "pretrain")), tokenizer_folder, block_table)


@pytest.fixture(scope="session")
def tiny() -> PretrainConfig:
    """Two layers of 32, dropout 0.1, 8 blocks a step in 4 micro-batches."""
    return PretrainConfig.model_validate(
        {
            "model": {"layers": 2, "hidden_size": 32, "heads": 2, "intermediate_size": 64, "max_length": 32},
            "optimizer": {"peak_lr": 3e-3},
            "steps": 10,
            "global_batch": 8,
            "micro_batch": 2,
            "log_every": 2,
            "validation_every": 5,
            "checkpoint_every": 5,
        }
    )
