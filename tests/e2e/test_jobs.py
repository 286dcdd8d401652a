"""`ray job submit` to a cluster with token authentication, as the README says."""

from __future__ import annotations

import json
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from bioroberta.recipe import load
from tests.e2e import driver

RAY = [sys.executable, "-P", "-m", "ray.scripts.scripts"]

ABOUT_THE_WORKING_DIRECTORY = """
import bioroberta, json, os, pathlib
print(json.dumps({"here": os.getcwd(), "package": bioroberta.__file__, "files": sorted(os.listdir())}))
"""


@dataclass
class Head:
    """A cluster of one node: the address of its dashboard, and what its clients need in their environment."""

    address: str
    environment: dict[str, str]

    def submit(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """`ray job submit` from the repository, as a person would; waits for the job's end."""
        arguments = [*RAY, "job", "submit", "--address", self.address, "--working-dir", ".", "--", *command]
        variables = driver.environment(**{**self.environment, **environment})
        return subprocess.run(
            arguments,
            cwd=driver.ROOT,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=driver.SECONDS_TO_WAIT,
        )


@pytest.fixture(scope="module")
def head():
    """`ray start --head` in a session and a folder of its own. (Not below pytest's: Unix sockets have short names.)"""
    folder = Path(tempfile.mkdtemp(prefix="bioroberta-test-", dir="/tmp"))
    token = folder / "token"
    token.write_text(secrets.token_hex(32), encoding="utf-8")
    # The entrypoint `python` is found on the path of the cluster.
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    variables = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN_PATH": str(token), "PATH": path}
    dashboard = free_port()
    options = {
        "--port": 0,
        "--num-cpus": 2,
        "--object-store-memory": 200 << 20,
        "--temp-dir": folder / "ray",
        "--dashboard-port": dashboard,
        "--dashboard-agent-listen-port": 0,
        "--ray-client-server-port": free_port(),
        "--min-worker-port": 0,
        "--max-worker-port": 0,
    }
    flags = [str(item) for option in options.items() for item in option]
    cluster = driver.spawn(folder / "log.txt", [*RAY, "start", "--head", "--block", *flags], **variables)
    try:
        cluster.wait_for(lambda: "Ray runtime started" in cluster.output())
        yield Head(f"http://127.0.0.1:{dashboard}", variables)
    finally:
        cluster.kill()
        shutil.rmtree(folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.ray
@pytest.mark.slow
def test_two_submitted_stages_make_what_a_laptop_makes(head, ray_cluster, tmp_path):
    demo = "jobs/recipes/demo.yaml"
    for stage in ("ingest", "clean"):
        done = head.submit("python", f"jobs/{stage}.py", demo, f"storage={tmp_path}/cluster")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "succeeded" in done.stdout
    here = load(str(driver.ROOT / demo), {"storage": str(tmp_path / "here")})
    for name, manifest in driver.run_here(here, "clean").items():
        there = json.loads((tmp_path / "cluster/demo" / name / "manifest.json").read_text())
        assert (there["output"], there["counts"]) == (manifest["output"], manifest["counts"])
        assert there["execution"]["workers"] == 2


@pytest.mark.slow
def test_the_working_directory_is_the_code_and_nothing_else(head):
    done = head.submit("python", "-c", ABOUT_THE_WORKING_DIRECTORY)
    assert done.returncode == 0, done.stdout + done.stderr
    there = json.loads(next(line for line in done.stdout.splitlines() if line.startswith('{"here"')))
    assert there["here"] != str(driver.ROOT)
    assert Path(there["package"]).is_relative_to(there["here"])
    assert {"bioroberta", "jobs", "serve"} <= set(there["files"])
    assert not {".git", ".venv", "runs", ".mypy_cache"} & set(there["files"])


@pytest.mark.slow
def test_a_relative_storage_is_refused(head):
    done = head.submit("python", "jobs/ingest.py", "jobs/recipes/demo.yaml")
    assert done.returncode != 0
    assert "storage: 'runs' is relative, and on a cluster every process has another working directory" in done.stdout


@pytest.mark.slow
def test_a_client_without_the_token_is_turned_away(head):
    done = head.submit("python", "-c", "print('ran')", RAY_AUTH_MODE="disabled")
    assert done.returncode != 0
    assert "Authentication" in done.stdout + done.stderr


@pytest.mark.slow
def test_a_recipe_that_is_submitted_twice_runs_once(head, tmp_path):
    command = ("python", "jobs/run.py", "jobs/recipes/demo.yaml", "--until", "clean", f"storage={tmp_path}")
    with ThreadPoolExecutor() as pool:
        both = list(pool.map(lambda _: head.submit(*command), range(2)))
    won = [done for done in both if done.returncode == 0]
    assert won, [done.stdout + done.stderr for done in both]
    for done in both:  # the other one found it at work, or done
        if done not in won:
            assert "is at work in" in done.stdout
    once = (tmp_path / "demo/clean/manifest.json").read_bytes()
    again = head.submit(*command)
    assert again.stdout.count("done before, skipped") == 2
    assert (tmp_path / "demo/clean/manifest.json").read_bytes() == once
    assert sum("ingest: done: " in done.stdout for done in both) == 1
    assert sum("clean: done: " in done.stdout for done in both) == 1
