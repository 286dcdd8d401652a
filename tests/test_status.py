"""Where a run stands, from its folder alone."""

from __future__ import annotations

import json
import os
import platform
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from bioroberta.errors import RunError
from bioroberta.execute import check
from bioroberta.identity import fingerprint, identity
from bioroberta.lock import FILE, owned, write_progress
from bioroberta.recipe import Recipe
from bioroberta.stages import Job, plan
from bioroberta.status import describe, status
from tests.finished import finish as finish_folder
from tests.small_recipe import small_recipe

COUNTS = {"kept": {"cases": {"rows": 2, "tokens": 20}}}


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    return small_recipe(tmp_path)


def begin(job: Job) -> dict[str, Any]:
    known = identity(job, check([job]))
    job.folder.write_bytes("identity.json", json.dumps(known).encode())
    return known


def finish(job: Job) -> None:
    known = begin(job)
    finish_folder(job.folder, fingerprint=fingerprint(known), identity=known, counts=COUNTS, wall_seconds=2.0)


def test_nothing_has_begun(recipe: Recipe) -> None:
    assert {status(job).state for job in plan(recipe)} == {"not begun"}


def test_a_finished_stage_tells_its_counts(recipe: Recipe) -> None:
    [job] = plan(recipe, "ingest")
    finish(job)
    found = status(job)
    assert (found.state, found.numbers["kept"]) == ("done", 2)
    assert found.told == "2 documents in, 20 tokens in, 2 kept, 20 tokens kept, 0 rejected, 0 failed, 2.0 s"


def test_a_stage_at_work_tells_how_far_it_is_and_who_is_at_it(recipe: Recipe) -> None:
    [job] = plan(recipe, "ingest")
    begin(job)
    with owned(job.folder):
        write_progress(job.folder, 3, 10, "shards")
        found = status(job)
    assert found.state == "running"
    assert found.told.startswith(f"3/10 shards; process {os.getpid()} on {platform.node()}, last sign of life 0 s ago")
    assert found.numbers["done"] == 3


def test_a_killed_stage_is_interrupted_whether_it_left_its_owner_behind_or_not(recipe: Recipe) -> None:
    [job] = plan(recipe, "ingest")
    begin(job)
    assert status(job).state == "interrupted"
    dead = {"host": platform.node(), "pid": os.getpid(), "started": psutil.boot_time() - 1e6, "beat": time.time()}
    job.folder.write_bytes(FILE, json.dumps(dead).encode())
    assert status(job).state == "interrupted"


def test_a_changed_recipe_differs_key_by_key(recipe: Recipe) -> None:
    ingest, clean = plan(recipe, "clean")
    finish(ingest)
    finish(clean)
    changed = plan(recipe.with_overrides({"clean.min_tokens": 9}), "clean")[1]
    assert status(clean).state == "done"
    assert status(changed).state == "differs"
    assert status(changed).told == "config.min_tokens: 3 there, 9 now"


def test_a_stage_made_from_other_input_differs(recipe: Recipe) -> None:
    ingest, clean = plan(recipe, "clean")
    finish(ingest)
    finish(clean)
    manifest = ingest.manifest()
    assert manifest is not None
    ingest.folder.write_bytes("manifest.json", json.dumps({**manifest, "fingerprint": "another"}).encode())
    assert status(clean).told.startswith("inputs.ingest: ")


def test_a_finished_stage_that_lost_something_is_damaged(recipe: Recipe) -> None:
    [job] = plan(recipe, "ingest")
    job.folder.write_bytes("checkpoint/config.json", b"{}")
    finish(job)
    job.folder.delete("checkpoint")
    found = status(job)
    assert found.state == "damaged"
    assert found.told.startswith("lost or changed since it was finished: checkpoint/config.json; delete ")


@pytest.mark.parametrize("content", [b"[]", b"{}"])
def test_a_damaged_manifest_is_an_error_of_ours(recipe: Recipe, content: bytes) -> None:
    [job] = plan(recipe, "ingest")
    finish(job)
    job.folder.write_bytes("manifest.json", content)
    with pytest.raises(RunError, match="manifest.json in .* is damaged: delete this file"):
        status(job)


def test_the_inputs_of_the_recipe_are_not_read(recipe: Recipe) -> None:
    [job] = plan(recipe, "ingest")
    finish(job)
    moved = recipe.with_overrides({"inputs": "/nowhere"})
    assert status(plan(moved, "ingest")[0]).state == "done"


def test_it_is_told_in_aligned_lines(recipe: Recipe) -> None:
    planned = plan(recipe, "clean")
    finish(planned[0])
    lines = describe([status(job) for job in planned]).splitlines()
    assert lines[0].startswith("ingest  done       2 documents in")
    assert lines[1] == "clean   not begun"
