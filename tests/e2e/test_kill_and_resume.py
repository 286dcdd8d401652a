"""Killed at any moment, a run finishes with the same output and counts nothing twice."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from bioroberta import stages
from bioroberta.commit import PARTS, markers, read_table
from bioroberta.recipe import Recipe, load
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


def assert_same(recipe: Recipe, expected: dict[str, dict]) -> None:
    """Output and counts as in the uninterrupted run, no document twice, and no file that no marker names."""
    for job in stages.plan(recipe, list(expected)[-1]):
        manifest = job.manifest()
        assert manifest["output"] == expected[job.label]["output"], job.label
        assert manifest["counts"] == expected[job.label]["counts"], job.label
        assert manifest["shards"] == expected[job.label]["shards"], job.label
        assert manifest["fingerprint"] == expected[job.label]["fingerprint"], job.label
        if manifest["shards"]:
            assert_whole(job.folder)


def assert_whole(folder: Folder) -> None:
    named = [file for marker in markers(folder) for file in marker.files]
    there = [file.path for part in PARTS for file in folder.files(f"{part}/*")]
    assert sorted(there) == sorted(file.name for file in named)
    ids = Counter(row for file in named if file.part == "data" for row in ids_of(folder, file))
    assert not [name for name, times in ids.items() if times > 1]


def ids_of(folder, file):
    table = read_table(folder, file)
    return table.column("id").to_pylist() if "id" in table.schema.names else []


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
    assert_same(recipe, expected)
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
            current.wait_for(lambda: bool(map_workers(current)))  # noqa: B023
            driver.kill_all(chance.sample(map_workers(current), 1))
            continue
        current.kill() if victim == "all" else current.kill_alone()
        current = start(*arguments)
    current.finish()
    assert_same(recipe, expected)


def map_workers(current):
    """The processes that map shards: at work, or between two shards (which last some hundredths of a second)."""
    return current.workers("ray::MapBatches") or current.workers("ray::IDLE")
