"""Starting Ray, and how a run is interrupted."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys

import pytest
import ray

from bioroberta import session
from bioroberta.errors import RunError
from bioroberta.recipe import ExecutionConfig
from bioroberta.session import interruptible, start_ray

INTERRUPTED = """
import os, signal, time, weakref
from bioroberta import cli, session

class Thing: pass

def lose(options):
    thing = Thing()
    watch = weakref.ref(thing, lambda _: os.kill(os.getpid(), signal.{signal}))
    del thing  # what the callback raises is dropped
    time.sleep(60)

session.INTERRUPT_SECONDS = 0.1
cli.run_stage = lose
raise SystemExit(cli.main(["clean", "recipe.yaml"]))
"""


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_an_interrupt_that_python_drops_comes_again(number: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED.format(signal=number)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 130
    assert done.stderr.splitlines()[-1] == "interrupted: run the same command again to go on"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_handlers_are_as_before_and_no_alarm_is_left(number: signal.Signals) -> None:
    kinds = (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)
    before = [signal.getsignal(kind) for kind in kinds]
    with pytest.raises(KeyboardInterrupt), interruptible():
        os.kill(os.getpid(), number)
    assert [signal.getsignal(kind) for kind in kinds] == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_command_in_the_background_is_left_there() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interruptible():
            os.kill(os.getpid(), signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No cluster, and the environment as it is."""
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    for name, value in (session.SETTINGS | session.EMBEDDED_SETTINGS).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(session, "LOGGERS", {})
    return monkeypatch


@pytest.mark.parametrize(
    "late",
    [
        Exception("The current node timed out during startup. This could ..."),
        TimeoutError("Timed out after 30 seconds"),
    ],
)
def test_a_busy_machine_is_told_in_one_sentence(
    local: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, late: Exception
) -> None:
    def init(**_: object) -> None:
        raise late

    local.setattr(ray, "init", init)
    with caplog.at_level(logging.INFO), pytest.raises(RunError, match="Ray did not start within its 30 s"):
        start_ray(ExecutionConfig())
    assert caplog.messages == ["starting Ray"]
    assert "RAY_ADDRESS" not in os.environ


def test_other_failures_to_start_are_shown_as_they_are(local: pytest.MonkeyPatch) -> None:
    def init(**_: object) -> None:
        raise ValueError("object_store_memory")

    local.setattr(ray, "init", init)
    with pytest.raises(ValueError, match="object_store_memory"):
        start_ray(ExecutionConfig())


def test_a_signal_while_ray_starts_is_an_interrupt(local: pytest.MonkeyPatch) -> None:
    def init(**_: object) -> None:
        sys.exit(15)  # as Ray's own handler

    local.setattr(ray, "init", init)
    with pytest.raises(KeyboardInterrupt):
        start_ray(ExecutionConfig())
