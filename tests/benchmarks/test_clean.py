from __future__ import annotations

import pytest

from bioroberta.commit import markers
from bioroberta.corpus.clean import clean_batch
from bioroberta.corpus.config import CleanConfig
from bioroberta.schemas import DOCUMENT, check
from bioroberta.storage import Folder
from tests.benchmarks import _memory, _speedup, clean, frame

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


def test_what_is_claimed_is_a_ratio_of_medians_on_the_largest_input():
    speeds = {clean.OURS: 3.0, clean.PREDECESSOR: 0.25, clean.CASCADE: 0.5, clean.DATATROVE: 0.2}
    claimed = clean.claims(speeds, SECONDS, {100: 400, 1000: 500})
    assert [each.measured for each in claimed] == pytest.approx([3.0, 12.0, 15.0, 1.8 / 1.6, 0.8])
    assert [each.holds for each in claimed] == [True, True, True, True, False]


def test_a_tenth_more_memory_holds_and_more_falls_short():
    speeds = dict.fromkeys([clean.OURS, *clean.PEERS], 1.0)
    assert clean.claims(speeds, SECONDS, {100: 1000, 1000: 1099})[-1].holds
    assert not clean.claims(speeds, SECONDS, {100: 1000, 1000: 1101})[-1].holds


SECONDS = {
    _speedup.COPY: [10.0, 8.0, 8.0],
    _speedup.COPIES: [10.0, 10.0, 9.0],
    _speedup.ONE: [9.0, 9.0, 30.0],
    _speedup.ALL: [5.0, 4.0, 5.0],
}
"""Two copies do twice the work in 10 s that one does in 8 s: 1.6x. Two workers do in 5 s what one does in 9 s: 1.8x."""


def test_copies_do_the_work_once_each_and_workers_share_it():
    assert _speedup.speedups(SECONDS) == pytest.approx((1.6, 1.8))
    assert [row[1:] for row in _speedup.rows(SECONDS)] == [[8.0, ""], [10.0, "1.60x"], [9.0, ""], [5.0, "1.80x"]]


def test_every_bar_is_of_a_peer_and_every_peer_is_there():
    assert set(clean.MIN_RATIOS) <= set(clean.PEERS)
    for peer, _ in clean.PEERS.values():
        assert (frame.HERE / f"peers/{peer}.py").exists()
        pins = (frame.HERE / f"peers/{peer}.txt").read_text(encoding="utf-8").split()
        assert all(pin.count("==") == 1 for pin in pins)


def test_the_page_has_a_table_for_each_question():
    speeds = {megabytes: dict.fromkeys([clean.OURS, *clean.PEERS], 1.0) for megabytes in clean.MEGABYTES}
    page = clean.tables(speeds, SECONDS, {100: 300 << 20, 1000: 310 << 20})
    assert page.count("---") == 5 + 3 + 2
    assert "| 1000 MB | 310 |" in page


def test_the_process_that_is_watched_does_both_stages(tmp_path):
    assert _memory.peak_on(tmp_path, [TEXT] * 3) > 10 << 20
    [marker] = markers(Folder(str(tmp_path / "clean")))
    assert marker.counts["kept"]["background"]["rows"] == 3


def test_a_watched_process_that_fails_is_no_measurement(tmp_path, capfd):
    (tmp_path / "ingest").touch()
    with pytest.raises(frame.CannotRun, match="ended with 1"):
        _memory.peak_on(tmp_path, [TEXT])
    assert "ingest" in capfd.readouterr().err


@pytest.mark.ray
@pytest.mark.slow
@pytest.mark.usefixtures("ray_cluster")
def test_workers_and_copies_clean_the_same_shards(tmp_path):
    shards = [clean.as_table([TEXT] * 20)] * 3
    seconds = _speedup.measure_speedups(tmp_path, shards)
    assert list(seconds) == [_speedup.COPY, _speedup.COPIES, _speedup.ONE, _speedup.ALL]
    assert all(each > 0 for side in seconds.values() for each in side)
    made = markers(Folder(str(tmp_path / "whole/clean")))
    assert [marker.counts["kept"]["cantemist_background"]["rows"] for marker in made] == [20, 20, 20]
