"""deploy: the run's models as a Ray Serve application, on a detached local cluster or on the cluster of the job.

Called at every run, also when nothing changed: the effect is a service, and only its health tells whether it is there.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import logging
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from bioroberta import detached
from bioroberta.deploy_config import DeployConfig
from bioroberta.detached import Cluster
from bioroberta.errors import RunError
from bioroberta.storage import Folder

if TYPE_CHECKING:
    from bioroberta.run import Run

logger = logging.getLogger(__name__)

CLAIM = 0.05
"""CPUs that the gateway and each model claim on the detached cluster, where nothing else runs: 19 models fit in one."""

RECORD = "service.json"
POLL_SECONDS = 0.5
HEALTH_SECONDS = 10.0
ANSWER_SECONDS = 300.0


@dataclass(frozen=True)
class Model:
    """A finished checkpoint to serve."""

    name: str
    kind: str
    path: Path


@dataclass(frozen=True)
class Service:
    """A running service: its cluster, the machine it is on, where it answers, and the `deploy` folder."""

    cluster: Cluster
    machine: str
    url: str
    run: str


def deploy(config: DeployConfig, run: Run) -> None:
    """Serve the run's models until `stop`; a healthy service of the same models is left alone, any other replaced.

    Writes `config.yaml` (a Serve config) and, for a detached cluster, `service.json` into the run's folder.
    Raises RunError when the port is in use or the service does not come up, with the end of its log.
    """
    served = served_models(config, run)
    on_cluster = _is_cluster_job()
    text = serve_config(config, served, on_cluster)
    run.folder.write_bytes("config.yaml", text.encode())
    if on_cluster:
        _deploy_on_cluster(config, text)
    else:
        _deploy_detached(config, text, run)
    run.record(url=url_of(config), models=[model.name for model in served])


def stop(folder: Folder) -> bool:
    """End the service of a `deploy` folder, with every process of its cluster; False when there is none here.

    Raises RunError when it runs on another machine or a process does not end.
    """
    service = find(folder)
    if service is None:
        return False
    if service.machine != platform.node():
        raise RunError(f"{service.url} runs on {service.machine}: stop it there, or delete {RECORD} in {folder.uri}")
    ended = detached.end(service.cluster)
    folder.delete(RECORD)
    return ended


def ask(url: str, model: str, route: str, payload: dict[str, Any]) -> Any:
    """The answer of a served model to a body `{"inputs": ..., "parameters": ...}`; `route` is "fill-mask" or "ner".

    Raises RunError with the server's own words, or when none answers.
    """
    return _request(f"{url}/v1/models/{model}/{route}", ANSWER_SECONDS, payload)


def models(url: str) -> list[dict[str, str]]:
    """The served models: `[{name, kind, url}]`. Raises RunError when no server answers."""
    answer: dict[str, list[dict[str, str]]] = _request(f"{url}/v1/models", HEALTH_SECONDS)
    return answer["models"]


def url_of(config: DeployConfig) -> str:
    """Where a client on this machine reaches the service."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(config.host, config.host)
    return f"http://{host}:{config.port}"


def served_models(config: DeployConfig, run: Run) -> list[Model]:
    """The pretrained model under the recipe's name and each fine-tuned one under its task's."""
    recipe = run.root.uri.partition("?")[0].rstrip("/").rpartition("/")[2]
    pretrained = Model(recipe, "fill-mask", run.checkpoint("pretrain").absolute())
    return [pretrained, *(Model(task, "ner", run.checkpoint("finetune", task).absolute()) for task in config.tasks)]


def serve_config(config: DeployConfig, served: list[Model], on_cluster: bool) -> str:
    """A Serve config (YAML) of the application; on a cluster a model claims the CPUs that its threads use."""
    shared = {"threads": config.threads, "num_cpus": config.threads if on_cluster else CLAIM}
    entries = [{"name": model.name, "kind": model.kind, "path": str(model.path), **shared} for model in served]
    arguments: dict[str, Any] = {"models": entries} if on_cluster else {"models": entries, "gateway_cpus": CLAIM}
    application = {
        "name": "bioroberta",
        "route_prefix": "/",
        "import_path": "serve.gateway:build",
        "args": arguments | {"release": release_of(arguments, served)},
    }
    http_options = {"host": config.host, "port": config.port, "request_timeout_s": ANSWER_SECONDS}
    document = {"http_options": http_options, "applications": [application]}
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True)


def release_of(arguments: dict[str, Any], served: list[Model]) -> str:
    """Identifies settings and models by content: services of equal release give equal answers."""
    digest = hashlib.sha256(json.dumps(arguments, sort_keys=True).encode())
    for model in served:
        for path in sorted(path for path in model.path.rglob("*") if path.is_file()):
            digest.update(path.relative_to(model.path).as_posix().encode())
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]


