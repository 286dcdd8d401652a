"""The table of stages, and the jobs of a recipe."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from typing import Any

import pytest

from bioroberta.errors import ConfigError
from bioroberta.recipe import Recipe
from bioroberta.stages import NAMES, STAGES, Job, by_name, jobs, plan
from tests.small_recipe import small_recipe


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    return small_recipe(tmp_path)


def test_the_table_is_in_order_and_names_functions_of_two_arguments() -> None:
    sections = [name for name in Recipe.model_fields if name in NAMES]
    assert tuple(sections) == NAMES
    for stage in STAGES:
        assert all(NAMES.index(source) < NAMES.index(stage.name) for source in stage.inputs)
        module, _, name = stage.function.partition(":")
        parameters = inspect.signature(getattr(importlib.import_module(module), name)).parameters
        assert list(parameters) == ["config", "run"], stage.function
        assert name == stage.name


def test_a_plan_leaves_out_what_the_recipe_leaves_out(recipe: Recipe) -> None:
    assert [job.label for job in plan(recipe, "evaluate")] == [
        *("ingest", "clean", "dedup", "tokenizer", "encode", "pretrain", "finetune drugs", "evaluate drugs")
    ]
    without = recipe.with_overrides({"tasks": {}})
    assert [job.label for job in plan(without)] == [
        *("ingest", "clean", "dedup", "tokenizer", "encode", "pretrain", "deploy")
    ]
    searched = recipe.with_overrides({"tune": {}, "tasks.genes": recipe.tasks["drugs"].model_dump()})
    assert [job.label for job in plan(searched, "finetune")][-4:] == [
        *("tune drugs", "tune genes", "finetune drugs", "finetune genes")
    ]
    assert Job(by_name("tune"), searched, "genes").folder.uri.endswith("runs/small/tune/genes")


def test_a_stage_of_tasks_without_tasks_is_refused(recipe: Recipe) -> None:
    with pytest.raises(ConfigError, match="finetune needs annotated sets: the recipe has no 'tasks'"):
        jobs(recipe.with_overrides({"tasks": {}}), "finetune")


def test_a_stage_reads_what_its_settings_say(recipe: Recipe) -> None:
    def labels(name: str, task: str | None, **overrides: Any) -> list[str]:
        changed = recipe.with_overrides({key.replace("__", "."): value for key, value in overrides.items()})
        return [job.label for job in Job(by_name(name), changed, task).inputs()]

    assert labels("finetune", "drugs") == ["pretrain"]
    assert labels("finetune", "drugs", tune={}, finetune__settings_from="tune") == ["pretrain", "tune drugs"]
    assert labels("finetune", "drugs", finetune__init_from="hf://owner/name") == []
    assert labels("deploy", None) == ["pretrain", "finetune drugs"]
    assert labels("encode", None) == ["dedup", "tokenizer"]
