"""What it takes to run a job: identity, refusal, order, manifest."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import yaml

from bioroberta import execute
from bioroberta.commit import commit
from bioroberta.config import parse
from bioroberta.errors import ConfigError, InputError, RunError
from bioroberta.execute import check, check_storage, is_done, run_job
from bioroberta.identity import fingerprint, identity
from bioroberta.recipe import Recipe
from bioroberta.run import Execution, Run
from bioroberta.schemas import Outcome, rows_to_table
from bioroberta.stages import Stage, jobs, plan
from bioroberta.storage import Folder
from tests.small_recipe import small_recipe, write

DATA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("corpus", pa.string(), nullable=False),
        pa.field("tokens", pa.int64(), nullable=False),
    ]
)
WITHOUT_SHARDS = ("tokenizer", "pretrain", "tune", "finetune", "evaluate", "deploy")


def write_something(_: Any, run: Run) -> None:
    """In place of every stage: a committed shard, or a saved file; metrics and results."""
    run.log(step=1)
    run.record(best=2)
    if run.stage in WITHOUT_SHARDS:
        run.folder.write_bytes("checkpoint/config.json", f'"{run.stage}"'.encode())
    else:
        rows = [{"id": "a", "corpus": "cases", "tokens": 3}]
        commit(run.folder, 0, [Outcome(rows_to_table(rows, DATA))], DATA)
        run.folder.write_bytes("data/00000-000-killed.parquet", b"of an attempt that was killed")


@pytest.fixture(autouse=True)
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Labels of the jobs that ran; no stage's own function does."""
    labels: list[str] = []

    def load(stage: Stage) -> Callable[[Any, Run], None]:
        def function(config: Any, run: Run) -> None:
            labels.append(run.stage if run.task is None else f"{run.stage} {run.task}")
            write_something(config, run)

        return function

    monkeypatch.setattr(execute, "load_function", load)
    return labels


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    return small_recipe(tmp_path)


def run_until(recipe: Recipe, until: str) -> None:
    planned = plan(recipe, until)
    sources = check(planned)
    for job in planned:
        if not is_done(job, sources):
            run_job(job, sources, Execution(1))


def refusal(recipe: Recipe, until: str) -> str:
    with pytest.raises(RunError) as caught:
        run_until(recipe, until)
    return str(caught.value)


# --- done, refused, unfinished


def test_what_is_done_is_skipped(recipe: Recipe, ran: list[str]) -> None:
    run_until(recipe, "evaluate")
    assert ran == [job.label for job in plan(recipe, "evaluate")]
    ran.clear()
    run_until(recipe, "evaluate")
    assert ran == []


def test_a_service_runs_every_time(recipe: Recipe, ran: list[str]) -> None:
    run_until(recipe, "deploy")
    run_until(recipe.with_overrides({"deploy.port": 9000}), "deploy")
    assert ran[-2:] == ["deploy", "deploy"]


def test_a_changed_config_is_refused_with_the_difference_and_two_ways_out(recipe: Recipe, ran: list[str]) -> None:
    run_until(recipe, "clean")
    said = refusal(recipe.with_overrides({"clean.min_tokens": 9}), "clean")
    assert "config.min_tokens: 3 there, 9 now" in said
    assert f"{recipe.root.uri}/clean was made from something else" in said
    assert "Give the run another name (name=...), or delete " in said
    assert "ingest was made" not in said
    run_until(recipe.with_overrides({"clean.min_tokens": 9, "name": "other"}), "clean")
    recipe.root.delete("clean")
    run_until(recipe.with_overrides({"clean.min_tokens": 9}), "clean")
    assert ran == ["ingest", "clean", "ingest", "clean", "clean"]


def test_a_changed_input_file_is_refused(recipe: Recipe, tmp_path: Path) -> None:
    run_until(recipe, "clean")
    write(tmp_path / "inputs/cases/a.txt", "Otro texto.")
    assert "sources.cases.sha256: " in refusal(recipe, "clean")


def test_a_changed_annotation_is_refused(recipe: Recipe, tmp_path: Path) -> None:
    run_until(recipe, "evaluate")
    write(tmp_path / "inputs/ner/report/report1.ann", "")
    said = refusal(recipe, "evaluate")
    assert "sources.evaluation.0." in said
    assert "/dedup was made from something else" in said


def test_a_stage_before_that_was_made_anew_is_refused(recipe: Recipe) -> None:
    run_until(recipe, "dedup")
    recipe.root.delete("clean")
    said = refusal(recipe.with_overrides({"clean.min_tokens": 9}), "dedup")
    assert "/dedup was made from something else: inputs.clean: " in said


def test_work_that_was_begun_with_another_config_is_refused_too(
    recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_: Any, run: Run) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(execute, "load_function", lambda stage: stop)
        run_until(recipe, "ingest")
    assert "config.shard_bytes" in refusal(recipe.with_overrides({"ingest.shard_bytes": 99}), "ingest")
    run_until(recipe, "ingest")


