"""The stage around the worker: what is refused, what a failure says, training on Ray with two workers, and a kill."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import ray.train
from ray import cloudpickle
from ray.train import ControllerError, WorkerGroupError
from ray.train.torch import TorchTrainer
from transformers import pipeline

from bioroberta.commit import commit
from bioroberta.errors import ConfigError, RunError
from bioroberta.lock import PROGRESS
from bioroberta.pretraining.config import PretrainConfig
from bioroberta.pretraining.loop import Place
from bioroberta.pretraining.pretrain import _Trainer, check_blocks, check_snapshots, pretrain, reason, train_worker
from bioroberta.pretraining.worker import work
from bioroberta.run import SNAPSHOTS, Execution, Run
from bioroberta.schemas import Outcome, block_schema
from bioroberta.storage import Folder
from tests.finished import finish as finish_folder


def test_blocks_that_fit_pass(tiny: PretrainConfig, local_run: Any) -> None:
    check_blocks(tiny, local_run)


def test_blocks_longer_than_the_model_are_refused(tiny: PretrainConfig, local_run: Any) -> None:
    with pytest.raises(ConfigError, match=r"encode.block_length: a block has 32 tokens, .* is 16"):
        check_blocks(tiny.with_overrides({"model.max_length": 16}), local_run)


@pytest.mark.parametrize("splits", [[], ["validation"]])
def test_nothing_to_train_on_is_refused(tiny: PretrainConfig, local_run: Any, splits: list[str]) -> None:
    ids = [[0, 7, 2]] * len(splits)
    local_run.blocks = pa.table([ids, splits, [1] * len(splits)], schema=block_schema(320))
    with pytest.raises(RunError, match="no block to train on"):
        check_blocks(tiny, local_run)


def test_snapshots_of_another_recipe_are_refused_before_workers_start(tiny: PretrainConfig, local_run: Any) -> None:
    work(tiny, local_run, Place())
    check_snapshots(local_run)
    local_run.fingerprint = "another"
    with pytest.raises(
        RunError, match=r"^the snapshots in \S*/training are of another recipe: delete \S* to begin anew$"
    ):
        pretrain(tiny, local_run)


def test_reason_is_what_the_worker_raised() -> None:
    failure = RuntimeError("Traceback ...\n  File ...\nbioroberta.errors.RunError: the loss is not finite at step 7\n")
    assert reason(WorkerGroupError("1 worker", {1: failure})).endswith("the loss is not finite at step 7")
    assert reason(ControllerError(ValueError("no room"))).endswith("no room")


def test_train_leaves_the_handler_of_ctrl_c() -> None:
    assert callable(TorchTrainer._register_sigint_handler)  # a private name: an update of Ray may change it
    before = signal.getsignal(signal.SIGINT)
    _Trainer(print)._register_sigint_handler(None)
    assert signal.getsignal(signal.SIGINT) is before


def real_run(root: Folder, stage: str, workers: int = 2) -> Run:
    return Run(root, stage, Execution(workers=workers))


def finish(root: Folder, stage: str, *, saved: Path | None = None, table: pa.Table | None = None) -> None:
    """A finished stage as pretraining finds it: a saved folder or one committed shard."""
    if saved is not None:
        real_run(root, stage).save_checkpoint(saved)
    if table is not None:
        commit(root.child(stage), 0, [Outcome(table)], table.schema)
    finish_folder(root.child(stage))


@pytest.fixture
def root(tmp_path: Path, tokenizer_folder: Path, block_table: pa.Table) -> Folder:
    root = Folder(str(tmp_path / "runs"))
    finish(root, "tokenizer", saved=tokenizer_folder)
    finish(root, "encode", table=block_table)
    return root


@pytest.mark.ray
@pytest.mark.usefixtures("ray_cluster")
def test_two_workers_pretrain_a_model(tiny: PretrainConfig, root: Folder, local_run: Any) -> None:
    run = real_run(root, "pretrain")
    pretrain(tiny, run)
    alone = work(tiny, local_run, Place())
    assert run.results["workers"] == 2
    assert run.results["steps"] == 10
    assert run.results["tokens"] == alone["tokens"]
    assert run.results["validation_loss"] == pytest.approx(alone["validation_loss"], rel=1e-5)
    lines = [json.loads(line) for line in run.folder.read_text("metrics.jsonl").splitlines()]
    assert [line["step"] for line in lines if "loss" in line] == [2, 4, 6, 8, 10]
    passing = {SNAPSHOTS, PROGRESS}  # gone when the stage is finished
    assert {file.path.split("/")[0] for file in run.folder.files()} - passing == {"checkpoint", "metrics.jsonl"}
    local = run.folder.local()
    assert local is not None
    assert len(pipeline("fill-mask", model=str(local / "checkpoint"))("el paciente niega <mask>.")) == 5


def killed_once(settings: dict[str, Any]) -> dict[str, Any]:
    """The worker function, whose rank 1 dies by SIGKILL in the first attempt when a snapshot is there."""
    folder: Folder = settings["run"].folder
    if ray.train.get_context().get_world_rank() == 1 and folder.create("killed", b""):
        threading.Thread(target=_die_after_a_snapshot, args=(folder,), daemon=True).start()
    return train_worker(settings)


def _die_after_a_snapshot(folder: Folder) -> None:
    while not folder.files(f"{SNAPSHOTS}/*.json"):
        time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.ray
@pytest.mark.slow
@pytest.mark.usefixtures("ray_cluster")
def test_killed_worker_costs_nothing_but_time(
    tiny: PretrainConfig, root: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tiny.with_overrides({"steps": 100, "checkpoint_every": 10})
    whole = real_run(root, "pretrain")
    pretrain(config, whole)
    killed = real_run(root, "pretrain", workers=2)
    killed.task = "killed"
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    monkeypatch.setattr("bioroberta.pretraining.pretrain.train_worker", killed_once)
    pretrain(config, killed)
    assert killed.folder.exists("killed")
    expected = whole.folder.read_bytes("checkpoint/model.safetensors")
    assert killed.folder.read_bytes("checkpoint/model.safetensors") == expected
    assert killed.results["tokens"] == whole.results["tokens"]
