"""The model is transformers' RoBERTa: same loss, same gradients, same files."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer, PreTrainedTokenizerBase, RobertaForMaskedLM, pipeline

from bioroberta.pretraining.config import ModelConfig
from bioroberta.pretraining.model import (
    build_model,
    load_tokenizer,
    masked_logits,
    masked_loss,
    save_model,
    vocabulary_of,
)

SMALL = ModelConfig(layers=2, hidden_size=32, heads=2, intermediate_size=64, max_length=32)


@pytest.fixture(scope="module")
def tokenizer(tokenizer_folder: Path) -> PreTrainedTokenizerBase:
    return load_tokenizer(tokenizer_folder)


@pytest.fixture
def model(tokenizer: PreTrainedTokenizerBase) -> RobertaForMaskedLM:
    return build_model(SMALL, tokenizer, seed=3).eval()


def batch(padded: bool) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids [4, 32], positions and labels of masked tokens; the last row has 10 tokens of padding where wanted."""
    torch.manual_seed(5)
    ids = torch.randint(5, 300, (4, 32))
    ids[:, 0], ids[:, -1] = 0, 2
    positions = torch.tensor([3, 9, 40, 41, 70, 100, 101])
    labels = ids.flatten()[positions].clone()
    ids.view(-1)[positions] = 4
    if padded:
        ids[-1, 22:] = 1
    return ids, positions, labels


@pytest.mark.parametrize("padded", [False, True])
def test_loss_and_gradients_equal_transformers(model: RobertaForMaskedLM, padded: bool) -> None:
    ids, positions, labels = batch(padded)
    loss, _ = masked_loss(model, ids, positions, labels)
    (loss / len(labels)).backward()
    ours = [parameter.grad.clone() for parameter in model.parameters()]
    model.zero_grad()

    targets = torch.full(ids.shape, -100)
    targets.view(-1)[positions] = labels
    theirs = model(input_ids=ids, attention_mask=(ids != 1).long(), labels=targets)
    theirs.loss.backward()
    assert loss.item() / len(labels) == pytest.approx(theirs.loss.item(), rel=1e-5)
    torch.testing.assert_close(
        masked_logits(model, ids, positions), theirs.logits.flatten(0, 1)[positions], rtol=1e-5, atol=1e-5
    )
    for mine, parameter in zip(ours, model.parameters(), strict=True):
        torch.testing.assert_close(mine, parameter.grad, rtol=1e-5, atol=1e-5)


def test_right_predictions_are_counted(model: RobertaForMaskedLM) -> None:
    ids, positions, _ = batch(False)
    best = masked_logits(model, ids, positions).argmax(dim=-1)
    labels = best.clone()
    labels[0] = (labels[0] + 1) % 300
    assert masked_loss(model, ids, positions, labels)[1] == len(labels) - 1


def test_seed_decides_the_weights(tokenizer: PreTrainedTokenizerBase) -> None:
    def weight(seed: int) -> torch.Tensor:
        return build_model(SMALL, tokenizer, seed).lm_head.dense.weight

    assert torch.equal(weight(1), weight(1))
    assert not torch.equal(weight(1), weight(2))


def test_vocabulary_of_the_tokenizer(tokenizer: PreTrainedTokenizerBase) -> None:
    vocabulary = vocabulary_of(tokenizer)
    assert (vocabulary.size, vocabulary.pad, vocabulary.mask) == (len(tokenizer), 1, 4)
    assert vocabulary.special == (0, 1, 2, 3, 4)
    assert vocabulary.ordinary().tolist() == list(range(5, len(tokenizer)))


def test_saved_folder_fills_masks(
    model: RobertaForMaskedLM, tokenizer: PreTrainedTokenizerBase, tmp_path: Path
) -> None:
    save_model(model, tokenizer, tmp_path)
    loaded = AutoModelForMaskedLM.from_pretrained(tmp_path)
    ids, positions, _ = batch(False)
    assert torch.equal(masked_logits(loaded.eval(), ids, positions), masked_logits(model, ids, positions))
    assert AutoTokenizer.from_pretrained(tmp_path).model_max_length == 32
    answers = pipeline("fill-mask", model=str(tmp_path), top_k=3)("el paciente niega <mask>.")
    assert len(answers) == 3


def test_longest_input_fits(model: RobertaForMaskedLM) -> None:
    ids = torch.full((1, SMALL.max_length), 7)
    assert masked_logits(model, ids, torch.tensor([31])).isfinite().all()
