"""A linear head over an encoder, trained on labelled windows; the best epoch on the selection documents is kept.

One process, one device, float32. Equal seeds, data and thread counts give equal weights.
"""

import contextlib
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import transformers

from bioroberta.errors import ConfigError, InputError, RunError
from bioroberta.finetuning.config import Settings
from bioroberta.finetuning.examples import NO_LABEL, Example, LabelledText, TaskData, cut_examples
from bioroberta.finetuning.scorers import Scores, score_spans
from bioroberta.inference import (
    Framing,
    framing,
    longest_input,
    pad_batch,
    quiet_transformers,
    spans_of_probabilities,
    token_probabilities,
)
from bioroberta.training import derive_seed

POOL_BATCHES = 50
"""Batches that are sorted by length together: enough to pad little, few enough to keep the order random."""


@dataclass(frozen=True)
class EpochResult:
    """Mean training loss of the epoch's steps, and exact-offset micro scores on the selection documents."""

    epoch: int
    loss: float
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Trainee:
    """A model in training with its tokenizer and the windows it sees."""

    model: Any
    tokenizer: Any
    framing: Framing


@dataclass(frozen=True)
class Watch:
    """What training tells its caller: after each step (done, total), after each epoch its result."""

    step: Callable[[int, int], None]
    epoch: Callable[[EpochResult], None]


def load_tokenizer(source: str) -> Any:
    """The fast tokenizer of a local folder or hub id. Raises InputError when there is none."""
    with explained(source), quiet_transformers():
        tokenizer = transformers.AutoTokenizer.from_pretrained(source)
    if not tokenizer.is_fast:
        raise InputError(f"{source} has no fast tokenizer (tokenizer.json): character offsets need one")
    return tokenizer


def load_trainee(source: str, labels: Sequence[str], settings: Settings, seed: int) -> Trainee:
    """An encoder under a new linear head, in float32; the head depends on `seed` alone.

    Raises InputError when `source` is no encoder, ConfigError when `settings.max_length` is longer than it takes.
    """
    tokenizer = load_tokenizer(source)
    torch.manual_seed(derive_seed(seed, "head"))
    rates = ("hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout")
    with explained(source), quiet_transformers():
        model = transformers.AutoModelForTokenClassification.from_pretrained(
            source,
            dtype=torch.float32,
            id2label=dict(enumerate(labels)),
            label2id={label: index for index, label in enumerate(labels)},
            **dict.fromkeys(rates, settings.dropout),
        )
    longest = longest_input(model, tokenizer)
    if settings.max_length > longest:
        raise ConfigError(f"max_length is {settings.max_length}, {source} takes at most {longest} tokens: lower it")
    return Trainee(model, tokenizer, framing(tokenizer, settings.max_length, settings.overlap))


@contextlib.contextmanager
def explained(source: str) -> Iterator[None]:
    """Turn what transformers raises for a missing or unusable model into one sentence."""
    try:
        yield
    except (OSError, ValueError) as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise InputError(f"no encoder can be loaded from {source}: {reason}") from error


