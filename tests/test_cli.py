"""The command line: what it imports, what it says, how it exits."""

from __future__ import annotations

import json
import os
import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bioroberta import cli, deploy, detached, download
from bioroberta.config import parse
from bioroberta.recipe import ExecutionConfig
from bioroberta.run import Execution
from bioroberta.sample import generator
from bioroberta.sample.config import SampleConfig
from bioroberta.stages import NAMES
from tests.finished import finish
from tests.small_recipe import values, write, write_inputs

pytestmark = pytest.mark.usefixtures("logging_as_before")


@pytest.fixture
def recipe(tmp_path: Path) -> str:
    """The path of a small recipe with its inputs beside it."""
    write_inputs(tmp_path / "inputs")
    path = tmp_path / "small.yaml"
    path.write_text(yaml.safe_dump(values(tmp_path / "inputs", tmp_path / "runs")), encoding="utf-8")
    return str(path)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, no_cluster: None) -> list[ExecutionConfig]:
    """Stages run in this process; the list holds what each start of Ray would have been asked for."""
    wanted: list[ExecutionConfig] = []

    def start(execution: ExecutionConfig) -> Execution:
        wanted.append(execution)
        return Execution(1)

    monkeypatch.setattr(cli, "start_ray", start)
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    return wanted


def failure(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 2) -> str:
    """The one line that a command says when it fails."""
    assert cli.main(arguments) == code
    said = capsys.readouterr()
    assert said.out == ""
    lines = [line for line in said.err.splitlines() if line.startswith("error: ")]
    assert said.err.splitlines()[-1:] == lines, said.err
    return lines[0]


# --- what it loads


DEMO = "jobs/recipes/demo.yaml"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["clean", "--help"],
        ["--version"],
        ["clean", "missing.yaml"],
        ["takedown", "missing.yaml", "a/b#0"],
        ["keys", "clean"],
        ["run", DEMO, "--dry-run"],
        ["status", DEMO],
    ],
)
def test_help_and_refusals_load_no_heavy_library(arguments: list[str]) -> None:
    code = (
        "import sys; from bioroberta.cli import main\n"
        f"try: main({arguments})\nexcept SystemExit: pass\n"
        "print([name for name in ('ray', 'torch', 'transformers', 'tokenizers', 'numpy.linalg.lapack') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_scoring_loads_no_heavy_library_either(tmp_path: Path) -> None:
    write(tmp_path / "a.ann", "T1\tDRUG 0 4\tasma\n")
    code = (
        f"import sys; from bioroberta.cli import main; main(['score', {str(tmp_path)!r}, {str(tmp_path)!r}])\n"
        "print([name for name in ('ray', 'torch', 'transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["micro 1.0000 1.0000 1.0000", "DRUG 1.0000 1.0000 1.0000", "[]"]


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["--help"])
    assert caught.value.code == 0
    shown = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line.startswith("    ")]
    assert {*NAMES, "run", "takedown", "extend", "status", "keys", "sample", "download", "score"} <= {*shown}


def test_the_installed_command_and_the_module_are_the_same() -> None:
    here = Path(sys.executable).with_name("bioroberta")
    for command in ([str(here)], [sys.executable, "-m", "bioroberta"]):
        if command == [str(here)] and not here.exists():
            pytest.skip("the package is not installed")
        done = subprocess.run([*command, "clean"], capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert "bioroberta clean: error: the following arguments are required: RECIPE" in done.stderr


# --- what it refuses


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["cleen", "r.yaml"], "invalid choice: 'cleen' (choose from"),
        (["run", "r.yaml", "--until", "cleen"], "invalid choice: 'cleen'"),
        (["clean", "r.yaml", "--until", "x"], "unrecognized arguments: --until"),
        (["score", "one"], "required: PREDICTED_DIR"),
        ([], "required: COMMAND"),
        (["run"], "required: RECIPE"),
    ],
)
def test_an_unknown_command_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2
    assert said in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        (["clean.min_token=4"], "unknown key 'clean.min_token', did you mean 'clean.min_tokens'?"),
        (["clean.min_tokens"], "'clean.min_tokens' is not key=value; write for example clean.min_tokens=4"),
        (["clean.min_tokens=many"], "'clean.min_tokens' = 'many': Input should be a valid integer"),
        (["ingest.corpora.0.path=nowhere"], "corpus cases: there is no folder "),
        (["ingest.corpora.0.format=warc"], "matches **/*.warc; correct its path, format or pattern"),
        (
            ["inputs=$BIOROBERTA_NOWHERE/x"],
            "the environment variable BIOROBERTA_NOWHERE is not set; set it, or give inputs",
        ),
        (["inputs=${BIOROBERTA_NOWHERE}"], "the environment variable BIOROBERTA_NOWHERE is not set"),
        (["storage=s3://key:secret@b/x"], "take the credentials out of the URI"),
        (["storage=s4://b/x"], "s4://b/x/small is not a folder that can be opened"),
    ],
)
def test_wrong_input_is_one_sentence_and_starts_nothing(
    capsys: pytest.CaptureFixture[str],
    recipe: str,
    started: list[ExecutionConfig],
    tmp_path: Path,
    overrides: list[str],
    said: str,
) -> None:
    line = failure(capsys, "ingest", recipe, *overrides)
    assert said in line
    assert "secret" not in line
    assert started == []
    assert not (tmp_path / "runs").exists()


