"""The stage as a whole: what is done again, what stays in `work/`, and what that must not change."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bioroberta.commit import MANIFEST, markers, output_hash
from bioroberta.dedup import dedup as stage
from bioroberta.dedup.config import DedupConfig, NearConfig, SentencesConfig
from bioroberta.dedup.dedup import make_plan
from bioroberta.dedup.signatures import Slices
from bioroberta.storage import Folder
from tests.dedup.stage import BARE, Cutting, Row, Serial, clean, cut_by, deduplicate, document, ids_of, rows_of
from tests.dedup.test_greedy import random_documents

EVERY = DedupConfig(
    corpora=("a", "b", "c"),
    containment=0.9,
    near=NearConfig(threshold=0.6, bands=20, rows=2),
    sentences=SentencesConfig(copies_per_source=2, copies=4, min_words=5),
    max_removed=1,
)
FINE = Cutting((25, 500, 500, 40), 20, 50, 10)
REPEATED = ("Consulte siempre a su médico de cabecera.", "Todos los derechos reservados por la revista.")


def repeating(seed: int, count: int) -> list[Row]:
    """Documents of which some are like others, with sentences that many have."""
    return [
        document(row["id"][:-2], row["text"], *REPEATED[: number % 3]) | {"id": row["id"]}
        for number, row in enumerate(random_documents(seed, count))
    ]


TEXTS = repeating(4, 45)


def output(run: Serial) -> str:
    return output_hash(markers(run.folder))


def fresh(folder: Path, shards: Sequence[Sequence[Row]]) -> str:
    """What a run that never was anything else gives."""
    return output(deduplicate(folder, shards, EVERY, FINE))


def test_how_all_is_cut_makes_no_difference(tmp_path: Path) -> None:
    shards = [TEXTS[:20], TEXTS[20:]]
    runs = [deduplicate(tmp_path / str(n), shards, EVERY, cutting) for n, cutting in enumerate((None, FINE))]
    assert output(runs[0]) == output(runs[1])
    assert {row["rule"] for row in rows_of(runs[0], "rejected")} == {"exact", "containment", "near", "sentences"}


def test_how_documents_came_makes_no_difference(tmp_path: Path) -> None:
    shuffled = random.Random(0).sample(TEXTS, len(TEXTS))
    runs = [
        deduplicate(tmp_path / str(number), shards, EVERY, FINE)
        for number, shards in enumerate(([TEXTS], [shuffled[:1], shuffled[1:30], shuffled[30:]]))
    ]
    for part in ("data", "rejected"):
        one, other = (
            sorted(rows_of(run, part), key=lambda row: (row["id"], row["start"] if part == "rejected" else 0))
            for run in runs
        )
        assert one == other
    ids = [{*ids_of(run), *(row["id"] for row in rows_of(run, "rejected"))} for run in runs]
    assert ids[0] == ids[1] == {row["id"] for row in TEXTS}


def test_rows_keep_their_order_and_all_that_is_known_of_them(tmp_path: Path) -> None:
    known = {"title": "Un caso", "url": "https://example.org/1", "date": "2012-03-04"}
    rows = [
        document(f"a/{number}", *["Una frase que se repite aquí."] * (number % 2), f"Caso {number}.", **known)
        for number in range(9)
    ]
    run = deduplicate(tmp_path, [rows], EVERY.model_copy(update={"containment": None, "near": None}))
    assert ids_of(run) == [row["id"] for row in rows]
    for row, before in zip(rows_of(run, "data"), rows, strict=True):
        changed = {"spans", "tokens", "bytes"} if row["spans"] != before["spans"] else set()
        assert {**row, **{name: before[name] for name in changed}} == before
    assert len(rows_of(run, "rejected")) == 2


def test_nothing_to_do(tmp_path: Path) -> None:
    assert markers(deduplicate(tmp_path / "none", []).folder) == []
    run = deduplicate(tmp_path / "one", [[document("a/1", "Un texto.")], []])
    assert ids_of(run) == ["a/1#0"]
    assert rows_of(run, "rejected") == []


# --- killed, and taken up again


class Killed(Exception):
    """Raised in the middle of a run."""


def kill_after(monkeypatch: pytest.MonkeyPatch, units: int) -> None:
    """Kill a run once so many units are done."""
    done: list[int] = []

    def serially(_: Serial, pending: list[tuple[int, Any]], function: Callable[[int, Any], int], *_rest: Any) -> None:
        for number, unit in pending:
            if len(done) == units:
                raise Killed
            function(number, unit)
            done.append(number)

    monkeypatch.setattr(Serial, "_map", serially)


def test_a_killed_run_goes_on_from_wherever_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shards = [TEXTS[:15], TEXTS[15:30], TEXTS[30:]]
    wanted = fresh(tmp_path / "fresh", shards)
    with cut_by(FINE):
        run, killed = clean(tmp_path / "run", shards), 0
        while not run.results:
            with monkeypatch.context() as patch, suppress(Killed):
                kill_after(patch, 7)
                killed += 1
                stage.dedup(EVERY, run)
    assert killed > 5
    assert output(run) == wanted


@given(st.integers(1, 90), st.integers(0, 2), st.integers(0, 10**6))
@settings(deadline=None, max_examples=4)
def test_what_a_killed_run_left_of_other_documents_is_not_used(
    tmp_path_factory: pytest.TempPathFactory, units: int, shard: int, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("run")
    shards: list[list[Row]] = [TEXTS[:15], TEXTS[15:30], TEXTS[30:]]
    with pytest.MonkeyPatch.context() as patch:
        kill_after(patch, units)
        with cut_by(FINE), suppress(Killed):
            stage.dedup(EVERY, clean(folder, shards))
    changed = repeating(seed, 15)
    shards[shard] = [
        new | {name: row[name] for name in ("id", "corpus", "path")}
        for row, new in zip(shards[shard], changed, strict=True)
    ]
    assert output(deduplicate(folder, shards, EVERY, FINE)) == fresh(folder / "fresh", shards)


# --- what stays, and what it is good for


def names(folder: Folder) -> set[str]:
    """What lies in `work/`."""
    return {file.path.split("/")[0] for file in folder.child("work").files()}


def test_what_stays_is_what_a_later_run_may_use(tmp_path: Path) -> None:
    run = deduplicate(tmp_path, [TEXTS[:30], TEXTS[30:]], EVERY, FINE)
    assert names(run.folder) == {"signatures", "decided", "plan.json", "evaluation.parquet"}
    assert len(run.folder.files("work/signatures/shards/*.json")) == 2
    deduplicate(tmp_path, [TEXTS[:30], TEXTS[31:]], EVERY, FINE)
    held = {file.path for file in run.folder.child("work/signatures").files()}
    named = {file.name for marker in markers(run.folder.child("work/signatures")) for file in marker.files}
    assert {path for path in held if not path.startswith("shards/")} == named  # nothing is left of what was taken away


def test_one_shard_changed_is_one_shard_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shards = [TEXTS[:15], TEXTS[15:30], TEXTS[30:]]
    deduplicate(tmp_path / "run", shards, EVERY, FINE)
    read: list[int] = []
    sign_shard = stage.sign_shard
    monkeypatch.setattr(
        stage, "sign_shard", lambda shard, **known: read.append(shard.file.rows) or sign_shard(shard, **known)
    )
    shards[1] = shards[1][5:]
    run = deduplicate(tmp_path / "run", shards, EVERY, FINE)
    assert read == [10]
    assert output(run) == fresh(tmp_path / "fresh", shards)


@given(st.data())
@settings(deadline=None, max_examples=4)
def test_documents_withdrawn_or_corpora_added_equal_a_run_that_had_it_so(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("run")
    last = [row for row in TEXTS if row["corpus"] == "c"]
    shards = [[row for row in TEXTS[start::2] if row["corpus"] != "c"] for start in range(2)]
    deduplicate(folder / "run", shards, EVERY, FINE)
    if data.draw(st.booleans(), "added"):
        shards.append(last)
    gone = data.draw(st.sets(st.sampled_from([row["id"] for row in TEXTS]), max_size=3), "withdrawn")
    shards = [[row for row in rows if row["id"] not in gone] for rows in shards]
    again = deduplicate(folder / "run", shards, EVERY, FINE)
    assert output(again) == fresh(folder / "fresh", shards)


def test_a_plan_stays_while_the_corpora_have_not_grown_fourfold(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path))

    def plan(rows: int) -> Slices:
        with cut_by(Cutting((10, 100, 70, 50))):
            counts = {"rows": rows, "tokens": rows * 30, "sentences": rows * 5}
            return make_plan(folder, {"a": counts, "b": counts}, EVERY)

    first = plan(20)
    assert first == Slices(4, 12, 12, 4)
    assert plan(1) == plan(79) == plan(80) == first
    assert plan(81).documents == 17
    assert plan(20).documents == 17
    assert make_plan(folder.child("other"), {}, BARE) == Slices(1, 1, 1, 1)


def test_a_finished_stage_is_not_asked_for(tmp_path: Path) -> None:
    run = clean(tmp_path, [TEXTS[:3]])
    run.stage_folder("clean").delete(MANIFEST)
    with pytest.raises(Exception, match="clean is not finished"):
        stage.dedup(BARE, run)


def test_split_knows_the_shard_it_splits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [document("a/1", "Un texto."), document("a/2", "Otro más.")]
    with monkeypatch.context() as patch:
        patch.setattr(stage, "count_clusters", lambda *_, **__: (_ for _ in ()).throw(Killed))
        with suppress(Killed):
            deduplicate(tmp_path, [rows])
    changed = [{**rows[0], "text": "UN TEXTO!"}, rows[1]]
    assert [row["text"] for row in rows_of(deduplicate(tmp_path, [changed]), "data")] == ["UN TEXTO!", "Otro más."]


def test_sentences_of_other_spans_are_counted_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = BARE.model_copy(update={"sentences": SentencesConfig(copies_per_source=1, copies=1, min_words=2)})
    one = [document("a/1", "uno dos", "tres cuatro x"), document("a/2", "uno dos", "cinco seis")]
    other = [one[0], document("a/2", "uno dos cinco seis")]
    with monkeypatch.context() as patch:
        patch.setattr(stage, "excesses", lambda *_, **__: (_ for _ in ()).throw(Killed))
        with suppress(Killed):
            deduplicate(tmp_path / "run", [one], config)
    assert output(deduplicate(tmp_path / "run", [other], config)) == output(
        deduplicate(tmp_path / "fresh", [other], config)
    )


def test_the_overlap_is_told_in_one_order(tmp_path: Path) -> None:
    told = []
    for number, shards in enumerate(([TEXTS], [TEXTS[30:], TEXTS[:30]])):
        got = deduplicate(tmp_path / str(number), shards, EVERY, FINE)
        told.append(got.results["overlap"])
    assert told[0] == told[1]
    assert told[0] == sorted(told[0], key=lambda row: (row["rule"], row["corpus"], row["keeper"]))
