"""The stage `tune`: search the fine-tuning settings of one task with Ray Tune and ASHA.

Trials are plain function trainables: a Ray Train run nested in a trial can deadlock or leak its placement group. The
tokenised task and the encoder's files lie in the object store once; no trial writes a checkpoint.
"""

import json
import logging
import math
import os
import random
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import ray
import yaml
from ray import tune as ray_tune
from ray.tune.schedulers import ASHAScheduler

from bioroberta.errors import RunError
from bioroberta.finetuning.config import Choice, Domain, LogUniform, Settings, TuneConfig, Uniform
from bioroberta.finetuning.examples import TaskData, prepare
from bioroberta.finetuning.finetune import encoder, required_task
from bioroberta.finetuning.token_classification import EpochResult, Watch, load_tokenizer, load_trainee, train
from bioroberta.run import Run
from bioroberta.training import derive_seed, prepare_torch

log = logging.getLogger(__name__)

QUIET = {"TUNE_DISABLE_AUTO_CALLBACK_LOGGERS": "1", "RAY_AIR_NEW_OUTPUT": "0"}
"""Tune's only switches for its CSV, JSON and TensorBoard files, and for the banner that `verbose=0` leaves."""

TRIES_AGAIN = 1
"""A trial lost with its node or killed for memory runs once more; one that fails by itself would fail again."""


