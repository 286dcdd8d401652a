"""Pretraining killed between two snapshots ends with the same bytes as if nothing had happened."""

from __future__ import annotations

import json
import shutil
import time

import pytest

from bioroberta.recipe import load
from tests.e2e import driver

EVERY = 20
"""Steps between snapshots."""


@pytest.fixture(scope="module")
def pretrained(ray_cluster, tmp_path_factory):
    """A recipe whose pretraining is finished without a kill by two workers: its path, its folder, its manifest."""
    folder = tmp_path_factory.mktemp("pretrained")
    pretrain = {"steps": 120, "checkpoint_every": EVERY, "log_every": 1, "validation_every": 50}
    execution = {"workers": 2, "cpus_per_worker": 0.5}
    path = driver.write_recipe(folder, ("clinical_cases", "emea"), pretrain=pretrain, execution=execution)
    return path, folder, driver.run_here(load(str(path), {"storage": str(folder)}), "pretrain", 2)["pretrain"]


@pytest.fixture
def again(pretrained, tmp_path):
    """The recipe with all stages done but pretraining: it, and the arguments that run the rest."""
    path, folder, _ = pretrained
    shutil.copytree(folder / "demo", tmp_path / "demo", ignore=shutil.ignore_patterns("pretrain"))
    arguments = ("run", str(path), "--until", "pretrain", f"storage={tmp_path}")
    return load(str(path), {"storage": str(tmp_path)}).root.child("pretrain"), arguments


def has_snapshot(folder, step):
    return folder.exists(f"training/{step:06d}.json")


def assert_same(folder, expected):
    manifest = json.loads(folder.read_text("manifest.json"))
    assert manifest["output"] == expected["output"]
    assert manifest["results"]["loss"] == expected["results"]["loss"]
    assert manifest["results"]["tokens"] == expected["results"]["tokens"]
    assert not folder.exists("training")


def steps_logged(folder):
    lines = map(json.loads, folder.read_text("metrics.jsonl").splitlines())
    return [line["step"] for line in lines if "loss" in line]


@pytest.mark.ray
@pytest.mark.slow
@pytest.mark.parametrize("how", ["kill", "kill_alone"])
def test_a_killed_driver_goes_on_from_its_last_snapshot(start, pretrained, again, how):
    folder, arguments = again
    killed = start(*arguments)
    killed.wait_for(lambda: has_snapshot(folder, 2 * EVERY))
    time.sleep(0.3)  # a few steps into the next one
    getattr(killed, how)()
    assert not folder.exists("manifest.json")
    said = start(*arguments).finish()
    assert "Traceback" not in said  # Train's helpers find their cluster beside the one of these tests
    assert_same(folder, pretrained[2])
    steps = steps_logged(folder)
    assert all(steps.count(step) == 1 for step in range(1, 2 * EVERY + 1))  # none before the snapshot was done again


@pytest.mark.ray
@pytest.mark.slow
def test_a_killed_worker_is_replaced_without_a_new_command(start, pretrained, again):
    folder, arguments = again
    running = start(*arguments)
    running.wait_for(lambda: has_snapshot(folder, 2 * EVERY))
    victim = running.workers("RayTrainWorker")[-1]
    driver.kill_all([victim])
    said = running.finish()
    assert_same(folder, pretrained[2])
    assert said.count("pretrain: begins") == 1
