"""Documents withdrawn from a run, and corpora added to it, on Ray: equal to a run that had it so from the start."""

from __future__ import annotations

import pytest

from bioroberta.corpus.withdrawn import write_ids
from bioroberta.execute import run_job
from bioroberta.recipe import load
from bioroberta.reopen import begun, extend, withdraw
from bioroberta.run import Execution, Run
from tests.e2e import driver


def run_again(recipe, sources, workers):
    """What the command line does with what was opened."""
    for job in begun(recipe):
        run_job(job, sources, Execution(workers))


def files(recipe, stage):
    return {file.path for file in recipe.root.child(stage).files("data/*")}


@pytest.mark.ray
@pytest.mark.slow
def test_a_takedown_and_an_added_corpus_equal_a_full_run(ray_cluster, tmp_path):
    names = ("clinical_cases", "emea", "wikipedia")
    path = driver.write_recipe(tmp_path, names, ingest={"group_bytes": 16384, "shard_bytes": 32768})
    whole = load(str(path), {"storage": str(tmp_path / "runs")})
    first = whole.with_overrides({"ingest.corpora": whole.model_dump(mode="json")["ingest"]["corpora"][:-1]})
    driver.run_here(first, "dedup", workers=2)
    before = files(first, "clean")

    ids = [
        name for table in Run(first.root, "x", Execution(1)).read("ingest", ["id"]) for name in table["id"].to_pylist()
    ]
    gone = ids[3::97][:3]
    run_again(first, withdraw(begun(first), gone), workers=1)
    run_again(whole, extend(begun(whole)), workers=2)

    fresh = whole.with_overrides({"storage": str(tmp_path / "fresh")})
    write_ids(fresh.root, gone)
    driver.assert_same(whole, driver.run_here(fresh, "dedup", workers=1))
    assert 1 <= len(before - files(whole, "clean")) <= len(gone) < len(before) / 2, "no other was done again"
