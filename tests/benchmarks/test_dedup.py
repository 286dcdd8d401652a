from __future__ import annotations

import itertools
import json
import random

import psutil
import pyarrow as pa
import pytest

from bioroberta.commit import markers, read_manifest
from bioroberta.schemas import CLEAN, check
from bioroberta.storage import Folder
from bioroberta.text import words
from tests.benchmarks import _dedup_copies as copies
from tests.benchmarks import _dedup_pairs as pairs
from tests.benchmarks import _dedup_quality as quality
from tests.benchmarks import _dedup_scale as scale
from tests.benchmarks import _dedup_shuffle as shuffle
from tests.benchmarks import _dedup_speed as speed
from tests.benchmarks import _dedup_stage as stage
from tests.benchmarks import dedup, frame
from tests.benchmarks._document_tables import MANY_CORPORA, many, small
from tests.benchmarks._documents import labelled
from tests.dedup.oracle import ngrams

TEXT = "El paciente ingresa por dolor torácico. Se inicia tratamiento con amoxicilina."
TAKEN = {10: scale.Taken(2.0, 1 << 30, 100), 100: scale.Taken(30.0, 3 << 30, 1000)}


def test_without_data_it_cannot_run_and_writes_no_result(monkeypatch, tmp_path):
    written = frame.HERE / "results/dedup.md"
    before = written.read_bytes() if written.exists() else None
    monkeypatch.setenv("BIOROBERTA_DATA", str(tmp_path))
    assert frame.main(["dedup"]) == frame.COULD_NOT_RUN
    assert (written.read_bytes() if written.exists() else None) == before


def test_the_recipe_has_all_that_it_names():
    assert "20,000 documents" in dedup.recipe()
    assert "{" not in dedup.recipe()


def test_the_rows_are_what_the_stage_takes_and_keep_all_sentences():
    [table] = stage.shards_of([stage.clean_row("a", f"{number}.txt", TEXT) for number in range(3)])
    assert check(table, CLEAN).num_rows == 3
    assert (table["tokens"][0].as_py(), table["bytes"][0].as_py()) == (11, len(TEXT.encode()) - 1)
    assert len(table["spans"][0]) == 2
    assert table["id"].to_pylist() == ["a/0.txt#0", "a/1.txt#0", "a/2.txt#0"]


def test_shards_are_cut_by_their_text():
    rows = [stage.clean_row("a", f"{number}.txt", TEXT) for number in range(5)]
    assert [len(table) for table in stage.shards_of(rows, 2 * rows[0]["bytes"])] == [2, 2, 1]


@pytest.mark.usefixtures("no_cluster")
def test_what_goes_is_read_from_the_stages_own_files(tmp_path):
    rows = [stage.clean_row("a", "1.txt", TEXT), stage.clean_row("b", "2.txt", TEXT.upper())]
    [removed] = quality.run_on(tmp_path, rows, ["a", "b"], stage.EXACT)
    assert (removed["id"], removed["rule"], removed["keeper"]) == ("b/2.txt#0", "exact", "a/1.txt#0")
    share = quality.removed_share(stage.counted(tmp_path, "clean"), stage.counted(tmp_path, "dedup"))
    assert share == 0.5


@pytest.mark.usefixtures("no_cluster")
@pytest.mark.parametrize("settings", [stage.DEFAULT, stage.NEAR], ids=["default", "near"])
def test_labels_are_found_and_a_stage_that_removes_nothing_is_seen(monkeypatch, settings):
    monkeypatch.setattr(quality, "LABELLED", 300)
    assert all(claim.holds for claim in quality.generated(settings).claims)
    monkeypatch.setattr(quality, "run_on", lambda *_: [])
    assert [claim.measured for claim in quality.generated(settings).claims] == [0, 0, 1]


def test_a_keeper_of_another_family_and_a_look_alike_that_goes_are_seen(monkeypatch):
    _, duplicates, look_alikes = labelled(quality.SEED, 300)
    families = quality.families_of(duplicates)
    assert all(families[one] == families[other] for one, other in duplicates)
    assert len({*families.values()}) > 10
    wrong = [{"id": look_alikes[0][0], "keeper": look_alikes[0][1]}, *({"id": a, "keeper": b} for a, b in duplicates)]
    monkeypatch.setattr(quality, "LABELLED", 300)
    monkeypatch.setattr(quality, "run_on", lambda *_: wrong)
    precision, recall, left = quality.generated(stage.DEFAULT).claims
    assert precision.measured == len(duplicates) / len(wrong)
    assert recall.measured == 1
    assert left.measured < 1


