"""The stage `finetune`: an encoder and a brat task in, a token classifier out."""

import json
import logging
import tempfile
from pathlib import Path
from typing import Any

import torch

from bioroberta.config import parse, read_yaml
from bioroberta.errors import ConfigError, InputError
from bioroberta.finetuning.config import FinetuneConfig, Settings, TaskConfig
from bioroberta.finetuning.examples import prepare
from bioroberta.finetuning.token_classification import (
    EpochResult,
    Watch,
    load_tokenizer,
    load_trainee,
    save,
    train,
)
from bioroberta.run import Run
from bioroberta.storage import Folder
from bioroberta.training import prepare_torch

log = logging.getLogger(__name__)

HUB = "hf://"
"""Before an owner and a name on the Hugging Face hub; without it an `init_from` is a folder."""


def finetune(config: FinetuneConfig, run: Run) -> None:
    """Train one task's classifier and save it as this stage's checkpoint.

    Evidence: `evidence/spans.json` accounts for every span. A killed run starts again from the encoder. Raises
    InputError or ConfigError for a task, an encoder or settings that cannot be used.
    """
    task, settings = required_task(config.task), chosen_settings(config, run)
    prepare_torch(torch.get_num_threads())
    run.folder.delete("metrics.jsonl")  # of a run that was killed: this one starts again from the encoder
    with tempfile.TemporaryDirectory() as scratch:
        source = encoder(config.init_from, run, Path(scratch) / "encoder")
        data, accounts = prepare(task, load_tokenizer(source))
        run.folder.write_bytes("evidence/spans.json", json.dumps(accounts, indent=1).encode())
        trainee = load_trainee(source, data.labels, settings, config.seed)
        trainee.model.to("cuda" if run.execution.use_gpu else "cpu")
        best = train(trainee, data, settings, config.seed, watch(run, settings))
        save(trainee, Path(scratch) / "model", settings)
        run.save_checkpoint(Path(scratch) / "model")
    run.record(
        best_epoch=best.epoch, selection_f1=best.f1, settings=settings.model_dump(mode="json"), labels=data.labels
    )


def required_task(task: TaskConfig | None) -> TaskConfig:
    """The task of this run. Raises ConfigError when the recipe names none."""
    if task is None:
        raise ConfigError("the recipe has no tasks: name at least one under 'tasks' with train, selection and report")
    return task


def chosen_settings(config: FinetuneConfig, run: Run) -> Settings:
    """The recipe's settings, or those that tune found best for this task."""
    if config.settings_from == "recipe":
        return config.settings
    folder = run.stage_folder("tune", run.task)
    values = read_yaml(folder.read_text("best.yaml"), f"{folder.uri}/best.yaml")
    return parse(Settings, values["settings"])


def encoder(init_from: str | None, run: Run, scratch: Path) -> str:
    """Where transformers finds the encoder: a local folder (downloaded into `scratch` if remote) or a hub id.

    Raises InputError when a named folder is missing.
    """
    if init_from is None:
        return str(run.checkpoint("pretrain"))
    if init_from.startswith(HUB):
        return init_from.removeprefix(HUB)
    folder = Folder(init_from)
    if not folder.exists("config.json"):
        raise InputError(f"{init_from} holds no model (config.json): name a folder, or {HUB}owner/name for the hub")
    if (local := folder.local()) is not None:
        return str(local)
    folder.download(scratch)
    return str(scratch)


def watch(run: Run, settings: Settings) -> Watch:
    """Progress to the terminal, epochs to metrics.jsonl."""
    latest: dict[str, Any] = {"text": "epoch 1"}

    def on_step(done: int, total: int) -> None:
        run.progress(done, total, latest["text"])

    def on_epoch(result: EpochResult) -> None:
        latest["text"] = f"epoch {result.epoch + 1}, selection F1 {result.f1:.4f}"
        run.log(epoch=result.epoch, loss=result.loss, precision=result.precision, recall=result.recall, f1=result.f1)
        log.info("epoch %d of %d: loss %.4f, selection F1 %.4f", result.epoch, settings.epochs, result.loss, result.f1)

    return Watch(on_step, on_epoch)
