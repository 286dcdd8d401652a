"""One rank from start to end without Ray, killed and started again."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from transformers import AutoModelForMaskedLM

from bioroberta.pretraining import worker
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
