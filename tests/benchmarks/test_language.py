from __future__ import annotations

import pytest

from tests.benchmarks import frame, language
from tests.benchmarks.language import Taken

SPANISH = "El paciente fue dado de alta sin complicaciones a los tres días."
GALICIAN = "O paciente foi dado de alta sen complicacións aos tres días e volveu á súa casa."


def test_without_data_it_cannot_run_and_leaves_the_last_result(monkeypatch, tmp_path):
    written = frame.HERE / "results/language.md"
    before = written.read_bytes()
    monkeypatch.setenv("BIOROBERTA_DATA", str(tmp_path))
    assert frame.main(["language"]) == frame.COULD_NOT_RUN
    assert written.read_bytes() == before


def test_lines_are_counted_by_every_way():
    assert language.count([SPANISH, GALICIAN]) == Taken(lines=2, fasttext=1, ours=1, kept=1, kept_short=0)
    assert language.count(["Hace tres días mejoró."]).kept_short == 1


def test_f1_is_of_spanish_lines_against_all_others():
    taken = {"spa": Taken(10, 9, 10, 0, 0), "spa-MX": Taken(10, 9, 10, 0, 0), "glg": Taken(10, 2, 0, 0, 0)}
    assert language.f1(taken, lambda each: each.ours) == 1
    assert language.f1(taken, lambda each: each.fasttext) == pytest.approx(2 * 18 / (18 + 2 + 20))
    assert taken["glg"].rejected == 1


def test_langdetect_is_counted_over_sentences(tmp_path):
    (tmp_path / "a.txt").write_text(f"{SPANISH} {SPANISH}", encoding="utf-8")
    assert language.langdetect_share([tmp_path / "a.txt"]) == (0, 2)


def test_a_row_has_a_cell_for_every_column():
    assert len(language.pad(language.row("spa", Taken(1, 1, 1, 1, 1)))) == len(language.HEADER)
