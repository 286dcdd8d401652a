"""Killed at any moment, a run finishes with the same output and counts nothing twice."""

from __future__ import annotations

import random

import pytest

from bioroberta import stages
from bioroberta.recipe import load
from bioroberta.storage import Folder
from tests.e2e import driver

MAP_STAGES = ("ingest", "clean", "dedup", "encode")


@pytest.fixture(scope="module")
def road(ray_cluster, tmp_path_factory):
    """A recipe over all sample corpora in many shards, and the manifests of its uninterrupted run until `encode`."""
    folder = tmp_path_factory.mktemp("uninterrupted")
    path = driver.write_recipe(folder, ingest={"group_bytes": 32768})
    return path, driver.run_here(load(str(path), {"storage": str(folder)}), "encode")


def committed(folder: Folder, *names: str) -> int:
    return sum(len(folder.child(name).files("shards/[0-9]*.json")) for name in names)


@pytest.mark.ray
def test_a_killed_run_goes_on_where_it_stopped(start, ray_cluster, tmp_path):
    path = driver.write_recipe(tmp_path, ("clinical_cases", "emea"), ingest={"group_bytes": 2048})
    storage = tmp_path / "runs"
    recipe = load(str(path), {"storage": str(storage)})
    arguments = ("run", str(path), "--until", "clean", f"storage={storage}")

    killed = start(*arguments)
    killed.wait_for(lambda: committed(recipe.root, "clean") >= 5)
    killed.kill()
    done = committed(recipe.root, "clean")
    ingested = recipe.root.read_bytes("ingest/manifest.json")
    assert stages.plan(recipe, "clean")[-1].manifest() is None

    said = start(*arguments).finish()
    expected = driver.run_here(recipe.with_overrides({"storage": str(tmp_path / "uninterrupted")}), "clean")
    assert 5 <= done < expected["clean"]["shards"]
    assert "ingest: done before, skipped" in said
    assert f"clean: going on, {done} of {expected['clean']['shards']} shards were done" in said
    assert recipe.root.read_bytes("ingest/manifest.json") == ingested
    driver.assert_same(recipe, expected)
    assert not [word for word in ("WARNING", "Traceback", "pid=", "\x1b") if word in said]  # Ray's own, for no reason


@pytest.mark.ray
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_at_random_moments_on_a_local_disk(start, road, tmp_path):
    interrupt(start, road, str(tmp_path / "runs"), random.Random(1))


@pytest.mark.ray
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_at_random_moments_on_an_object_store(start, road, s3_folder):
    interrupt(start, road, s3_folder.uri, random.Random(3))


def interrupt(start, road, storage, chance):
    """Run until `encode` through kills of all of it, of the driver alone and of a worker, in random order and at random
    moments, and compare."""
    path, expected = road
    recipe = load(str(path), {"storage": storage})
    arguments = ("run", str(path), "--until", "encode", f"storage={storage}")
    shards = sum(expected[name]["shards"] for name in MAP_STAGES)
    moments = sorted(chance.sample(range(1, shards * 3 // 4), 4))  # early enough to be there before the run ends
    current = start(*arguments)
    for moment, victim in zip(moments, chance.sample(["all", "driver", "worker", "worker"], 4), strict=True):
        current.wait_for(lambda: committed(recipe.root, *MAP_STAGES) >= moment)  # noqa: B023
        if victim == "worker":
            driver.kill_all(chance.sample(current.wait_for(current.map_workers), 1))
            continue
        current.kill() if victim == "all" else current.kill_alone()
        current = start(*arguments)
    current.finish()
    driver.assert_same(recipe, expected)
