"""Evaluation texts are recognised by name and by text, quotations by 13 words in a row."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from bioroberta.dedup.config import DedupConfig
from bioroberta.dedup.contamination import Match, evaluation_text, evaluation_texts, read_evaluation
from bioroberta.dedup.exact import text_hashes
from bioroberta.dedup.words import words
from bioroberta.errors import InputError
from tests.dedup.stage import BARE, Cutting, Serial, deduplicate, document, ids_of, rows_of
from tests.small_recipe import write

THIRTEEN = "el paciente de cincuenta años ingresa por dolor torácico opresivo de dos horas"
FINE = Cutting((1, 20, 20, 20), 2, 0, 0)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    write(tmp_path / "report" / "S0004-0614.2005-1.txt", "Paciente de 54 años.")
    write(tmp_path / "report" / "S0004-0614.2005-1.ann", "")
    write(tmp_path / "report" / "deeper" / "caso 2.txt", "Sin alergias conocidas.")
    write(tmp_path / "report" / "largo.txt", f"Motivo: {THIRTEEN} de evolución. Se pauta analgesia.")
    return tmp_path / "report"


def found(folders: list[str], path: str, text: str) -> Match | None:
    text_words = words([[text]])
    [match] = evaluation_texts(read_evaluation(folders)).find(text_words, [path], text_hashes(text_words))
    return match


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
    assert found([str(reports)], path, "another text") == (expected and Match(expected, 1.0, True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PACIENTE  de 54 an\u0303os", "report/S0004-0614.2005-1.txt"),
        ("sin alergias conocidas", "report/deeper/caso 2.txt"),
        ("Paciente de 55 años.", None),
        ("Sin alergias conocidas. Fuma.", None),
        ("", None),
    ],
)
def test_by_text(reports: Path, text: str, expected: str | None) -> None:
    assert found([str(reports)], "x.txt", text) == (expected and Match(expected, 1.0, True))


@pytest.mark.parametrize(
    ("text", "share"),
    [
        (THIRTEEN, 1.0),
        (f"Se dijo: «{THIRTEEN.upper()}»; y nada más se supo.", 1 / 8),
        (f"{THIRTEEN} de evolución, {THIRTEEN}", 4 / 16),
        (THIRTEEN.replace("años", "meses") + " " + THIRTEEN.rpartition(" ")[0], None),
        (THIRTEEN.rpartition(" ")[0] + " días", None),  # twelve words and another
    ],
)
def test_thirteen_words_in_a_row_are_a_quotation(reports: Path, text: str, share: float | None) -> None:
    assert found([str(reports)], "x.txt", text) == (share and Match("report/largo.txt", share, False))


def test_the_document_with_most_of_the_quoted_words_is_named(reports: Path, tmp_path: Path) -> None:
    write(tmp_path / "more" / "eco.txt", f"{THIRTEEN} sin fiebre ni disnea")
    write(tmp_path / "more" / "z.txt", "Otro texto.")
    folders = [str(reports), str(tmp_path / "more")]
    assert found(folders, "x", f"{THIRTEEN} sin fiebre ni disnea. Y más.") == Match("more/eco.txt", 5 / 7, False)
    assert found(folders, "x", f"{THIRTEEN} sin.") == Match("report/largo.txt", 1.0, False)  # of equals the first
    assert found(folders, "z.html", THIRTEEN) == Match("more/z.txt", 1.0, True)
    assert evaluation_text(folders, "report/deeper/caso 2.txt") == "Sin alergias conocidas."
    assert evaluation_text(folders, "more/z.txt") == "Otro texto."


def test_of_equal_names_and_equal_texts_the_first_is_named(reports: Path, tmp_path: Path) -> None:
    write(tmp_path / "more" / "caso 2.txt", "Paciente de 54 años.")
    folders = [str(reports), str(tmp_path / "more")]
    assert found(folders, "caso 2", "") == Match("report/deeper/caso 2.txt", 1.0, True)
    assert found(folders, "x", "paciente de 54 años") == Match("report/S0004-0614.2005-1.txt", 1.0, True)
    assert found(folders[::-1], "caso 2", "") == Match("more/caso 2.txt", 1.0, True)


def test_many_documents_at_once(reports: Path) -> None:
    texts = evaluation_texts(read_evaluation([str(reports)]))
    some = words([["nada"], [], [f"y {THIRTEEN}"], ["Sin alergias", "conocidas."], ["a " * 40]])
    assert texts.find(some, ["1", "2", "3", "4", "largo.txt"], text_hashes(some)) == [
        None,
        None,
        Match("report/largo.txt", 0.5, False),
        Match("report/deeper/caso 2.txt", 1.0, True),
        Match("report/largo.txt", 1.0, True),
    ]


def test_folders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    folders = [str(tmp_path / task / "report") for task in ("pharmaconer", "cantemist")]
    for folder, text in zip(folders, ["Uno dos tres.", "Otro texto aquí."], strict=True):
        Path(folder).mkdir(parents=True)
        (Path(folder) / "a.txt").write_text(text, encoding="utf-8")
    assert found(folders, "x", "otro texto aquí") == Match("cantemist/report/a.txt", 1.0, True)
    assert evaluation_text(folders, "cantemist/report/a.txt") == "Otro texto aquí."
    assert found([*folders, folders[0]], "x", "uno dos tres") == Match("pharmaconer/report/a.txt", 1.0, True)


def test_no_evaluation_and_a_folder_without_texts(tmp_path: Path) -> None:
    assert found([], "z.txt", THIRTEEN) is None
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"empty has no .txt files"):
        read_evaluation([str(tmp_path / "empty")])


# --- in the stage


def stage_over(folder: Path, reports: Path, contamination: str) -> Serial:
    config: DedupConfig = BARE.with_overrides({"evaluation": [str(reports)], "contamination": contamination})
    rows = [
        document("a/largo.txt", "Otro texto con el nombre de uno."),
        document("a/2", "sin", "alergias", "conocidas"),
        document("a/3", f"{THIRTEEN} y media"),
        document("b/4", f"{THIRTEEN} y media".upper()),
        document("b/5", f"{THIRTEEN} y", "media, según dice."),
        document("b/6", "Otro texto con el nombre de uno."),
        document("c/7", "Otro texto, con el nombre de uno"),
    ]
    return deduplicate(folder, [rows[4:], rows[:4]], config, FINE)


def told(run: Serial) -> dict[str, tuple[Any, ...]]:
    names = ("rule", "keeper", "value", "threshold", "share")
    return {row["id"]: tuple(row[name] for name in names) for row in rows_of(run, "rejected")}


def test_evaluation_texts_and_quotations_go_and_hold_nothing(reports: Path, tmp_path: Path) -> None:
    run = stage_over(tmp_path / "run", reports, "reject")
    assert ids_of(run) == ["b/6#0"]
    assert told(run) == {
        "a/largo.txt#0": ("evaluation", "report/largo.txt", 1.0, 0.0, 1.0),
        "a/2#0": ("evaluation", "report/deeper/caso 2.txt", 1.0, 0.0, 1.0),
        "a/3#0": ("evaluation", "report/largo.txt", 1 / 3, 0.0, 1 / 3),
        "b/4#0": ("evaluation", "report/largo.txt", 1 / 3, 0.0, 1 / 3),
        "b/5#0": ("evaluation", "report/largo.txt", 1 / 5, 0.0, 1 / 5),
        "c/7#0": ("exact", "b/6#0", 1.0, 1.0, 1.0),
    }
    taken = {row["corpus"]: row for row in run.results["overlap"] if row["rule"] == "evaluation"}
    assert taken["a"] == {
        "rule": "evaluation",
        "corpus": "a",
        "keeper": "evaluation texts",
        "documents": 3,
        "tokens": 25,
    }
    assert taken["b"]["documents"] == 2
    assert not run.folder.exists("evidence")


def test_quotations_may_be_listed_only(reports: Path, tmp_path: Path) -> None:
    run = stage_over(tmp_path / "run", reports, "list")
    assert sorted(ids_of(run)) == ["a/3#0", "b/6#0"]
    assert {name: entry[0] for name, entry in told(run).items()} == {
        "a/largo.txt#0": "evaluation",
        "a/2#0": "evaluation",
        "b/4#0": "exact",
        "b/5#0": "containment",
        "c/7#0": "exact",
    }
    listed = pq.read_table(io.BytesIO(run.folder.read_bytes("evidence/evaluation.parquet"))).to_pylist()
    assert {row["id"]: (row["evaluation"], row["shared"]) for row in listed} == {
        "a/3#0": ("report/largo.txt", 1 / 3),
        "b/4#0": ("report/largo.txt", 1 / 3),
        "b/5#0": ("report/largo.txt", 1 / 5),
    }


def test_a_document_whose_whole_text_is_an_evaluation_text_goes(tmp_path: Path) -> None:
    write(tmp_path / "report" / "uno.txt", "Sin alergias conocidas. Fuma.")
    row = document("a/1", "Sin alergias conocidas.", "Fuma.")
    row |= {"spans": row["spans"][:1], "tokens": 3}
    run = deduplicate(tmp_path, [[row]], BARE.with_overrides({"evaluation": [str(tmp_path / "report")]}))
    assert ids_of(run) == []
