"""Recipes: what a file may say, and a stage's section as its function gets it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bioroberta.config import parse
from bioroberta.errors import ConfigError, InputError
from bioroberta.recipe import Recipe, load
from tests.small_recipe import values

RECIPES = sorted((Path(__file__).parents[1] / "jobs/recipes").glob("*.yaml"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(yaml.safe_dump(values(Path("/data"), Path("/runs"))), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_every_recipe_that_ships_is_valid_and_named_after_its_file(path: Path) -> None:
    recipe = load(str(path), {})
    assert recipe.name == path.stem
    assert parse(Recipe, yaml.safe_load(yaml.safe_dump(recipe.model_dump(mode="json")))) == recipe


def test_overrides_reach_every_depth(file: Path) -> None:
    recipe = load(
        str(file), {"name": "x", "ingest.corpora.0.license": "CC0-1.0", "tasks.drugs.selection": 0.1, "tune.trials": 2}
    )
    assert recipe.name == "x"
    assert recipe.ingest.corpora[0].license == "CC0-1.0"
    assert recipe.tasks["drugs"].selection == 0.1
    assert recipe.tune is not None
    assert recipe.tune.trials == 2


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ({"cleen.min_tokens": 3}, "unknown key 'cleen', did you mean 'clean'?"),
        ({"clean.min_token": 3}, "did you mean 'clean.min_tokens'?"),
        ({"pretrain.optimizer.peak_rl": 3e-4}, "did you mean 'pretrain.optimizer.peak_lr'?"),
        ({"ingest.corpora.0.fromat": "text"}, "did you mean 'ingest.corpora.0.format'?"),
        ({"ingest.corpora.0.format": "txt"}, "'ingest.corpora.0.format' = 'txt': Input should be 'warc', 'crawl_json'"),
        ({"tasks.drugs.raport": "x"}, "did you mean 'tasks.drugs.report'?"),
        ({"ingest.corpora": []}, "'ingest.corpora' = []"),
        ({"ingest.corpora.0.name": "a/b"}, "'ingest.corpora.0.name' = 'a/b'"),
        ({"name": "../elsewhere"}, "'name' = '../elsewhere'"),
        ({"finetune.settings_from": "tune"}, "finetune.settings_from is 'tune', but the recipe has no section 'tune'"),
        ({"name": "drugs"}, "name 'drugs' is also a task, and both are names of served models: change one"),
        ({"dedup.accept": ["drogs"]}, "dedup.accept has 'drogs'; the corpora are "),
        ({"dedup.ngram": 10**20}, "'dedup.ngram' = 100000000000000000000: Input should be less than or equal to 100"),
        ({"dedup.near": {"bands": 201}}, "'dedup.near.bands' = 201"),
        ({"deploy.examples.small": "x"}, "deploy.examples has 'small'; its keys are pretrain, drugs"),
        ({"execution.workers": 0}, "'execution.workers' = 0"),
        ({"tasks.drugs.selection": 2.5}, "'tasks.drugs.selection': 2.5 should be a folder, or a share of train"),
        ({"storage": "sample:"}, "'storage': runs cannot be written into the sample data; give storage=FOLDER"),
        ({"encode.block_length": 513}, "encode.block_length 513 is longer than the model's input, pretrain.model"),
        ({"finetune.settings.max_length": 600}, "finetune.settings.max_length 600 is longer than the model's input"),
        ({"tune.settings.max_length": 600}, "tune.settings.max_length 600 is longer than the model's input"),
    ],
)
def test_wrong_keys_are_refused_with_file_and_remedy(file: Path, overrides: dict, sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(str(file), overrides)
    assert str(caught.value).startswith(f"{file}: ")
    assert sentence in str(caught.value)
    assert len(str(caught.value)) < 400


def test_examples_outlive_another_name(file: Path) -> None:
    examples = {"pretrain": "El <mask>.", "drugs": "Toma algo."}
    assert load(str(file), {"name": "x", "deploy.examples": examples}).deploy.examples == examples


@pytest.mark.parametrize(
    "overrides",
    [
        {"finetune.settings.max_length": 600, "finetune.init_from": "hf://owner/name"},
        {"tune.settings.max_length": 600, "tune.init_from": "hf://owner/name"},
        {"finetune.settings.max_length": 600, "tune": {}, "finetune.settings_from": "tune"},
        {"finetune.settings.max_length": 600, "tasks": {}},
    ],
)
def test_windows_of_another_model_or_of_none_may_be_longer(file: Path, overrides: dict) -> None:
    load(str(file), overrides)


def test_a_wrong_element_is_told_without_what_follows_from_it(file: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(str(file), {"ingest.corpora.0.format": "word"})
    assert "'ingest.corpora.0.format' = 'word'" in str(caught.value)
    assert "at least 1 item" not in str(caught.value)


def test_the_name_of_a_union_member_is_no_part_of_a_key(file: Path) -> None:
    with pytest.raises(ConfigError, match=r"did you mean 'tune.space.learning_rate.low'\?"):
        load(str(file), {"tune.space": {"learning_rate": {"kind": "loguniform", "lo": 1e-5, "high": 1e-3}}})


def test_a_missing_recipe_names_those_that_are_there(file: Path) -> None:
    with pytest.raises(InputError, match=r"there is no recipe .*smal.yaml; there are .*small.yaml"):
        load(str(file.parent / "smal.yaml"), {})
    with pytest.raises(InputError, match=r"there is no recipe nowhere/x.yaml$"):
        load("nowhere/x.yaml", {})
    with pytest.raises(InputError, match="there is no recipe"):
        load(str(file.parent), {})


@pytest.mark.parametrize("content", [b"", b"- a\n", b"just text", b"name: [", b"\xff\xfe\x00", b"name: x\nname: y\n"])
def test_what_is_no_recipe_is_refused_by_file(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(ConfigError, match=r"small.yaml"):
        load(str(file), {})


def test_a_section_has_its_places_resolved(file: Path) -> None:
    recipe = load(str(file), {"ingest.corpora.0.path": "s3://b/cases"})
    assert recipe.section("ingest").locations() == {"corpora.0.path": "s3://b/cases"}
    assert recipe.section("finetune", "drugs").locations() == {
        "task.train": "/data/ner/train",
        "task.selection": "/data/ner/selection",
        "task.report": "/data/ner/report",
    }
    sample = recipe.with_overrides({"inputs": "sample:"}).section("evaluate", "drugs")
    assert sample.locations()["task.report"] == "sample:ner/report"


def test_a_share_of_the_train_documents_is_no_place(file: Path) -> None:
    section = load(str(file), {"tasks.drugs.selection": 0.1}).section("finetune", "drugs")
    assert "task.selection" not in section.locations()
    assert section.identity()["task"]["selection"] == 0.1


def test_dedup_learns_the_rank_of_corpora_and_what_evaluates(file: Path) -> None:
    task = {"train": "a", "selection": "b", "report": "/data/ner/report"}
    section = load(str(file), {"tasks.other": task, "dedup.evaluation": ["test"]}).section("dedup")
    assert section.corpora == ("cases",)
    assert section.evaluation == ("/data/test", "/data/ner/report", "/data/ner/report")


def test_a_section_that_is_left_out_is_named(file: Path) -> None:
    with pytest.raises(ConfigError, match="no section 'tune'"):
        load(str(file), {}).section("tune", "drugs")


def test_storage_and_workers_are_no_part_of_any_identity(file: Path) -> None:
    recipe = load(str(file), {})
    other = recipe.with_overrides(
        {"storage": "s3://b/runs", "execution.workers": 7, "inputs": "/elsewhere", "name": "x"}
    )
    for stage in ("ingest", "clean", "dedup", "tokenizer", "encode", "pretrain", "deploy"):
        assert other.section(stage).identity() == recipe.section(stage).identity()
    assert other.root.uri == "s3://b/runs/x"
