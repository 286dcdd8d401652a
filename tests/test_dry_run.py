"""What a run would do, told without doing it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bioroberta.dry_run import describe_run
from bioroberta.recipe import Recipe
from bioroberta.stages import STAGES, plan
from tests.small_recipe import small_recipe


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    return small_recipe(tmp_path)


def told(recipe: Recipe, job: str) -> list[str]:
    """The lines of one job."""
    lines = describe_run(plan(recipe)).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{job}: "))
    return [line.strip() for line in lines[start + 1 :][: next_job(lines[start + 1 :])]]


def next_job(lines: list[str]) -> int:
    return next((number for number, line in enumerate(lines) if not line.startswith(" ")), len(lines))


def test_every_job_reads_writes_and_needs_something(recipe: Recipe) -> None:
    recipe = recipe.with_overrides({"tune.trials": 3})
    for job in plan(recipe):
        lines = told(recipe, job.label)
        assert {line.split()[0] for line in lines} == {"reads", "writes", "needs"}, lines
    assert {stage.name for stage in STAGES} == {job.stage.name for job in plan(recipe)}


def test_what_is_not_there_is_told_and_refuses_nothing(recipe: Recipe, tmp_path: Path) -> None:
    cases = f"reads   cases: {tmp_path}/inputs/cases/**/*.txt as text"
    assert cases in told(recipe, "ingest")
    shutil.rmtree(tmp_path / "inputs")
    assert f"{cases}  (not there)" in told(recipe, "ingest")
    assert f"reads   task.train: {tmp_path}/inputs/ner/train  (not there)" in told(recipe, "finetune drugs")
    assert not (tmp_path / "runs").exists()


def test_a_stage_reads_the_one_before_and_only_its_own_splits(recipe: Recipe, tmp_path: Path) -> None:
    lines = told(recipe, "evaluate drugs")
    assert lines[:2] == [
        f"reads   {tmp_path}/runs/small/finetune/drugs",
        f"reads   task.report: {tmp_path}/inputs/ner/report",
    ]
    assert not any("task.report" in line for line in told(recipe, "finetune drugs"))


def test_an_encoder_from_elsewhere_takes_the_place_of_pretraining(recipe: Recipe) -> None:
    lines = told(recipe.with_overrides({"finetune.init_from": "hf://owner/name"}), "finetune drugs")
    assert lines[0] == "reads   init_from: hf://owner/name"


def test_a_training_on_a_cluster_needs_its_workers_and_says_how_much_it_computes(recipe: Recipe) -> None:
    wide = recipe.with_overrides({"execution.workers": 16, "execution.use_gpu": True})
    assert told(wide, "pretrain")[-1] == (
        "needs   16 workers of 1 CPU and a GPU; 125,000 steps of 2,048 blocks of 512 tokens (1.31e+11 tokens), "
        "16 blocks at once a worker, float32"
    )
    assert told(wide, "clean")[-1] == "needs   16 workers of 1 CPU"
    narrow = wide.with_overrides({"pretrain.global_batch": 32})
    assert told(narrow, "pretrain")[-1].startswith("needs   2 workers of 1 CPU and a GPU;")
    assert told(recipe, "clean")[-1] == "needs   as many workers of 1 CPU as the cluster has CPUs for"
