"""Documents withdrawn and corpora added: equal to runs that had it so from the start, and cheaper."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml

from bioroberta import cli, reopen
from bioroberta.commit import markers
from bioroberta.config import parse
from bioroberta.corpus.withdrawn import FILE
from bioroberta.dedup import guard
from bioroberta.lock import owned
from bioroberta.recipe import ExecutionConfig, Recipe
from bioroberta.run import Execution, Run
from bioroberta.storage import Folder
from tests.finished import finish
from tests.small_recipe import values, write

LAST = "dedup"
STAGES = reopen.CORPUS
SECRET = "Florindaberta"

CASE = (
    "La paciente {name} ingresa en el hospital por un dolor torácico de {number} horas de evolución. Tras {number} días "
    "de tratamiento con amoxicilina en la planta {number}, {name} recibe el alta con buena evolución clínica."
)
NOTE = "Nota {number} de enfermería: {name} ha dormido {number} horas, está tranquila y no refiere dolor en la herida."
NAMES = ("Ana", "Berta", SECRET, "Delia", "Elena", "Fermina")
GONE = ("cases/4.txt#0", "notes/notes.jsonl#2")
"""What names SECRET, in a file of its own and in one with others."""


pytestmark = pytest.mark.usefixtures("logging_as_before")


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch, no_cluster: None) -> None:
    """Stages run in this process."""

    def start(_: ExecutionConfig) -> Execution:
        return Execution(1)

    monkeypatch.setattr(cli, "start_ray", start)
    monkeypatch.delenv("RAY_ADDRESS", raising=False)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Corpora `cases` (a file a case, some twice), `notes` (lines of JSON) and `later`; a brat set."""
    for number, name in enumerate(NAMES, 2):
        write(tmp_path / f"inputs/cases/{number}.txt", CASE.format(name=name, number=number))
        write(tmp_path / f"inputs/later/{number}.txt", CASE.format(name=name, number=f"{number} o más"))
    for copy, number in ((8, 2), (9, 3)):
        write(tmp_path / f"inputs/cases/{copy}.txt", CASE.format(name=NAMES[number - 2], number=number))
    write(tmp_path / "inputs/later/1.txt", CASE.format(name=NAMES[0], number=2))
    notes = [json.dumps({"text": NOTE.format(name=name, number=number)}) for number, name in enumerate(NAMES, 2)]
    write(tmp_path / "inputs/notes/notes.jsonl", "\n".join(notes))
    for split in ("train", "selection", "report"):
        write(tmp_path / "inputs/ner" / split / f"{split}1.txt", f"Toma {split}.")
        write(tmp_path / "inputs/ner" / split / f"{split}1.ann", "T1\tDRUG 5 9\ttext\n")
    return tmp_path / "inputs"


def recipe_values(inputs: Path, storage: str | Path, *corpora: str) -> dict[str, Any]:
    """A recipe over some of the corpora, two files or notes to a shard."""
    formats = {"notes": "jsonl", "web": "text"}
    sources = [{"name": name, "format": formats.get(name, "text"), "path": name} for name in corpora]
    ingest = {"corpora": sources, "group_bytes": 500, "shard_bytes": 450}
    dedup = {"max_removed": 1.0}
    return {**values(inputs, Path(storage)), "storage": str(storage), "ingest": ingest, "dedup": dedup}


class Made:
    """A recipe's file with its storage, and the command line on it."""

    def __init__(self, folder: Path, given: dict[str, Any]) -> None:
        folder.mkdir(exist_ok=True)
        self.path = folder / "recipe.yaml"
        self.write(given)

    def write(self, given: dict[str, Any]) -> None:
        self.path.write_text(yaml.safe_dump(given), encoding="utf-8")
        self.recipe = parse(Recipe, given)

    def run(self, *words: str, code: int = 0) -> None:
        command, *rest = words
        assert cli.main([command, str(self.path), *rest]) == code

    def run_all(self) -> None:
        self.run("run", "--until", LAST)

    def outputs(self) -> dict[str, tuple[str, Any]]:
        found: dict[str, tuple[str, Any]] = {}
        for stage in STAGES:
            manifest = json.loads(self.recipe.root.read_text(f"{stage}/manifest.json"))
            found[stage] = (manifest["output"], manifest["counts"], manifest["fingerprint"])
        return found

    def markers(self, stage: str) -> dict[int, tuple[str, ...]]:
        """The names of each unit's files, which tell the attempts apart."""
        return {
            marker.unit: tuple(file.name for file in marker.files) for marker in markers(self.recipe.root.child(stage))
        }

    def everything(self) -> dict[str, bytes]:
        root = self.recipe.root
        return {file.path: root.read_bytes(file.path) for file in root.files()}