def test_the_planted_share_is_missed_by_more_than_is_allowed(monkeypatch):
    monkeypatch.setattr(quality, "NINE_BYTES", 200_000)
    monkeypatch.setattr(quality, "run_on", lambda *_: [])
    monkeypatch.setattr(stage, "counted", lambda _, name: {"kept": {"a": {"tokens": 1000}}} if name == "clean" else {})
    [claim] = quality.planted().claims
    assert not claim.holds


def test_two_books_share_modules_and_one_does_not():
    assert quality.book("openstax_quimica/m68700.cnxml#0") != quality.book("openstax_quimica/m71820.cnxml#0")
    assert quality.book("openstax_quimica/m68700.cnxml#0") == quality.book("openstax_quimica/m68701.cnxml#0")
    assert quality.book("conha19_novels/a.txt#0") == quality.book("conha19_novels/b.txt#0")


def test_same_named_cases_are_paired_across_corpora():
    rows = {name: {"x": stage.clean_row(name, "x.txt", TEXT)} for name in ("a", "b")} | {"c": {}}
    [(one, other)] = quality.same_named(rows, ("a", "b", "c"))
    assert (one["corpus"], other["corpus"]) == ("a", "b")
    assert quality.normal({"text": " El \n paciente "}) == "El paciente"
    assert quality.gone_of((one, other), {"b/x.txt#0"})
    assert not quality.gone_of((one, other), {"c/x.txt#0"})


def test_pairs_are_those_of_comparing_all_with_all():
    rng = random.Random(1)
    stems = [rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(3, 60)) for _ in range(30)]
    texts = [" ".join(stem) for stem in stems] + ["", "a b"]
    texts += [speed.change(rng, text) for text in texts for _ in range(4) if len(text) > 20]
    sets = [{*ngrams(words(text), 5)} for text in texts]
    similar = [
        (one, other)
        for one, other in itertools.combinations(range(len(texts)), 2)
        if sets[one] and len(sets[one] & sets[other]) / len(sets[one] | sets[other]) >= 0.6
    ]
    assert pairs.similar_pairs(texts, 5, 0.6) == similar
    assert len(similar) > 20
    assert pairs.similar_pairs([], 5, 0.6) == []


def test_a_pair_that_just_reaches_the_threshold_is_one():
    long = "a b c d e f g h i j k l m n"
    assert pairs.similar_pairs([long, long[10:]], 5, 0.5) == [(0, 1)]
    assert pairs.similar_pairs([long, long[12:]], 5, 0.5) == []


def test_a_pair_is_found_when_not_both_stay():
    assert pairs.found([(0, 1), (1, 2), (3, 4)], [True, False, True, False, False]) == 2


def test_peers_and_the_stage_get_the_same_parameters():
    assert speed.near_parameters() == {"ngram": 5, "bands": 14, "rows": 8}
    assert set(dedup.MIN_RATIOS) == set(speed.PEERS)
    for peer, _ in speed.PEERS.values():
        assert (frame.HERE / f"peers/{peer}.py").exists()
        pins = (frame.HERE / f"peers/{peer}.txt").read_text(encoding="utf-8").split()
        assert all(pin.count("==") == 1 for pin in pins)


def test_what_a_peer_does_not_keep_it_removed(monkeypatch):
    monkeypatch.setattr(speed, "ask", lambda *_: {"seconds": 2, "kept": [0, 2], "clusters": [0, 0, 2]})
    removed: dict[str, list[bool]] = {}
    assert speed.their_near("it", "peer", {}, removed) == 2.0
    assert removed == {"it": [False, True, False]}


def test_recall_counts_pairs_and_what_was_removed_beside_them():
    other = "Otro texto que no se parece en nada a los dos primeros."
    recall = speed.recalls([TEXT, TEXT, other], {"a": [False, True, True], "b": [False] * 3}, 0.8)
    assert recall == {"a": [1.0, 1], "b": [0.0, 0]}


def test_a_tenth_of_the_documents_grows(monkeypatch):
    monkeypatch.setattr(speed, "cases", lambda: [f"{TEXT} {number}" for number in range(20)])
    monkeypatch.setattr(speed, "novels", lambda _: iter(()))
    texts = speed.documents(1)
    assert len(texts) == 22
    assert texts == speed.documents(1) != speed.documents(2)


def test_near_is_claimed_by_medians_against_each_peer():
    seconds = {speed.OURS: [9.0, 2.0, 2.0], speed.TEXTDEDUP: [5.0], speed.DATATROVE: [10.0]}
    recall = {speed.OURS: 0.9, speed.TEXTDEDUP: 0.9, speed.DATATROVE: 1.0}
    claims = dedup.near_claims(seconds, recall)
    assert [claim.measured for claim in claims] == [2.5, 5.0, 1.0, 0.9]
    assert [claim.holds for claim in claims] == [True, False, True, False]


