"""Grown samples: size, determinism, parts, and what a stopped one lacks."""

import json
import logging
import subprocess
import sys
from collections import Counter
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import psutil
import pytest

from bioroberta.errors import RunError
from bioroberta.sample import growth
from bioroberta.sample.generator import sample_files, write_sample
from bioroberta.sample.growth import PART_BYTES, write_part
from bioroberta.sample.truth import MANIFEST, PLANTED
from tests.sample.conftest import SEED, SIZE, Travelled


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_size_is_that_of_the_corpora(grown_sample: Path) -> None:
    written = sum(path.stat().st_size for path in (grown_sample / "corpora").rglob("*") if path.is_file())
    assert abs(written - SIZE) < PART_BYTES
    assert abs(written - 2 * PART_BYTES) < 0.02 * SIZE
    assert json.loads((grown_sample / MANIFEST).read_text())["bytes"] == written


def test_same_seed_and_size_give_the_same_bytes_with_two_processes(grown_sample: Path, tmp_path: Path) -> None:
    write_sample(tmp_path, SEED, SIZE, workers=2)
    assert contents(tmp_path) == contents(grown_sample)


def test_a_part_depends_on_seed_and_number_alone(grown_sample: Path, tmp_path: Path) -> None:
    write_part(tmp_path / "same", SEED, 1)
    write_part(tmp_path / "other", SEED + 1, 1)
    whole = contents(grown_sample)
    same, other = (
        {path: data for path, data in contents(tmp_path / name).items() if path.startswith("corpora/")}
        for name in ("same", "other")
    )
    assert same == {path: data for path, data in whole.items() if path.startswith("corpora/") and "/00001/" in path}
    assert sum(other.get(path) != data for path, data in same.items()) > 0.95 * len(same)


def test_annotated_sets_stay_as_they_are(grown_sample: Path) -> None:
    sets = {path: data for path, data in sample_files(SEED).items() if path.startswith(("ner/", "classification/"))}
    assert {path: data for path, data in contents(grown_sample).items() if path in sets} == sets


def test_manifest_counts_the_rows(grown_sample: Path, grown: Travelled) -> None:
    manifest = json.loads((grown_sample / MANIFEST).read_text())
    assert manifest["planted"] == Counter(row["kind"] for row in grown[0])
    assert (manifest["seed"], manifest["size"], manifest["parts"]) == (SEED, SIZE, 2)
    assert not (grown_sample / "truth/parts").exists()


def test_a_stopped_sample_has_no_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(folder: Path, seed: int, number: int) -> growth.Written:
        if number:
            raise OSError("no space left")
        return write_part(folder, seed, number)

    monkeypatch.setattr(growth, "write_part", stop)
    with pytest.raises(OSError, match="no space"):
        write_sample(tmp_path, SEED, SIZE, workers=1)
    assert (tmp_path / "corpora/crawl/00000").is_dir()
    assert not (tmp_path / MANIFEST).exists()
    assert not (tmp_path / PLANTED).exists()


def test_a_process_that_dies_ends_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Pool:
        def __init__(self, *_: Any, **__: Any) -> None: ...

        def submit(self, *_: Any) -> Future[growth.Written]:
            future: Future[growth.Written] = Future()
            future.set_exception(BrokenProcessPool())
            return future

        def shutdown(self, cancel_futures: bool) -> None:
            assert cancel_futures

    monkeypatch.setattr(growth, "ProcessPoolExecutor", Pool)
    with pytest.raises(RunError, match="start again"):
        write_sample(tmp_path, SEED, SIZE, workers=2)


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, signal, subprocess, sys\n"
        "from bioroberta.sample import growth\n"
        "if __name__ == '__main__':\n"
        f"    parts = growth._written(__import__('pathlib').Path({str(tmp_path / 'out')!r}), 0, 1000, 2)\n"
        "    next(parts)\n"
        "    print(*[child.pid for child in __import__('psutil').Process().children()], flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    (tmp_path / "grow.py").write_text(code)
    with subprocess.Popen([sys.executable, tmp_path / "grow.py"], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        left = [psutil.Process(int(pid)) for pid in parent.stdout.readline().split() if psutil.pid_exists(int(pid))]
    assert len(left) >= 2
    _, alive = psutil.wait_procs(left, timeout=60)
    assert alive == []


def test_a_size_below_a_part_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growth, "write_part", lambda folder, seed, number: _touch(folder, number))
    growth.grow(tmp_path, SEED, 5, workers=1)
    assert "the least that is written is one part, of about 1.5 MB" in caplog.text


def test_progress_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "write_part", lambda folder, seed, number: _touch(folder, number))
    with caplog.at_level(logging.INFO):
        growth.grow(tmp_path, SEED, SIZE, workers=1)
    assert "2 of 2 parts" in caplog.text


def _touch(folder: Path, number: int) -> growth.Written:
    target = folder / f"truth/parts/{number:05d}.jsonl"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch()
    return growth.Written(0, 0, Counter())
