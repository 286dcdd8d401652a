"""The frame of the drills: faults are told, counted, and decide the exit code."""

from __future__ import annotations

import random
import sys
import types

import pytest

from tests.benchmarks.frame import COULD_NOT_RUN, FALLS_SHORT, HOLDS, CannotRun
from tests.drills import clean, frame
from tests.drills.frame import Fault


@pytest.fixture
def drill(monkeypatch, tmp_path):
    """Puts a drill `tea` in place of those that there are; runs it and returns the exit code."""
    monkeypatch.setattr(frame, "HERE", tmp_path)
    (tmp_path / "tea.py").touch()

    def run(faults, *names):
        monkeypatch.setitem(sys.modules, "tests.drills.tea", types.SimpleNamespace(drill=faults))
        return frame.main(names)

    return run


def spilt(recovered):
    return Fault("cup spilt", "a new cup", "a new cup" if recovered else "no cup", 1.6, recovered)


def test_all_recovered_ends_with_zero(drill, capsys):
    assert drill(lambda chance: iter([spilt(True), spilt(True)]), "tea") == HOLDS
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "tea: seed 1"
    assert lines[1] == "| fault | expected | happened | recovered | seconds |"
    assert lines[3] == "| cup spilt | a new cup | a new cup | yes | 2 |"
    assert lines[-1] == "tea: 2 faults, 2 recovered"


def test_one_not_recovered_ends_with_one(drill, capsys):
    assert drill(lambda chance: iter([spilt(True), spilt(False)])) == FALLS_SHORT
    printed = capsys.readouterr().out
    assert "| no cup | NO |" in printed
    assert printed.endswith("tea: 2 faults, 1 recovered\n")


def test_what_cannot_run_ends_with_two(drill, capsys):
    def absent(chance):
        raise CannotRun("there are no cups")

    assert drill(absent) == COULD_NOT_RUN
    assert capsys.readouterr().err == "tea: could not run: there are no cups\n"


def test_an_unknown_name_is_told_what_there_is(drill, capsys):
    assert drill(lambda chance: iter([]), "milk") == COULD_NOT_RUN
    assert capsys.readouterr().err.endswith("there are: tea\n")


def test_the_seed_may_be_given(drill, monkeypatch, capsys):
    monkeypatch.setenv("SEED", "7")
    drawn = []
    drill(lambda chance: iter([drawn.append(chance.random()) or spilt(True)]))
    assert drawn == [random.Random(7).random()]
    assert capsys.readouterr().out.startswith("tea: seed 7\n")


def test_a_seed_that_is_no_number_is_told_in_a_line(drill, monkeypatch, capsys):
    monkeypatch.setenv("SEED", "x")
    assert drill(lambda chance: iter([spilt(True)])) == COULD_NOT_RUN
    assert capsys.readouterr().err == "tea: could not run: SEED=x is not a whole number\n"


def test_the_kills_of_clean_are_spread_over_targets_and_stages():
    kills = clean.kills(random.Random(1))
    assert len(kills) == clean.FAULTS
    for target in clean.EXPECTED:
        assert sum(kill.target == target for kill in kills) >= clean.FAULTS // 3
    for stage in clean.STAGES:
        assert sum(kill.stage == stage for kill in kills) >= clean.FAULTS // 3
    assert kills == clean.kills(random.Random(1))
    assert kills != clean.kills(random.Random(2))
