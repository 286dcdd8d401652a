"""What a stage does with its run: units that resume, checkpoints, metrics, progress."""

from __future__ import annotations

import json
import logging
import pickle
import re
import shutil
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest

from bioroberta import run as run_module
from bioroberta.commit import commit, marker_name, markers, output_hash
from bioroberta.errors import InputError, RunError
from bioroberta.lock import progress_of
from bioroberta.run import Execution, Run
from bioroberta.schemas import FAILED, Outcome, rows_to_table
from bioroberta.storage import Folder
from tests.finished import finish

DATA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("corpus", pa.string(), nullable=False),
        pa.field("tokens", pa.int64(), nullable=False),
    ]
)


def make_rows(unit: int, traces: Path, wrong: str = "") -> Iterator[Outcome]:
    """A unit's work: two outcomes; leaves a trace of having been computed. Unit 2 goes wrong where asked to."""
    (traces / f"{unit}-{len(list(traces.iterdir()))}").touch()
    if unit == 2 and wrong:
        raise RunError(wrong)
    for part in range(2):
        rows = [{"id": f"{unit}.{part}.{n}", "corpus": "c", "tokens": n} for n in range(unit + 1)]
        failed = [{"id": f"{unit}", "corpus": "c", "path": "p", "error": "bad", "message": ""}] * (part and unit % 2)
        yield Outcome(rows_to_table(rows, DATA), failed=rows_to_table(failed, FAILED))


def double(table: pa.Table) -> Outcome:
    return Outcome(pa.concat_tables([table, table]))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(Folder(str(tmp_path / "runs")), "ingest", Execution(1))


@pytest.fixture
def traces(tmp_path: Path) -> Path:
    (tmp_path / "traces").mkdir()
    return tmp_path / "traces"


def computed(traces: Path) -> list[int]:
    return sorted(int(path.name.partition("-")[0]) for path in traces.iterdir())


# --- on Ray


