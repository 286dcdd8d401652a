"""The stage `tokenizer`: a byte-level BPE learned from the kept text, saved as a RoBERTa tokenizer."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import RobertaTokenizerFast

from bioroberta.errors import RunError
from bioroberta.run import Run
from bioroberta.tokenization.config import SPECIAL_TOKENS, TokenizerConfig
from bioroberta.tokenization.documents import id_position, kept_texts

log = logging.getLogger(__name__)


def tokenizer(config: TokenizerConfig, run: Run) -> None:
    """Learn the tokenizer from dedup's documents and save it as this stage's Hugging Face folder.

    Raises RunError when deduplication kept no text.
    """
    share = 1.0 if config.byte_budget is None else _share(config.byte_budget, run)
    read = {"documents": 0, "bytes": 0}
    learned = learn(_counted(_sampled_texts(run, share), read), config)
    if not read["bytes"]:
        raise RunError("the tokenizer has nothing to learn from: dedup kept no text; look into rejected/ and failed/")
    size = learned.get_vocab_size()
    if size < config.vocabulary_size:
        log.warning(
            "the corpus fills %d of %d tokens of the vocabulary (pairs seen at least %d times); the model gets %d",
            *(size, config.vocabulary_size, config.min_frequency, size),
        )
    with tempfile.TemporaryDirectory() as folder:
        save(learned, config.max_length, Path(folder))
        run.save_checkpoint(Path(folder))
    run.record(vocabulary_size=size, **read)


def learn(texts: Iterable[str], config: TokenizerConfig) -> Tokenizer:
    """A byte-level BPE of at most `config.vocabulary_size` tokens, special tokens first.

    The result depends on the multiset of texts only: words are counted exactly and ties between pairs are broken by
    token id, so neither the order of documents nor the number of threads shows.
    """
    learned = Tokenizer(models.BPE())
    # No prefix space, as in RoBERTa (bsc-bio-es adds one): offsets stay true, and what follows `<mask>` (a comma, say)
    # is not made a new word.
    learned.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    learned.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=config.vocabulary_size,
        min_frequency=config.min_frequency,
        special_tokens=list(SPECIAL_TOKENS),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    learned.train_from_iterator(texts, trainer)
    return learned


def save(learned: Tokenizer, max_length: int, folder: Path) -> None:
    """Write the folder that `AutoTokenizer.from_pretrained` loads as a fast RoBERTa tokenizer.

    `<mask>` takes the space before it, as in RoBERTa: "dolor <mask>" asks for a word, not for its continuation.
    """
    model = json.loads(learned.to_str())["model"]
    # Annotated as Any: transformers declares plain strings here, and its own tokenizers pass these.
    mask: Any = AddedToken(SPECIAL_TOKENS[-1], lstrip=True, special=True, normalized=False)
    merges: Any = [tuple(merge) for merge in model["merges"]]
    tokenizer = RobertaTokenizerFast(vocab=model["vocab"], merges=merges, mask_token=mask, model_max_length=max_length)
    tokenizer.save_pretrained(folder)


def _sampled_texts(run: Run, share: float) -> Iterator[str]:
    for table in run.read("dedup", ["id", "text", "spans"]):
        for document, text in zip(table.column("id").to_pylist(), kept_texts(table), strict=True):
            # From the far end of [0, 1): `encode` takes its validation documents from the near one.
            if 1 - id_position(document) <= share:
                yield text


def _share(budget: int, run: Run) -> float:
    """The share of documents that holds about `budget` bytes of kept text."""
    total = sum(len(text.encode()) for table in run.read("dedup", ["text", "spans"]) for text in kept_texts(table))
    return budget / max(total, 1)


def _counted(texts: Iterable[str], read: dict[str, int]) -> Iterator[str]:
    for text in texts:
        read["documents"] += 1
        read["bytes"] += len(text.encode())
        yield text