@dataclass(frozen=True)
class Encoder:
    """Where transformers loads the encoder from in a trial, which may run on another node than this stage."""

    hub_id: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The files of a local folder by relative path, when it is no hub id."""


@dataclass(frozen=True)
class Shared:
    """What every trial needs, put into the object store once."""

    data: TaskData
    settings: tuple[Settings, ...]
    """By trial number."""
    encoder: Encoder
    seed: int
    threads: int
    use_gpu: bool


@dataclass
class Trial:
    """One setting and what became of it."""

    number: int
    settings: Settings
    epochs: list[dict[str, float]] = field(default_factory=list)
    status: str = "pending"
    """pending | finished | stopped | failed"""

    @property
    def f1(self) -> float:
        """Its best selection F1, -1 before the first epoch."""
        return max((epoch["f1"] for epoch in self.epochs), default=-1.0)


def tune(config: TuneConfig, run: Run) -> None:
    """Find good settings for one task; writes `best.yaml`, and every trial into `evidence/trials.json`.

    The best trial has the highest exact-offset F1 on the selection documents in any epoch (the first of equals).
    Raises RunError when every trial failed.
    """
    task = required_task(config.task)
    run.folder.delete("metrics.jsonl")  # of a search that was killed: this one starts again
    with tempfile.TemporaryDirectory() as scratch:
        source = encoder(config.init_from, run, Path(scratch) / "encoder")
        data, accounts = prepare(task, load_tokenizer(source))
        run.folder.write_bytes("evidence/spans.json", json.dumps(accounts, indent=1).encode())
        trials = [Trial(number, settings) for number, settings in enumerate(sample_settings(config))]
        settings = tuple(trial.settings for trial in trials)
        shared = Shared(data, settings, pack_encoder(source), config.seed, config.cpus_per_trial, run.execution.use_gpu)
        search(config, shared, TrialWatch(trials, run), Path(scratch) / "tune")
    best = max(trials, key=lambda trial: (trial.f1, -trial.number))
    if not best.epochs:
        raise RunError(f"all {len(trials)} trials failed; the reasons are in the log above")
    table = [asdict(trial) | {"settings": trial.settings.model_dump(mode="json"), "f1": trial.f1} for trial in trials]
    run.folder.write_bytes("evidence/trials.json", json.dumps(table, indent=1).encode())
    run.folder.write_bytes("best.yaml", describe(best, run.task).encode())
    run.record(best_trial=best.number, selection_f1=best.f1, settings=best.settings.model_dump(mode="json"))


def sample_settings(config: TuneConfig) -> list[Settings]:
    """The settings of all trials: drawn at random, from the seed alone.

    Raises ConfigError for a drawn value that the settings refuse.
    """
    return [
        config.settings.with_overrides(
            {
                name: draw(domain, derive_seed(config.seed, "settings", number, name))
                for name, domain in config.space.items()
            }
        )
        for number in range(config.trials)
    ]


def draw(domain: Domain, seed: int) -> float | int | str:
    """One value of a domain; equal seeds draw equal values."""
    generator = random.Random(seed)  # noqa: S311 - a sample, not a secret
    match domain:
        case Uniform():
            return generator.uniform(domain.low, domain.high)
        case LogUniform():
            return math.exp(generator.uniform(math.log(domain.low), math.log(domain.high)))
        case Choice():
            return generator.choice(domain.values)


def pack_encoder(source: str) -> Encoder:
    """A local encoder folder by content, a hub id by name."""
    folder = Path(source)
    if not folder.is_dir():
        return Encoder(hub_id=source)
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return Encoder(files={path.relative_to(folder).as_posix(): path.read_bytes() for path in files})


def unpack_encoder(encoder: Encoder, folder: Path) -> str:
    """What transformers loads: the hub id, or `folder` with the files in it."""
    for name, content in encoder.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return encoder.hub_id or str(folder)


def search(config: TuneConfig, shared: Shared, watch: "TrialWatch", scratch: Path) -> None:
    """Run all trials; `watch` hears what becomes of them."""
    os.environ.update(QUIET)
    logging.getLogger("ray.tune").setLevel(logging.CRITICAL)  # failures are told by TrialWatch, in one line each
    resources: dict[str, float] = {"cpu": config.cpus_per_trial, "gpu": 1 if shared.use_gpu else 0}
    trainable = partial(run_trial, shared=ray.put(shared))
    longest = max(settings.epochs for settings in shared.settings)
    scheduler = ASHAScheduler(
        time_attr="epoch",
        metric="f1",
        mode="max",
        max_t=longest,
        grace_period=min(config.grace_epochs, longest),
        reduction_factor=config.reduction_factor,
    )
    ray_tune.Tuner(
        ray_tune.with_resources(trainable, resources),
        param_space={"number": ray_tune.grid_search(list(range(config.trials)))},
        # Reused actors spare each trial the seconds that importing torch takes.
        tune_config=ray_tune.TuneConfig(
            scheduler=scheduler, max_concurrent_trials=config.max_concurrent, reuse_actors=True
        ),
        run_config=ray_tune.RunConfig(
            name="tune",
            storage_path=str(scratch),
            failure_config=ray_tune.FailureConfig(max_failures=TRIES_AGAIN),
            callbacks=[watch],
            verbose=0,
        ),
    ).fit()


def run_trial(trial: Mapping[str, int], shared: "ray.ObjectRef[Shared]") -> None:
    """Train one setting in a worker, with a report to Tune after each epoch."""
    common: Shared = ray.get(shared)
    settings = common.settings[trial["number"]]
    prepare_torch(common.threads)
    with tempfile.TemporaryDirectory() as scratch:
        source = unpack_encoder(common.encoder, Path(scratch))
        trainee = load_trainee(source, common.data.labels, settings, common.seed)
    trainee.model.to("cuda" if common.use_gpu else "cpu")
    train(trainee, common.data, settings, common.seed, Watch(lambda done, total: None, report))


def report(result: EpochResult) -> None:
    """Hand an epoch to Tune, which may end the trial here."""
    ray_tune.report(asdict(result))


class TrialWatch(ray_tune.Callback):
    """Collects what trials report, in this process; a line in metrics.jsonl for each epoch."""

    def __init__(self, trials: list[Trial], run: Run) -> None:
        """`trials` are filled in as reports come."""
        self._trials, self._run = trials, run

    def on_trial_result(
        self, iteration: int, trials: list[Any], trial: Any, result: dict[str, Any], **info: Any
    ) -> None:
        """An epoch ended."""
        known = self._trials[trial.config["number"]]
        epoch = {name: result[name] for name in EpochResult.__dataclass_fields__}
        if epoch["epoch"] == 1:
            known.epochs.clear()  # a trial that lost its worker begins again
        known.epochs.append(epoch)
        self._run.log(trial=known.number, **epoch)

    def on_trial_complete(self, iteration: int, trials: list[Any], trial: Any, **info: Any) -> None:
        """A trial used all its epochs or was stopped early."""
        known = self._trials[trial.config["number"]]
        self._end(known, "finished" if len(known.epochs) >= known.settings.epochs else "stopped")

    def on_trial_error(self, iteration: int, trials: list[Any], trial: Any, **info: Any) -> None:
        """A trial failed, also the second time."""
        known = self._trials[trial.config["number"]]
        log.warning("trial %d failed: %s", known.number, (trial.get_error() or "no reason").strip().splitlines()[-1])
        self._end(known, "failed")

    def _end(self, known: Trial, status: str) -> None:
        known.status = status
        ended = sum(trial.status != "pending" for trial in self._trials)
        best = max(trial.f1 for trial in self._trials)
        self._run.progress(ended, len(self._trials), f"trials, best selection F1 {best:.4f}")


def describe(best: Trial, task: str | None) -> str:
    """The content of best.yaml; `finetune` reads `settings`."""
    values = {
        "task": task,
        "trial": best.number,
        "selection_f1": best.f1,
        "settings": best.settings.model_dump(mode="json"),
    }
    return yaml.safe_dump(values, sort_keys=False)