@pytest.fixture
def make(tmp_path: Path, inputs: Path) -> Callable[..., Made]:
    def _make(name: str, *corpora: str, listed: str = "") -> Made:
        made = Made(tmp_path / name, recipe_values(inputs, tmp_path / name / "runs", *corpora))
        if listed:
            made.recipe.root.write_bytes(FILE, listed.encode())
        return made

    return _make


@pytest.fixture
def made(make: Callable[..., Made]) -> Made:
    """A finished run over `cases` and `notes`."""
    made = make("first", "cases", "notes")
    made.run_all()
    return made


def holding(root: Folder, text: str) -> list[str]:
    """Files in which a text stands, Parquet's columns unpacked."""
    found = []
    for file in root.files():
        content = root.read_bytes(file.path)
        if file.path.endswith(".parquet"):
            with root.open(file.path) as opened:
                content = repr(pq.read_table(opened).to_pylist()).encode()
        if text.encode() in content:
            found.append(file.path)
    return found


# --- takedown


def test_a_takedown_equals_a_run_that_never_had_the_documents(made: Made, make: Callable[..., Made]) -> None:
    assert holding(made.recipe.root, SECRET)
    before = {stage: made.markers(stage) for stage in STAGES}
    made.run("takedown", *GONE)
    fresh = make("fresh", "cases", "notes", listed="\n".join(reversed(GONE)))
    fresh.run_all()
    assert made.outputs() == fresh.outputs()
    assert holding(made.recipe.root, SECRET) == []
    assert made.recipe.root.read_text(FILE) == "".join(f"{name}\n" for name in GONE)
    for stage, units in (("ingest", 5), ("clean", 6)):
        assert len(before[stage]) == units
        assert len(before[stage].items() - made.markers(stage).items()) == 2, "of other units nothing was done again"
    again = made.everything()
    made.run("takedown", *GONE)
    made.run_all()
    assert made.everything() == again


def test_no_other_document_moves_to_another_shard(made: Made) -> None:
    def shards() -> list[list[str]]:
        run = Run(made.recipe.root, "clean", Execution(1))
        return [table["id"].to_pylist() for table in run.read("ingest", ["id"])]

    before = shards()
    made.run("takedown", *GONE)
    assert shards() == [[name for name in shard if name not in GONE] for shard in before]


@pytest.mark.parametrize(
    "gone", [["cases/2.txt#0", "cases/3.txt#0"], [f"notes/notes.jsonl#{line}" for line in range(4)]]
)
def test_a_shard_may_lose_all_it_had(made: Made, make: Callable[..., Made], gone: list[str]) -> None:
    made.run("takedown", *gone)
    fresh = make("fresh", "cases", "notes", listed="\n".join(gone))
    fresh.run_all()
    assert made.outputs() == fresh.outputs()


def test_a_copy_that_was_removed_for_a_withdrawn_document_is_named_and_stays(
    made: Made, make: Callable[..., Made], capsys: pytest.CaptureFixture[str]
) -> None:
    def kept(corpus: Made) -> set[str]:
        return {
            name
            for table in Run(corpus.recipe.root, "x", Execution(1)).read(LAST, ["id"])
            for name in table["id"].to_pylist()
        }

    gone = ["cases/2.txt#0", "cases/9.txt#0"]
    assert not kept(made) & {"cases/8.txt#0", "cases/9.txt#0"}
    capsys.readouterr()
    made.run("takedown", *gone)
    said = [
        line
        for line in capsys.readouterr().err.splitlines()
        if "most of its text in common with a withdrawn document" in line
    ]
    assert re.findall(r"cases/\d", "".join(said)) == ["cases/3", "cases/8"]
    assert "cases/8.txt#0" in kept(made)
    fresh = make("fresh", "cases", "notes", listed="\n".join(gone))
    fresh.run_all()
    assert made.outputs() == fresh.outputs()


def test_what_was_withdrawn_before_stays_out_and_may_come_back(made: Made, make: Callable[..., Made]) -> None:
    before = made.outputs()
    for gone in GONE:
        made.run("takedown", gone)
    assert holding(made.recipe.root, SECRET) == []
    made.recipe.root.delete(FILE)
    made.run("takedown")
    after = made.outputs()
    assert [after[stage] for stage in STAGES] == [before[stage] for stage in STAGES]


