import os
import subprocess
import sys
import time

import psutil
import pytest

from bioroberta import detached
from bioroberta.errors import RunError

HEAD = """
import os, subprocess, sys, time
child = "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
folder = sys.argv[1]
worker = subprocess.Popen([sys.executable, "-c", child, folder], process_group=0, stdout=subprocess.PIPE)
worker.stdout.readline()
os.mkdir(folder + "/ray")
open(folder + "/ray/ray_current_cluster", "w").write("127.0.0.1:6379")
time.sleep(60)
"""
"""Stands for Ray's head: its worker names the folder, has a process group of its own and ignores SIGTERM."""


@pytest.fixture
def head(monkeypatch, tmp_path):
    monkeypatch.setattr(detached, "ROOT", tmp_path)
    monkeypatch.setattr(detached, "END_SECONDS", 0.5)
    monkeypatch.setattr(detached, "_command", lambda folder: [sys.executable, "-c", HEAD, str(folder)])


@pytest.fixture
def bystander():
    """A process in a session of its own."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True) as process:
        yield process
        process.kill()


def until(condition):
    deadline = time.monotonic() + 30
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)


def test_end_ends_every_process_of_the_cluster_and_no_other(head, tmp_path, bystander):
    cluster = detached.create()
    assert detached.wait_until_up(cluster, time.monotonic() + 30) == "127.0.0.1:6379"
    running = detached.members(cluster)
    assert {os.getsid(process.pid) for process in running} == {cluster.pid}
    assert len({os.getpgid(process.pid) for process in running}) == 2

    assert detached.end(cluster)
    assert not any(detached._is_alive(process) for process in running)
    assert not detached.end(cluster)
    assert list(tmp_path.iterdir()) == []
    assert bystander.poll() is None


def test_processes_are_found_and_ended_when_the_head_is_dead(head):
    cluster = detached.create()
    detached.wait_until_up(cluster, time.monotonic() + 30)
    psutil.Process(cluster.pid).kill()
    psutil.Process(cluster.pid).wait()
    assert len(detached.members(cluster)) == 1
    assert detached.end(cluster)
    assert detached.members(cluster) == []


def test_a_session_number_given_to_others_is_left_alone(tmp_path, bystander):
    started = psutil.Process(bystander.pid).create_time()
    cluster = detached.Cluster(bystander.pid, started - 1000, str(tmp_path / "bioroberta-gone"))
    assert not detached.end(cluster)
    assert bystander.poll() is None


def test_a_head_that_dies_is_told_with_its_log(head, monkeypatch):
    monkeypatch.setattr(detached, "_command", lambda folder: [sys.executable, "-c", "raise SystemExit('no memory')"])
    cluster = detached.create()
    with pytest.raises(RunError, match="no memory"):
        detached.wait_until_up(cluster, time.monotonic() + 30)
    assert not detached.end(cluster)


def test_a_head_that_takes_too_long_is_told(head, monkeypatch):
    monkeypatch.setattr(detached, "_command", lambda folder: [sys.executable, "-c", "import time; time.sleep(60)"])
    cluster = detached.create()
    with pytest.raises(RunError, match="in time"):
        detached.wait_until_up(cluster, time.monotonic())
    assert detached.end(cluster)


def test_only_the_owner_can_read_the_token(head):
    cluster = detached.create()
    until(lambda: detached.members(cluster))
    token = os.path.join(cluster.folder, "token")
    assert os.stat(cluster.folder).st_mode & 0o077 == os.stat(token).st_mode & 0o077 == 0
    detached.end(cluster)


def test_the_environment_does_not_lead_to_another_cluster(monkeypatch):
    monkeypatch.setenv("RAY_ADDRESS", "10.0.0.1:6379")
    monkeypatch.setenv("RAY_AUTH_TOKEN", "another")
    monkeypatch.setenv("HOME", "/home/ana")
    environment = detached.environment("/tmp/bioroberta-x")
    assert environment["HOME"] == "/home/ana"
    assert not {"RAY_ADDRESS", "RAY_AUTH_TOKEN"} & set(environment)