def test_every_difference_is_refused_before_anything_runs(recipe: Recipe, ran: list[str]) -> None:
    run_until(recipe, "clean")
    recipe.root.delete("ingest")
    ran.clear()
    assert "config.min_tokens" in refusal(recipe.with_overrides({"clean.min_tokens": 9}), "clean")
    assert ran == []


@pytest.mark.parametrize(
    "overrides",
    [
        {"execution.workers": 7, "execution.cpus_per_worker": 0.5},
        {"ingest.max_failed_share": 0.9},
        {"ingest.corpora.0.path": "{inputs}/cases"},
        {"dedup.evaluation": []},
        {"tune.trials": 3},
    ],
)
def test_what_changes_no_output_is_no_difference(
    recipe: Recipe, tmp_path: Path, ran: list[str], overrides: dict[str, Any]
) -> None:
    run_until(recipe, "dedup")
    ran.clear()
    full = {
        key: str(value).format(inputs=tmp_path / "inputs") if key.endswith("path") else value
        for key, value in overrides.items()
    }
    run_until(recipe.with_overrides(full), "dedup")
    assert ran == []


def test_inputs_and_storage_that_moved_elsewhere_are_the_same(recipe: Recipe, tmp_path: Path, ran: list[str]) -> None:
    run_until(recipe, "evaluate")
    shutil.move(tmp_path / "inputs", tmp_path / "moved/inputs")
    shutil.move(tmp_path / "runs", tmp_path / "moved/runs")
    ran.clear()
    places = {"inputs": str(tmp_path / "moved/inputs"), "storage": str(tmp_path / "moved/runs")}
    run_until(recipe.with_overrides(places), "evaluate")
    assert ran == []


def test_an_unfinished_stage_before_is_named_before_anything_starts(recipe: Recipe, ran: list[str]) -> None:
    run_until(recipe, "ingest")
    for name, said in (("dedup", "dedup reads clean, which"), ("finetune", "finetune drugs reads pretrain, which")):
        planned = jobs(recipe, name)
        with pytest.raises(InputError, match=rf"{said} is not finished in .*: run `bioroberta \w+ RECIPE` first"):
            is_done(planned[0], check(planned))
    assert ran == ["ingest"]


def test_a_missing_place_is_named_with_its_key(recipe: Recipe) -> None:
    changed = recipe.with_overrides({"tasks.drugs.train": "nowhere"})
    with pytest.raises(InputError, match=r"^tasks.drugs.train: there are no .txt files in .*inputs/nowhere; correct"):
        check(jobs(changed, "finetune"))
    changed = recipe.with_overrides({"finetune.init_from": "nowhere"})
    with pytest.raises(InputError, match=r"^finetune.init_from: there is nothing in .*inputs/nowhere; correct"):
        check(jobs(changed, "finetune"))
    changed = recipe.with_overrides({"ingest.corpora.0.path": "nowhere"})
    with pytest.raises(InputError, match=r"corpus cases: there is no folder .*inputs/nowhere"):
        check(jobs(changed, "ingest"))


@pytest.mark.parametrize("split", ["train", "selection", "report"])
def test_tasks_are_looked_into_as_soon_as_one_of_their_folders_is_read(recipe: Recipe, split: str) -> None:
    changed = recipe.with_overrides({f"tasks.drugs.{split}": "cases/../nowhere"})
    check(plan(changed, "clean"))
    for until in ("encode", "deploy"):
        with pytest.raises(InputError, match=rf"^tasks.drugs.{split}: there are no .txt files in .*nowhere; correct"):
            check(plan(changed, until))


def test_what_else_must_not_be_trained_on_is_looked_into_too(recipe: Recipe) -> None:
    changed = recipe.with_overrides({"dedup.evaluation": ["cases", "nowhere"]})
    check(jobs(changed, "encode"))
    with pytest.raises(InputError, match=r"^dedup.evaluation.1: there are no .txt files in .*nowhere; correct"):
        check(jobs(changed, "dedup"))


def test_storage_that_cannot_be_written_is_refused(recipe: Recipe, tmp_path: Path) -> None:
    check_storage(recipe)
    assert recipe.root.files() == []
    write(tmp_path / "file", "")
    for storage in (str(tmp_path / "file"), "/proc/nowhere/runs"):
        with pytest.raises(ConfigError, match=rf"^storage: {storage} cannot hold runs: .*Give storage=FOLDER"):
            check_storage(recipe.with_overrides({"storage": storage}))


def test_storage_on_an_object_store_is_tried(recipe: Recipe, s3_folder: Folder) -> None:
    check_storage(recipe.with_overrides({"storage": s3_folder.uri}))
    assert s3_folder.files() == []
    with pytest.raises(ConfigError, match=r"^storage: s3://nobody.* cannot hold runs: "):
        check_storage(recipe.with_overrides({"storage": s3_folder.uri.replace("bucket-", "nobody-")}))


def test_a_finished_stage_that_lost_a_shard_is_not_skipped(recipe: Recipe, ran: list[str]) -> None:
    run_until(recipe, "dedup")
    recipe.root.delete("dedup")
    recipe.root.delete("clean/shards/00000.json")
    ran.clear()
    assert "/clean lost or changed since it was finished: 1 of 1 shards. Delete " in refusal(recipe, "dedup")
    assert ran == []


