"""The loop's laws: any number of ranks, any restart, one result."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Any

import pytest
import torch
import torch.distributed as dist

from bioroberta.errors import RunError
from bioroberta.pretraining import loop
from bioroberta.pretraining.blocks import Blocks, micro_batches, step_blocks
from bioroberta.pretraining.config import PretrainConfig
from bioroberta.pretraining.loop import Place, Step, Trainer, gradient_buffer, train, validate
from bioroberta.pretraining.masking import mask_tokens
from bioroberta.pretraining.model import build_model, load_tokenizer, vocabulary_of
from bioroberta.storage import Folder
from bioroberta.training import capture, commit, derive_seed, newest, prepare_torch, restore

needs_cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")


@pytest.fixture(autouse=True)
def one_thread() -> Any:
    threads = torch.get_num_threads()
    prepare_torch(1)
    yield
    torch.set_num_threads(threads)
    torch.use_deterministic_algorithms(False)


def build(config: PretrainConfig, tokenizer_folder: Path, place: Place | None = None) -> Trainer:
    tokenizer = load_tokenizer(tokenizer_folder)
    model = build_model(config.model, tokenizer, config.seed)
    return Trainer(model, vocabulary_of(tokenizer), config, place or Place())


def weights(trainer: Trainer) -> dict[str, torch.Tensor]:
    return {name: parameter.detach().clone() for name, parameter in trainer.model.named_parameters()}


def test_training_learns(tiny: PretrainConfig, tokenizer_folder: Path, blocks: Blocks) -> None:
    trainer = build(tiny.with_overrides({"steps": 60}), tokenizer_folder)
    before = validate(trainer, blocks)
    steps = list(train(trainer, blocks, 0))
    after = validate(trainer, blocks)
    assert before is not None
    assert after is not None
    assert after.loss < before.loss - 1
    assert after.accuracy > before.accuracy
    assert [step.number for step in steps] == list(range(1, 61))
    assert all(step.norm > 0 and step.lr > 0 and step.tokens > 0 for step in steps)


def test_resumed_training_has_the_same_bits(
    tiny: PretrainConfig, tokenizer_folder: Path, blocks: Blocks, tmp_path: Path
) -> None:
    whole = build(tiny, tokenizer_folder)
    expected = list(train(whole, blocks, 0))

    folder = Folder(str(tmp_path))
    stopped = build(tiny, tokenizer_folder)
    for step in train(stopped, blocks, 0):
        if step.number == 5:
            validate(stopped, blocks)
            commit(folder, capture(5, stopped.model, stopped.optimizer), "a", 1)
            break
    snapshot = newest(folder)
    assert snapshot is not None
    torch.rand(17)  # a generator in another state changes nothing
    continued = build(tiny.with_overrides({"seed": 0}), tokenizer_folder)
    restore(snapshot, continued.model, continued.optimizer)
    assert list(train(continued, blocks, snapshot.step)) == expected[5:]
    for name, value in weights(whole).items():
        assert torch.equal(value, weights(continued)[name]), name


def test_loss_is_the_mean_over_the_global_batch(tiny: PretrainConfig, tokenizer_folder: Path, blocks: Blocks) -> None:
    """Against transformers on the whole batch at once: neither a mean of micro-batch means nor of rows."""
    config = tiny.with_overrides({"model.dropout": 0.0, "model.attention_dropout": 0.0})
    trainer = build(config, tokenizer_folder)
    model = build_model(config.model, load_tokenizer(tokenizer_folder), config.seed)
    logits, labels = [], []
    for number, indices in micro_batches(step_blocks(0, len(blocks), 8, config.seed), 2, 0, 1):
        seed = derive_seed(config.seed, "masking", "train", 0, number)
        masked = mask_tokens(blocks.gather(indices, 1), trainer.vocabulary, config.masking, seed)
        ids = torch.from_numpy(masked.input_ids)
        logits.append(model(input_ids=ids, attention_mask=ids != 1).logits.flatten(0, 1)[masked.positions])
        labels.append(torch.from_numpy(masked.labels))
    expected = torch.nn.functional.cross_entropy(torch.cat(logits), torch.cat(labels))
    expected.backward()

    step = next(train(trainer, blocks, 0))
    assert step.loss == pytest.approx(expected.item(), rel=1e-5)
    for ours, theirs in zip(trainer.model.parameters(), model.parameters(), strict=True):
        torch.testing.assert_close(ours.grad, theirs.grad, rtol=1e-4, atol=1e-6)


def test_clipping_bounds_the_gradient(tiny: PretrainConfig, tokenizer_folder: Path, blocks: Blocks) -> None:
    trainer = build(tiny.with_overrides({"optimizer.clip_norm": 0.1}), tokenizer_folder)
    step = next(train(trainer, blocks, 0))
    assert step.norm > 0.1
    assert float(trainer.sums[:-3].norm()) == pytest.approx(0.1, rel=1e-4)


def test_gradients_live_in_the_buffer(tiny: PretrainConfig, tokenizer_folder: Path) -> None:
    trainer = build(tiny, tokenizer_folder)
    sums = gradient_buffer(trainer.model)
    sums.fill_(2.0)
    assert all(
        bool((parameter.grad == 2).all()) for parameter in trainer.model.parameters() if parameter.grad is not None
    )
    assert sum(parameter.numel() for parameter in trainer.model.parameters()) + 3 == len(sums)


def test_validation_is_the_same_each_time_and_does_not_train(
    tiny: PretrainConfig, tokenizer_folder: Path, blocks: Blocks
) -> None:
    trainer = build(tiny, tokenizer_folder)
    before = weights(trainer)
    assert validate(trainer, blocks) == validate(trainer, blocks)
    assert all(torch.equal(value, before[name]) for name, value in weights(trainer).items())
    assert float(trainer.sums.abs().sum()) == 0


def test_no_validation_blocks_no_figure(tiny: PretrainConfig, tokenizer_folder: Path, blocks: Blocks) -> None:
    assert validate(build(tiny, tokenizer_folder), Blocks(blocks.ids[:0], blocks.offsets[:1])) is None


def test_loss_that_is_not_finite_stops(tiny: PretrainConfig, tokenizer_folder: Path, blocks: Blocks) -> None:
    trainer = build(tiny, tokenizer_folder)
    with torch.no_grad():
        trainer.model.lm_head.bias.fill_(float("nan"))
    with pytest.raises(RunError, match="not finite at step 1"):
        next(train(trainer, blocks, 0))


def overflow(trainer: Trainer, steps: set[int]) -> None:
    """Let the gradients of these steps (counted by backward passes of the whole batch) hold an infinity."""
    passes = iter(range(1_000_000))
    each = trainer.config.micro_batches // trainer.place.world

    def spoil(gradient: torch.Tensor) -> torch.Tensor:
        return gradient * torch.inf if next(passes) // each in steps else gradient

    trainer.model.lm_head.bias.register_hook(spoil)


@pytest.mark.parametrize("device", ["cpu", pytest.param("cuda", marks=needs_cuda)])
def test_float16_learns_as_float32_does(
    tiny: PretrainConfig, tokenizer_folder: Path, blocks: Blocks, device: str
) -> None:
    config = tiny.with_overrides({"steps": 60})
    losses = {}
    for precision in ("float32", "float16"):
        trainer = build(
            config.with_overrides({"precision": precision}), tokenizer_folder, Place(device=torch.device(device))
        )
        losses[precision] = [step.loss for step in train(trainer, blocks, 0)]
    assert losses["float16"] != losses["float32"]
    assert losses["float16"] == pytest.approx(losses["float32"], rel=0.05)
    assert losses["float16"][-1] < losses["float16"][0] - 1


def test_overflow_skips_the_step_and_halves_the_scale(
    tiny: PretrainConfig, tokenizer_folder: Path, blocks: Blocks
) -> None:
    trainer = build(tiny.with_overrides({"precision": "float16", "optimizer.clip_norm": 1.0}), tokenizer_folder)
    overflow(trainer, {2})
    before: dict[str, torch.Tensor] = {}
    for step in train(trainer, blocks, 0):
        same = [torch.equal(value, before[name]) for name, value in weights(trainer).items() if before]
        assert step.skipped == (step.number == 3)
        assert all(same) == (step.number in (1, 3))
        assert trainer.scaler.get_scale() == (128 if step.number < 3 else 64)
        before = weights(trainer)
    assert all(bool(value.isfinite().all()) for value in before.values())


def test_overflow_at_any_scale_stops(
    tiny: PretrainConfig, tokenizer_folder: Path, blocks: Blocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "MIN_SCALE", 32.0)
    trainer = build(tiny.with_overrides({"precision": "float16"}), tokenizer_folder)
    overflow(trainer, {0, 1, 2})
    steps = train(trainer, blocks, 0)
    assert [next(steps).skipped, next(steps).skipped] == [True, True]
    with pytest.raises(RunError, match="not finite at step 3"):
        next(steps)


def test_overflow_without_scaling_stops(tiny: PretrainConfig, tokenizer_folder: Path, blocks: Blocks) -> None:
    trainer = build(tiny, tokenizer_folder)
    overflow(trainer, {0})
    with pytest.raises(RunError, match="not finite at step 1"):
        next(train(trainer, blocks, 0))


def rank_losses(rank: int, folder: Path, out: Any, config: PretrainConfig, inputs: tuple[Path, Blocks]) -> None:
    """One of two processes; the files in `folder` are how they find each other."""
    prepare_torch(1)
    dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=2)
    place = Place(rank, 2)
    tokenizer_folder, blocks = inputs
    trainer = build(config, tokenizer_folder, place)
    if config.precision == "float16" and rank == 1:
        overflow(trainer, {2})
    steps: list[Step] = list(train(trainer, blocks, 0))
    out.put((steps, validate(trainer, blocks), trainer.scaler.get_scale()))
    dist.barrier()
    dist.destroy_process_group()


def test_two_workers_have_the_losses_of_one(
    tiny: PretrainConfig, tokenizer_folder: Path, blocks: Blocks, tmp_path: Path
) -> None:
    """The law: 50 steps with dropout 0.1, losses within 1e-5 relative in float32."""
    config = tiny.with_overrides({"steps": 50, "optimizer.peak_lr": 5e-4})
    results = on_two_ranks(tmp_path, config, (tokenizer_folder, blocks))
    alone = build(config, tokenizer_folder)
    expected = [step.loss for step in train(alone, blocks, 0)]
    for steps, validation, _ in results:
        assert [step.loss for step in steps] == pytest.approx(expected, rel=1e-5)
        assert validation.loss == pytest.approx(validate(alone, blocks).loss, rel=1e-5)  # type: ignore[union-attr]


def test_an_overflow_of_one_worker_skips_the_step_of_all(
    tiny: PretrainConfig, tokenizer_folder: Path, blocks: Blocks, tmp_path: Path
) -> None:
    config = tiny.with_overrides({"precision": "float16"})
    first, second = on_two_ranks(tmp_path, config, (tokenizer_folder, blocks))
    assert first == second  # losses, norms, validation and scale: the same update on both
    steps, _, scale = first
    assert [step.number for step in steps if step.skipped] == [3]
    assert scale == 64


def on_two_ranks(folder: Path, config: PretrainConfig, inputs: tuple[Path, Blocks]) -> list[Any]:
    """What `rank_losses` reports from two processes."""
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    ranks = [context.Process(target=rank_losses, args=(rank, folder, out, config, inputs)) for rank in range(2)]
    for process in ranks:
        process.start()
    results = [out.get(timeout=120) for _ in ranks]
    for process in ranks:
        process.join(30)
    return results
