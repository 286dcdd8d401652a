"""RoBERTa with a masked-language-model head that is computed for the masked positions only."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import torch
from torch import Tensor
from torch.nn import functional
from transformers import AutoTokenizer, PreTrainedTokenizerBase, RobertaConfig, RobertaForMaskedLM

from bioroberta.pretraining.config import ModelConfig
from bioroberta.pretraining.masking import Vocabulary
from bioroberta.training import derive_seed


def load_tokenizer(folder: Path) -> PreTrainedTokenizerBase:
    """The tokenizer of a Hugging Face folder."""
    tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    return tokenizer


def vocabulary_of(tokenizer: PreTrainedTokenizerBase) -> Vocabulary:
    """Size and special ids of a tokenizer."""
    special = tuple(sorted(tokenizer.all_special_ids))
    return Vocabulary(len(tokenizer), int(tokenizer.pad_token_id), int(tokenizer.mask_token_id), special)


def build_model(config: ModelConfig, tokenizer: PreTrainedTokenizerBase, seed: int) -> RobertaForMaskedLM:
    """A freshly initialised model for the tokenizer's vocabulary; equal seeds give equal weights."""
    torch.manual_seed(derive_seed(seed, "weights"))
    return RobertaForMaskedLM(
        RobertaConfig(
            vocab_size=len(tokenizer),
            num_hidden_layers=config.layers,
            hidden_size=config.hidden_size,
            num_attention_heads=config.heads,
            intermediate_size=config.intermediate_size,
            hidden_dropout_prob=config.dropout,
            attention_probs_dropout_prob=config.attention_dropout,
            # RoBERTa counts positions from the padding id + 1.
            max_position_embeddings=config.max_length + tokenizer.pad_token_id + 1,
            type_vocab_size=1,
            layer_norm_eps=1e-5,  # fairseq's; BERT has 1e-12
            bos_token_id=tokenizer.bos_token_id,
            pad_token_id=tokenizer.pad_token_id,
            eos_token_id=tokenizer.eos_token_id,
        )
    )


def masked_logits(model: RobertaForMaskedLM, input_ids: Tensor, positions: Tensor) -> Tensor:
    """Vocabulary logits [n, vocabulary] at the `positions` [n] of the flattened `input_ids` [rows, columns].

    `transformers` projects every position; with 15% masked that is most of a small model's work.
    """
    present = input_ids.ne(cast(int, model.config.pad_token_id))
    mask = None if bool(present.all()) else present
    hidden = model.roberta(input_ids, attention_mask=mask).last_hidden_state
    logits: Tensor = model.lm_head(hidden.flatten(0, 1).index_select(0, positions))
    return logits


def masked_loss(
    model: RobertaForMaskedLM, input_ids: Tensor, positions: Tensor, labels: Tensor
) -> tuple[Tensor, Tensor]:
    """Sum of the cross-entropy (nats) over the masked tokens, and how many of them the model ranks first."""
    logits = masked_logits(model, input_ids, positions)
    loss = functional.cross_entropy(logits.float(), labels, reduction="sum")
    return loss, (logits.argmax(dim=-1) == labels).sum()


def save_model(model: RobertaForMaskedLM, tokenizer: PreTrainedTokenizerBase, folder: Path) -> None:
    """A folder that `transformers.pipeline("fill-mask", folder)` loads unchanged."""
    model.save_pretrained(folder)
    tokenizer.model_max_length = model.config.max_position_embeddings - tokenizer.pad_token_id - 1
    tokenizer.save_pretrained(folder)