def find(folder: Folder) -> Service | None:
    """The service recorded for a `deploy` folder, also when the folder was deleted under it.

    Raises RunError when the record is damaged.
    """
    if folder.exists(RECORD):
        return _service(folder.read_bytes(RECORD), f"{folder.uri}/{RECORD}")
    # A second record lies with the cluster, or deleting a run would leave a service that nobody can stop.
    for path in detached.ROOT.glob(f"{detached.PREFIX}*/{RECORD}"):
        if path.stat().st_uid == os.getuid():
            service = _service(path.read_bytes(), str(path))
            if service.run == _identity(folder):
                return service
    return None


def _service(record: bytes, place: str) -> Service:
    try:
        values = json.loads(record)
        return Service(**(values | {"cluster": Cluster(**values["cluster"])}))
    except (ValueError, TypeError, KeyError):
        remedy = "delete it and run the command again, and end a service that still answers by hand"
        raise RunError(f"{place} is damaged, it does not say which service runs: {remedy}") from None


def _identity(folder: Folder) -> str:
    local = folder.local()
    return folder.uri if local is None else str(local.resolve())


def _is_cluster_job() -> bool:
    """Ray sets RAY_ADDRESS for the entrypoint of a submitted job; a person may set it to use a running cluster."""
    return os.environ.get("RAY_ADDRESS", "local") not in ("", "local")


def _deploy_on_cluster(config: DeployConfig, text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _run_serve(text, Path(folder), [], dict(os.environ), _deadline(config))
    logger.info("the cluster serves %s", url_of(config))


def _deploy_detached(config: DeployConfig, text: str, run: Run) -> None:
    url, wanted = url_of(config), yaml.safe_load(text)["applications"][0]["args"]["release"]
    if find(run.folder) is not None:
        if health(url) == wanted:
            logger.info("%s serves these models already and is healthy: left as it is", url)
            return
        stop(run.folder)
    check_port(config.host, config.port)
    deadline = _deadline(config)
    with _created(url, run.folder) as cluster:
        run.progress(0, 3, "starting Ray")
        address = detached.wait_until_up(cluster, deadline)
        run.progress(1, 3, "loading the models")
        environment = detached.environment(cluster.folder)
        _run_serve(text, Path(cluster.folder), ["--address", address], environment, deadline)
        run.progress(2, 3, "waiting until the models answer")
        _wait_until_healthy(url, wanted, deadline, cluster)
        run.progress(3, 3, f"serving at {url}")


def check_port(host: str, port: int) -> None:
    """Raises RunError when the service could not listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: closed connections don't count
        try:
            probe.bind((host, port))
        except OSError as error:
            remedy = f"choose another with deploy.port={port + 1}, or end what listens there"
            raise RunError(f"port {port} of {host} cannot be used ({error.strerror}): {remedy}") from None


@contextlib.contextmanager
def _created(url: str, folder: Folder) -> Iterator[Cluster]:
    """A new cluster, recorded before anything can go wrong, and ended again when something does."""
    cluster = detached.create()
    with contextlib.ExitStack() as undo:
        undo.callback(folder.delete, RECORD)
        undo.callback(detached.end, cluster)
        service = Service(cluster, platform.node(), url, _identity(folder))
        record = json.dumps(asdict(service), indent=2).encode()
        Folder(cluster.folder).write_bytes(RECORD, record)
        folder.write_bytes(RECORD, record)
        yield cluster
        undo.pop_all()


def _run_serve(text: str, folder: Path, options: list[str], environment: dict[str, str], deadline: float) -> None:
    """Deploy from a process of its own: this one may be connected to another cluster, and Ray knows only one."""
    config, log = folder / "config.yaml", folder / "log.txt"
    config.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "serve", str(config), *options]
    with log.open("ab") as file:
        try:
            subprocess.run(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                timeout=max(deadline - time.monotonic(), POLL_SECONDS),
                check=True,
            )
        except subprocess.TimeoutExpired:
            raise RunError(f"the models did not load in time:\n{detached.tail(log)}") from None
        except subprocess.CalledProcessError:
            raise RunError(f"the models could not be deployed:\n{detached.tail(log)}") from None


def _wait_until_healthy(url: str, wanted: str, deadline: float, cluster: Cluster) -> None:
    while health(url) != wanted:
        if time.monotonic() > deadline:
            raise RunError(f"{url}/healthz does not answer:\n{detached.tail(cluster.log)}")
        time.sleep(POLL_SECONDS)


def _deadline(config: DeployConfig) -> float:
    return time.monotonic() + config.start_timeout_s


def health(url: str) -> str | None:
    """The release of a service all of whose models answer, or None."""
    try:
        release: str = _request(f"{url}/healthz", HEALTH_SECONDS)["release"]
    except (RunError, KeyError, TypeError):
        return None
    return release


def _request(url: str, timeout: float, payload: dict[str, Any] | None = None) -> Any:
    """JSON from our own server. The address is ours: proxies of the environment are for the world outside."""
    body = None if payload is None else json.dumps(payload).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=timeout) as response:
            return json.loads(response.read())
    except urllib.error.HTTPError as error:
        with error:
            raise RunError(f"{url} answers {error.code}: {error.read(2000).decode(errors='replace')}") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise RunError(f"{url} does not answer ({error}): is it deployed?") from None