def test_a_missing_recipe(capsys: pytest.CaptureFixture[str], recipe: str) -> None:
    assert failure(capsys, "clean", recipe.replace("small", "smoll")) == (
        f"error: there is no recipe {recipe.replace('small', 'smoll')}; there are {recipe}"
    )


def test_an_empty_corpus(
    capsys: pytest.CaptureFixture[str], recipe: str, started: list[ExecutionConfig], tmp_path: Path
) -> None:
    for path in (tmp_path / "inputs/cases").iterdir():
        path.unlink()
    said = failure(capsys, "run", recipe)
    assert "corpus cases: no file in " in said
    assert started == []


def test_a_storage_that_is_a_file(
    capsys: pytest.CaptureFixture[str], recipe: str, started: list[ExecutionConfig]
) -> None:
    said = failure(capsys, "run", recipe, f"storage={recipe}")
    assert f"error: storage: {recipe} cannot hold runs: " in said
    assert started == []


def test_a_wrong_task_folder_by_the_key_of_the_recipe(
    capsys: pytest.CaptureFixture[str], recipe: str, started: list[ExecutionConfig]
) -> None:
    said = failure(capsys, "run", recipe, "tasks.drugs.report=nowhere")
    assert said.startswith("error: tasks.drugs.report: there are no .txt files in ")
    assert started == []


def test_a_stage_before_its_turn(
    capsys: pytest.CaptureFixture[str], recipe: str, started: list[ExecutionConfig]
) -> None:
    said = failure(capsys, "clean", recipe)
    assert "clean reads ingest, which is not finished in " in said
    assert "run `bioroberta ingest RECIPE` first" in said
    assert started == []


def test_another_recipe_under_the_same_name(
    capsys: pytest.CaptureFixture[str], recipe: str, started: list[ExecutionConfig]
) -> None:
    assert cli.main(["ingest", recipe]) == 0
    capsys.readouterr()
    said = failure(capsys, "ingest", recipe, "ingest.shard_bytes=7", code=1)
    assert "config.shard_bytes: 16777216 there, 7 now" in said
    assert len(started) == 1