def test_ids_in_a_file(made: Made, tmp_path: Path) -> None:
    write(tmp_path / "ids=1.txt", "\n".join([f"\ufeff{GONE[0]}", "", f" {GONE[1]}\r", ""]))  # as Windows writes it
    made.run("takedown", f"@{tmp_path}/ids=1.txt", "ingest.max_failed_share=0.4")
    assert made.recipe.root.read_text(FILE) == "".join(f"{name}\n" for name in GONE)


def test_where_the_guard_stops_it_the_corpus_is_accepted_by_the_same_command(
    made: Made, make: Callable[..., Made], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(guard, "LEAST", dict.fromkeys(guard.LEAST, 0))
    made.run("takedown", *GONE, "dedup.max_removed=0.1", code=1)
    assert "add cases to dedup.accept in the recipe and give the same command again" in capsys.readouterr().err
    made.run("takedown", *GONE, "dedup.max_removed=0.1", "dedup.accept=[cases, notes]")
    assert holding(made.recipe.root, SECRET) == []
    fresh = make("fresh", "cases", "notes", listed="\n".join(GONE))
    fresh.run_all()
    assert made.outputs() == fresh.outputs()


def test_without_what_dedup_left_for_it_the_result_is_the_same(made: Made, make: Callable[..., Made]) -> None:
    made.recipe.root.delete("dedup/work")
    made.run("takedown", *GONE)
    fresh = make("fresh", "cases", "notes", listed="\n".join(GONE))
    fresh.run_all()
    assert made.outputs() == fresh.outputs()


def test_a_lost_file_of_the_ledger_is_told_with_a_remedy(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    for file in made.recipe.root.files("dedup/rejected/*"):
        made.recipe.root.delete(file.path)
    made.run("takedown", *GONE, code=1)
    assert "was committed and is gone: delete" in capsys.readouterr().err


def test_raw_files_that_changed_are_to_be_put_back(
    made: Made, inputs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inputs / "cases/3.txt").unlink()
    made.run("takedown", GONE[0], code=1)
    assert "Put the raw files back as they were, give the run another name" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["cases/4.txt#0", "cases/99.txt#0"], "no document cases/99.txt#0; nothing was changed. Give ids as the col"),
        (["cases/4.txt#1"], "has no document cases/4.txt#1; "),
        (["casos/4.txt#0"], "has no document casos/4.txt#0; "),
        (["cases/4.txt"], "'cases/4.txt' is no document's id; write CORPUS/PATH#RECORD, @FILE or key=value"),
        (["@nowhere.txt"], "@nowhere.txt cannot be read ("),
        (["clean.min_token=3"], "unknown key 'clean.min_token', did you mean"),
    ],
)
def test_what_is_no_document_is_named_and_nothing_is_changed(
    made: Made, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    before = made.everything()
    made.run("takedown", *words, code=2)
    assert said in capsys.readouterr().err
    assert made.everything() == before


def test_another_difference_is_refused_and_nothing_is_changed(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    before = made.everything()
    made.run("takedown", GONE[0], "clean.min_tokens=4", code=1)
    assert "config.min_tokens: 3 there, 4 now. Give the run another name" in capsys.readouterr().err
    assert made.everything() == before


def test_a_run_that_was_not_begun_is_refused(make: Callable[..., Made], capsys: pytest.CaptureFixture[str]) -> None:
    made = make("new", "cases")
    for command in (["takedown", GONE[0]], ["extend"]):
        made.run(*command, code=2)
        assert "no corpus was made in " in capsys.readouterr().err


def test_an_id_that_a_list_made_by_hand_has_in_vain_is_named(
    make: Callable[..., Made], capsys: pytest.CaptureFixture[str]
) -> None:
    made = make("new", "cases", listed="cases/4.txt#0\ncases/40.txt#0\n")
    made.run("ingest", code=1)
    assert "takedown.txt in " in (said := capsys.readouterr().err)
    assert "names cases/40.txt#0, and there is no such document: correct the list, then run `bioroberta take" in said
    made.recipe.root.write_bytes(FILE, b"cases/4.txt#0\n")
    made.run("takedown")
    assert holding(made.recipe.root.child("ingest"), SECRET) == []


def test_a_list_that_changed_is_refused_by_a_run(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    made.recipe.root.write_bytes(FILE, b"cases/4.txt#0\n")
    before = made.everything()
    made.run("run", "--until", LAST, code=1)
    said = capsys.readouterr().err
    assert "takedown.txt: None there, 1 withdrawn (" in said
    assert (
        ". Run `bioroberta takedown RECIPE`, which takes out the documents that are withdrawn now, or give the" in said
    )
    assert made.everything() == before
    made.run("takedown")
    made.run_all()


def test_a_process_at_work_anywhere_in_the_run_is_waited_for(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    finish(made.recipe.root.child("tokenizer"), identity={"inputs": {}})
    before = made.everything()
    with owned(made.recipe.root.child("tokenizer")):
        made.run("takedown", GONE[0], code=1)
    assert f"process {os.getpid()} on " in (said := capsys.readouterr().err)
    assert "/tokenizer" in said
    assert made.everything() == before


def kill_at(made: Made, change: int, patch: pytest.MonkeyPatch) -> None:
    """A takedown that is killed at this of its changes on the disk."""
    left = iter(range(change))

    def falter(function: Callable[..., Any]) -> Callable[..., Any]:
        def faltering(*arguments: Any) -> Any:
            if next(left, None) is None and "owner.json" not in arguments:
                raise KeyboardInterrupt
            return function(*arguments)

        return faltering

    for name in ("write_bytes", "create", "delete"):
        patch.setattr(Folder, name, falter(getattr(Folder, name)))
    made.run("takedown", *GONE, code=130)


@pytest.mark.parametrize("change", [3, 5, 8, 20, 44, 110])
def test_killed_anywhere_it_is_mended_by_the_same_command(
    made: Made, make: Callable[..., Made], monkeypatch: pytest.MonkeyPatch, change: int
) -> None:
    with monkeypatch.context() as patch:
        kill_at(made, change, patch)
    made.run("takedown", *GONE)
    fresh = make("fresh", "cases", "notes", listed="\n".join(GONE))
    fresh.run_all()
    assert made.outputs() == fresh.outputs()
    assert holding(made.recipe.root, SECRET) == []


def test_killed_before_all_stages_were_opened_a_run_names_the_command(
    made: Made, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        kill_at(made, 6, patch)
    changed = [stage for stage in STAGES if not made.recipe.root.exists(f"{stage}/manifest.json")]
    assert len(changed) == 1
    made.run("run", "--until", LAST, code=1)
    assert "Run `bioroberta takedown RECIPE`, which takes out the documents" in capsys.readouterr().err


def test_killed_between_its_stages_a_run_goes_on(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(cli, "run_job", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        made.run("takedown", *GONE, code=130)
    assert not any(made.recipe.root.exists(f"{stage}/manifest.json") for stage in STAGES)
    made.run_all()
    assert holding(made.recipe.root, SECRET) == []


def test_later_stages_that_hold_the_text_are_named(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    root = made.recipe.root
    of = {"dedup": "old", "clean": "old"}
    prints = {
        "tokenizer": {"dedup": "old"},
        "encode": {**of, "tokenizer": "t"},
        "pretrain": {"encode": "e", "tokenizer": "t"},
    }
    for stage, before in prints.items():
        finish(root.child(stage), fingerprint=stage[0], identity={"inputs": before})
    finish(root.child("finetune/drugs"), identity={"inputs": {"pretrain": "p"}})
    root.write_bytes("report/index.html", b"")
    capsys.readouterr()
    made.run("takedown", GONE[0])
    said = capsys.readouterr().out
    assert "learned from it: tokenizer, encode, pretrain, finetune drugs. Delete " in said
    assert f" {root.uri}/finetune/drugs and `bioroberta run RECIPE` makes them anew" in said
    assert f"the data card in {root.uri}/report may be of before" in said


def test_later_stages_that_did_not_learn_from_the_corpus_are_not_named(made: Made) -> None:
    manifest = made.recipe.root.read_json(f"{LAST}/manifest.json")
    root = made.recipe.root
    finish(root.child("tokenizer"), fingerprint="t", identity={"inputs": {"dedup": manifest["fingerprint"]}})
    recipe = made.recipe.with_overrides({"finetune.init_from": str(root.uri)})
    finish(root.child("finetune/drugs"), identity={"inputs": {}})
    assert reopen.outdated(recipe) == []


# --- extend


def test_corpora_that_were_added_last_equal_a_full_run(
    made: Made, make: Callable[..., Made], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {stage: made.markers(stage) for stage in STAGES}
    made.write(recipe_values(tmp_path / "inputs", tmp_path / "first/runs", "cases", "notes", "later"))
    made.run("run", "--until", LAST, code=1)
    assert ". Run `bioroberta extend RECIPE`, which reads what was added and goes on" in (
        said := capsys.readouterr().err
    )
    assert "config.corpora.2: None there, later now; " in said
    made.run("extend")
    fresh = make("fresh", "cases", "notes", "later")
    fresh.run_all()
    assert made.outputs() == fresh.outputs()
    for stage in ("ingest", "clean"):
        assert before[stage].items() < made.markers(stage).items(), "nothing was done again"
    again = made.everything()
    made.run("extend")
    made.run_all()
    assert made.everything() == again


def test_a_stage_that_needs_nothing_keeps_the_name_that_the_next_one_knows(made: Made) -> None:
    root = made.recipe.root
    ingest, clean = (root.read_json(f"{stage}/manifest.json") for stage in ("ingest", "clean"))
    del ingest["identity"][FILE]  # as it was written before there were such lists
    clean["identity"]["inputs"]["ingest"] = ingest["fingerprint"] = "of before"
    for stage, manifest in (("ingest", ingest), ("clean", clean)):
        root.write_bytes(f"{stage}/manifest.json", json.dumps(manifest).encode())
    before = made.everything()
    made.run("extend")
    made.run_all()
    assert made.everything() == before


def test_a_crawled_corpus_may_be_added(made: Made, make: Callable[..., Made], tmp_path: Path) -> None:
    before = made.markers("clean")
    for each, storage in ((made, "first"), (make("fresh", "cases"), "fresh")):
        given = recipe_values(tmp_path / "inputs", tmp_path / storage / "runs", "cases", "notes", "later")
        given["ingest"]["corpora"][-1]["crawled"] = True
        each.write(given)
    made.run("extend")
    fresh = Made(tmp_path / "fresh", yaml.safe_load((tmp_path / "fresh/recipe.yaml").read_text()))
    fresh.run_all()
    assert made.outputs() == fresh.outputs()
    assert before.items() < made.markers("clean").items()


def test_what_was_withdrawn_stays_out_when_corpora_are_added(
    made: Made, make: Callable[..., Made], tmp_path: Path
) -> None:
    made.run("takedown", GONE[0])
    made.write(recipe_values(tmp_path / "inputs", tmp_path / "first/runs", "cases", "notes", "later"))
    made.run("extend")
    made.run("takedown", GONE[1], "later/4.txt#0")
    fresh = make("fresh", "cases", "notes", "later", listed="\n".join([*GONE, "later/4.txt#0"]))
    fresh.run_all()
    assert made.outputs() == fresh.outputs()
    assert holding(made.recipe.root, SECRET) == []


def test_other_changes_beside_are_refused_and_nothing_is_changed(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = made.everything()
    given = recipe_values(tmp_path / "inputs", tmp_path / "first/runs", "cases", "notes", "later")
    for key, value, said in (
        ("ingest.shard_bytes", "7", "config.shard_bytes: 450 there, 7 now"),
        ("ingest.corpora.0.crawled", "true", "config.crawled: [] there, ['cases'] now"),
        ("ingest.corpora.0.license", "CC0-1.0", "config.corpora.0.license: unknown there, CC0-1.0 now"),
        ("clean.min_tokens", "4", "config.min_tokens: 3 there, 4 now"),
    ):
        made.write(given)
        made.run("extend", f"{key}={value}", code=1)
        error = capsys.readouterr().err
        assert said in error
        assert "now. Give the run another name" in error
    write(tmp_path / "inputs/cases/2.txt", "Otro texto.")
    made.run("extend", code=1)
    assert "sources.cases.bytes: " in capsys.readouterr().err
    assert made.everything() == before


@pytest.mark.parametrize("corpora", [("later", "cases", "notes"), ("cases", "later", "notes"), ("cases",), ("later",)])
def test_only_corpora_after_all_others_are_taken(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str], corpora: tuple[str, ...]
) -> None:
    before = made.everything()
    made.write(recipe_values(tmp_path / "inputs", tmp_path / "first/runs", *corpora))
    for command in (["extend"], ["run", "--until", LAST]):
        made.run(*command, code=1)
        said = capsys.readouterr().err
        assert "no corpus was added" in said or command[0] == "run"
        assert "/ingest was made from something else: config.corpora." in said
        assert "`bioroberta extend RECIPE`" not in said
    assert made.everything() == before


@pytest.mark.slow
def test_an_extension_on_an_object_store(
    s3_folder: Folder, make: Callable[..., Made], inputs: Path, tmp_path: Path
) -> None:
    made = Made(tmp_path / "s3", recipe_values(inputs, s3_folder.uri, "cases"))
    made.run_all()
    made.write(recipe_values(inputs, s3_folder.uri, "cases", "later"))
    made.run("extend")
    made.run("takedown", GONE[0], "later/4.txt#0")
    fresh = make("fresh", "cases", "later", listed=f"{GONE[0]}\nlater/4.txt#0")
    fresh.run_all()
    assert made.outputs() == fresh.outputs()
    assert holding(made.recipe.root, SECRET) == []