@pytest.mark.ray
@pytest.mark.usefixtures("ray_cluster")
def test_one_worker_and_two_give_the_same_output(tmp_path: Path, traces: Path) -> None:
    runs = [Run(Folder(str(tmp_path / str(workers))), "ingest", Execution(workers)) for workers in (1, 2)]
    for each in runs:
        each.map_units(range(6), partial(make_rows, traces=traces), DATA)
    assert computed(traces) == sorted([*range(6), *range(6)])
    one, two = (output_hash(markers(each.folder)) for each in runs)
    assert one == two
    finish(runs[1].folder)
    clean = Run(runs[1].root, "clean", Execution(2))
    clean.map_shards("ingest", double, DATA)
    assert [marker.unit for marker in markers(clean.folder)] == list(range(12))
    assert [shard.num_rows for shard in runs[1].read("ingest")] == [n // 2 + 1 for n in range(12)]


@pytest.mark.ray
@pytest.mark.usefixtures("ray_cluster")
def test_an_error_of_ours_in_a_worker_arrives_as_it_is(run: Run, traces: Path) -> None:
    with pytest.raises(RunError, match="^the disk is full$"):
        run.map_units(range(4), partial(make_rows, traces=traces, wrong="the disk is full"), DATA)
    assert marker_name(2) not in [file.path for file in run.folder.files()]


@pytest.mark.ray
@pytest.mark.usefixtures("ray_cluster")
def test_workers_write_to_an_object_store(s3_folder: Folder, traces: Path) -> None:
    run = Run(s3_folder, "ingest", Execution(2))
    run.map_units(range(3), partial(make_rows, traces=traces), DATA)
    assert [marker.unit for marker in markers(run.folder)] == [0, 1, 2]


# --- without


@pytest.mark.usefixtures("no_cluster")
def test_units_with_markers_are_not_computed_again(run: Run, traces: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    work = partial(make_rows, traces=traces)
    with pytest.raises(RunError):
        run.map_units(range(5), partial(work, wrong="stop"), DATA)
    assert computed(traces) == [0, 1, 2]
    before = markers(run.folder)
    run.map_units(range(5), work, DATA)
    assert computed(traces) == [0, 1, 2, 2, 3, 4]
    assert markers(run.folder)[:2] == before
    assert "ingest: going on, 2 of 5 shards were done" in caplog.text
    run.map_units(range(5), work, DATA)
    assert len(computed(traces)) == 6


@pytest.mark.usefixtures("no_cluster")
def test_units_that_are_made_from_something_else_are_done_again(run: Run, traces: Path) -> None:
    work = partial(make_rows, traces=traces)
    run.map_units(range(4), work, DATA, ["a", "b", "c", "d"])
    run.map_units(range(4), work, DATA, ["a", "x", "c", "d"])
    assert computed(traces) == [0, 1, 1, 2, 3]
    assert [marker.inputs for marker in markers(run.folder)] == ["a", "x", "c", "d"]
    run.map_units(range(4), work, DATA)
    counts = run.map_units(range(2), work, DATA, ["a", "x"])
    assert computed(traces) == [0, 1, 1, 2, 3]
    assert [marker.unit for marker in markers(run.folder)] == [0, 1]
    assert counts["kept"]["c"]["rows"] == 6


@pytest.mark.usefixtures("no_cluster")
def test_a_shard_of_other_content_is_mapped_again(run: Run, traces: Path) -> None:
    run.map_units(range(2), partial(make_rows, traces=traces), DATA)
    finish(run.folder)
    clean = Run(run.root, "clean", Execution(1))
    clean.map_shards("ingest", double, DATA)
    before = markers(clean.folder)
    run.map_units(range(2), partial(make_rows, traces=traces), DATA, ["", "again"])
    finish(run.folder)
    clean.map_shards("ingest", double, DATA)
    assert markers(clean.folder) == before, "the same content under another name"
    run.folder.delete(marker_name(1))
    commit(run.folder, 1, make_rows(0, traces), DATA, "again")
    finish(run.folder)
    clean.map_shards("ingest", double, DATA)
    after = markers(clean.folder)
    assert after[:2] == before[:2]
    assert [file.rows for marker in after for file in marker.files] == [2, 2, 2, 2]


@pytest.mark.usefixtures("no_cluster")
def test_a_straggler_that_commits_what_changed_meanwhile_is_found_out(run: Run, traces: Path) -> None:
    def overtaken(unit: int) -> Iterator[Outcome]:
        commit(run.folder, unit, make_rows(unit, traces), DATA, "old")
        yield from make_rows(unit, traces)

    with pytest.raises(RunError, match="0 of 1 shards are committed; run it again"):
        run.map_units([0], overtaken, DATA, ["new"])
    assert markers(run.folder) == []


@pytest.mark.usefixtures("no_cluster")
def test_units_that_are_not_committed_are_reported(run: Run, monkeypatch: pytest.MonkeyPatch, traces: Path) -> None:
    monkeypatch.setattr(Run, "_map", lambda *_: None)
    with pytest.raises(RunError, match="0 of 2 shards are committed; run it again"):
        run.map_units(range(2), partial(make_rows, traces=traces), DATA)


@pytest.mark.usefixtures("no_cluster")
def test_counts_of_all_units_come_back_also_of_those_done_before(run: Run, traces: Path) -> None:
    work = partial(make_rows, traces=traces)
    first = run.map_units([1], work, DATA)
    assert first["failed"] == {"c": {"bad": 1}}
    assert run.map_units([1], work, DATA) == first


@pytest.mark.usefixtures("no_cluster")
def test_a_stage_reads_the_shards_of_the_one_before_in_order(run: Run, traces: Path) -> None:
    run.map_units(range(2), partial(make_rows, traces=traces), DATA)
    clean = Run(run.root, "clean", Execution(1))
    with pytest.raises(InputError, match=r"ingest is not finished in .*: run `bioroberta ingest RECIPE` first"):
        clean.shards("ingest")
    finish(run.folder)
    ids = [row for table in clean.read("ingest", ["id"]) for row in table.column("id").to_pylist()]
    assert ids == ["0.0.0", "0.1.0", "1.0.0", "1.0.1", "1.1.0", "1.1.1"]
    assert len(clean.shards("ingest")) == 4


@pytest.mark.usefixtures("no_cluster")
def test_a_finished_stage_that_lost_or_changed_a_shard_is_refused_by_its_readers(run: Run, traces: Path) -> None:
    run.map_units(range(3), partial(make_rows, traces=traces), DATA)
    finish(run.folder)
    clean = Run(run.root, "clean", Execution(1))
    kept = run.folder.read_bytes(marker_name(1))
    run.folder.delete(marker_name(1))
    with pytest.raises(
        RunError, match=r"/ingest is not as its stage left it \(2 of 3 shards .*: delete .*ingest and run"
    ):
        clean.shards("ingest")
    run.folder.write_bytes(marker_name(1), run.folder.read_bytes(marker_name(0)).replace(b'"unit": 0', b'"unit": 1'))
    with pytest.raises(RunError, match="3 of 3 shards are there, with other content"):
        list(clean.read("ingest"))
    run.folder.write_bytes(marker_name(1), kept)
    assert len(clean.shards("ingest")) == 6


@pytest.mark.ray
@pytest.mark.usefixtures("ray_cluster")
def test_rows_of_shards_that_were_done_before_are_counted_too(
    run: Run, traces: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    commit(run.folder, 0, make_rows(0, traces), DATA)
    run.began -= 1000
    run.map_units(range(2), partial(make_rows, traces=traces), DATA)
    assert re.search(r"ingest: 2/2 shards, 6 rows, 10\d\d s", caplog.text)
    written = progress_of(run.folder)
    assert written is not None
    assert written.seconds > 1000


def test_a_stage_without_documents_has_no_shards(run: Run) -> None:
    run.map_units([], partial(make_rows, traces=Path()), DATA)
    finish(run.folder)
    assert list(run.read("ingest")) == []


# --- checkpoints


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved/config.json").write_text("{}")
    return tmp_path / "saved"


def test_a_checkpoint_counts_from_the_manifest_on(run: Run, saved: Path) -> None:
    pretrain, finetune = (
        Run(run.root, stage, Execution(1), task) for stage, task in (("pretrain", None), ("finetune", "t"))
    )
    pretrain.save_checkpoint(saved)
    with pytest.raises(InputError, match="pretrain is not finished"):
        finetune.checkpoint("pretrain")
    finish(pretrain.folder)
    assert (finetune.checkpoint("pretrain") / "config.json").read_text() == "{}"
    with pytest.raises(InputError, match=r"finetune of t is not finished in .*finetune/t: run `bioroberta finetune"):
        finetune.checkpoint("finetune", "t")


@pytest.mark.parametrize(("name", "content"), [("config.json", b"[]"), ("config.json", None), ("more.json", b"{}")])
def test_a_checkpoint_that_changed_is_refused_by_the_name_of_the_file(
    run: Run, saved: Path, name: str, content: bytes | None
) -> None:
    run.save_checkpoint(saved)
    finish(run.folder)
    run.folder.delete(f"checkpoint/{name}")
    if content:
        run.folder.write_bytes(f"checkpoint/{name}", content)
    with pytest.raises(
        RunError, match=rf"{name} in .*/ingest/checkpoint is not what the stage saved: delete .*/ingest"
    ):
        run.checkpoint("ingest")


def test_a_checkpoint_is_verified_once_a_process(run: Run, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run.save_checkpoint(saved)
    finish(run.folder)
    run.checkpoint("ingest")
    monkeypatch.setattr(run_module, "identities", None)
    run.checkpoint("ingest")


def test_a_checkpoint_without_a_record_is_refused(run: Run, saved: Path) -> None:
    run.save_checkpoint(saved)
    finish(run.folder, checkpoint={})
    with pytest.raises(RunError, match="is not what the stage saved"):
        run.checkpoint("ingest")


def test_a_new_checkpoint_replaces_the_whole_old_one(run: Run, saved: Path) -> None:
    run.folder.write_bytes("checkpoint/of-before.bin", b"old")
    run.save_checkpoint(saved)
    assert [file.path for file in run.folder.files("checkpoint/*")] == ["checkpoint/config.json"]


def test_a_remote_checkpoint_is_downloaded_once(
    s3_folder: Folder, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    run = Run(s3_folder, "pretrain", Execution(1))
    run.save_checkpoint(saved)
    finish(run.folder, fingerprint="1")
    first = run.checkpoint("pretrain")
    assert (first / "config.json").read_text() == "{}"
    with monkeypatch.context() as patch:
        patch.setattr(Folder, "download", None)
        assert run.checkpoint("pretrain") == first
    finish(run.folder, fingerprint="2")
    assert run.checkpoint("pretrain") != first
    (first / "config.json").write_text("[]")
    finish(run.folder, fingerprint="1")
    run_module._verify.cache_clear()
    with pytest.raises(RunError, match=rf"config.json in {first} is not what the stage saved: delete this copy; if"):
        run.checkpoint("pretrain")


def test_of_two_downloads_at_once_one_stays(
    s3_folder: Folder, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    run = Run(s3_folder, "pretrain", Execution(1))
    run.save_checkpoint(saved)
    finish(run.folder)
    download = Folder.download

    def slowly(folder: Folder, target: Path) -> None:
        download(folder, target)
        shutil.copytree(target, target.with_name(target.name.partition(".")[0]))  # the other process's

    monkeypatch.setattr(Folder, "download", slowly)
    cached = run.checkpoint("pretrain")
    assert [path.name for path in cached.parent.iterdir()] == [cached.name]


# --- what a person sees


def lines_of(run: Run) -> list[dict]:
    return [json.loads(line) for line in run.folder.read_text("metrics.jsonl").splitlines()]


def test_metrics_are_written_now_and_then_and_at_the_end(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(run_module.time, "monotonic", lambda: now)
    run.log(step=1)
    run.log(step=2)
    assert [line["step"] for line in lines_of(run)] == [1]
    now += run_module.SECONDS_BETWEEN_FLUSHES + 1
    run.log(step=3)
    run.log(step=4)
    assert [line["step"] for line in lines_of(run)] == [1, 2, 3]
    run.flush()
    run.flush()
    assert [line["step"] for line in lines_of(run)] == [1, 2, 3, 4]
    again = Run(run.root, run.stage, run.execution)
    again.log(step=5)
    again.flush()
    assert [line["step"] for line in lines_of(run)] == [1, 2, 3, 4, 5]
    assert all(line["time"] > 0 for line in lines_of(run))


def test_results_are_collected(run: Run) -> None:
    run.record(f1=0.5, epoch=1)
    run.record(f1=0.6)
    assert run.results == {"f1": 0.6, "epoch": 1}


def test_progress_without_a_terminal_is_a_line_now_and_then(
    run: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    now = 1000.0
    monkeypatch.setattr(run_module.time, "monotonic", lambda: now)
    for done in range(1, 10):
        run.progress(done, 10, "shards")
    now += run_module.SECONDS_BETWEEN_LINES + 1
    run.progress(9, 10, "shards")
    run.progress(10, 10)
    assert caplog.messages == ["ingest: 1/10 shards", "ingest: 9/10 shards", "ingest: 10/10"]
    assert capsys.readouterr().err == ""
    written = progress_of(run.folder)
    assert written is not None
    assert (written.done, written.total) == (10, 10)


def test_progress_on_a_terminal_renews_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    run.task = "drugs"
    for done in (1, 2):
        run.progress(done, 2, "steps")
    assert capsys.readouterr().err == "\r\x1b[Kingest drugs: 1/2 steps\r\x1b[Kingest drugs: 2/2 steps\n"


def test_a_run_travels_to_workers(run: Run) -> None:
    run.log(step=1)
    run.record(f1=0.5)
    assert pickle.loads(pickle.dumps(run)) == run