def test_the_identity_of_a_finished_stage_stands_in_its_manifest_too(recipe: Recipe, ran: list[str]) -> None:
    run_until(recipe, "clean")
    recipe.root.delete("clean/identity.json")
    assert "config.min_tokens" in refusal(recipe.with_overrides({"clean.min_tokens": 9}), "clean")
    assert ran == ["ingest", "clean"]


def test_seconds_add_up_over_attempts(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    def tell_and_stop(_: Any, run: Run) -> None:
        run.began -= 100
        run.progress(1, 2)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(execute, "load_function", lambda stage: tell_and_stop)
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                run_until(recipe, "ingest")
    run_until(recipe, "ingest")
    manifest = jobs(recipe, "ingest")[0].manifest()
    assert manifest is not None
    assert 200 <= manifest["wall_seconds"] < 300
    assert not recipe.root.exists("ingest/progress.json")


# --- the manifest


def test_the_manifest_is_complete(recipe: Recipe) -> None:
    planned = plan(recipe, "ingest")
    sources = check(planned)
    told = run_job(planned[0], sources, Execution(3, 0.5))
    manifest = planned[0].manifest()
    assert manifest == json.loads(json.dumps(told))
    assert manifest["identity"] == identity(planned[0], sources)
    assert manifest["fingerprint"] == fingerprint(manifest["identity"])
    assert manifest["identity"]["sources"]["cases"]["files"] == 2
    assert {"python", "bioroberta", "ray", "torch", "transformers", "pyarrow"} <= manifest["versions"].keys()
    assert manifest["counts"] == {"kept": {"cases": {"rows": 1, "tokens": 3}}}
    assert manifest["execution"] == {"workers": 3, "cpus_per_worker": 0.5, "use_gpu": False, "json_logs": False}
    assert manifest["results"] == {"best": 2}
    assert manifest["shards"] == 1
    assert {
        "commit",
        "started",
        "wall_seconds",
        "driver_cpu_seconds",
        "worker_cpu_seconds",
        "output",
    } <= manifest.keys()
    folder = planned[0].folder
    assert parse(Recipe, yaml.safe_load(folder.read_text("recipe.yaml"))) == recipe
    assert json.loads(folder.read_text("identity.json")) == manifest["identity"]
    assert json.loads(folder.read_text("metrics.jsonl"))["step"] == 1
    assert len(folder.files("data/*")) == 1, "what no marker names is gone"


def test_no_place_of_this_machine_is_part_of_an_identity(recipe: Recipe, tmp_path: Path) -> None:
    run_until(recipe, "evaluate")
    for job in plan(recipe, "evaluate"):
        assert str(tmp_path) not in job.folder.read_text("identity.json")


def test_the_manifest_is_written_last(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    write_bytes = Folder.write_bytes

    def note(folder: Folder, path: str, data: bytes) -> None:
        written.append(path)
        write_bytes(folder, path, data)

    monkeypatch.setattr(Folder, "write_bytes", note)
    run_until(recipe, "ingest")
    assert written[-1] == "manifest.json"
    assert written.count("manifest.json") == 1
    assert {"recipe.yaml", "identity.json", "metrics.jsonl"} < set(written)


def test_the_output_of_a_saved_folder_is_its_content(recipe: Recipe) -> None:
    run_until(recipe, "tokenizer")
    outputs = {job.label: job.manifest()["output"] for job in plan(recipe, "tokenizer")}
    assert len(set(outputs.values())) == 2  # three equal shards, one saved folder
    assert plan(recipe, "tokenizer")[-1].manifest()["counts"] == {}


def test_a_stage_that_fails_leaves_no_manifest_but_its_metrics(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Any, run: Run) -> None:
        run.log(step=7)
        run.log(step=8)
        raise RunError("too many documents failed")

    monkeypatch.setattr(execute, "load_function", lambda stage: fail)
    planned = plan(recipe, "ingest")
    with pytest.raises(RunError, match="too many"):
        run_job(planned[0], check(planned), Execution(1))
    assert planned[0].manifest() is None
    assert not is_done(planned[0], check(planned))
    assert len(planned[0].folder.read_text("metrics.jsonl").splitlines()) == 2


def test_a_service_that_fails_leaves_no_manifest_of_before(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    run_until(recipe, "deploy")

    def fail(_: Any, run: Run) -> None:
        raise RunError("port in use")

    monkeypatch.setattr(execute, "load_function", lambda stage: fail)
    with pytest.raises(RunError, match="port"):
        run_until(recipe, "deploy")
    assert jobs(recipe, "deploy")[0].manifest() is None


def test_the_same_road_on_an_object_store(recipe: Recipe, s3_folder: Folder, ran: list[str]) -> None:
    remote = recipe.with_overrides({"storage": s3_folder.uri})
    run_until(remote, "tokenizer")
    run_until(remote, "tokenizer")
    assert ran == ["ingest", "clean", "dedup", "tokenizer"]
    assert "config.min_tokens" in refusal(remote.with_overrides({"clean.min_tokens": 9}), "clean")
