"""The list of all keys is read off the models, so these tests hold it equal to what recipes accept."""

from __future__ import annotations

import pytest
import yaml

from bioroberta.config import parse
from bioroberta.errors import ConfigError
from bioroberta.keys import Key, keys
from bioroberta.recipe import Recipe

NEEDED = {"name": "x", "ingest": {"corpora": [{"name": "c", "format": "text", "path": "p"}]}}


def key(name: str) -> Key:
    [found] = [each for each in keys(name) if each.name == name]
    return found


def test_every_default_is_what_a_recipe_gets_when_it_is_given() -> None:
    recipe = parse(Recipe, NEEDED)
    given = {each.name: yaml.safe_load(each.default) for each in keys() if each.default and "NAME" not in each.name}
    given = {name.replace("corpora.N", "corpora.0"): value for name, value in given.items()}
    # What is left out, a search and near duplicates, has no keys to give.
    given = {name: value for name, value in given.items() if not name.startswith(("tune.", "dedup.near."))}
    assert recipe.with_overrides(given) == recipe


def test_every_key_means_something() -> None:
    silent = [each.name for each in keys() if not each.meaning]
    assert silent == []


@pytest.mark.parametrize(
    ("name", "kind", "default"),
    [
        ("clean.languages", "list of text, length >= 1", '["es"]'),
        ("execution.workers", "int, > 0 or null", "null"),
        ("execution.use_gpu", "true or false", "false"),
        ("ingest.corpora.N.path", "path or URI, required", ""),
        ("pretrain.optimizer.betas", "2 x float", "[0.9, 0.98]"),
        ("tasks.NAME.ignore_labels", "list of text", "[]"),
        ("tune.space.NAME.high", "float, required", ""),
        ("finetune", "section", ""),
        ("finetune.settings_from", "recipe | tune", '"recipe"'),
    ],
)
def test_types_and_defaults_are_told_as_yaml_spells_them(name: str, kind: str, default: str) -> None:
    found = keys(name)[0]
    assert (found.name, found.type, found.default) == (name, kind, default)


def test_what_the_recipe_fills_in_is_no_key() -> None:
    names = {each.name for each in keys()}
    assert not names & {"finetune.task", "dedup.corpora", "deploy.tasks", "clean.corpora"}
    assert not any(name.startswith("finetune.task.") for name in names)


def test_a_prefix_chooses_a_section() -> None:
    names = [each.name for each in keys("pretrain.masking.")]
    assert names == [f"pretrain.masking{end}" for end in ("", ".share", ".masked", ".random")]
    assert {each.name for each in keys("clean")} < {each.name for each in keys()}
    assert [each.name for each in keys("name")] == ["name"]


def test_a_key_may_be_spelled_as_in_an_override() -> None:
    assert [each.name for each in keys("ingest.corpora.0.path")] == ["ingest.corpora.N.path"]
    assert [each.name for each in keys("tasks.drugs.train")] == ["tasks.NAME.train"]
    with pytest.raises(ConfigError, match=r"no key begins with 'ingest.corpora.web.path'"):
        keys("ingest.corpora.web.path")


def test_an_unknown_prefix_is_told_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match="no key begins with 'fintune'; did you mean 'finetune'"):
        keys("fintune")
    with pytest.raises(ConfigError, match="did you mean 'pretrain.optimizer.peak_lr'"):
        keys("pretrain.optimizer.peaklr")
    with pytest.raises(ConfigError, match="`bioroberta keys` lists all"):
        keys("qqq")


def test_a_key_is_a_line_and_its_meaning_below() -> None:
    assert key("tokenizer.min_frequency").text().splitlines() == [
        "tokenizer.min_frequency = 6  (int, >= 1)",
        "    A pair seen less often is not merged. args.json of bsc-bio-es; the older",
        "    roberta-base-biomedical-es had 10.",
    ]
