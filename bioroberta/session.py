"""The one place that starts Ray or connects to it."""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from bioroberta.errors import ConfigError, RunError
from bioroberta.recipe import ExecutionConfig

if TYPE_CHECKING:  # Ray is loaded when it is started: the command line answers without it
    from bioroberta.run import Execution

log = logging.getLogger(__name__)

LOCAL = "local"
"""Ray's word for a new Ray of this process's own."""

OBJECT_STORE_BYTES = 1 << 30
"""Of the embedded Ray. Documents do not pass through it, so Ray's default of 30% of the memory would be taken from the
workers for nothing."""

SETTINGS = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_COLOR_PREFIX": "0",
    # Lines of Ray's own processes that report no loss: of an actor that could not be restarted if its node were lost,
    # and of one that had ended before it could be told to.
    "RAY_DEDUP_LOGS_SKIP_REGEX": "constructor arguments in the object store and max_restarts > 0|Failed to kill actor",
}
"""Environment of Ray, where it is not set already; read when Ray is imported."""

EMBEDDED_SETTINGS = {"RAY_DISABLE_WORKER_LOG_PREFIX": "1"}
"""On a cluster the prefix says which node a line is from."""

LOGGERS = {
    "ray.data": logging.WARNING,
    "ray.train": logging.WARNING,
    "ray.data._internal.progress": logging.ERROR,  # "Progress bars disabled"
    "ray._private.authentication.authentication_token_setup": logging.ERROR,  # "Token authentication is enabled"
}

CONNECT_SECONDS = 10.0

INTERRUPT_SECONDS = 5.0
"""Between one attempt to interrupt and the next: time enough to remove what is temporary."""


@contextmanager
def interruptible() -> Iterator[None]:
    """SIGINT and SIGTERM raise KeyboardInterrupt within, again and again until it gets here."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)}
    signal.signal(signal.SIGTERM, interrupt)
    if before[signal.SIGINT] != signal.SIG_IGN:  # as a shell sets it for a command in the background
        signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGALRM) is interrupt:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)


def interrupt(_number: int, _frame: FrameType | None) -> None:
    """A signal handler. Python drops what is raised within a weak reference's callback, hence the alarm."""
    signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, INTERRUPT_SECONDS, INTERRUPT_SECONDS)
    raise KeyboardInterrupt


def ray_address() -> str:
    """The cluster that RAY_ADDRESS names (a submitted job has it), else LOCAL."""
    return os.environ.get("RAY_ADDRESS") or LOCAL


def start_ray(wanted: ExecutionConfig) -> Execution:
    """Connect to the cluster of `ray_address`, or start an embedded Ray; returns how wide stages may run on it.

    Raises RunError when there is no such cluster or Ray does not start in time, ConfigError when the workers wanted do
    not fit this machine.
    """
    address = ray_address()
    for name, value in (SETTINGS | EMBEDDED_SETTINGS if address == LOCAL else SETTINGS).items():
        os.environ.setdefault(name, value)
    import ray
    import ray.data

    for name, level in LOGGERS.items():
        logging.getLogger(name).setLevel(level)
    try:
        _connect(address)
    except SystemExit:  # Ray's own handlers of SIGTERM while it starts
        raise KeyboardInterrupt from None
    signal.signal(signal.SIGTERM, interrupt)  # Ray's own handler prints a stack
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    return _execution(wanted, ray.cluster_resources(), can_grow=address != LOCAL)


def _connect(address: str) -> None:
    import ray

    if address == LOCAL:
        _start()
        return
    log.info("connecting to Ray at %s", address)
    try:
        _knock(address)
        ray.init(address=address, logging_level=logging.WARNING)
    except OSError as error:  # ConnectionError and its siblings
        raise RunError(f"there is no Ray cluster at {address} (RAY_ADDRESS): {error}") from None


def _start() -> None:
    import ray

    log.info("starting Ray")
    try:
        with _known_address():
            ray.init(address=LOCAL, logging_level=logging.WARNING, object_store_memory=OBJECT_STORE_BYTES)
    except Exception as error:  # of no class of its own where its node is late, TimeoutError where a part of it is
        if "timed out" not in str(error).lower():
            raise
        raise RunError(
            "Ray did not start within its 30 s (is the machine busy?): run the same command again"
        ) from error


def _execution(wanted: ExecutionConfig, resources: dict[str, float], can_grow: bool) -> Execution:
    from bioroberta.run import Execution

    cpus, gpus = resources.get("CPU", 0.0), resources.get("GPU", 0.0)
    room = int(gpus if wanted.use_gpu else cpus / wanted.cpus_per_worker)
    workers = wanted.workers or max(1, room)
    if workers > room and not can_grow:  # it would wait for ever
        raise ConfigError(
            f"execution: {workers} workers of {wanted.cpus_per_worker:g} CPUs{' and a GPU' if wanted.use_gpu else ''} "
            f"do not fit this machine ({cpus:g} CPUs, {gpus:g} GPUs)"
        )
    return Execution(workers, wanted.cpus_per_worker, wanted.use_gpu, wanted.json_logs)


def _knock(address: str) -> None:
    """Raise OSError where nobody listens at `host:port`: Ray itself would try for many minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdecimal():
        socket.create_connection((host, int(port)), timeout=CONNECT_SECONDS).close()


@contextmanager
def _known_address() -> Iterator[None]:
    """Fix the embedded Ray's address beforehand, so that its processes inherit it.

    Train's placement group cleaner looks for "the" cluster of the machine, and would give up, or mistake another one
    for its own and end the training, when there are two.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    before = dict(os.environ)
    os.environ.update(RAY_GCS_SERVER_PORT=str(port), RAY_ADDRESS=f"127.0.0.1:{port}")
    try:
        yield
    finally:
        for name in ("RAY_GCS_SERVER_PORT", "RAY_ADDRESS"):
            os.environ.pop(name)
            if name in before:
                os.environ[name] = before[name]
