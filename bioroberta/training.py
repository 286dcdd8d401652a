"""What both trainings share: seeds, torch settings, snapshots that a kill cannot damage, and progress.

A snapshot is a commit: its files are written first, under names with an attempt id, and last a small marker naming
them with size and sha256 (`Folder.write_bytes` is whole or nothing). A restart takes the newest marker whose files are
whole. Nothing is pickled: tensors are safetensors, the rest is JSON.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from safetensors.torch import load as tensors_from_bytes
from safetensors.torch import save as tensors_to_bytes
from torch import nn

from bioroberta.errors import InputError
from bioroberta.storage import Folder

log = logging.getLogger(__name__)


def derive_seed(*parts: int | str) -> int:
    """A 63-bit seed from a key such as (seed, "dropout", step, micro-batch): the same one on any machine."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def prepare_torch(threads: int) -> None:
    """Fix this process's intra-op threads and choose the kernels whose result does not vary from run to run.

    Ray sets OMP_NUM_THREADS from `num_cpus` when an actor starts, but torch may have been imported before.
    """
    torch.set_num_threads(threads)
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # asked for by use_deterministic_algorithms on CUDA
    torch.use_deterministic_algorithms(True)


@dataclass(frozen=True)
class Snapshot:
    """A training state after `step` steps: parameters and optimizer tensors by name, and JSON values."""

    step: int
    model: dict[str, torch.Tensor]
    optimizer: dict[str, torch.Tensor]
    values: dict[str, Any] = field(default_factory=dict)


def capture(step: int, model: nn.Module, optimizer: torch.optim.Optimizer, **values: Any) -> Snapshot:
    """The state of a model and its optimizer, tied parameters once. The tensors are live: write them at once."""
    state = optimizer.state_dict()["state"]
    tensors = {f"{index}.{name}": value for index, entry in state.items() for name, value in entry.items()}
    return Snapshot(step, {name: value.detach() for name, value in model.named_parameters()}, tensors, values)


def restore(snapshot: Snapshot, model: nn.Module, optimizer: torch.optim.Optimizer) -> None:
    """Put a snapshot's tensors, bit for bit, into a model and an optimizer built from the same config."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(snapshot.model[name])
    state: dict[int, dict[str, torch.Tensor]] = {}
    for key, value in snapshot.optimizer.items():
        index, name = key.split(".", 1)
        state.setdefault(int(index), {})[name] = value
    # Rates and decays come from the config, never from the file: only the state is read.
    optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})


def commit(folder: Folder, snapshot: Snapshot, attempt: str, keep: int) -> None:
    """Write a snapshot, then its marker; afterwards remove all but the newest `keep` snapshots and what a kill left."""
    data = f"step-{snapshot.step:06d}-{attempt}"
    files = {
        f"{data}/model.safetensors": tensors_to_bytes(_on_cpu(snapshot.model)),
        f"{data}/optimizer.safetensors": tensors_to_bytes(_on_cpu(snapshot.optimizer)),
        f"{data}/values.json": json.dumps(snapshot.values, sort_keys=True).encode(),
    }
    for path, content in files.items():
        folder.write_bytes(path, content)
    marker = {"step": snapshot.step, "files": {path: _identity(content) for path, content in files.items()}}
    folder.write_bytes(f"{snapshot.step:06d}.json", json.dumps(marker, indent=1).encode())
    _prune(folder, keep)


def newest(folder: Folder) -> Snapshot | None:
    """The snapshot of the newest marker whose files are whole, or None when there is none."""
    for name in reversed(_markers(folder)):
        marker = json.loads(folder.read_bytes(name))
        contents = _whole_files(folder, marker)
        if contents is None:
            log.warning("the snapshot of step %d is not whole; taking the one before", marker["step"])
            continue
        model, optimizer, values = contents
        return Snapshot(marker["step"], tensors_from_bytes(model), tensors_from_bytes(optimizer), json.loads(values))
    return None


class Progress:
    """Steps done since a start, for a person: speed and time left."""

    def __init__(self, done: int, total: int) -> None:
        self._first, self._total, self._start = done, total, time.monotonic()

    def seconds_left(self, done: int) -> float:
        """Seconds until `total` at the mean speed so far; 0 before the first step of this start."""
        steps = done - self._first
        return (time.monotonic() - self._start) / steps * (self._total - done) if steps else 0.0


def clock(seconds: float) -> str:
    """Seconds as `h:mm:ss`."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"


def _on_cpu(tensors: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {name: value.cpu().contiguous() for name, value in tensors.items()}


def _identity(content: bytes) -> dict[str, Any]:
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _markers(folder: Folder) -> list[str]:
    """Marker names in the order of their steps."""
    return sorted((file.path for file in folder.files("*.json")), key=lambda name: int(name.removesuffix(".json")))


def _whole_files(folder: Folder, marker: dict[str, Any]) -> list[bytes] | None:
    """Contents of the marker's files in its order, or None when one is missing or differs."""
    contents = []
    for path, identity in marker["files"].items():
        try:
            content = folder.read_bytes(path)
        except InputError:
            return None
        if _identity(content) != identity:
            return None
        contents.append(content)
    return contents


def _prune(folder: Folder, keep: int) -> None:
    """Markers go before their files: a marker in sight always had its files."""
    for name in _markers(folder)[:-keep]:
        folder.delete(name)
    named = {path.split("/")[0] for name in _markers(folder) for path in json.loads(folder.read_bytes(name))["files"]}
    for data in {file.path.split("/")[0] for file in folder.files("*/*")} - named:
        folder.delete(data)
