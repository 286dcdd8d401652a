"""What one rank does from start or snapshot to the end: data, loop, metrics, snapshots, the final model."""

from __future__ import annotations

import logging
import secrets
import tempfile
import time
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist

from bioroberta.errors import RunError
from bioroberta.pretraining.blocks import Blocks, read_blocks
from bioroberta.pretraining.config import PretrainConfig
from bioroberta.pretraining.loop import Place, Step, Trainer, train, validate
from bioroberta.pretraining.model import build_model, load_tokenizer, save_model, vocabulary_of
from bioroberta.run import SNAPSHOTS, Run
from bioroberta.training import Progress, Snapshot, capture, clock, commit, newest, restore

log = logging.getLogger(__name__)

SECONDS_BETWEEN_PROGRESS = 5.0


def work(config: PretrainConfig, run: Run, place: Place) -> dict[str, Any]:
    """Train as rank `place.rank` and return the final figures; rank 0 also reports, writes snapshots and the model."""
    tokenizer = load_tokenizer(run.checkpoint("tokenizer"))
    model = build_model(config.model, tokenizer, config.seed)
    trainer = Trainer(model, vocabulary_of(tokenizer), config, place)
    splits = read_blocks(run.read("encode", ["input_ids", "split"]))
    reporter = Reporter(run, trainer, resume(run, trainer))
    for step in train(trainer, splits["train"], reporter.first):
        reporter.after(step, splits["validation"])
    run.flush()
    if place.rank == 0:
        with tempfile.TemporaryDirectory() as folder:
            save_model(model, tokenizer, Path(folder))
            run.save_checkpoint(Path(folder))
    return reporter.figures() | {"parameters": sum(parameter.numel() for parameter in model.parameters())}


def resume(run: Run, trainer: Trainer) -> Snapshot | None:
    """Put the newest whole snapshot, if any, into the trainer.

    Raises RunError when ranks found different ones.
    """
    snapshot = newest(run.folder.child(SNAPSHOTS))
    step = snapshot.step if snapshot else 0
    if trainer.place.world > 1:
        ends = torch.tensor([step, -step], device=trainer.place.device)
        dist.all_reduce(ends, op=dist.ReduceOp.MAX)
        if ends.sum():
            raise RunError(
                f"workers found different snapshots in {run.folder.uri}: steps {-int(ends[1])} and {int(ends[0])}"
            )
    if snapshot:
        restore(snapshot, trainer.model, trainer.optimizer)
        if trainer.scaler.is_enabled():
            trainer.scaler.load_state_dict(snapshot.values["scaler"])
        if trainer.place.rank == 0:
            log.info("going on from step %d", step)
    return snapshot


class Reporter:
    """Counts what was done and, on rank 0, tells it: metrics, progress and snapshots.

    Every rank calls `after` for every step, because validation is shared work.
    """

    def __init__(self, run: Run, trainer: Trainer, snapshot: Snapshot | None) -> None:
        self.first = snapshot.step if snapshot else 0
        self._run, self._trainer, self._config = run, trainer, trainer.config
        self._attempt = secrets.token_hex(4)
        self._tokens_before = int(snapshot.values["tokens"]) if snapshot else 0
        self._seconds_before = float(snapshot.values["seconds"]) if snapshot else 0.0
        self._start = self._told = time.monotonic()
        self._tokens = 0
        self._skipped = int(snapshot.values.get("skipped_steps", 0)) if snapshot else 0
        self._recent: list[Step] = []
        self._progress = Progress(self.first, self._config.steps)
        self._figures: dict[str, Any] = {}

    def after(self, step: Step, validation: Blocks) -> None:
        """Count a step; validate, log, tell and commit where they are due."""
        self._tokens += step.tokens
        self._skipped += step.skipped
        self._recent.append(step)
        if self._due(step, self._config.log_every):
            self._log(step)
        if self._due(step, self._config.validation_every):
            self._validate(step, validation)
        if self._trainer.place.rank:
            return
        self._tell(step)
        # None at the last step: the saved model follows at once, and a restart in between repeats few steps.
        if step.number % self._config.checkpoint_every == 0 and step.number < self._config.steps:
            self._commit(step)

    def figures(self) -> dict[str, Any]:
        """The last logged loss, accuracy and validation figures, and the totals over all starts."""
        tokens, seconds = self._totals()
        return self._figures | {
            "steps": self._config.steps,
            "tokens": tokens,
            "tokens_per_second": round(tokens / max(seconds, 1e-9), 1),
            **self._scaling(),
        }

    def _due(self, step: Step, every: int) -> bool:
        return step.number % every == 0 or step.number == self._config.steps

    def _totals(self) -> tuple[int, float]:
        """Tokens trained on and seconds spent on them, in this start and those before it."""
        return self._tokens_before + self._tokens, self._seconds_before + time.monotonic() - self._start

    def _scaling(self) -> dict[str, Any]:
        """With float16, what overflows did."""
        scaler = self._trainer.scaler
        return {"skipped_steps": self._skipped, "loss_scale": scaler.get_scale()} if scaler.is_enabled() else {}

    def _log(self, step: Step) -> None:
        """Means over the steps since the last line; the rate and the speed as they stand."""
        count = len(self._recent)
        loss = sum(recent.loss for recent in self._recent) / count
        accuracy = sum(recent.accuracy for recent in self._recent) / count
        self._recent.clear()
        self._figures |= {"loss": loss, "masked_accuracy": accuracy}
        speed = self._tokens / (time.monotonic() - self._start)
        self._write(
            step=step.number,
            loss=loss,
            masked_accuracy=accuracy,
            lr=step.lr,
            gradient_norm=None if step.skipped else step.norm,  # JSON has no infinity
            tokens_per_second=round(speed, 1),
            **self._scaling(),
        )

    def _validate(self, step: Step, blocks: Blocks) -> None:
        measured = validate(self._trainer, blocks)
        if measured is None:
            return
        figures = {"validation_loss": measured.loss, "validation_masked_accuracy": measured.accuracy}
        self._figures |= figures
        self._write(step=step.number, **figures)

    def _write(self, **values: Any) -> None:
        if self._trainer.place.rank == 0:
            self._run.log(**values)

    def _tell(self, step: Step) -> None:
        now = time.monotonic()
        if now - self._told < SECONDS_BETWEEN_PROGRESS and step.number < self._config.steps:
            return
        self._told = now
        speed = self._tokens / (now - self._start)
        left = clock(self._progress.seconds_left(step.number))
        self._run.progress(step.number, self._config.steps, f"loss {step.loss:.3f}, {speed:,.0f} tokens/s, {left} left")

    def _commit(self, step: Step) -> None:
        tokens, seconds = self._totals()
        values: dict[str, Any] = {"fingerprint": self._run.fingerprint, "tokens": tokens, "seconds": seconds}
        if self._trainer.scaler.is_enabled():
            values |= {"skipped_steps": self._skipped, "scaler": self._trainer.scaler.state_dict()}
        state = capture(step.number, self._trainer.model, self._trainer.optimizer, **values)
        self._run.flush()  # metrics of the steps before a snapshot are not done again
        commit(self._run.folder.child(SNAPSHOTS), state, self._attempt, self._config.keep)
