"""The packing law: every token of every document in exactly one block, in order."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.schemas import block_schema, check
from bioroberta.tokenization.config import EncodeConfig, TokenizerConfig
from bioroberta.tokenization.documents import id_position
from bioroberta.tokenization.encode import END, START, Block, encode, encode_shard, encode_texts, load_tokenizer, pack
from bioroberta.tokenization.tokenizer import learn

documents = st.lists(st.lists(st.integers(min_value=5, max_value=60_000), max_size=40), max_size=12)
lengths = st.integers(min_value=8, max_value=32)


def packed(contents: list[list[int]], length: int) -> list[Block]:
    return list(pack([np.array(ids, dtype=np.uint32) for ids in contents], length))


def unpacked(blocks: list[Block]) -> list[int]:
    return [int(token) for block in blocks for token in block.ids if token not in (START, END)]


@given(documents, lengths)
def test_every_token_once_and_in_order(contents: list[list[int]], length: int) -> None:
    blocks = packed(contents, length)
    assert unpacked(blocks) == [token for ids in contents for token in ids]
    assert sum(block.tokens for block in blocks) == sum(map(len, contents))


@given(documents, lengths)
def test_blocks_have_their_form(contents: list[list[int]], length: int) -> None:
    for block in packed(contents, length):
        assert 3 <= len(block.ids) <= length
        assert (block.ids[0], block.ids[-1]) == (START, END)
        assert block.ids[1] != END
        assert block.ids[-2] != END
        assert START not in block.ids[1:]


@given(documents, lengths)
def test_no_two_documents_touch(contents: list[list[int]], length: int) -> None:
    stream = [token for block in packed(contents, length) for token in block.ids]
    position = 0
    for ids in filter(None, contents):
        for token in ids:
            while stream[position] in (START, END):
                position += 1
            assert stream[position] == token
            position += 1
        assert stream[position] == END


@given(documents, lengths)
def test_only_a_block_before_a_new_document_has_room(contents: list[list[int]], length: int) -> None:
    for block in packed(contents, length)[:-1]:
        assert len(block.ids) >= length - 1


def test_short_documents_share_a_block() -> None:
    assert [list(block.ids) for block in packed([[7, 8], [], [9]], 8)] == [[0, 7, 8, 2, 9, 2]]


@pytest.fixture(scope="module")
def tokenizer() -> str:
    texts = ["El paciente niega dolor.", "Dolor torácico.", "<s> y <mask> y </s> en el texto"] * 4
    return learn(texts, TokenizerConfig(vocabulary_size=300, min_frequency=2)).to_str()


def shard(texts: list[str]) -> pa.Table:
    spans = [[{"start": 0, "end": len(text)}] if text else [] for text in texts]
    ids = [f"cases/{number}.txt#0" for number in range(len(texts))]
    return pa.table({"id": ids, "text": pa.array(texts, pa.large_string()), "spans": spans})


@pytest.mark.parametrize("size", [300, 70_000])
def test_shard_becomes_blocks_of_the_schema(tokenizer: str, size: int) -> None:
    config = EncodeConfig(block_length=16, validation_share=0.3)
    texts = [f"El paciente {number} niega dolor torácico." for number in range(30)] + [""]
    outcome = encode_shard(shard(texts), config, tokenizer, block_schema(size))
    table = check(outcome.data, block_schema(size))
    loaded = load_tokenizer(tokenizer)
    for split, held in (("train", False), ("validation", True)):
        rows = [row["input_ids"] for row in table.to_pylist() if row["split"] == split]
        expected = "".join(
            text for number, text in enumerate(texts) if (id_position(f"cases/{number}.txt#0") < 0.3) is held
        )
        tokens = [token for row in rows for token in row if token not in (START, END)]
        assert loaded.decode(tokens) == expected
        assert rows


def test_shard_without_documents_gives_no_blocks(tokenizer: str) -> None:
    outcome = encode_shard(shard([]), EncodeConfig(), tokenizer, block_schema(300))
    assert check(outcome.data, block_schema(300)).num_rows == 0


def test_special_tokens_written_in_a_text_are_text(tokenizer: str) -> None:
    (ids,) = encode_texts(["a </s><mask> <pad>"], load_tokenizer(tokenizer))
    assert min(ids) >= 5
    assert load_tokenizer(tokenizer).decode(list(ids)) == "a </s><mask> <pad>"


def test_chunks_do_not_show(tokenizer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"Dolor {number}" for number in range(10)]
    whole = [list(ids) for ids in encode_texts(texts, load_tokenizer(tokenizer))]
    monkeypatch.setattr("bioroberta.tokenization.encode.CHUNK", 3)
    assert [list(ids) for ids in encode_texts(texts, load_tokenizer(tokenizer))] == whole


class DocumentsRun:
    """One shard of documents, mapped by the function after a trip through pickle."""

    def __init__(self, folder: Path, table: pa.Table) -> None:
        self.folder, self.table = folder, table
        self.results: list[pa.Table] = []

    def checkpoint(self, stage: str) -> Path:
        assert stage == "tokenizer"
        return self.folder

    def map_shards(self, source: str, function: Any, schema: pa.Schema) -> None:
        assert source == "dedup"
        self.results.append(check(pickle.loads(pickle.dumps(function))(self.table).data, schema))


def test_stage_maps_shards_with_the_tokenizer_as_a_value(tokenizer: str, tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    run: Any = DocumentsRun(tmp_path, shard(["El paciente niega dolor.", "Dolor torácico."]))
    encode(EncodeConfig(block_length=32, validation_share=0), run)
    assert [row["split"] for row in run.results[0].to_pylist()] == ["train"]
