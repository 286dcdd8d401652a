"""The recipes that ship: what they promise in their comments and in DESIGN's splits. That they load: test_recipe.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bioroberta.recipe import Recipe, load

RECIPES = Path(__file__).parents[1] / "jobs/recipes"
NUMBER = re.compile(r":\s+\[?[\d.]")


@pytest.fixture(scope="module")
def published() -> Recipe:
    return load(str(RECIPES / "bsc-bio-es.yaml"), {})


@pytest.fixture(scope="module")
def public() -> Recipe:
    return load(str(RECIPES / "public-es.yaml"), {})


def test_published_corpora_in_the_order_of_the_table(published: Recipe) -> None:
    assert [(source.name, source.format) for source in published.ingest.corpora] == [
        ("crawler", "warc"),
        ("clinical_cases", "text"),
        ("scielo", "jats"),
        ("barr2_background", "text"),
        ("wikipedia_life_sciences", "mediawiki"),
        ("patents", "google_patents"),
        ("emea", "moses"),
        ("mespen_medline", "tmx"),
        ("pubmed", "pubmed"),
    ]
    assert all(source.license != "unknown" for source in published.ingest.corpora)


def test_published_pretraining(published: Recipe) -> None:
    config = published.pretrain
    assert published.tokenizer.vocabulary_size == 52_000
    assert (config.model.layers, config.model.hidden_size, config.model.heads) == (12, 768, 12)
    assert (config.optimizer.peak_lr, config.global_batch, config.precision) == (5e-4, 2048, "float16")
    assert (published.execution.workers, published.execution.use_gpu) == (16, True)
    assert config.micro_batches % 16 == 0  # or a worker would wait for another
    assert published.encode.block_length == config.model.max_length == published.tokenizer.max_length == 512


def test_published_fine_tuning(published: Recipe) -> None:
    settings = published.finetune.settings
    assert (settings.batch_size, settings.epochs, settings.learning_rate, settings.max_length) == (16, 10, 5e-5, 512)
    assert (settings.warmup_share, settings.weight_decay, settings.clip_norm) == (0, 0, 1)
    assert published.tune is None
    assert list(published.tasks) == ["pharmaconer", "cantemist", "ictusnet"]
    for name, task in published.tasks.items():
        assert (task.train, task.selection, task.report) == tuple(
            f"ner/{name}/{split}" for split in ("train", "dev", "test")
        )


def test_published_recipe_needs_no_environment(published: Recipe) -> None:
    assert "$" not in published.inputs + published.storage


def test_every_number_of_the_published_recipe_has_its_source() -> None:
    lines = (RECIPES / "bsc-bio-es.yaml").read_text(encoding="utf-8").splitlines()
    numbers = [line for line in lines if NUMBER.search(line.partition("#")[0])]
    assert len(numbers) > 30
    assert [
        line for line in numbers if not re.search(r"# (ours: |card|args|RoBERTa|ner\.sh|run_ner|corpus-c)", line)
    ] == []


def test_public_text_is_all_of_it(public: Recipe, data_folder: Path) -> None:
    folders = {f"corpora/{path.name}" for path in (data_folder / "corpora").iterdir()}
    assert {source.path for source in public.ingest.corpora} == folders


def test_public_splits_leave_the_test_sets_alone(public: Recipe) -> None:
    pharmaconer, cantemist = public.tasks["pharmaconer"], public.tasks["cantemist"]
    assert (pharmaconer.selection, pharmaconer.report) == (0.1, "ner/pharmaconer/dev")
    assert pharmaconer.ignore_labels == ("UNCLEAR",)
    assert (cantemist.selection, cantemist.report) == ("ner/cantemist/dev1", "ner/cantemist/dev2")
    assert set(public.section("dedup").evaluation) >= {"$BIOROBERTA_DATA/ner/pharmaconer/dev"}