def train(trainee: Trainee, data: TaskData, settings: Settings, seed: int, watch: Watch) -> EpochResult:
    """Train in place and return the best epoch, whose weights the model has afterwards (the first of equals)."""
    examples = cut_examples(data.train, data.labels, trainee.framing)
    optimizer = make_optimizer(trainee.model, settings)
    per_epoch = -(-len(examples) // settings.batch_size)
    torch.manual_seed(derive_seed(seed, "dropout"))
    best, kept = None, {}
    for epoch in range(1, settings.epochs + 1):
        losses: list[float] = []
        for batch in batches(examples, settings.batch_size, derive_seed(seed, "order", epoch)):
            done = (epoch - 1) * per_epoch + len(losses)
            set_rate(optimizer, settings, done / (per_epoch * settings.epochs))
            losses.append(training_step(trainee, optimizer, batch, settings.clip_norm))
            watch.step(done + 1, per_epoch * settings.epochs)
        micro = evaluate_selection(trainee, data.selection).micro
        result = EpochResult(epoch, sum(losses) / len(losses), micro.precision, micro.recall, micro.f1)
        if best is None or result.f1 > best.f1:
            best, kept = result, {name: value.cpu().clone() for name, value in trainee.model.state_dict().items()}
        watch.epoch(result)
    assert best is not None  # there is at least one epoch
    trainee.model.load_state_dict(kept)
    return best


def make_optimizer(model: Any, settings: Settings) -> torch.optim.AdamW:
    """AdamW with Trainer's constants. Fused: three times faster than foreach on a CPU (reference machine)."""
    matrices = [value for value in model.parameters() if value.ndim > 1]
    others = [value for value in model.parameters() if value.ndim <= 1]
    groups = [{"params": matrices, "weight_decay": settings.weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=settings.learning_rate, betas=(0.9, 0.999), eps=1e-8, fused=True)


def set_rate(optimizer: torch.optim.Optimizer, settings: Settings, done: float) -> None:
    """The rate after a share `done` of all steps: linear up over `warmup_share`, then linear down to 0."""
    rising = settings.warmup_share
    factor = done / rising if done < rising else (1 - done) / (1 - rising)
    for group in optimizer.param_groups:
        group["lr"] = settings.learning_rate * factor


def batches(examples: Sequence[Example], size: int, seed: int) -> Iterator[list[Example]]:
    """All examples once, in batches of similar length and random order; `seed` decides."""
    generator = random.Random(seed)  # noqa: S311 - an order of batches, not a secret
    order = list(examples)
    generator.shuffle(order)
    cut = []
    for start in range(0, len(order), size * POOL_BATCHES):
        pool = sorted(order[start : start + size * POOL_BATCHES], key=lambda example: len(example.input_ids))
        cut += [pool[index : index + size] for index in range(0, len(pool), size)]
    generator.shuffle(cut)
    yield from cut


def training_step(
    trainee: Trainee, optimizer: torch.optim.Optimizer, batch: Sequence[Example], clip_norm: float
) -> float:
    """One update; returns the mean cross-entropy over the labelled tokens of the batch.

    Raises RunError when it is not a number any more.
    """
    model = trainee.model.train()
    inputs = pad_batch([example.input_ids for example in batch], trainee.framing.pad, model.device)
    width = inputs["input_ids"].shape[1]
    labels = [[*example.labels, *[NO_LABEL] * (width - len(example.labels))] for example in batch]
    loss = model(**inputs, labels=torch.tensor(labels, device=model.device)).loss
    if not torch.isfinite(loss):
        raise RunError("the training loss is not finite any more: lower settings.learning_rate")
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), clip_norm)
    optimizer.step()
    optimizer.zero_grad()
    return float(loss.detach())


def evaluate_selection(trainee: Trainee, texts: Sequence[LabelledText]) -> Scores:
    """Exact-offset scores of the model as it is, against all gold spans (inexpressible ones are misses)."""
    model = trainee.model.eval()
    rows = token_probabilities(model, [text.tokens.ids for text in texts], trainee.framing)
    predicted = {
        text.name: spans_of_probabilities(text.tokens, row, model.config.id2label)
        for text, row in zip(texts, rows, strict=True)
    }
    return score_spans({text.name: text.gold for text in texts}, predicted)


def save(trainee: Trainee, folder: Path, settings: Settings) -> None:
    """Write a Hugging Face folder that `transformers.pipeline("token-classification", folder)` loads as it is.

    `model_max_length` becomes the window of training and `window_overlap` (an extra key of config.json) its overlap,
    so that whoever tags with the folder cuts windows as training did.
    """
    trainee.model.config.window_overlap = settings.overlap
    trainee.tokenizer.model_max_length = settings.max_length
    with quiet_transformers():
        trainee.model.save_pretrained(folder)
        trainee.tokenizer.save_pretrained(folder)
