"""The tokenizer's laws: bytes round trip, fixed special ids, independence of order, and how transformers loads it."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from transformers import AutoTokenizer

from bioroberta.errors import RunError
from bioroberta.tokenization.config import SPECIAL_TOKENS, TokenizerConfig
from bioroberta.tokenization.tokenizer import learn, save, tokenizer

TEXTS = [
    "El paciente ingresa por dolor torácico de 2 h de evolución.",
    "La paciente niega dolor; TA 120/80 mmHg, Tª 36,5 ºC.",
    "Dolor abdominal. El paciente mejora con paracetamol 1 g/8 h.",
    "Exploración: abdomen blando, doloroso a la palpación.\n\nPlan: alta y control por su médico.",
] * 5


@pytest.fixture(scope="module")
def learned() -> Tokenizer:
    return learn(TEXTS, TokenizerConfig(vocabulary_size=400, min_frequency=2))


@pytest.fixture(scope="module")
def folder(learned: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tokenizer")
    save(learned, 128, folder)
    return folder


def test_special_tokens_have_their_ids(learned: Tokenizer) -> None:
    assert [learned.token_to_id(token) for token in SPECIAL_TOKENS] == [0, 1, 2, 3, 4]


def test_order_of_documents_does_not_matter(learned: Tokenizer) -> None:
    shuffled = random.Random(1).sample(TEXTS, len(TEXTS))
    assert learn(shuffled, TokenizerConfig(vocabulary_size=400, min_frequency=2)).to_str() == learned.to_str()


def test_small_corpus_gives_a_smaller_vocabulary() -> None:
    assert learn(["dolor"], TokenizerConfig(vocabulary_size=4000, min_frequency=2)).get_vocab_size() == 256 + 5


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_every_text_survives_encoding(learned: Tokenizer, text: str) -> None:
    ids = learned.encode(text, add_special_tokens=False).ids
    if not any(token in text for token in SPECIAL_TOKENS):
        assert learned.decode(ids, skip_special_tokens=False) == text


def test_transformers_loads_a_fast_roberta_tokenizer(folder: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(folder)
    assert tokenizer.is_fast
    assert type(tokenizer).__name__.startswith("RobertaTokenizer")
    assert tokenizer.model_max_length == 128
    assert [tokenizer.bos_token_id, tokenizer.pad_token_id, tokenizer.eos_token_id] == [0, 1, 2]
    assert [tokenizer.unk_token_id, tokenizer.mask_token_id] == [3, 4]
    assert (tokenizer.cls_token_id, tokenizer.sep_token_id) == (0, 2)


def test_encoding_has_roberta_form(folder: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(folder)
    ids = tokenizer("El paciente niega dolor.")["input_ids"]
    assert (ids[0], ids[-1]) == (0, 2)
    assert tokenizer.decode(ids[1:-1]) == "El paciente niega dolor."
    pair = tokenizer("dolor", "alta")["input_ids"]
    assert [position for position, token in enumerate(pair) if token == 2][1] - pair.index(2) == 1


def test_mask_takes_the_space_before_it(folder: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(folder)
    with_space = tokenizer("niega <mask>, TA")["input_ids"]
    assert with_space == tokenizer("niega<mask>, TA")["input_ids"]
    assert with_space.count(4) == 1


def test_offsets_slice_the_text(folder: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(folder)
    text = "Tª 36,5 ºC y dolor"
    encoded = tokenizer(text, return_offsets_mapping=True, add_special_tokens=False)
    words = {text[start:end] for start, end in encoded["offset_mapping"]}
    assert all(word == word.strip() for word in words)
    assert "dolor" in words


def test_saved_merges_are_the_learned_ones(learned: Tokenizer, folder: Path) -> None:
    saved = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]
    model = json.loads(learned.to_str())["model"]
    assert (saved["vocab"], saved["merges"]) == (model["vocab"], model["merges"])


class CorpusRun:
    """Documents in, a folder and figures out: what the stage needs of Run."""

    def __init__(self, texts: list[str], saved: Path) -> None:
        spans = [[{"start": 0, "end": len(text)}] for text in texts]
        ids = [f"cases/{number}.txt#0" for number in range(len(texts))]
        self.table = pa.table({"id": ids, "text": pa.array(texts, pa.large_string()), "spans": spans})
        self.saved = saved
        self.figures: dict[str, Any] = {}

    def read(self, stage: str, columns: list[str]) -> Iterator[pa.Table]:
        assert stage == "dedup"
        yield from (self.table.slice(first, 7).select(columns) for first in range(0, len(self.table), 7))

    def save_checkpoint(self, local: Path) -> None:
        shutil.copytree(local, self.saved)

    def record(self, **values: Any) -> None:
        self.figures |= values


def learned_by_stage(config: TokenizerConfig, texts: list[str], saved: Path) -> CorpusRun:
    run: Any = CorpusRun(texts, saved)
    tokenizer(config, run)
    return cast(CorpusRun, run)


def test_stage_saves_the_folder_and_says_what_it_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    run = learned_by_stage(TokenizerConfig(vocabulary_size=400, min_frequency=2), TEXTS, tmp_path / "saved")
    assert run.figures["documents"] == 20
    assert run.figures["bytes"] == sum(len(text.encode()) for text in TEXTS)
    assert len(AutoTokenizer.from_pretrained(tmp_path / "saved")) == run.figures["vocabulary_size"] <= 400
    assert ("fills" in caplog.text) == (run.figures["vocabulary_size"] < 400)


def test_stage_warns_of_a_vocabulary_that_stays_empty(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    run = learned_by_stage(TokenizerConfig(), TEXTS, tmp_path / "saved")
    assert f"fills {run.figures['vocabulary_size']} of 52000 tokens" in caplog.text


def test_byte_budget_samples_documents(tmp_path: Path) -> None:
    texts = [f"Caso {number}: dolor de {number} días." for number in range(400)]
    total = sum(len(text.encode()) for text in texts)
    config = TokenizerConfig(vocabulary_size=300, byte_budget=total // 4)
    figures = learned_by_stage(config, texts, tmp_path / "a").figures
    assert figures["bytes"] == pytest.approx(total / 4, rel=0.25)
    again = learned_by_stage(config, texts, tmp_path / "b").figures
    assert again == figures


def test_empty_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="dedup kept no text"):
        learned_by_stage(TokenizerConfig(), [], tmp_path / "saved")