SECONDS = {copies.COPY: [8.0], copies.COPIES: [10.0, 10.0, 30.0], copies.ONE: [9.0], copies.ALL: [6.0]}
"""Two copies do in 10 s what two workers need 12 s for."""


def test_workers_are_held_against_what_copies_do_in_the_same_time():
    assert copies.of_copies(SECONDS) == pytest.approx(10 / 12)
    shown = copies.rows(SECONDS, 60_000_000)
    assert [row[1:] for row in shown] == [
        [8.0, 7.5, ""],
        [10.0, 12.0, "1.60x"],
        [9.0, 60 / 9, ""],
        [6.0, 10.0, "1.50x"],
    ]


def test_growth_is_told_by_the_document():
    assert scale.flatness(TAKEN) == pytest.approx(2 / 3)
    assert scale.rows("all", TAKEN)[1] == ["all", "100", 0.001, 30.0, 300_000.0, pytest.approx(1e-3 / 30), "3.00"]


def test_the_first_shards_are_a_smaller_clean(tmp_path):
    stage.write_clean(tmp_path / "all", [small(1, first, 10) for first in (0, 10, 20)])
    scale.link_first(tmp_path / "all", tmp_path / "few", 2)
    folder = Folder(str(tmp_path / "few/clean"))
    assert [marker.unit for marker in markers(folder)] == [0, 1]
    manifest = read_manifest(folder)
    assert sum(each["rows"] for each in manifest["counts"]["kept"].values()) == 20
    assert len(list((tmp_path / "few/clean/data").iterdir())) == 2


def test_memory_is_that_of_all_processes(monkeypatch):
    own = scale.memory_of(psutil.Process())
    assert own > 10 << 20
    monkeypatch.setattr(psutil.Process, "children", lambda self, recursive: [self])
    assert scale.memory_of(psutil.Process()) == pytest.approx(2 * own, rel=0.05)


def test_both_shuffles_get_rows_of_the_same_keys(monkeypatch, tmp_path):
    monkeypatch.setattr(shuffle, "ROWS", 1000)
    monkeypatch.setattr(shuffle, "DIFFERENT", 500)
    wanted = shuffle.write_rows(tmp_path / "input")
    made = shuffle.cut_rows(str(tmp_path / "input/00000.parquet"))
    assert made.tables["rows"].ends[-1] == 1000 / shuffle.FILES
    files = [pa.parquet.read_table(path) for path in sorted((tmp_path / "input").iterdir())]
    assert shuffle.count_batch(pa.concat_tables(files))["keys"].to_pylist() == [wanted]


@pytest.mark.usefixtures("no_cluster")
def test_files_bring_all_rows_of_a_key_together(monkeypatch, tmp_path):
    monkeypatch.setattr(shuffle, "ROWS", 1000)
    monkeypatch.setattr(shuffle, "DIFFERENT", 500)
    wanted = shuffle.write_rows(tmp_path / "input")
    assert shuffle.by_files(tmp_path) == wanted


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_run_in_a_process_of_its_own_is_watched(tmp_path):
    stage.write_clean(tmp_path, many(1, 300, 10_000))
    taken = scale.watched(tmp_path, MANY_CORPORA, stage.CONTAINMENT)
    assert taken.seconds == json.loads((tmp_path / "seconds.json").read_text(encoding="utf-8"))
    assert taken.peak > 100 << 20
    assert stage.removals(tmp_path)


@pytest.mark.slow
def test_copies_do_what_the_stage_does(tmp_path):
    stage.write_clean(tmp_path, many(1, 300, 10_000))
    for copy in range(copies.WORKERS):
        stage.link_clean(tmp_path, tmp_path / f"copy-{copy}")
    assert copies.seconds_of_copies(tmp_path, MANY_CORPORA, copies.WORKERS) > 0
    outputs = [read_manifest(Folder(str(tmp_path / f"copy-{copy}/dedup")))["output"] for copy in range(copies.WORKERS)]
    assert outputs[0] == outputs[1]


@pytest.mark.ray
@pytest.mark.slow
@pytest.mark.usefixtures("ray_cluster")
def test_ray_data_brings_the_same_keys_together(monkeypatch, tmp_path):
    monkeypatch.setattr(shuffle, "ROWS", 1000)
    monkeypatch.setattr(shuffle, "DIFFERENT", 500)
    monkeypatch.setattr(shuffle, "ROUNDS", 1)
    seconds = shuffle.measure_shuffles(tmp_path)
    assert list(seconds) == [shuffle.OURS, shuffle.REPARTITION, shuffle.GROUPBY]
