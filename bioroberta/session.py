"""The one place that starts Ray or connects to it."""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bioroberta.errors import ConfigError, RunError
from bioroberta.recipe import ExecutionConfig

if TYPE_CHECKING:  # Ray is loaded when it is started: the command line answers without it
    from bioroberta.run import Execution

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


def ray_address() -> str:
    """The cluster that RAY_ADDRESS names (a submitted job has it), else LOCAL."""
    return os.environ.get("RAY_ADDRESS") or LOCAL


def start_ray(wanted: ExecutionConfig) -> Execution:
    """Connect to the cluster of `ray_address`, or start an embedded Ray; returns how wide stages may run on it.

    Raises RunError when there is no such cluster, ConfigError when the workers wanted do not fit this machine.
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
    except OSError as error:  # ConnectionError and its siblings
        raise RunError(f"there is no Ray cluster at {address} (RAY_ADDRESS): {error}") from None
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # Ray's own handler prints a stack
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    return _execution(wanted, ray.cluster_resources(), can_grow=address != LOCAL)


def _connect(address: str) -> None:
    import ray

    options: dict[str, Any] = {"address": address, "logging_level": logging.WARNING}
    if address != LOCAL:
        _knock(address)
        ray.init(**options)
        return
    with _known_address():
        ray.init(**options, object_store_memory=OBJECT_STORE_BYTES)


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
    return Execution(workers, wanted.cpus_per_worker, wanted.use_gpu)


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
