"""Files to shards of documents."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from bioroberta.commit import markers, output_hash
from bioroberta.corpus.clean import clean
from bioroberta.corpus.config import CleanConfig, CorpusSource, IngestConfig
from bioroberta.corpus.ingest import group_files, ingest, read_group
from bioroberta.corpus.inventory import inventory
from bioroberta.corpus.records import Record
from bioroberta.corpus.sources import READERS
from bioroberta.errors import InputError, RunError
from bioroberta.run import Execution, Run
from bioroberta.schemas import CLEAN, DOCUMENT, FAILED, REJECTED, check
from bioroberta.storage import Folder
from tests.corpus.test_archives import pack, pack_tar, pack_zip
from tests.finished import finish
from tests.web_site import serve


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


def test_of_a_withdrawn_document_there_is_a_row_without_text(folder: Path) -> None:
    group, gone = ("casos", ("a.txt", "b.txt", "vacio.txt")), frozenset(["casos/b.txt#0", "casos/vacio.txt#0"])
    [outcome] = read_group(group, config(folder), gone)
    assert outcome.rejected is not None
    assert outcome.data["id"].to_pylist() == ["casos/a.txt#0"]
    row = check(outcome.rejected, REJECTED).to_pylist()[0]
    assert {key: value for key, value in row.items() if value is not None} == {
        "id": "casos/b.txt#0",
        "corpus": "casos",
        "unit": "document",
        "start": 0,
        "end": 0,
        "rule": "takedown",
        "value": 0.0,
        "threshold": 0.0,
        "tokens": 0,
    }
    assert outcome.rejected["rule"].to_pylist() == ["takedown", "empty"]


def test_a_withdrawn_document_counts_for_the_cutting_of_shards(folder: Path) -> None:
    def cut(*gone: str) -> list[list[str]]:
        outcomes = read_group(("emea", ("x.es",)), config(folder, shard_bytes=2000), frozenset(gone))
        return [outcome.data["id"].to_pylist() for outcome in outcomes]

    whole = cut()
    assert len(whole) > 2
    for shard in whole:
        assert cut(*shard) == [[] if each == shard else each for each in whole]


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
    assert [(row["id"], row["error"]) for row in outcome.failed.to_pylist()] == [("patentes/p.jsonl#0", "surrogate")]


TEXTS = {"uno.txt": b"Caso uno.", "b/dos.txt.gz": gzip.compress(b"Caso dos."), "b/guia.pdf": b"%PDF", "c.txt": b" "}


def one_source(path: Path | str, **options: str) -> IngestConfig:
    source = {"name": "casos", "format": "text", "path": str(path), **options}
    return IngestConfig.model_validate({"corpora": [source]})


def rows(config: IngestConfig) -> dict[str, list[str]]:
    """All ids of ingest by part; of what failed with the reason."""
    found: dict[str, list[str]] = {"data": [], "rejected": [], "failed": []}
    for group in group_files(config):
        for outcome in read_group(group, config):
            assert outcome.rejected is not None
            assert outcome.failed is not None
            found["data"] += outcome.data["id"].to_pylist()
            found["rejected"] += outcome.rejected["id"].to_pylist()
            found["failed"] += [f"{row['id']} {row['error']}" for row in outcome.failed.to_pylist()]
    return found


@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tar.gz", ".tar.zst"])
def test_members_of_archives_are_documents_beside_files(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "solo.txt").write_text("Caso solo.")
    (tmp_path / "otros").mkdir()
    (tmp_path / "otros" / f"a{suffix}").write_bytes(pack(suffix, list(TEXTS.items())))
    archive = f"casos/otros/a{suffix}"
    expected = [f"{archive}/uno.txt#0", f"{archive}/b/dos.txt.gz#0", "casos/solo.txt#0"]
    assert rows(one_source(tmp_path)) == {"data": expected, "rejected": [f"{archive}/c.txt#0"], "failed": []}
    for path in (f"otros/a{suffix}", "otros/*"):
        assert rows(one_source(tmp_path / path))["data"] == [name.replace("otros/", "") for name in expected[:2]]
    assert rows(one_source(tmp_path / "*" / f"a{suffix}"))["data"] == expected[:2]
    assert rows(one_source(tmp_path / "otros/*", pattern="u*"))["data"] == [expected[0].replace("otros/", "")]


@pytest.mark.parametrize("suffix", [".zip", ".tar.gz"])
def test_capitals_in_suffixes_are_no_reason_to_leave_a_file_out(tmp_path: Path, suffix: str) -> None:
    names = ("UNO.TXT", "dos.Txt", "TRES.TXT.GZ")
    for name in names[:2]:
        (tmp_path / name).write_text("Texto.")
    (tmp_path / names[2]).write_bytes(gzip.compress(b"Texto."))
    (tmp_path / f"a{suffix.upper()}").write_bytes(
        pack(suffix, [(name, (tmp_path / name).read_bytes()) for name in names])
    )
    ids = [f"casos/{name}#0" for name in sorted(names)]
    assert sorted(rows(one_source(tmp_path))["data"]) == sorted(
        ids + [f"casos/a{suffix.upper()}/{name}#0" for name in names]
    )
    assert rows(one_source(tmp_path, pattern="**/*.Txt"))["data"] == ["casos/dos.Txt#0"]


def test_what_is_not_read_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("a.txt", "b/Ana López.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Texto.")
    with caplog.at_level("INFO"):
        group_files(one_source(tmp_path))
    assert caplog.messages == ["casos: 1 file is not read (1 .docx): it does not match **/*.txt"]


def test_an_archive_is_one_unit_of_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(pack_zip([(f"{number}.txt", b"Texto.") for number in range(100)]))
    config = IngestConfig.model_validate({**one_source(tmp_path).model_dump(), "group_bytes": 1, "shard_bytes": 1000})
    assert group_files(config) == [("casos", ("a.zip",))]
    assert len(list(read_group(("casos", ("a.zip",)), config))) > 5
    assert inventory(config)["casos"]["files"] == 1


def test_faults_of_members_and_archives_stop_no_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [
        ("a.txt", b"Uno."),
        ("in.zip", b"x"),
        ("roto.txt.gz", b"nada"),
        ("falla.txt", b"Dos."),
        ("z.txt", b"Tres."),
    ]
    (tmp_path / "a.tar").write_bytes(pack_tar(files)[: 5 * 1024])
    (tmp_path / "b.zip").write_bytes(pack_zip(files)[:-10])
    (tmp_path / "c.txt").write_text("Cuatro.")
    reader = READERS["text"]

    def fails(stream: io.BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
        if "falla" in path:
            raise RuntimeError("unforeseen")
        return reader(stream, path, source)

    monkeypatch.setitem(READERS, "text", fails)
    found = rows(one_source(tmp_path))
    assert found["data"] == ["casos/a.tar/a.txt#0", "casos/a.tar/z.txt#0", "casos/c.txt#0"]
    assert found["failed"] == [
        "casos/a.tar/in.zip#0 nested archive",
        "casos/a.tar/roto.txt.gz#0 broken file",
        "casos/a.tar/falla.txt RuntimeError",
        "casos/a.tar#0 broken archive",
        "casos/b.zip#0 broken archive",
    ]


def test_an_archive_that_fails_unforeseen_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.zip").write_bytes(pack_zip([("a.txt", b"Uno.")]))
    (tmp_path / "b.txt").write_text("Dos.")
    monkeypatch.setattr("bioroberta.corpus.archives.zip_members", lambda *_: iter([None]))
    assert rows(one_source(tmp_path)) == {
        "data": ["casos/b.txt#0"],
        "rejected": [],
        "failed": ["casos/a.zip AttributeError"],
    }


@pytest.mark.parametrize("ranges", [True, False])
def test_files_and_archives_behind_http(ranges: bool) -> None:
    with serve() as site:
        site.ranges = ranges
        site.files = {
            "/d/a.zip": pack_zip(list(TEXTS.items())),
            "/d/b.tgz": pack(".tgz", list(TEXTS.items())),
            "/c.txt": b"Uno.",
        }
        for name in ("a.zip", "b.tgz"):
            expected = [f"casos/{name}/uno.txt#0", f"casos/{name}/b/dos.txt.gz#0"]
            assert rows(one_source(f"{site.url}/d/{name}?download=1"))["data"] == expected
        assert rows(one_source(f"{site.url}/c.txt"))["data"] == ["casos/c.txt#0"]
        assert inventory(one_source(f"{site.url}/c.txt"))["casos"]["bytes"] == 4


def test_archives_in_an_object_store(s3_folder: Folder) -> None:
    s3_folder.write_bytes("d/a.zip", pack_zip(list(TEXTS.items())))
    s3_folder.write_bytes("d/b.tar.xz", pack(".tar.xz", list(TEXTS.items())))
    expected = [f"casos/{name}/{text}#0" for name in ("a.zip", "b.tar.xz") for text in ("uno.txt", "b/dos.txt.gz")]
    for path in ("d", "d/*"):
        assert rows(one_source(s3_folder.child(path).uri))["data"] == expected
    assert rows(one_source(s3_folder.child("d/a.zip").uri))["data"] == expected[:2]


def test_an_empty_corpus_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "emea").mkdir()
    (tmp_path / "casos").mkdir()
    with pytest.raises(InputError, match="emea"):
        group_files(config(tmp_path))


@pytest.mark.ray
@pytest.mark.usefixtures("ray_cluster")
def test_both_stages_on_the_cluster_whatever_the_workers(folder: Path, tmp_path: Path) -> None:
    options = config(folder, group_bytes=1, shard_bytes=2000)
    first, *others = [_run_stages(options, tmp_path / str(workers), workers) for workers in (1, 2, 4)]
    assert others == [first, first]


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
    finish(runs[0].folder)
    clean(CleanConfig(), runs[1])
    finish(runs[1].folder)
    assert [row for table in runs[1].read("clean") for row in check(table, CLEAN).column("id").to_pylist()]
    return [output_hash(markers(run.folder)) for run in runs]
