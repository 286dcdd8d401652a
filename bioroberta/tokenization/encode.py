"""The stage `encode`: every kept document as token ids, packed into blocks.

Packing is FULL-SENTENCES as in RoBERTa (Liu et al. 2019, section 4.2): a block is `<s> ... </s>` and crosses document
boundaries with one more `</s>`. It differs in that a sentence may go on in the next block, so that no position but the
last ones of a shard stays empty.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bioroberta.run import Run
from bioroberta.schemas import Outcome, block_schema
from bioroberta.tokenization.config import SPECIAL_TOKENS, EncodeConfig
from bioroberta.tokenization.documents import id_position, kept_texts

START = SPECIAL_TOKENS.index("<s>")
END = SPECIAL_TOKENS.index("</s>")
CHUNK = 256
"""Documents encoded at once: bounds the memory of the tokenizer's own result objects."""

Ids = NDArray[np.uint32]


@dataclass(frozen=True)
class Block:
    """Token ids with `<s>` and `</s>`, and how many of them come from documents."""

    ids: Ids
    tokens: int


def encode(config: EncodeConfig, run: Run) -> None:
    """Encode and pack dedup's documents, a shard at a time; validation documents are packed apart."""
    tokenizer = (run.checkpoint("tokenizer") / "tokenizer.json").read_text(encoding="utf-8")
    schema = block_schema(Tokenizer.from_str(tokenizer).get_vocab_size())
    run.map_shards("dedup", partial(encode_shard, config=config, tokenizer=tokenizer, schema=schema), schema)


def encode_shard(table: pa.Table, config: EncodeConfig, tokenizer: str, schema: pa.Schema) -> Outcome:
    """Blocks of one shard of documents: first those of the training documents, then those for validation.

    `tokenizer` is the content of tokenizer.json: a value travels to every node, a path need not exist there. In the
    result `tokens` counts the sub-word tokens of documents, without `<s>` and `</s>`.
    """
    encoded = list(encode_texts(kept_texts(table), load_tokenizer(tokenizer)))
    held_out = [id_position(document) < config.validation_share for document in table.column("id").to_pylist()]
    parts = []
    for split, wanted in (("train", False), ("validation", True)):
        chosen = (ids for ids, held in zip(encoded, held_out, strict=True) if held is wanted)
        parts.append(_as_table(list(pack(chosen, config.block_length)), split, schema))
    return Outcome(pa.concat_tables(parts))


def encode_texts(texts: list[str], tokenizer: Tokenizer) -> Iterator[Ids]:
    """Token ids of each text, without special tokens."""
    for first in range(0, len(texts), CHUNK):
        for encoding in tokenizer.encode_batch_fast(texts[first : first + CHUNK], add_special_tokens=False):
            yield np.array(encoding.ids, dtype=np.uint32)


def pack(documents: Iterable[Ids], length: int) -> Iterator[Block]:
    """Blocks of at most `length` ids that hold every token of every document once, in order.

    Documents in one block are separated by `</s>`. Where a separator and a token no longer fit, the block ends (its
    own `</s>` separates), so only such a block and the last one are not full.
    """
    room = length - 2
    body: list[Ids] = []
    used = 0
    for document in documents:
        if used and len(document):
            if used + 1 < room:
                body.append(np.array([END], dtype=np.uint32))
                used += 1
            else:
                yield _block(body)
                body, used = [], 0
        taken = 0
        while taken < len(document):
            piece = document[taken : taken + room - used]
            body.append(piece)
            taken, used = taken + len(piece), used + len(piece)
            if used == room:
                yield _block(body)
                body, used = [], 0
    if used:
        yield _block(body)


@cache
def load_tokenizer(content: str) -> Tokenizer:
    """The tokenizer of a tokenizer.json, once a process; special tokens written out in a text are encoded as text."""
    # A worker has one core and its neighbours have the others; without this the tokenizer takes a thread a core.
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    tokenizer = Tokenizer.from_str(content)
    tokenizer.encode_special_tokens = True
    return tokenizer


def _block(body: list[Ids]) -> Block:
    inner = np.concatenate(body)
    ids = np.concatenate([[START], inner, [END]]).astype(np.uint32)
    return Block(ids, int(np.count_nonzero(inner != END)))


def _as_table(blocks: list[Block], split: str, schema: pa.Schema) -> pa.Table:
    ids = np.concatenate([np.empty(0, np.uint32), *(block.ids for block in blocks)])
    offsets = np.cumsum([0, *(len(block.ids) for block in blocks)])
    value_type = schema.field("input_ids").type.value_type
    values = pa.array(ids.astype(value_type.to_pandas_dtype()), type=value_type)
    return pa.table(
        [
            pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values),
            pa.array([split] * len(blocks), pa.string()),
            pa.array([block.tokens for block in blocks], pa.int64()),
        ],
        schema=schema,
    )
