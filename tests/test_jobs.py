"""`jobs/*.py`: the same stages for `ray job submit`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bioroberta.stages import NAMES

ROOT = Path(__file__).parents[1]
JOBS = sorted((ROOT / "jobs").glob("*.py"))


def test_there_is_a_job_a_stage_and_run() -> None:
    assert {path.stem for path in JOBS} == {*NAMES, "run"}


@pytest.mark.parametrize("path", JOBS, ids=lambda path: path.stem)
def test_a_job_is_its_stage_and_nothing_else(path: Path) -> None:
    assert path.read_text() == f'from bioroberta.cli import job\n\njob("{path.stem}")\n'


def test_a_job_hides_no_module_of_the_standard_library() -> None:
    assert not {path.stem for path in JOBS} & (sys.stdlib_module_names | {"serve"})


@pytest.mark.parametrize("name", ["clean", "run"])
def test_a_job_runs_from_an_unpacked_working_directory(name: str) -> None:
    # As `ray job submit --working-dir . -- python jobs/clean.py` does: the current directory is on PYTHONPATH.
    command = [sys.executable, f"jobs/{name}.py"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    shown = subprocess.run([*command, "--help"], cwd=ROOT, capture_output=True, text=True, env=environment, check=True)
    assert f"bioroberta {name} " in shown.stdout
    failed = subprocess.run(
        [*command, "missing.yaml"], cwd=ROOT, capture_output=True, text=True, env=environment, check=False
    )
    assert (failed.returncode, failed.stderr) == (2, "error: there is no recipe missing.yaml\n")
