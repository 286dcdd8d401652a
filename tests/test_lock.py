from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict, replace

import psutil
import pytest

from bioroberta import lock
from bioroberta.errors import RunError
from bioroberta.lock import FILE, Owner, owned
from bioroberta.storage import Folder


@pytest.fixture
def folder(tmp_path):
    return Folder(str(tmp_path / "stage"))


def leave(folder, **values):
    owner = Owner(platform.node(), os.getpid(), psutil.Process().create_time(), time.time())
    folder.write_bytes(FILE, json.dumps(asdict(owner) | values).encode())


def test_owner_is_there_for_the_time_of_the_block(folder):
    with owned(folder):
        assert folder.read_json(FILE)["pid"] == os.getpid()
    assert not folder.exists(FILE)


def test_a_failure_gives_the_folder_back(folder):
    with pytest.raises(ValueError), owned(folder):
        raise ValueError
    assert not folder.exists(FILE)


def test_a_living_process_keeps_others_out(folder):
    with owned(folder):
        with pytest.raises(RunError, match=f"process {os.getpid()} .* is at work in"), owned(folder):
            pass
        assert folder.exists(FILE)


def test_a_dead_process_is_followed_at_once(folder):
    done = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    leave(folder, pid=int(done.stdout))
    with owned(folder):
        assert folder.read_json(FILE)["pid"] == os.getpid()


def test_a_later_process_of_the_same_number_is_another(folder):
    leave(folder, started=psutil.Process().create_time() - 100)
    with owned(folder):
        pass


@pytest.mark.parametrize(("silence", "alive"), [(10.0, True), (1000.0, False)])
def test_another_machine_is_judged_by_its_silence(folder, silence, alive):
    leave(folder, host="elsewhere", beat=time.time() - silence)
    if alive:
        with pytest.raises(RunError, match="on elsewhere"), owned(folder):
            pass
    else:
        with owned(folder):
            pass


@pytest.mark.parametrize("_round", range(5))
def test_of_many_that_find_a_dead_owner_one_gets_in(folder, monkeypatch, _round):
    monkeypatch.setattr(Owner, "is_alive", lambda self: self.pid != 0)
    leave(folder, pid=0)
    barrier, inside = threading.Barrier(8), []

    def take(pid):
        barrier.wait()
        with suppress(RunError):
            lock._take(folder, Owner("here", pid, 0.0, 0.0))
            inside.append(pid)

    threads = [threading.Thread(target=take, args=(pid,)) for pid in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert inside == [folder.read_json(FILE)["pid"]]


def test_the_later_of_two_on_an_object_store_keeps_the_other_out(s3_folder, monkeypatch):
    leave(s3_folder, started=0.0)
    another = Owner(platform.node(), os.getpid(), psutil.Process().create_time(), time.time())
    monkeypatch.setattr(lock.time, "sleep", lambda _: s3_folder.write_bytes(FILE, json.dumps(asdict(another)).encode()))
    with pytest.raises(RunError, match="is at work in"):
        lock._take(s3_folder, replace(another, pid=1))


def test_only_the_own_file_is_removed(folder):
    with owned(folder):
        leave(folder, pid=1)
    assert folder.read_json(FILE)["pid"] == 1


@pytest.mark.parametrize("content", [b'{"a": 1}', b"[]", b"", b"{"])
def test_a_damaged_owner_is_told_by_its_file(folder, content):
    folder.write_bytes(FILE, content)
    with pytest.raises(RunError, match=r"^owner.json in \S+ is damaged: delete this file and run"), owned(folder):
        pass


def test_life_is_shown_again_and_again(folder, monkeypatch):
    monkeypatch.setattr(lock, "BEAT_SECONDS", 0.01)
    with owned(folder):
        first = folder.read_json(FILE)["beat"]
        while folder.read_json(FILE)["beat"] == first:
            time.sleep(0.01)


def test_it_works_on_an_object_store(s3_folder):
    with owned(s3_folder), pytest.raises(RunError, match="is at work"), owned(s3_folder):
        pass
    assert not s3_folder.exists(FILE)
