"""Evaluation texts are recognised by name and by text."""

from __future__ import annotations

from pathlib import Path

import pytest

from bioroberta.dedup.contamination import read_evaluation
from bioroberta.dedup.exact import text_hash
from bioroberta.errors import InputError
from tests.small_recipe import write


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    write(tmp_path / "report" / "S0004-0614.2005-1.txt", "Paciente de 54 años.")
    write(tmp_path / "report" / "S0004-0614.2005-1.ann", "")
    write(tmp_path / "report" / "deeper" / "caso 2.txt", "Sin alergias conocidas.")
    return tmp_path / "report"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("S0004-0614.2005-1.txt", "report/S0004-0614.2005-1.txt"),
        ("other/folder/S0004-0614.2005-1.txt", "report/S0004-0614.2005-1.txt"),
        ("S0004-0614.2005-1.txt.gz", "report/S0004-0614.2005-1.txt"),
        ("S0004-0614.2005-1", "report/S0004-0614.2005-1.txt"),
        ("caso 2.xml", "report/deeper/caso 2.txt"),
        ("S0004-0614.txt", None),
        ("S0004-0614.2005-10.txt", None),
        ("report/other.txt", None),
    ],
)
def test_by_file_name(reports: Path, path: str, expected: str | None) -> None:
    assert read_evaluation([str(reports)]).match(path, text_hash("another text")) == expected


def test_by_text(reports: Path) -> None:
    texts = read_evaluation([str(reports)])
    assert texts.match("x.txt", text_hash("PACIENTE  de 54 an\u0303os")) == "report/S0004-0614.2005-1.txt"
    assert texts.match("x.txt", text_hash("sin alergias conocidas")) == "report/deeper/caso 2.txt"
    assert texts.match("x.txt", text_hash("Paciente de 55 años.")) is None


def test_several_folders_and_none(reports: Path, tmp_path: Path) -> None:
    write(tmp_path / "more" / "z.txt", "Otro texto.")
    texts = read_evaluation([str(reports), str(tmp_path / "more")])
    assert texts.match("z.html", b"") == "more/z.txt"
    assert texts.match("caso 2.txt", b"") is not None
    assert read_evaluation([]).match("z.txt", text_hash("Otro texto.")) is None


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"empty has no .txt files"):
        read_evaluation([str(tmp_path / "empty")])
