"""A disk that is full in the middle of a run: told in a sentence, and made good by the same command."""

from __future__ import annotations

import subprocess

import pytest

from bioroberta import stages
from bioroberta.recipe import load
from tests.e2e import driver

SPARE_BYTES = 24 << 10
"""Beside what ingest writes: room for clean to begin, not to end."""


@pytest.fixture
def disk(tmp_path):
    """A function that makes a small disk at `tmp_path/disk`, or enlarges it."""
    place = tmp_path / "disk"
    place.mkdir()

    def mount(size: int) -> str:
        options = f"{'remount,' if place.is_mount() else ''}size={size}"
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, check=False)
        if done.returncode:
            pytest.skip(f"a small disk cannot be mounted here: {done.stderr.decode().strip()}")
        return str(place)

    yield mount
    if place.is_mount():
        subprocess.run(["umount", place], check=True)


@pytest.mark.ray
@pytest.mark.slow
def test_a_full_disk_is_told_and_the_same_command_goes_on(start, ray_cluster, disk, tmp_path):
    path = driver.write_recipe(tmp_path)
    expected_recipe = load(str(path), {"storage": str(tmp_path / "uninterrupted")})
    expected = driver.run_here(expected_recipe, "clean")
    written = sum(file.size for file in expected_recipe.root.child("ingest").files())

    # A tmpfs counts pages of 4 KiB.
    storage = disk(written + 4096 * len(expected_recipe.root.child("ingest").files()) + SPARE_BYTES)
    arguments = ("run", str(path), "--until", "clean", f"storage={storage}/runs")
    said = start(*arguments).finish(code=1)
    last = said.splitlines()[-1]
    assert last.startswith("error: ")
    assert "No space left on device; nothing of it was kept. Once that is mended, the same command goes on" in last
    assert "Traceback" not in said

    disk(64 << 20)
    start(*arguments).finish()
    recipe = load(str(path), {"storage": f"{storage}/runs"})
    for job in stages.plan(recipe, "clean"):
        manifest = job.manifest()
        assert (manifest["output"], manifest["counts"]) == (
            expected[job.label]["output"],
            expected[job.label]["counts"],
        )
