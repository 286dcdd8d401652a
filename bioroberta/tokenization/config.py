"""Settings of the stages `tokenizer` and `encode`."""

from __future__ import annotations

from pydantic import Field

from bioroberta.config import Config

SPECIAL_TOKENS = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
"""In the order of their ids 0 to 4. RoBERTa has the first four there and `<mask>` last; here it stands with them."""


class TokenizerConfig(Config):
    """How the byte-level BPE is learned."""

    vocabulary_size: int = Field(default=52_000, ge=256 + len(SPECIAL_TOKENS))
    """Special tokens and the 256 bytes included. 52,000 is the model card of bsc-bio-es; its args.json says 50,262."""
    min_frequency: int = Field(default=6, ge=1)
    """A pair seen less often is not merged. args.json of bsc-bio-es; the older roberta-base-biomedical-es had 10."""
    byte_budget: int | None = Field(default=None, ge=1)
    """Learn from about this many bytes (UTF-8) of kept text, sampled by document id hash and so in proportion to the
    corpora; none: from all of it."""
    max_length: int = Field(default=512, ge=8)
    """`model_max_length` of the saved tokenizer, special tokens included: RoBERTa's 512."""


class EncodeConfig(Config):
    """How documents are packed into blocks."""

    block_length: int = Field(default=512, ge=8)
    """Tokens of a block at most, `<s>` and `</s>` included. RoBERTa (Liu et al. 2019), section 3.1."""
    validation_share: float = Field(default=0.01, ge=0, lt=1)
    """Share of documents, by the hash of their id, whose blocks only measure the validation loss."""
