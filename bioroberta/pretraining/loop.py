"""The training loop of one rank: a generator of steps, without Ray, disks or clocks.

A step's result does not depend on the number of ranks, up to the rounding of one sum: the global batch is cut into the
same micro-batches, each seeds masking and dropout from (seed, step, micro-batch), and the loss is divided by the number
of masked tokens of the whole batch, after the sum over ranks.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor, nn
from transformers import RobertaForMaskedLM

from bioroberta.errors import RunError
from bioroberta.pretraining.blocks import Blocks, Indices, micro_batches, step_blocks
from bioroberta.pretraining.config import OptimizerConfig, PretrainConfig
from bioroberta.pretraining.masking import Vocabulary, mask_tokens
from bioroberta.pretraining.model import masked_loss
from bioroberta.pretraining.schedule import learning_rate
from bioroberta.training import derive_seed

SUMS = 3
"""Loss, masked tokens and right predictions ride at the end of the gradient buffer: one all-reduce a step."""

INITIAL_SCALE = 128.0
"""Of the loss with float16. fairseq's, whose loss is a sum over tokens like ours; torch's 65,536 is meant for means. It
doubles after 2,000 steps without overflow and halves at one (torch.amp.GradScaler's defaults; Micikevicius et al.
2018)."""

MIN_SCALE = 1e-4
"""fairseq's: gradients that overflow even so are not finite for another reason."""

CPU = torch.device("cpu")


@dataclass(frozen=True)
class Place:
    """Which part of the work this process does, and where."""

    rank: int = 0
    world: int = 1
    device: torch.device = CPU


@dataclass(frozen=True)
class Step:
    """What a step measured over the global batch, before its update.

    `loss` is in nats a masked token, `norm` that of the mean gradient (infinite where float16 overflowed: such a step
    leaves the weights as they are), `tokens` counts special ones too.
    """

    number: int
    loss: float
    accuracy: float
    norm: float
    lr: float
    tokens: int

    @property
    def skipped(self) -> bool:
        """Whether the update was left out."""
        return math.isinf(self.norm)


@dataclass(frozen=True)
class Validation:
    """Mean loss in nats a masked token, and the share of masked tokens predicted right."""

    loss: float
    accuracy: float


class Trainer:
    """A model in training on one rank: its optimizer, the buffer in which gradients are summed, the scale of the loss
    (float16 only).
    """

    def __init__(self, model: RobertaForMaskedLM, vocabulary: Vocabulary, config: PretrainConfig, place: Place) -> None:
        self.model = model
        nn.Module.to(model, place.device)
        self.vocabulary = vocabulary
        self.config = config
        self.place = place
        self.optimizer = build_optimizer(self.model, config.optimizer)
        self.sums = gradient_buffer(self.model)
        scaled = config.precision == "float16"
        self.scaler = torch.amp.GradScaler(place.device.type, init_scale=INITIAL_SCALE, enabled=scaled)


def train(trainer: Trainer, blocks: Blocks, first: int) -> Iterator[Step]:
    """Do steps `first` ... config.steps - 1, yielding after each update.

    Raises RunError when a loss or gradient is not finite, before the update is made; with float16 an overflow of
    gradients only skips the update.
    """
    config = trainer.config
    trainer.model.train()
    for number in range(first, config.steps):
        indices = step_blocks(number, len(blocks), config.global_batch, config.seed)
        yield _update(trainer, blocks, indices, number)
        trainer.model.train()  # the caller may have validated


def validate(trainer: Trainer, blocks: Blocks) -> Validation | None:
    """Loss and accuracy on the first `validation_blocks` blocks, masked the same way each time; None without blocks."""
    chosen = torch.arange(min(len(blocks), trainer.config.validation_blocks)).numpy()
    if not len(chosen):
        return None
    trainer.model.train(False)
    sums = torch.zeros(SUMS, dtype=trainer.sums.dtype, device=trainer.place.device)
    with torch.no_grad():
        for number, indices in _own(trainer, chosen):
            sums += _forward(trainer, blocks, indices, ("validation", 0, number))
    _sum_over_ranks(sums, trainer.place)
    loss, masked, right = sums.tolist()
    return Validation(loss / max(masked, 1), right / max(masked, 1))


