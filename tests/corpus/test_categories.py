"""The pass over dumps that finds an encyclopaedia's categories."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from bioroberta.commit import markers, output_hash
from bioroberta.corpus.categories import EDGE, read_edges, select_categories
from bioroberta.corpus.config import IngestConfig
from bioroberta.corpus.ingest import group_files, ingest
from bioroberta.errors import InputError
from bioroberta.run import Execution, Run
from bioroberta.schemas import check
from bioroberta.storage import Folder
from tests.corpus.readers.test_mediawiki import dump, page
from tests.finished import finish

LIFE = page("Categoría:Medicina", "[[Categoría:Ciencias de la vida]]", 14)
ILLS = page("Categoría:Enfermedades", "[[Categoría:Medicina]]", 14)
TOWNS = page("Categoría:Municipios", "", 14)
ASTHMA = page("Asma", "El asma es una enfermedad. [[Categoría:Enfermedades]]")
TOLEDO = page("Toledo", "Toledo es un municipio. [[Categoría:Municipios]]")


@pytest.fixture
def config(tmp_path: Path) -> IngestConfig:
    """Articles in one file, their categories in another, and in an archive a third one that breaks off."""
    folder = tmp_path / "wiki"
    folder.mkdir()
    (folder / "a.xml").write_bytes(dump(ASTHMA, TOLEDO, ILLS))
    (folder / "b.xml").write_bytes(dump(TOWNS))
    with zipfile.ZipFile(folder / "c.zip", "w") as archive:
        archive.writestr("c.xml", dump(LIFE)[:-10])
        archive.writestr("d.xml", b"nothing")
    corpora = [{"name": "wiki", "format": "mediawiki", "path": str(folder), "category": "Ciencias_de_la_vida"}]
    return IngestConfig.model_validate({"corpora": corpora, "group_bytes": 1, "max_failed_share": 1.0})


def run_in(tmp_path: Path, workers: int = 1) -> Run:
    return Run(Folder(str(tmp_path / "run" / str(workers))), "ingest", Execution(workers))


def test_edges_of_a_group(config: IngestConfig) -> None:
    [outcome] = read_edges(("wiki", ("a.xml", "b.xml", "c.zip")), config)
    check(outcome.data, EDGE)
    assert outcome.data["category"].to_pylist() == ["Enfermedades", "Municipios", "Medicina"]
    assert outcome.data["parents"].to_pylist() == [["Medicina"], [], ["Ciencias de la vida"]]


@pytest.mark.usefixtures("no_cluster")
def test_the_selection_is_written_once(config: IngestConfig, tmp_path: Path) -> None:
    run, groups = run_in(tmp_path), group_files(config)
    chosen = select_categories(config, groups, run)
    file = tmp_path / "run/1/ingest/evidence/categories-wiki.json"
    levels = {"Ciencias de la vida": 0, "Enfermedades": 2, "Medicina": 1}
    assert json.loads(file.read_text()) == {"category": "Ciencias_de_la_vida", "depth": 5, "levels": levels}
    file.write_text('{"levels": {}}')
    assert select_categories(config, groups, run) == chosen
    assert file.read_text() == '{"levels": {}}'


@pytest.mark.usefixtures("no_cluster")
def test_a_killed_pass_goes_on_with_the_files_that_are_left(config: IngestConfig, tmp_path: Path) -> None:
    run, groups = run_in(tmp_path), group_files(config)
    select_categories(config, groups, run)
    edges = tmp_path / "run/1/ingest/evidence"
    whole = (edges / "categories-wiki.json").read_bytes()
    (edges / "categories-wiki.json").unlink()
    (edges / "categories-wiki/shards/00001.json").unlink()
    (tmp_path / "wiki/a.xml").write_bytes(b"not read again")
    select_categories(config, groups, run)
    assert (edges / "categories-wiki.json").read_bytes() == whole


@pytest.mark.usefixtures("no_cluster")
def test_a_category_that_is_not_there(config: IngestConfig, tmp_path: Path) -> None:
    wrong = config.with_overrides({"corpora.0.category": "Ciencia de la vida"})
    with pytest.raises(InputError, match="corpus wiki: .*near it are 'Ciencias de la vida'; correct"):
        select_categories(wrong, group_files(wrong), run_in(tmp_path))


@pytest.mark.ray
@pytest.mark.usefixtures("ray_cluster")
def test_ingest_keeps_the_articles_of_the_category_whatever_the_workers(config: IngestConfig, tmp_path: Path) -> None:
    hashes = []
    for workers in (1, 2):
        run = run_in(tmp_path, workers)
        ingest(config, run)
        finish(run.folder)
        [kept] = [table for table in run.read("ingest") if table.num_rows]
        assert kept["title"].to_pylist() == ["Asma"]
        hashes.append(output_hash(markers(run.folder)))
    assert hashes[0] == hashes[1]
