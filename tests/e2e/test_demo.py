"""The demo recipe through all stages by the command line, as a new user runs it, with fewer steps."""

from __future__ import annotations

import json
import socket
import urllib.request

import pytest
from transformers import pipeline

from bioroberta import deploy, detached
from bioroberta.recipe import load
from bioroberta.stages import plan
from bioroberta.summary import sentence
from tests.e2e import driver

TASKS = ("pharmaconer", "cantemist", "ictusnet")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The finished demo: its recipe, the arguments that made it, what it said. Its service ends with the module."""
    folder = tmp_path_factory.mktemp("demo")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    overrides = {"storage": str(folder), "deploy.port": port, "pretrain.steps": 60, "tune.trials": 2}
    words = ("jobs/recipes/demo.yaml", *(f"{key}={value}" for key, value in overrides.items()))
    recipe = load(str(driver.DEMO), overrides)
    try:
        yield recipe, words, command(folder, "run", *words)
    finally:
        deploy.stop(recipe.root.child("deploy"))


def command(folder, *words, code=0):
    return driver.start(folder / f"log-{len(list(folder.glob('log-*')))}.txt", *words).finish(code)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_all_stages_are_done_and_accounted_for(demo):
    recipe, _, said = demo
    lines = said.splitlines()
    for job in plan(recipe):
        manifest = job.manifest()
        assert {"fingerprint", "counts", "versions", "started", "wall_seconds", "output"} <= set(manifest)
        assert f"{job.label}: done: {sentence(job, manifest)}" in said
        assert any(line.startswith(f"{job.label} ") for line in lines), f"no row of the table for {job.label}"
    for task in TASKS:
        scores = recipe.root.read_text(f"evaluate/{task}/manifest.json")
        assert f"{task}: F1 {json.loads(scores)['results']['exact']['f1']:.4f}" in said
    assert f"run: {recipe.root.uri}" in said


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_no_document_is_lost_between_stages(demo):
    recipe, _, _ = demo
    counts = {job.label: job.manifest()["counts"] for job in plan(recipe, "dedup")}
    for before, after in (("ingest", "clean"), ("clean", "dedup")):
        for corpus, kept in counts[before]["kept"].items():
            assert kept["rows"] == sum(documents(counts[after], corpus)), (after, corpus)


def documents(counts, corpus):
    yield counts["kept"].get(corpus, {}).get("rows", 0)
    yield from (rule.get("documents", 0) for rule in counts.get("rejected", {}).get(corpus, {}).values())
    yield from counts.get("failed", {}).get(corpus, {}).values()


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_both_routes_answer(demo):
    recipe, _, said = demo
    url = deploy.url_of(recipe.deploy)
    assert {model["name"]: model["kind"] for model in deploy.models(url)} == {
        "demo": "fill-mask",
        **dict.fromkeys(TASKS, "ner"),
    }
    for example, name, kind in (("pretrain", "demo", "fill-mask"), ("pharmaconer", "pharmaconer", "ner")):
        text = recipe.deploy.examples[example]
        assert f"POST {url}/v1/models/{name}/{kind}  {text}" in said
        for item in (answer := deploy.ask(url, name, kind, {"inputs": text})):
            assert "  " + json.dumps(item, ensure_ascii=False) in said
        assert kind == "ner" or len(answer) == 5
    with urllib.request.urlopen(f"{url}/docs") as page:
        assert page.status == 200


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_entities_of_a_longer_text_have_exact_offsets(demo):
    recipe, _, _ = demo
    source = driver.ROOT / "bioroberta/sample/data/ner/pharmaconer/report"
    text = sorted(source.glob("*.txt"))[0].read_text(encoding="utf-8")
    for entity in deploy.ask(deploy.url_of(recipe.deploy), "pharmaconer", "ner", {"inputs": text}):
        assert text[entity["start"] : entity["end"]] == entity["word"]


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_transformers_loads_the_saved_folders(demo):
    recipe, _, _ = demo
    folder = recipe.root.local()
    fill = pipeline("fill-mask", str(folder / "pretrain/checkpoint"))
    assert len(fill(recipe.deploy.examples["pretrain"])) == 5
    for task in TASKS:
        tag = pipeline("token-classification", str(folder / f"finetune/{task}/checkpoint"))
        assert tag.model.config.id2label[0] == "O"
        tag(recipe.deploy.examples["pharmaconer"])


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_again_it_skips_everything_and_says_so(demo, tmp_path):
    recipe, words, first = demo
    service = deploy.find(recipe.root.child("deploy"))
    before = {job.label: job.folder.read_bytes("manifest.json") for job in plan(recipe, "evaluate")}
    said = command(tmp_path, "run", *words)
    for label in before:
        assert f"{label}: done before, skipped" in said
    assert "left as it is" in said
    assert deploy.find(recipe.root.child("deploy")) == service
    assert {job.label: job.folder.read_bytes("manifest.json") for job in plan(recipe, "evaluate")} == before
    answers = first[first.index("\nPOST ") :]
    assert said.endswith(answers)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_changed_recipe_is_refused_with_the_difference(demo, tmp_path):
    recipe, words, _ = demo
    said = command(tmp_path, "run", *words, "clean.min_tokens=7", code=1)
    assert "config.min_tokens: 3 there, 7 now" in said
    assert "Give the run another name (name=...), or delete" in said
    assert str(recipe.root.child("clean").uri) in said


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_stop_leaves_no_process(demo, tmp_path):
    recipe, words, _ = demo
    service = deploy.find(recipe.root.child("deploy"))
    assert detached.members(service.cluster)
    assert command(tmp_path, "deploy", *words, "--stop") == "stopped\n"
    assert not detached.members(service.cluster)
    assert not [one for one in driver.living() if service.cluster.folder in driver.title(one)]
    assert command(tmp_path, "deploy", *words, "--stop") == f"nothing was running for {recipe.root.uri}\n"
