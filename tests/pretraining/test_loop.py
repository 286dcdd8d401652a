"""The loop's laws: any number of ranks, any restart, one result."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Any

import pytest
import torch
import torch.distributed as dist

from bioroberta.errors import RunError
from bioroberta.pretraining.blocks import Blocks, micro_batches, step_blocks
from bioroberta.pretraining.config import PretrainConfig
from bioroberta.pretraining.loop import Place, Step, Trainer, gradient_buffer, train, validate
from bioroberta.pretraining.masking import mask_tokens
from bioroberta.pretraining.model import build_model, load_tokenizer, vocabulary_of
from bioroberta.storage import Folder
from bioroberta.training import capture, commit, derive_seed, newest, prepare_torch, restore


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


def rank_losses(rank: int, folder: Path, out: Any, config: PretrainConfig, inputs: tuple[Path, Blocks]) -> None:
    """One of two processes; the files in `folder` are how they find each other."""
    prepare_torch(1)
    dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=2)
    place = Place(rank, 2)
    tokenizer_folder, blocks = inputs
    trainer = build(config, tokenizer_folder, place)
    steps: list[Step] = list(train(trainer, blocks, 0))
    out.put((rank, [step.loss for step in steps], validate(trainer, blocks)))
    dist.barrier()
    dist.destroy_process_group()


def test_two_workers_have_the_losses_of_one(
    tiny: PretrainConfig, tokenizer_folder: Path, blocks: Blocks, tmp_path: Path
) -> None:
    """The law: 50 steps with dropout 0.1, losses within 1e-5 relative in float32."""
    config = tiny.with_overrides({"steps": 50, "optimizer.peak_lr": 5e-4})
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    ranks = [
        context.Process(target=rank_losses, args=(rank, tmp_path, out, config, (tokenizer_folder, blocks)))
        for rank in range(2)
    ]
    for process in ranks:
        process.start()
    alone = build(config, tokenizer_folder)
    expected = [step.loss for step in train(alone, blocks, 0)]
    results = [out.get(timeout=120) for _ in ranks]
    for process in ranks:
        process.join(30)
    for _, shared, validation in results:
        assert shared == pytest.approx(expected, rel=1e-5)
        assert validation.loss == pytest.approx(validate(alone, blocks).loss, rel=1e-5)  # type: ignore[union-attr]
