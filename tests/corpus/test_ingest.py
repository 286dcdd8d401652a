"""Files to shards of documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from bioroberta.commit import markers, output_hash
from bioroberta.corpus.clean import clean
from bioroberta.corpus.config import CleanConfig, IngestConfig
from bioroberta.corpus.ingest import group_files, ingest, read_group
from bioroberta.errors import InputError, RunError
from bioroberta.run import Execution, Run
from bioroberta.schemas import CLEAN, DOCUMENT, FAILED, REJECTED, check
from bioroberta.storage import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "c/d.txt"):
        (tmp_path / "casos" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "casos" / name).write_text(f"Caso {name} " * 10)
    (tmp_path / "casos" / "vacio.txt").write_text(" ")
    (tmp_path / "casos" / "roto.txt").write_bytes(
        "año, niño, señal, más".encode()[:-1] + "ñ".encode()[:1] + "ñé".encode()
    )
    (tmp_path / "emea").mkdir()
    (tmp_path / "emea" / "x.es").write_text("Frase.\n" * 1000)
    return tmp_path


def config(folder: Path, **options: int) -> IngestConfig:
    corpora = [
        {"name": "emea", "format": "moses", "path": str(folder / "emea"), "license": "CC0-1.0"},
        {"name": "casos", "format": "text", "path": str(folder / "casos")},
    ]
    return IngestConfig.model_validate({"corpora": corpora, **options})


def test_groups_follow_rank_and_path(folder: Path) -> None:
    assert group_files(config(folder)) == [
        ("emea", ("x.es",)),
        ("casos", ("a.txt", "b.txt", "c/d.txt", "roto.txt", "vacio.txt")),
    ]
    assert len(group_files(config(folder, group_bytes=1))) == 6


def test_every_record_is_somewhere_with_a_stable_id(folder: Path) -> None:
    [outcome] = read_group(("casos", ("a.txt", "roto.txt", "vacio.txt")), config(folder))
    assert outcome.rejected is not None
    assert outcome.failed is not None
    for table, schema in ((outcome.data, DOCUMENT), (outcome.rejected, REJECTED), (outcome.failed, FAILED)):
        check(table, schema)
    assert outcome.data.column("id").to_pylist() == ["casos/a.txt#0"]
    assert outcome.data.column("tokens").to_pylist() == [20]
    assert outcome.rejected.column("rule").to_pylist() == ["empty"]
    assert outcome.failed.column("id").to_pylist() == ["casos/roto.txt#0"]


def test_a_big_file_writes_many_shards(folder: Path) -> None:
    outcomes = list(read_group(("emea", ("x.es",)), config(folder, shard_bytes=2000)))
    ids = [identifier for outcome in outcomes for identifier in outcome.data.column("id").to_pylist()]
    assert len(outcomes) > 2
    assert ids == [f"emea/x.es#{record}" for record in range(5)]
    assert all(outcome.data.column("license").to_pylist()[0] == "CC0-1.0" for outcome in outcomes)


def test_what_is_no_text_for_arrow_fails_by_itself(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_text(
        "".join(
            f'{{"ipc": ["A61B"], "title_localized": [{{"text": "{title}", "language": "es"}}]}}\n'
            for title in ("\\\\ud800", "Bien")
        ).replace("\\\\", "\\")
    )
    source = {"name": "patentes", "format": "google_patents", "path": str(tmp_path)}
    [outcome] = read_group(("patentes", ("p.jsonl",)), IngestConfig.model_validate({"corpora": [source]}))
    assert outcome.data.column("id").to_pylist() == ["patentes/p.jsonl#1"]
    assert outcome.failed is not None
    assert outcome.failed.num_rows == 1


def test_an_empty_corpus_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "emea").mkdir()
    (tmp_path / "casos").mkdir()
    with pytest.raises(InputError, match="emea"):
        group_files(config(tmp_path))


@pytest.mark.ray
@pytest.mark.usefixtures("ray_cluster")
def test_both_stages_on_the_cluster_whatever_the_workers(folder: Path, tmp_path: Path) -> None:
    hashes = [_run_stages(config(folder, group_bytes=1, shard_bytes=2000), tmp_path / str(n), n) for n in (1, 2)]
    assert hashes[0] == hashes[1]


@pytest.mark.ray
@pytest.mark.usefixtures("ray_cluster")
def test_a_corpus_in_another_format_fails_the_stage(folder: Path, tmp_path: Path) -> None:
    wrong = config(folder).with_overrides({"corpora.0.format": "jats", "corpora.0.pattern": "*.es"})
    with pytest.raises(RunError, match="emea"):
        ingest(wrong, Run(Folder(str(tmp_path / "run")), "ingest", Execution(1)))


def _run_stages(options: IngestConfig, root: Path, workers: int) -> list[str]:
    """Output hashes of ingest and clean."""
    runs = [Run(Folder(str(root)), stage, Execution(workers)) for stage in ("ingest", "clean")]
    ingest(options, runs[0])
    runs[0].folder.write_bytes("manifest.json", b"{}")
    clean(CleanConfig(), runs[1])
    runs[1].folder.write_bytes("manifest.json", b"{}")
    assert [row for table in runs[1].read("clean") for row in check(table, CLEAN).column("id").to_pylist()]
    return [output_hash(markers(run.folder)) for run in runs]
