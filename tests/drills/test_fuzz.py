"""The fuzzing drill: a few hundred inputs a reader; and what hangs, crashes or swells is seen."""

from __future__ import annotations

import os
import signal
from collections import Counter
from pathlib import Path

import pytest

from bioroberta.corpus.config import PATTERNS
from tests.drills import _inputs, fuzz
from tests.drills._attacks import attacks, endure
from tests.drills._inputs import read_input
from tests.drills._mutations import make_input
from tests.drills._seeds import Target, targets

TARGETS = {target.name: target for target in targets()}
INPUTS = 300
ATTACKS = (
    *("billion laughs for jats", "external entities for tmx", "truncated gzip for warc", "nested archives for zip"),
    *("a member of negative size for tar", "lying footer for parquet", "lying Content-Length for warc"),
)


def test_every_reader_is_a_target() -> None:
    assert set(TARGETS) == {*PATTERNS, "zip", "tar"}


@pytest.mark.parametrize("name", TARGETS)
def test_valid_files_are_read(name: str) -> None:
    target = TARGETS[name]
    for seed in target.seeds[:1]:
        assert read_input(target, target.path, seed)["RawDocument"]


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_files_end_in_records(name: str) -> None:
    for number in range(INPUTS):
        path, data = make_input(TARGETS[name], 1, number)
        assert read_input(TARGETS[name], path, data, number % 8 == 0), f"input {number}"


def test_a_seed_gives_the_same_inputs() -> None:
    first, again, other = ([make_input(TARGETS["csv"], seed, number) for number in range(50)] for seed in (1, 1, 2))
    assert first == again != other


def misbehave(target: Target, path: str, data: bytes, cleaned: bool) -> Counter[str]:
    """By the number that the input's turn has in the process."""
    misbehave.turn += 1  # type: ignore[attr-defined]
    turn = misbehave.turn  # type: ignore[attr-defined]
    if turn == 2:
        raise KeyError
    if turn == 3:
        os.kill(os.getpid(), signal.SIGSEGV)
    return Counter(RawDocument=1)


misbehave.turn = 0  # type: ignore[attr-defined]


def swell(target: Target, path: str, data: bytes, cleaned: bool) -> Counter[str]:
    return Counter(Skipped=len(b"a" * (450 << 20)) and 1)


def hang(target: Target, path: str, data: bytes, cleaned: bool) -> Counter[str]:
    while True:
        pass


def test_crashes_and_errors_are_seen_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    fault, seen = fuzz.fuzz(TARGETS["text"], 1, 7, misbehave)
    assert [number for number, _ in seen] == [1, 2, 4, 5]
    assert [what.split()[0] for _, what in seen] == ["KeyError", "SIGSEGV"] * 2
    assert not fault.recovered


@pytest.mark.parametrize(("attempt", "told"), [(swell, "memory grew"), (hang, "processor time")])
def test_memory_and_time_are_bounded(monkeypatch: pytest.MonkeyPatch, attempt: _inputs.Attempt, told: str) -> None:
    monkeypatch.setattr(_inputs, "CPU_SECONDS", 0.5 if attempt is hang else 60.0)
    fault, seen = fuzz.fuzz(TARGETS["text"], 1, 1, attempt)
    assert told in fault.happened
    assert [number for number, _ in seen] == [0]


def test_failed_inputs_are_kept(tmp_path: Path) -> None:
    target = TARGETS["text"]
    fuzz.keep(target, 1, [(number, "hang") for number in range(9)], tmp_path)
    kept = sorted(path for path in tmp_path.glob("text/*/*"))
    assert len(kept) == fuzz.KEPT
    assert (kept[0].name, kept[0].read_bytes()) == make_input(target, 1, 0)


def test_a_few_attacks(tmp_path: Path) -> None:
    chosen = [attack for attack in attacks() if str(attack).endswith(ATTACKS)]
    assert len(chosen) == len(ATTACKS)
    for attack in chosen:
        fault = endure(attack, tmp_path)
        assert fault.recovered, f"{attack}: {fault.happened}"
