"""What is told of files that no corpus reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bioroberta.corpus.config import IngestConfig
from bioroberta.corpus.locations import sort_out
from bioroberta.corpus.unread import unread, unread_here
from bioroberta.storage import Folder


def write(folder: Folder, *names: str) -> None:
    for name in names:
        folder.write_bytes(name, b"x")


def corpora(*sources: dict[str, Any]) -> IngestConfig:
    return IngestConfig.model_validate({"corpora": [{"format": "text", **source} for source in sources]})


def lines(*sources: dict[str, Any]) -> list[str]:
    config = corpora(*sources)
    return list(unread(config.corpora, {source.name: sort_out(source) for source in config.corpora}))


def test_files_are_counted_by_suffix(tmp_path: Path) -> None:
    write(Folder(str(tmp_path)), "a.TXT", "b.zip", "c.docx", "d/E.DOCX", "f.odt")
    told = "casos: 3 files are not read (2 .docx, 1 .odt): they do not match **/*.txt"
    source = {"name": "casos", "path": str(tmp_path)}
    assert lines(source) == list(unread_here(corpora(source).corpora)) == [told]
    assert lines({**source, "pattern": "*.odt"}) == [
        "casos: 4 files are not read (2 .docx, 1 .txt, 1 .zip): they do not match *.odt"
    ]
    assert lines({**source, "path": str(tmp_path / "*.odt")}) == []


def test_no_part_of_a_name_and_few_suffixes_are_told(tmp_path: Path) -> None:
    write(Folder(str(tmp_path)), "x.txt", "README", "Sr. Ana López", *(f"{n}.s{n}" for n in range(9)))
    [line] = lines({"name": "casos", "path": str(tmp_path)})
    assert line == (
        "casos: 11 files are not read (1 .s0, 1 .s1, 1 .s2, 1 .s3, 1 .s4, 6 others): they do not match **/*.txt"
    )


@pytest.mark.parametrize("place", ["local", "s3"])
def test_what_another_corpus_reads_is_read(request: pytest.FixtureRequest, tmp_path: Path, place: str) -> None:
    folder = Folder(str(tmp_path)) if place == "local" else request.getfixturevalue("s3_folder")
    write(folder, "d/a.txt", "d/a.ann", "d/emea/x.es", "d/emea/x.en")
    first = {"name": "casos", "path": folder.child("d").uri, "format": "brat"}
    second = {"name": "emea", "path": folder.child("d/emea").uri, "format": "moses"}
    rest = "1 file is not read (1 .en): it does not match"
    assert lines(first, second) == [f"casos: {rest} **/*.txt", f"emea: {rest} **/*.es"]


def test_links_that_lead_nowhere_are_counted(tmp_path: Path) -> None:
    write(Folder(str(tmp_path)), "a.txt")
    (tmp_path / "b.txt").symlink_to("nowhere")
    assert lines({"name": "casos", "path": str(tmp_path)}) == ["casos: 1 link leads nowhere, and nothing is read of it"]


def test_corpora_that_are_not_there_are_passed_over(tmp_path: Path) -> None:
    sources = [{"name": "a", "path": str(tmp_path / "a")}, {"name": "b", "path": "s3://nobody/knows"}]
    assert list(unread_here(corpora(*sources).corpora)) == []