def test_a_relative_storage_on_a_cluster(
    capsys: pytest.CaptureFixture[str], recipe: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:6379")
    said = failure(capsys, "ingest", recipe, "storage=runs")
    assert "storage: 'runs' is relative" in said
    assert "give storage=/a/shared/folder or storage=s3://bucket/runs" in said


def test_a_failure_among_lines_of_json_is_one_of_them(
    capsys: pytest.CaptureFixture[str], recipe: str, started: list[ExecutionConfig]
) -> None:
    assert cli.main(["ingest", recipe]) == 0
    capsys.readouterr()
    assert cli.main(["ingest", recipe, "execution.json_logs=true", "ingest.shard_bytes=7"]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert json.loads(line)["level"] == "error"
    assert re.match(r"/\S+ was made from something else: config.shard_bytes", json.loads(line)["message"])
    assert len(started) == 1


@pytest.mark.parametrize("content", ["[]", "{"])
def test_a_damaged_manifest_is_told_before_anything_is_skipped(
    capsys: pytest.CaptureFixture[str], recipe: str, started: list[ExecutionConfig], tmp_path: Path, content: str
) -> None:
    assert cli.main(["ingest", recipe]) == 0
    capsys.readouterr()
    write(tmp_path / "runs/small/ingest/manifest.json", content)
    for command in ("ingest", "status"):
        assert cli.main([command, recipe]) == 1
        said = capsys.readouterr().err
        assert re.fullmatch(r"error: manifest.json in \S+ is damaged: delete this file and run the stage again\n", said)
    assert len(started) == 1


def test_nobody_reads_on() -> None:
    command = shlex.join([sys.executable, "-m", "bioroberta", "keys"])
    done = subprocess.run(f"{command} | true", shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_an_interrupted_run_says_how_to_go_on(
    capsys: pytest.CaptureFixture[str], recipe: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_run", interrupt)
    assert cli.main(["ingest", recipe]) == 130
    assert "run the same command again to go on" in capsys.readouterr().err


def test_an_interrupted_sample_does_not_go_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(generator, "write_sample", interrupt)
    assert cli.main(["sample", str(tmp_path / "out")]) == 130
    assert "not whole: remove it and run the same command again" in capsys.readouterr().err


# --- what it does


def test_two_stages_and_again(
    capsys: pytest.CaptureFixture[str], recipe: str, started: list[ExecutionConfig], tmp_path: Path
) -> None:
    assert cli.main(["run", recipe, "--until", "clean", "clean.min_tokens=2"]) == 0
    said = capsys.readouterr()
    assert [line.split()[0] for line in said.out.splitlines()] == ["stage", "ingest", "clean", "run:"]
    assert said.out.splitlines()[1].split() == [
        "ingest",
        "2",
        "30",
        "2",
        "30",
        "0",
        "0",
        said.out.split("\n")[1].split()[-1],
    ]
    assert said.out.splitlines()[-1] == f"run: {tmp_path / 'runs/small'}"
    assert "clean: begins" in said.err
    assert cli.main(["run", recipe, "clean.min_tokens=2", "--until", "clean"]) == 0
    said = capsys.readouterr()
    assert "ingest: done before, skipped" in said.err
    assert "clean: done before, skipped" in said.err
    assert len(started) == 1, "Ray is not started for nothing"


def test_logs_hold_no_text(capsys: pytest.CaptureFixture[str], recipe: str, started: list[ExecutionConfig]) -> None:
    assert cli.main(["run", recipe, "--until", "dedup"]) == 0
    said = capsys.readouterr()
    assert "paciente" not in said.out + said.err
    assert started


def test_environment_variables_are_replaced_in_places(
    recipe: str, started: list[ExecutionConfig], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MY_DATA", str(tmp_path))
    assert cli.main(["ingest", recipe, "inputs=$MY_DATA/inputs", "storage=${MY_DATA}/elsewhere"]) == 0
    assert started
    assert f"inputs: {tmp_path}/inputs" in (tmp_path / "elsewhere/small/ingest/recipe.yaml").read_text()


def test_relative_places_are_of_the_current_folder(
    recipe: str, started: list[ExecutionConfig], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["ingest", recipe, "inputs=inputs", "storage=here"]) == 0
    assert started
    assert f"storage: {tmp_path}/here" in (tmp_path / "here/small/ingest/recipe.yaml").read_text()


# --- what one has


def test_a_dry_run_tells_every_stage_and_touches_nothing(
    capsys: pytest.CaptureFixture[str], recipe: str, started: list[ExecutionConfig], tmp_path: Path
) -> None:
    assert cli.main(["run", recipe, "--dry-run", "--until", "clean", "inputs=/nowhere"]) == 0
    said = capsys.readouterr().out
    assert [line.split(":")[0] for line in said.splitlines() if not line.startswith(" ")] == ["ingest", "clean"]
    assert "reads   cases: /nowhere/cases/**/*.txt as text  (not there)" in said
    assert (started, (tmp_path / "runs").exists()) == ([], False)


def test_a_dry_run_refuses_a_wrong_recipe(capsys: pytest.CaptureFixture[str], recipe: str) -> None:
    said = failure(capsys, "run", recipe, "--dry-run", "clean.min_token=4")
    assert "did you mean 'clean.min_tokens'" in said


def test_status_before_and_after(
    capsys: pytest.CaptureFixture[str], recipe: str, started: list[ExecutionConfig]
) -> None:
    assert cli.main(["ingest", recipe]) == 0
    capsys.readouterr()
    assert cli.main(["status", recipe]) == 0
    states = [line.split("  ")[0] for line in capsys.readouterr().out.splitlines()]
    assert states[:2] == ["ingest", "clean"]
    assert cli.main(["status", recipe, "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["state"] for each in told[:2]] == ["done", "not begun"]
    assert told[0]["numbers"]["kept"] == 2
    assert started


def test_keys_are_listed_below_a_prefix(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["keys", "execution.workers"]) == 0
    assert capsys.readouterr().out.startswith("execution.workers = null  (int, > 0 or null)\n    Workers of a stage")
    assert "did you mean 'execution'" in failure(capsys, "keys", "executoin")


def test_logs_are_a_line_of_counts_a_stage_as_json_on_request(
    capsys: pytest.CaptureFixture[str], recipe: str, started: list[ExecutionConfig]
) -> None:
    assert cli.main(["ingest", recipe]) == 0
    assert "ingest: done: 2 documents in, 30 tokens in, 2 kept, 30 tokens kept, 0 rejected, 0 failed" in (
        capsys.readouterr().err
    )
    assert cli.main(["clean", recipe, "execution.json_logs=true"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert told[-1]["stage"] == "clean"
    assert (told[-1]["documents_in"], told[-1]["kept"]) == (2, 2)
    assert started


# --- sample


def test_sample_is_written_to_a_new_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["sample", str(tmp_path / "sample")]) == 0
    assert (tmp_path / "sample/corpora").is_dir()
    capsys.readouterr()
    assert "sample is not empty; name a new folder" in failure(capsys, "sample", str(tmp_path / "sample"))
    (tmp_path / "sample/truth/manifest.json").unlink()
    said = failure(capsys, "sample", str(tmp_path / "sample"))
    assert said == (
        f"error: the sample in {tmp_path}/sample is unfinished; delete {tmp_path}/sample and run the same command again"
    )


@pytest.mark.parametrize("size", ["1,5GB", "1.5", "-3MB", "0", "0.0GB", "three", "1GB2", "true", "1e9"])
def test_a_size_is_read_whole_or_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path, size: str) -> None:
    said = failure(capsys, "sample", str(tmp_path / "sample"), f"size={size}")
    assert said.endswith("is not a size above 0; write for example 1.5GB, 200MB or 8000000")
    assert not (tmp_path / "sample").exists()


@pytest.mark.parametrize(
    ("size", "read"), [("1.5GB", 1_500_000_000), ("3 MB", 3_000_000), (8_000_000, 8_000_000), ("1MiB", 1 << 20)]
)
def test_sizes_are_read(size: str | int, read: int) -> None:
    assert parse(SampleConfig, {"size": size}).size == read


# --- download


def test_download_lists_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["download"]) == 0
    assert capsys.readouterr().out == download.describe() + "\n"


def test_download_fetches_into_a_folder(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[tuple[str, Path]] = []
    monkeypatch.setattr(download, "download", lambda name, folder: asked.append((name, folder)))
    assert cli.main(["download", "emea", str(tmp_path)]) == 0
    assert cli.main(["download", "emea"]) == 0
    assert asked == [("emea", tmp_path), ("emea", Path("corpora"))]
    assert f"emea is whole in {tmp_path}/emea" in capsys.readouterr().out
    monkeypatch.undo()
    assert "do you mean 'emea'?" in failure(capsys, "download", "emeo", str(tmp_path))


# --- deploy


def served(monkeypatch: pytest.MonkeyPatch, recipe: str, *overrides: str) -> None:
    """A finished deploy whose server has the models of the small recipe and answers with what it was asked."""
    monkeypatch.setattr(cli, "_run", lambda _: None)
    monkeypatch.setattr(cli, "summarise", lambda _: "table")
    options = cli.parse_arguments(["run", recipe, *overrides])
    loaded = cli.load_recipe(options)
    finish(loaded.root.child("deploy"), results={"url": "http://127.0.0.1:1"})
    models = [{"name": loaded.name, "kind": "fill-mask"}, {"name": "drugs", "kind": "ner"}]
    monkeypatch.setattr(deploy, "models", lambda url: models)
    monkeypatch.setattr(deploy, "ask", lambda url, name, kind, payload: [{"asked": name}])


def test_answers_do_not_depend_on_the_name_of_the_run(
    capsys: pytest.CaptureFixture[str], recipe: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = [recipe, "name=demo2", "deploy.examples.pretrain=El <mask>.", "deploy.examples.drugs=Toma algo."]
    served(monkeypatch, *given)
    assert cli.main(["run", *given]) == 0
    said = capsys.readouterr().out
    assert "POST http://127.0.0.1:1/v1/models/demo2/fill-mask  El <mask>.\n" in said
    assert '{"asked": "demo2"}' in said
    assert '{"asked": "drugs"}' in said


def test_the_line_that_stops_can_be_pasted(
    capsys: pytest.CaptureFixture[str], recipe: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(detached, "ROOT", tmp_path)
    monkeypatch.setenv("MY_DATA", str(tmp_path))
    storage = "storage=$MY_DATA/my runs"
    served(monkeypatch, recipe, "name=x", storage)
    assert cli.main(["run", recipe, "name=x", storage, "clean.min_tokens=2"]) == 0
    words = shlex.split(capsys.readouterr().out.splitlines()[-1])
    assert words == ["bioroberta", "deploy", recipe, "name=x", storage, "--stop"]
    assert cli.main(words[1:]) == 0
    assert capsys.readouterr().out == f"nothing was running for {tmp_path}/my runs/x\n"


@pytest.mark.parametrize("place", ["file", "file/below", "/proc/nowhere/sample"])
def test_sample_needs_a_folder_that_can_be_made(capsys: pytest.CaptureFixture[str], tmp_path: Path, place: str) -> None:
    write(tmp_path / "file", "")
    said = failure(capsys, "sample", str(tmp_path / place))
    assert said.startswith(f"error: {tmp_path / place} ")
    assert said.endswith("; name a new folder")


# --- score


@pytest.fixture
def folders(tmp_path: Path) -> tuple[str, str]:
    """Gold: 2 of a, 1 of b, 1 of c. Predicted: one right (twice), one wrong, none for b, an extra file."""
    write(tmp_path / "gold/a.ann", "T1\tDRUG 0 4\tasma\nT2\tGENE 5 9\tbrca\n#1\tAnnotatorNotes T1\tx\n")
    write(tmp_path / "gold/b.ann", "T1\tDRUG 0 4\tasma\nT2\tDRUG 6 9;12 15\tin two\n")
    write(tmp_path / "gold/sub/c.ann", "T1\tDRUG 0 4\tasma\n")
    write(tmp_path / "predicted/a.ann", "T1\tDRUG 0 4\tasma\nT2\tDRUG 0 4\tasma\nT3\tGENE 5 8\tbrc\nT4 DRUG 1 2 x\n")
    write(tmp_path / "predicted/sub/c.ann", "T9\tDRUG 0 4\tanother text, which offsets overrule\n")
    write(tmp_path / "predicted/d.ann", "T1\tDRUG 0 4\tasma\n")
    return str(tmp_path / "gold"), str(tmp_path / "predicted")


def test_score_prints_micro_then_labels_then_what_was_odd(
    capsys: pytest.CaptureFixture[str], folders: tuple[str, str]
) -> None:
    assert cli.main(["score", *folders]) == 0
    said = capsys.readouterr()
    lines = said.out.splitlines()
    # hits: a's and c's DRUG; extra: GENE 5 8 and d's DRUG; missed: a's GENE and b's DRUG
    assert lines[:3] == ["micro 0.5000 0.5000 0.5000", "DRUG 0.6667 0.6667 0.6667", "GENE 0.0000 0.0000 0.0000"]
    odd = "\n".join(lines[3:])
    assert "gold b.ann 2 discontinuous" in odd
    assert "predicted a.ann 4 malformed" in odd
    assert "predicted b.ann 0 unpaired no prediction file: misses" in odd
    assert "gold d.ann 0 unpaired no gold file: false positives" in odd
    assert len(lines) == 7


def test_score_as_json(capsys: pytest.CaptureFixture[str], folders: tuple[str, str]) -> None:
    assert cli.main(["score", *folders, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["micro"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert said["labels"].keys() == {"DRUG", "GENE"}
    assert said["labels"]["DRUG"]["f1"] == pytest.approx(2 / 3)


def test_scores_of_empty_sets_are_zero(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    write(tmp_path / "gold/a.ann", "")
    (tmp_path / "predicted").mkdir()
    assert cli.main(["score", str(tmp_path / "gold"), str(tmp_path / "predicted")]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "micro 0.0000 0.0000 0.0000"


def test_score_names_a_missing_folder(capsys: pytest.CaptureFixture[str], folders: tuple[str, str]) -> None:
    assert "there is no folder nowhere; name two brat folders" in failure(capsys, "score", folders[0], "nowhere")
    assert "no .ann files" in failure(capsys, "score", os.path.dirname(__file__), folders[0])


# --- Ray


def test_a_cluster_that_is_not_there(
    capsys: pytest.CaptureFixture[str], recipe: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # and does not listen
        address = f"127.0.0.1:{closed.getsockname()[1]}"
        monkeypatch.setenv("RAY_ADDRESS", address)
        said = failure(capsys, "ingest", recipe, code=1)
    assert f"error: there is no Ray cluster at {address} (RAY_ADDRESS): " in said
