"""The closing table, from manifests alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bioroberta.recipe import Recipe
from bioroberta.stages import Job, plan
from bioroberta.summary import as_columns, row, sentence, summarise
from tests.finished import finish as finish_folder
from tests.small_recipe import small_recipe

KEPT = {"cases": {"rows": 1200, "tokens": 34567}, "web": {"rows": 10, "tokens": 90}}


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    return small_recipe(tmp_path)


def finish(job: Job, counts: dict[str, Any], results: dict[str, Any] | None = None) -> dict[str, Any]:
    return finish_folder(job.folder, wall_seconds=1.25, counts=counts, results=results or {})


def test_documents_in_are_what_the_stage_before_kept(recipe: Recipe) -> None:
    ingest, clean, dedup = plan(recipe, "dedup")
    first = finish(ingest, {"kept": KEPT, "failed": {"web": {"bad": 2, "truncated": 1}}})
    assert row(ingest, first) == ("ingest", "1,213", "34,657", "1,210", "34,657", "0", "3", "1.2")
    rejected = {"cases": {"short": {"documents": 9, "tokens": 1}, "menu": {"sentences": 4, "tokens": 8}}}
    second = finish(clean, {"kept": {"cases": {"rows": 1200, "tokens": 30000}}, "rejected": rejected})
    assert row(clean, second) == ("clean", "1,210", "34,657", "1,200", "30,000", "9 (+4 sentences)", "0", "1.2")
    third = finish(dedup, {"kept": {}, "rejected": {"cases": {"exact": {"documents": 1200, "tokens": 30000}}}})
    assert row(dedup, third) == ("dedup", "1,200", "30,000", "0", "0", "1,200", "0", "1.2")


def test_blocks_are_no_documents(recipe: Recipe) -> None:
    planned = {job.label: job for job in plan(recipe, "pretrain")}
    finish(planned["dedup"], {"kept": KEPT})
    encode = finish(planned["encode"], {"kept": {"all": {"rows": 70, "tokens": 4400}}})
    assert row(planned["encode"], encode)[1:5] == ("1,210", "34,657", "70 blocks", "4,400")
    assert row(planned["pretrain"], finish(planned["pretrain"], {})) == ("pretrain", *[""] * 6, "1.2")


def test_the_summary_has_a_line_a_stage_a_line_a_score_and_the_place(recipe: Recipe) -> None:
    planned = plan(recipe, "deploy")
    finish(planned[0], {"kept": KEPT})
    scores = {"precision": 0.5, "recall": 0.25, "f1": 1 / 3}
    evaluate = next(job for job in planned if job.stage.name == "evaluate")
    finish(evaluate, {}, {"exact": scores, "seqeval": {"f1": 0.4}, "documents": 7})
    lines = summarise(planned).splitlines()
    assert [line.split("  ")[0] for line in lines[:3]] == ["stage", "ingest", "evaluate drugs"]
    assert lines[3:] == [
        "drugs: F1 0.3333 (precision 0.5000, recall 0.2500) by exact offsets, 0.4000 by seqeval, on 7 documents",
        f"run: {recipe.root.uri}",
    ]


def test_columns_are_aligned() -> None:
    assert as_columns([("a", "number"), ("long name", "7")]) == ["a          number", "long name       7"]


def test_a_training_tells_its_figures_the_same_before_and_after_its_manifest_is_written(recipe: Recipe) -> None:
    job = next(job for job in plan(recipe, "evaluate") if job.stage.name == "evaluate")
    told = finish(job, {}, {"seqeval": {"f1": 0.4}, "documents": 1200, "exact": {"f1": 1 / 3}, "labels": ["DRUG"]})
    line = "documents 1,200, exact f1 0.3333, seqeval f1 0.4, 1.2 s"
    assert sentence(job, told) == line
    assert sentence(job, json.loads(json.dumps(told, sort_keys=True))) == line
