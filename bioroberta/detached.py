"""A Ray cluster on this machine that outlives the command that starts it.

Its processes share one session, whose leader is `ray start --block`, and one folder under /tmp with a random name:
these two identify it, so that `end` ends its processes and no others (`ray stop` would end every Ray on the machine).
It listens on loopback and takes only clients with the token in that folder. (One port of each Serve replica, for calls
between deployments, is bound to all interfaces in Ray 2.60; it asks for the token as well.)
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from bioroberta.errors import RunError

ROOT = Path("/tmp")
"""Not tempfile.gettempdir(): on macOS that is too long for the names of Unix sockets (104 bytes)."""

PREFIX = "bioroberta-"
RAY = "ray"
"""Ray's own folder within ours, since Ray opens its folder to everybody (mode 0777)."""

OBJECT_STORE_BYTES = 100 * 2**20
"""Requests and answers go through it only when large; Ray's least is 75 MiB, its default 30% of the memory."""

END_SECONDS = 5.0
POLL_SECONDS = 0.2


@dataclass(frozen=True)
class Cluster:
    """A detached cluster: its leader (pid and the time it started, seconds since the epoch) and its folder."""

    pid: int
    started: float
    folder: str

    def address(self) -> str | None:
        """HOST:PORT of its head once it is up."""
        file = Path(self.folder) / RAY / "ray_current_cluster"
        return file.read_text(encoding="utf-8").strip() or None if file.exists() else None

    @property
    def log(self) -> Path:
        """What Ray's head and the deployment write."""
        return Path(self.folder) / "log.txt"


def create() -> Cluster:
    """Spawn the head of a new cluster; `wait_until_up` waits for it."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=ROOT))  # only its owner may look inside
    (folder / "token").touch(mode=0o600)
    (folder / "token").write_text(secrets.token_hex(32), encoding="utf-8")
    log = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, str(folder / "log.txt"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    # Not subprocess.Popen, which warns of a child that is still running when the object goes.
    pid = os.posix_spawn(sys.executable, _command(folder), environment(folder), file_actions=log, setsid=True)
    return Cluster(pid, psutil.Process(pid).create_time(), str(folder))


def wait_until_up(cluster: Cluster, deadline: float) -> str:
    """The head's address. Raises RunError with the end of its log when it dies or `deadline` (monotonic) passes."""
    while (address := cluster.address()) is None:
        if not members(cluster):
            raise RunError(f"Ray did not start:\n{tail(cluster.log)}")
        if time.monotonic() > deadline:
            raise RunError(f"Ray did not start in time:\n{tail(cluster.log)}")
        time.sleep(POLL_SECONDS)
    return address


def tail(log: Path, lines: int = 20) -> str:
    """The last lines of a log file."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def environment(folder: Path | str) -> dict[str, str]:
    """Variables for the cluster and its clients: the caller's own, without those that tie it to another cluster."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAY_")}
    return kept | {
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN_PATH": f"{folder}/token",
        "RAY_USAGE_STATS_ENABLED": "0",
        # What Ray does by itself on macOS: bind to 127.0.0.1; on Linux it listens on all interfaces otherwise.
        "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    }


def members(cluster: Cluster) -> list[psutil.Process]:
    """The living processes of the cluster."""
    session = [process for process in psutil.process_iter() if _session(process.pid) == cluster.pid]
    living = [process for process in session if _is_alive(process)]
    # The number of a long dead session may have been given to another one.
    return living if any(_is_known(process, cluster) for process in living) else []


def end(cluster: Cluster) -> bool:
    """End the cluster's processes and remove its folder; False when none was there. Raises RunError when one stays."""
    found = members(cluster)
    for order in (signal.SIGTERM, signal.SIGKILL, signal.SIGKILL):  # twice: a raylet may have started workers between
        living = members(cluster)
        for process in living:
            _send(process, order)
        psutil.wait_procs(living, timeout=END_SECONDS)
    if left := members(cluster):
        raise RunError(f"processes {[process.pid for process in left]} do not end; end them by hand")
    if Path(cluster.folder).parent == ROOT and Path(cluster.folder).name.startswith(PREFIX):
        shutil.rmtree(cluster.folder, ignore_errors=True)
    return bool(found)


def _command(folder: Path) -> list[str]:
    options = {
        "--port": 0,
        "--temp-dir": folder / RAY,
        # Replicas claim small shares (`deploy.CLAIM`); more CPUs would make Ray start idle workers ahead.
        "--num-cpus": 1,
        "--num-gpus": 0,
        "--object-store-memory": OBJECT_STORE_BYTES,
        "--include-dashboard": "false",
        "--include-log-monitor": "false",
        "--dashboard-agent-listen-port": 0,
        "--min-worker-port": 0,
        "--max-worker-port": 0,
        "--ray-client-server-port": _free_port(),
    }
    flags = [str(item) for option in options.items() for item in option]
    return [
        sys.executable,
        "-P",
        "-m",
        "ray.scripts.scripts",
        "start",
        "--head",
        "--block",
        "--disable-usage-stats",
        *flags,
    ]


def _free_port() -> int:
    """For Ray's client server, which has no option "any" and takes 10001, as it does in every other cluster."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _session(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except (ProcessLookupError, PermissionError):
        return None


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _is_known(process: psutil.Process, cluster: Cluster) -> bool:
    try:
        if process.pid == cluster.pid:
            return abs(process.create_time() - cluster.started) < 1.0  # seconds; a clock step moves it a little
        return any(cluster.folder in argument for argument in process.cmdline())
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def _send(process: psutil.Process, order: signal.Signals) -> None:
    try:
        process.send_signal(order)
    except psutil.NoSuchProcess:
        return