def build_optimizer(model: RobertaForMaskedLM, config: OptimizerConfig) -> torch.optim.AdamW:
    """AdamW without decay on biases and norms. Fused: on a CPU 3x faster than the default (recorded measurement)."""
    parameters = list(model.parameters())
    groups = [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": config.weight_decay},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=config.peak_lr, betas=config.betas, eps=config.eps, fused=True)


def gradient_buffer(model: RobertaForMaskedLM) -> Tensor:
    """One zeroed vector into which backward() adds all gradients (each `.grad` is a view), with room for the sums."""
    parameters = list(model.parameters())
    first = parameters[0]
    sizes = [parameter.numel() for parameter in parameters]
    buffer = torch.zeros(sum(sizes) + SUMS, dtype=first.dtype, device=first.device)
    for parameter, view in zip(parameters, torch.split(buffer[:-SUMS], sizes), strict=True):
        parameter.grad = view.view_as(parameter)
    return buffer


def _update(trainer: Trainer, blocks: Blocks, indices: Indices, number: int) -> Step:
    config, sums = trainer.config, trainer.sums
    sums.zero_()
    for micro_batch, own in _own(trainer, indices):
        sums[-SUMS:] += _forward(trainer, blocks, own, ("train", number, micro_batch))
    _sum_over_ranks(sums, trainer.place)

    loss, masked, right = sums[-SUMS:].tolist()
    norm = _mean_gradient(trainer, masked)
    overflowed = trainer.scaler.is_enabled() and math.isinf(norm) and trainer.scaler.get_scale() > MIN_SCALE
    if not math.isfinite(loss) or (math.isinf(norm) and not overflowed):
        raise RunError(
            f"the loss is not finite at step {number + 1}; lower pretrain.optimizer.peak_lr or set clip_norm"
        )
    rate = learning_rate(number, config.steps, config.optimizer)
    for group in trainer.optimizer.param_groups:
        group["lr"] = rate
    trainer.scaler.step(trainer.optimizer)  # not after an overflow
    trainer.scaler.update()
    tokens = int(blocks.lengths(indices).sum())
    return Step(number + 1, loss / max(masked, 1), right / max(masked, 1), norm, rate, tokens)


def _mean_gradient(trainer: Trainer, masked: float) -> float:
    """Make the sums over all ranks the mean gradient, clipped; returns its norm before clipping, infinite for any
    gradient that is not finite.

    The scaler looks for overflows after the sum: one rank's infinity is in every rank's, so all skip the same step.
    """
    trainer.scaler.unscale_(trainer.optimizer)
    gradients = trainer.sums[:-SUMS].div_(max(masked, 1))
    norm = float(gradients.norm())
    longest = trainer.config.optimizer.clip_norm
    if longest is not None and longest < norm < math.inf:
        gradients.mul_(longest / norm)
    return norm if math.isfinite(norm) else math.inf


def _forward(trainer: Trainer, blocks: Blocks, indices: Indices, key: tuple[str, int, int]) -> Tensor:
    """Loss sum, masked tokens and right predictions of one micro-batch; adds its gradients where they are recorded."""
    config, device = trainer.config, trainer.place.device
    seed = derive_seed(config.seed, "masking", *key)
    masked = mask_tokens(blocks.gather(indices, trainer.vocabulary.pad), trainer.vocabulary, config.masking, seed)
    inputs = [torch.from_numpy(array).to(device) for array in (masked.input_ids, masked.positions, masked.labels)]
    torch.manual_seed(derive_seed(config.seed, "dropout", *key))
    with _precision(config, device):
        loss, right = masked_loss(trainer.model, *inputs)
    if torch.is_grad_enabled():
        torch.autograd.backward(trainer.scaler.scale(loss))
    return torch.stack([loss.detach(), loss.new_tensor(len(masked.labels)), right.to(loss.dtype)])


def _own(trainer: Trainer, indices: Indices) -> Iterator[tuple[int, Indices]]:
    place = trainer.place
    return micro_batches(indices, trainer.config.micro_batch, place.rank, place.world)


def _precision(config: PretrainConfig, device: torch.device) -> AbstractContextManager[None]:
    if config.precision == "float32":
        return nullcontext()
    return torch.autocast(device.type, dtype=getattr(torch, config.precision))


def _sum_over_ranks(values: Tensor, place: Place) -> None:
    if place.world > 1:
        dist.all_reduce(values)
