"""Snapshots that a kill cannot damage, seeds, and time left."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from bioroberta.storage import Folder
from bioroberta.training import Progress, capture, clock, commit, derive_seed, newest, restore


def trained(steps: int) -> tuple[nn.Module, torch.optim.Optimizer]:
    torch.manual_seed(1)
    model = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.1, fused=True)
    for step in range(steps):
        advance(model, optimizer, step)
    return model, optimizer


def advance(model: nn.Module, optimizer: torch.optim.Optimizer, step: int) -> None:
    optimizer.zero_grad()
    model(torch.full((2, 3), float(step))).square().sum().backward()
    optimizer.step()


def weights(model: nn.Module) -> list[list[float]]:
    return [parameter.flatten().tolist() for parameter in model.parameters()]


def committed(tmp_path: Path, steps: list[int], keep: int = 2) -> Folder:
    folder = Folder(str(tmp_path / "training"))
    for step in steps:
        model, optimizer = trained(step)
        commit(folder, capture(step, model, optimizer, tokens=step * 10), f"a{step}", keep)
    return folder


def test_restored_training_goes_on_to_the_same_bits(tmp_path: Path) -> None:
    snapshot = newest(committed(tmp_path, [3]))
    assert snapshot is not None
    assert snapshot.values == {"tokens": 30}
    model, optimizer = trained(0)
    restore(snapshot, model, optimizer)
    for step in (3, 4):
        advance(model, optimizer, step)
    assert weights(model) == weights(trained(5)[0])


def test_nothing_committed_is_none(tmp_path: Path) -> None:
    assert newest(Folder(str(tmp_path / "training"))) is None


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    folder = committed(tmp_path, [1, 2, 3], keep=2)
    names = {file.path.split("/")[0] for file in folder.files()}
    assert names == {"000002.json", "000003.json", "step-000002-a2", "step-000003-a3"}


@pytest.mark.parametrize("damage", ["missing", "torn"])
def test_damaged_snapshot_falls_back_to_the_one_before(
    tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder = committed(tmp_path, [1, 2])
    path = "step-000002-a2/optimizer.safetensors"
    if damage == "missing":
        folder.delete(path)
    else:
        folder.write_bytes(path, folder.read_bytes(path)[:-1])
    snapshot = newest(folder)
    assert snapshot is not None
    assert snapshot.step == 1
    assert "step 2 is not whole" in caplog.text


def test_files_without_a_marker_are_garbage(tmp_path: Path) -> None:
    folder = committed(tmp_path, [1])
    folder.write_bytes("step-000002-killed/model.safetensors", b"half")
    snapshot = newest(folder)
    assert snapshot is not None
    assert snapshot.step == 1
    committed(tmp_path, [3])
    assert not folder.exists("step-000002-killed")


def test_same_step_again_replaces_the_marker(tmp_path: Path) -> None:
    folder = committed(tmp_path, [1])
    model, optimizer = trained(1)
    commit(folder, capture(1, model, optimizer, tokens=7), "again", 2)
    snapshot = newest(folder)
    assert snapshot is not None
    assert snapshot.values == {"tokens": 7}
    assert not folder.exists("step-000001-a1")


def test_markers_are_ordered_by_step_not_by_name(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path / "training"))
    model, optimizer = trained(1)
    for step in (999_999, 1_000_000):
        commit(folder, capture(step, model, optimizer), "a", 2)
    snapshot = newest(folder)
    assert snapshot is not None
    assert snapshot.step == 1_000_000


@given(st.lists(st.one_of(st.integers(), st.text(max_size=5)), min_size=1, max_size=4))
def test_seeds_fit_generators(parts: list[int | str]) -> None:
    seed = derive_seed(*parts)
    assert 0 <= seed < 2**63
    assert seed == derive_seed(*parts)


def test_seeds_differ() -> None:
    assert len({derive_seed(0, "dropout", step, micro) for step in range(30) for micro in range(30)}) == 900


def test_clock() -> None:
    assert [clock(seconds) for seconds in (0, 61.4, 3_600, 90_061)] == ["0:00:00", "0:01:01", "1:00:00", "25:01:01"]


def test_progress_starts_without_a_guess() -> None:
    progress = Progress(5, 10)
    assert progress.seconds_left(5) == 0.0
    assert progress.seconds_left(10) == 0.0
    assert progress.seconds_left(7) >= 0.0
