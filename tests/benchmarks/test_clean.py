from __future__ import annotations

from bioroberta.corpus.clean import clean_batch
from bioroberta.corpus.config import CleanConfig
from bioroberta.schemas import DOCUMENT, check
from tests.benchmarks import clean, frame

TEXT = "El paciente ingresa por dolor torácico. Se inicia tratamiento con amoxicilina."


def test_without_data_it_cannot_run_and_leaves_the_last_result(monkeypatch, tmp_path):
    written = frame.HERE / "results/clean.md"
    before = written.read_bytes()
    monkeypatch.setenv("BIOROBERTA_DATA", str(tmp_path))
    assert frame.main(["clean"]) == frame.COULD_NOT_RUN
    assert written.read_bytes() == before


def test_texts_are_taken_in_order_and_again_from_the_start():
    assert list(clean.take(["á", "bcd"], 2)) == ["á"]
    assert list(clean.take(["á", "bcd"], 6)) == ["á", "bcd", "á"]


def test_the_table_is_what_the_stage_takes():
    documents = check(clean.as_table([TEXT, TEXT]), DOCUMENT)
    assert clean_batch(documents, CleanConfig()).data.column("tokens").to_pylist() == [11, 11]


def test_a_side_has_a_line_with_its_speeds_and_our_ratio():
    speeds = {megabytes: {clean.OURS: 2.0, "theirs": 0.5} for megabytes in clean.MEGABYTES}
    assert clean.rows(speeds)[1] == ["theirs", *([0.5] * len(clean.MEGABYTES)), "4.0x"]
