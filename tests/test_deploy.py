import http.server
import json
import os
import platform
import socket
import subprocess
import threading
from pathlib import Path

import psutil
import pytest
import yaml

from bioroberta import deploy, detached
from bioroberta.deploy import Model
from bioroberta.deploy_config import DeployConfig
from bioroberta.errors import RunError
from bioroberta.inference import FillMask, Tagger
from bioroberta.run import Execution, Run
from bioroberta.storage import Folder
from tests.finished import finish
from tests.tiny_models import save_tiny_model

SENTENCE = "La paciente refiere dolor torácico; se administra morfina (10 mg)."


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A run whose pretraining and whose one task are finished."""
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    labels = dict(enumerate(("O", "B-FARMACO", "I-FARMACO")))
    run = Run(Folder(str(tmp_path / "demo")), "deploy", Execution(workers=1))
    for folder, kind, more in (
        (run.stage_folder("pretrain"), "ForMaskedLM", {}),
        (run.stage_folder("finetune", "drugs"), "ForTokenClassification", {"id2label": labels}),
    ):
        save_tiny_model(folder.local() / "checkpoint", kind, **more)
        finish(folder)
    return run


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def no_cluster(monkeypatch):
    monkeypatch.setattr(detached, "create", lambda: pytest.fail("a cluster was started"))


def config_for(port, **values):
    return DeployConfig(tasks=("drugs",), port=port, **values)


@pytest.mark.parametrize("on_cluster", [False, True])
def test_the_config_is_one_that_serve_and_the_gateway_accept(run, on_cluster):
    from ray.serve.schema import ServeDeploySchema

    from serve.settings import ServeSettings

    config = config_for(8000, threads=2)
    text = deploy.serve_config(config, deploy.served_models(config, run), on_cluster)
    schema = ServeDeploySchema.model_validate(yaml.safe_load(text))
    settings = ServeSettings.model_validate(schema.applications[0].args)
    assert (schema.http_options.host, schema.http_options.port) == ("127.0.0.1", 8000)
    assert [(model.name, model.kind, model.threads) for model in settings.models] == [
        ("demo", "fill-mask", 2),
        ("drugs", "ner", 2),
    ]
    assert all(Path(model.path).is_absolute() for model in settings.models)
    assert on_cluster == (settings.models[0].num_cpus == 2)


def test_the_release_follows_content_not_time(tmp_path):
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"1")
    first = deploy.release_of({"threads": 1}, [Model("a", "ner", tmp_path)])
    os.utime(weights, (0, 0))
    assert deploy.release_of({"threads": 1}, [Model("a", "ner", tmp_path)]) == first
    assert deploy.release_of({"threads": 2}, [Model("a", "ner", tmp_path)]) != first
    weights.write_bytes(b"2")
    assert deploy.release_of({"threads": 1}, [Model("a", "ner", tmp_path)]) != first


def test_a_port_in_use_is_refused_before_anything_starts(run, port, no_cluster):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(RunError, match=rf"{port} .* deploy.port={port + 1}"):
            deploy.deploy(config_for(port), run)
    assert not run.folder.exists("service.json")


def test_a_job_of_a_cluster_deploys_there(run, port, no_cluster, monkeypatch):
    calls = []
    monkeypatch.setattr(subprocess, "run", lambda command, **options: calls.append((command, options["env"])))
    monkeypatch.setenv("RAY_ADDRESS", "10.0.0.1:6379")
    deploy.deploy(config_for(port), run)
    [(command, environment)] = calls
    assert command[1:3] == ["-m", "serve"]
    assert environment["RAY_ADDRESS"] == "10.0.0.1:6379"
    assert run.results["models"] == ["demo", "drugs"]
    assert not deploy.stop(run.folder)


def record(folder, run_folder, machine=None):
    cluster = {"pid": 2**22 + 1, "started": 0.0, "folder": str(folder)}  # above Linux's highest pid
    values = {
        "cluster": cluster,
        "machine": machine or platform.node(),
        "url": "http://127.0.0.1:8000",
        "run": str(run_folder),
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "service.json").write_text(json.dumps(values), encoding="utf-8")


def test_stop_without_a_service_is_false(tmp_path, monkeypatch):
    monkeypatch.setattr(detached, "ROOT", tmp_path)
    assert not deploy.stop(Folder(str(tmp_path / "deploy")))


def test_a_service_whose_run_was_deleted_is_still_found(tmp_path, monkeypatch):
    monkeypatch.setattr(detached, "ROOT", tmp_path)
    record(tmp_path / "bioroberta-1", tmp_path / "other")
    record(tmp_path / "bioroberta-2", tmp_path / "deploy")
    service = deploy.find(Folder(str(tmp_path / "deploy")))
    assert service is not None
    assert service.cluster.folder == str(tmp_path / "bioroberta-2")


def test_a_dead_service_leaves_nothing_after_stop(tmp_path, monkeypatch):
    monkeypatch.setattr(detached, "ROOT", tmp_path)
    record(tmp_path / "bioroberta-1", tmp_path / "deploy")
    assert not deploy.stop(Folder(str(tmp_path / "deploy")))
    assert list(tmp_path.iterdir()) == []


def test_a_service_of_another_machine_is_not_touched(tmp_path):
    record(tmp_path / "deploy", tmp_path / "deploy", machine="ward-7")
    with pytest.raises(RunError, match="ward-7"):
        deploy.stop(Folder(str(tmp_path / "deploy")))


@pytest.mark.parametrize("content", [b"{", b"\xff", b"[]", b"{}", b'{"cluster": {"pid": 1}}', b'{"cluster": 5}'])
def test_a_damaged_record_is_told_by_its_file(tmp_path, monkeypatch, content):
    monkeypatch.setattr(detached, "ROOT", tmp_path)
    for folder in ("bioroberta-1", "deploy"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "service.json").write_bytes(content)
    with pytest.raises(RunError, match="deploy/service.json is damaged.*: delete it"):
        deploy.stop(Folder(str(tmp_path / "deploy")))
    with pytest.raises(RunError, match="bioroberta-1/service.json is damaged"):
        deploy.find(Folder(str(tmp_path / "other")))


class Refusing(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.send_response(422)
        self.end_headers()
        self.wfile.write(b'{"error": "text 0 has no mask"}')

    def log_message(self, *arguments):
        """Silence."""


def test_ask_tells_the_servers_own_words():
    with http.server.HTTPServer(("127.0.0.1", 0), Refusing) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        with pytest.raises(RunError, match=r"422.*no mask"):
            deploy.ask(f"http://127.0.0.1:{server.server_port}", "demo", "fill-mask", {"inputs": "a"})
        server.shutdown()
        thread.join()


def test_ask_without_a_server_is_told(port):
    with pytest.raises(RunError, match="is it deployed"):
        deploy.models(f"http://127.0.0.1:{port}")
    assert deploy.health(f"http://127.0.0.1:{port}") is None


@pytest.fixture
def stopped(run):
    yield
    deploy.stop(run.folder)


@pytest.mark.ray
@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_service_from_start_to_stop(run, port, ray_cluster, stopped):
    import ray

    config = config_for(port)
    deploy.deploy(config, run)
    url = deploy.url_of(config)
    service = deploy.find(run.folder)

    masked = "La paciente refiere dolor <mask>."
    expected = FillMask(run.checkpoint("pretrain"))([masked], top_k=3)[0]
    answer = deploy.ask(url, "demo", "fill-mask", {"inputs": masked, "parameters": {"top_k": 3}})
    assert [item["token"] for item in answer] == [item["token"] for item in expected]
    [entities] = deploy.ask(url, "drugs", "ner", {"inputs": [SENTENCE]})
    assert [(item["start"], item["end"]) for item in entities] == [
        (item["start"], item["end"]) for item in Tagger(run.checkpoint("finetune", "drugs"))([SENTENCE], "max")[0]
    ]
    assert all(SENTENCE[item["start"] : item["end"]] == item["word"] for item in entities)
    with pytest.raises(RunError, match=r"422.*mask"):
        deploy.ask(url, "demo", "fill-mask", {"inputs": SENTENCE})

    assert ray.get(ray.put("the caller's own Ray")) == "the caller's own Ray"
    deploy.deploy(config, run)
    assert deploy.find(run.folder) == service

    logs = b"".join(path.read_bytes() for path in Path(service.cluster.folder).rglob("*.*") if path.is_file())
    assert b"dolor" not in logs
    assert b"morfina" not in logs

    assert deploy.stop(run.folder)
    session = [process for process in psutil.process_iter() if detached._session(process.pid) == service.cluster.pid]
    assert not any(detached._is_alive(process) for process in session)
    assert not Path(service.cluster.folder).exists()
    assert not deploy.stop(run.folder)


@pytest.mark.ray
@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_model_that_does_not_load_is_told_and_leaves_nothing(run, port, stopped):
    (run.checkpoint("finetune", "drugs") / "model.safetensors").unlink()
    with pytest.raises(RunError, match="is not a Hugging Face model folder"):
        deploy.deploy(config_for(port), run)
    assert deploy.find(run.folder) is None
