"""One rank from start to end without Ray, killed and started again."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from transformers import AutoModelForMaskedLM

from bioroberta.pretraining import loop, worker
from bioroberta.pretraining.config import PretrainConfig
from bioroberta.pretraining.loop import Place, Step
from bioroberta.pretraining.worker import Reporter, work
from bioroberta.run import SNAPSHOTS


class KillError(Exception):
    """Stands for a kill -9 between two steps."""


def saved(run: Any) -> bytes:
    return run.folder.read_bytes("checkpoint/model.safetensors")


def test_a_run_reports_and_saves(tiny: PretrainConfig, local_run: Any) -> None:
    figures = work(tiny, local_run, Place())
    assert figures["steps"] == 10
    assert figures["parameters"] > 0
    assert figures["tokens"] > 0
    assert {"loss", "masked_accuracy", "validation_loss", "validation_masked_accuracy"} <= set(figures)
    assert [line["step"] for line in local_run.lines if "loss" in line] == [2, 4, 6, 8, 10]
    assert [line["step"] for line in local_run.lines if "validation_loss" in line] == [5, 10]
    assert local_run.told[-1].startswith("10/10 loss ")
    assert AutoModelForMaskedLM.from_pretrained(local_run.folder.local() / "checkpoint").config.hidden_size == 32
    assert [file.path for file in local_run.folder.child(SNAPSHOTS).files("*.json")] == ["000005.json"]


@pytest.mark.parametrize("at", [3, 7])
def test_killed_and_continued_run_saves_the_same_bits(
    tiny: PretrainConfig, local_run: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, at: int
) -> None:
    whole = work(tiny, local_run, Place())
    expected = saved(local_run)
    local_run.folder.delete("")
    after = Reporter.after

    def kill(self: Reporter, step: Step, validation: Any) -> None:
        after(self, step, validation)
        if step.number == at:
            raise KillError

    monkeypatch.setattr(Reporter, "after", kill)
    with pytest.raises(KillError):
        work(tiny, local_run, Place())
    monkeypatch.setattr(Reporter, "after", after)
    with caplog.at_level(logging.INFO, worker.__name__):
        figures = work(tiny, local_run, Place())
    assert caplog.messages == (["going on from step 5"] if at > 5 else [])  # a snapshot every 5 steps
    assert saved(local_run) == expected
    assert figures["tokens"] == whole["tokens"]
    assert figures["validation_loss"] == whole["validation_loss"]


def test_the_scale_of_the_loss_is_part_of_a_snapshot(
    tiny: PretrainConfig, local_run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scale so high that the first steps overflow: a resumed run that forgot it would skip steps again."""
    monkeypatch.setattr(loop, "INITIAL_SCALE", 2.0**20)
    config = tiny.with_overrides({"precision": "float16"})
    whole = work(config, local_run, Place())
    expected = saved(local_run)
    assert 0 < whole["skipped_steps"] < 10
    assert whole["loss_scale"] == 2.0 ** (20 - whole["skipped_steps"])
    assert [line["skipped_steps"] for line in local_run.lines if "loss" in line][-1] == whole["skipped_steps"]
    json.dumps(local_run.lines, allow_nan=False)  # an infinite norm is not JSON

    local_run.folder.delete("checkpoint")  # the snapshot of step 5 is still there
    again = work(config, local_run, Place())
    assert saved(local_run) == expected
    assert again["skipped_steps"] == whole["skipped_steps"]


def test_kill_while_a_snapshot_is_written(
    tiny: PretrainConfig, local_run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tiny.with_overrides({"checkpoint_every": 3})
    work(config, local_run, Place())
    expected = saved(local_run)
    local_run.folder.delete("")
    write = type(local_run.folder).write_bytes

    def tear(self: Any, path: str, data: bytes) -> None:
        if path.startswith("step-000006") and path.endswith("optimizer.safetensors"):
            raise KillError
        write(self, path, data)

    monkeypatch.setattr(type(local_run.folder), "write_bytes", tear)
    with pytest.raises(KillError):
        work(config, local_run, Place())
    monkeypatch.setattr(type(local_run.folder), "write_bytes", write)
    work(config, local_run, Place())
    assert saved(local_run) == expected


def test_other_ranks_write_nothing(tiny: PretrainConfig, local_run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bioroberta.pretraining.loop.dist.all_reduce", lambda values: None)
    monkeypatch.setattr(worker, "resume", lambda run, trainer: None)
    work(tiny, local_run, Place(rank=1, world=2))
    assert local_run.lines == []
    assert local_run.told == []
    assert local_run.folder.files() == []
