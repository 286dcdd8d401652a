"""The stage `pretrain`: masked language modelling on Ray Train workers."""

from __future__ import annotations

import logging
import secrets
import tempfile
from typing import Any, cast

import pyarrow.compute as pc
import ray.train
import ray.train.torch
from ray.train import FailureConfig, LoggingConfig, RunConfig, ScalingConfig, TrainingFailedError, WorkerGroupError
from ray.train.torch import TorchTrainer
from transformers.utils.logging import disable_progress_bar

from bioroberta.errors import ConfigError, RunError
from bioroberta.logs import configure_logging
from bioroberta.pretraining.config import PretrainConfig
from bioroberta.pretraining.loop import Place
from bioroberta.pretraining.worker import work
from bioroberta.run import SNAPSHOTS, Run
from bioroberta.training import prepare_torch

log = logging.getLogger(__name__)


def pretrain(config: PretrainConfig, run: Run) -> None:
    """Pretrain on the encoded blocks and save the model as this stage's Hugging Face folder.

    Started again after a kill it goes on from the newest whole snapshot: to the same bits with the same number of
    workers, to the same losses up to rounding with another. Raises ConfigError when a block is longer than the model,
    RunError when there is nothing to train on, the snapshots are of another recipe or workers failed more than
    `max_failures` times.
    """
    check_blocks(config, run)
    check_snapshots(run)
    workers = min(run.execution.workers, config.micro_batches)
    if workers < run.execution.workers:
        log.warning("a batch has %d micro-batches: %d of %d workers train", workers, workers, run.execution.workers)
    results = fit(config, run, workers)
    run.record(workers=workers, **results)


def check_blocks(config: PretrainConfig, run: Run) -> None:
    """Look at the encoded blocks once, before workers start."""
    longest = blocks = 0
    for table in run.read("encode", ["input_ids", "split"]):
        longest = max(longest, pc.max(pc.list_value_length(table.column("input_ids"))).as_py() or 0)
        blocks += pc.sum(pc.equal(table.column("split"), "train")).as_py() or 0
    if not blocks:
        raise RunError("there is no block to train on: encode wrote none for the split 'train'")
    if longest > config.model.max_length:
        raise ConfigError(
            f"encode.block_length: a block has {longest} tokens, but pretrain.model.max_length is "
            f"{config.model.max_length}; make them equal"
        )
    if longest < config.model.max_length:
        log.warning(
            "no block is longer than %d tokens: positions from there to pretrain.model.max_length %d stay untrained",
            *(longest, config.model.max_length),
        )


def check_snapshots(run: Run) -> None:
    """Raise RunError for snapshots of another recipe: here, for Train would try again what fails in a worker."""
    folder = run.folder.child(SNAPSHOTS)
    for file in folder.files("*/values.json"):
        if folder.read_json(file.path)["fingerprint"] != run.fingerprint:
            raise RunError(f"the snapshots in {folder.uri} are of another recipe: delete {folder.uri} to begin anew")


def fit(config: PretrainConfig, run: Run, workers: int) -> dict[str, Any]:
    """Run `train_worker` on every worker; returns what rank 0 returned."""
    # Train's own state is of no use to us (its snapshot file is not written atomically, and resume is ours): it goes
    # to a folder of this attempt on the driver's node, where Train's controller runs, and is gone afterwards.
    with tempfile.TemporaryDirectory(prefix="train-of-bioroberta-") as scratch:
        trainer = _Trainer(
            cast(Any, train_worker),  # declared as returning nothing
            train_loop_config={"config": config, "run": run},
            scaling_config=_scaling(run, workers),
            run_config=RunConfig(
                name=f"pretrain-{secrets.token_hex(4)}",
                storage_path=scratch,
                failure_config=FailureConfig(max_failures=config.max_failures),
                logging_config=LoggingConfig(log_level="WARNING"),  # type: ignore[call-arg]  # declared as V1's
            ),
        )
        try:
            # Declared as Train V1's result, which has no return_value.
            result: Any = trainer.fit()
        except TrainingFailedError as error:
            raise RunError(
                f"pretraining failed: {reason(error)}; run it again to go on from the last snapshot"
            ) from error
    results: dict[str, Any] = result.return_value
    return results


class _Trainer(TorchTrainer):
    def _register_sigint_handler(self, _controller: Any) -> None:
        """Leave ours in place. Train's own waits until the run is aborted and ends the driver with exit code 1."""


def train_worker(settings: dict[str, Any]) -> dict[str, Any]:
    """The function that Ray Train runs on every worker."""
    run: Run = settings["run"]
    # Ray gives a worker's loggers no handler; what it writes to stderr is shown by the driver.
    configure_logging(run.execution.json_logs, form="%(message)s")
    disable_progress_bar()  # type: ignore[no-untyped-call]  # of save_pretrained: it would stand between the lines of our own
    prepare_torch(max(1, int(run.execution.cpus_per_worker)))
    context = ray.train.get_context()
    place = Place(context.get_world_rank(), context.get_world_size(), ray.train.torch.get_device())
    return work(settings["config"], run, place)


def reason(error: TrainingFailedError) -> str:
    """The last line of the first worker's failure: what was raised, without the traceback."""
    failures = list(error.worker_failures.values()) if isinstance(error, WorkerGroupError) else []
    lines = str(failures[0] if failures else error).strip().splitlines()
    return lines[-1].strip() if lines else type(error).__name__


def _scaling(run: Run, workers: int) -> ScalingConfig:
    resources = {"CPU": run.execution.cpus_per_worker}
    if run.execution.use_gpu:
        resources["GPU"] = 1.0
    return ScalingConfig(num_workers=workers, use_gpu=run.execution.use_gpu, resources_per_worker=resources)
