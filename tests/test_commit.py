"""The commit protocol: markers are followed, never listings, whatever happened before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.commit import (
    account,
    add_counts,
    commit,
    count,
    lost,
    marker_name,
    markers,
    output_hash,
    read_manifest,
    read_marker,
    read_table,
    remove_uncommitted,
    whole_markers,
    write_table,
)
from bioroberta.errors import RunError
from bioroberta.schemas import FAILED, REJECTED, Outcome, rows_to_table
from bioroberta.storage import Folder

DATA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("corpus", pa.string(), nullable=False),
        pa.field("tokens", pa.int64(), nullable=False),
    ]
)


@pytest.fixture(params=["local", "s3"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Folder:
    return Folder(str(tmp_path)) if request.param == "local" else request.getfixturevalue("s3_folder")


def outcome(*ids: str, rejected: tuple[str, ...] = (), failed: tuple[str, ...] = ()) -> Outcome:
    about = {"corpus": "c", "start": 0, "end": 1, "value": 1.0, "threshold": 0.5, "tokens": 3, "unit": "document"}
    return Outcome(
        rows_to_table([{"id": name, "corpus": "c", "tokens": 2} for name in ids], DATA),
        rows_to_table([{**about, "id": name, "rule": "short"} for name in rejected], REJECTED),
        rows_to_table([{"id": n, "corpus": "c", "path": n, "error": "bad", "message": ""} for n in failed], FAILED),
    )


def ids_in(folder: Folder) -> list[str]:
    """What a reader finds: the data that markers name."""
    files = [file for marker in markers(folder) for file in marker.files if file.part == "data"]
    return [name for file in files for name in read_table(folder, file).column("id").to_pylist()]


def test_a_unit_is_there_from_its_marker_on(folder: Folder) -> None:
    marker = commit(folder, 7, [outcome("a", "b", rejected=("r",)), outcome("c", failed=("f",))], DATA)
    assert markers(folder) == [marker]
    assert read_marker(folder, "shards/00007.json") == marker
    assert [(file.part, file.rows) for file in marker.files] == [
        ("data", 2),
        ("rejected", 1),
        ("data", 1),
        ("failed", 1),
    ]
    assert ids_in(folder) == ["a", "b", "c"]
    assert marker.counts == {
        "kept": {"c": {"rows": 3, "tokens": 6}},
        "rejected": {"c": {"short": {"documents": 1, "tokens": 3}}},
        "failed": {"c": {"bad": 1}},
    }
    assert {file.path for file in folder.files()} == {file.name for file in marker.files} | {"shards/00007.json"}


def test_a_unit_without_rows_commits_a_marker_alone(folder: Folder) -> None:
    assert commit(folder, 0, [outcome()], DATA).files == ()
    assert commit(folder, 1, [], DATA).files == ()
    assert [file.path for file in folder.files()] == ["shards/00000.json", "shards/00001.json"]
    assert ids_in(folder) == []


def test_data_without_a_marker_is_not_read_and_goes_at_success(folder: Folder) -> None:
    def killed() -> Iterator[Outcome]:
        yield outcome("lost")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        commit(folder, 0, killed(), DATA)
    assert folder.files("data/*")
    assert markers(folder) == []
    kept = commit(folder, 0, [outcome("a")], DATA)
    folder.write_bytes("failed/.00001-000-aa.parquet.12345678", b"a local write that was killed")
    folder.write_bytes("shards/.00001.json.12345678", b"{")
    folder.write_bytes("evidence/removals.parquet", b"not a part")
    assert ids_in(folder) == ["a"]
    remove_uncommitted(folder, markers(folder))
    left = {file.path for file in folder.files()}
    assert left == {kept.files[0].name, "shards/00000.json", "evidence/removals.parquet"}


def test_the_first_marker_wins(folder: Folder) -> None:
    first = commit(folder, 0, [outcome("first")], DATA)
    assert commit(folder, 0, [outcome("second")], DATA) == first
    assert len(folder.files("data/*")) == 2
    assert ids_in(folder) == ["first"]
    remove_uncommitted(folder, markers(folder))
    assert [file.path for file in folder.files("data/*")] == [first.files[0].name]


def test_output_hash_depends_on_content_and_order_alone(tmp_path: Path) -> None:
    folders = [Folder(str(tmp_path / name)) for name in ("one", "two", "three")]
    for target, units in zip(folders, ([0, 1, 10], [10, 1, 0], [0, 1, 10]), strict=True):
        for unit in units:
            last = "changed" if unit == 10 and target is folders[2] else f"id {unit}"
            commit(target, unit, [outcome("same", rejected=("r",)), outcome(last)], DATA)
    one, two, three = (output_hash(markers(target)) for target in folders)
    assert one == two
    assert one != three
    names = [{file.name for marker in markers(target) for file in marker.files} for target in folders]
    assert not names[0] & names[1]


def test_markers_stand_in_order_of_their_units_beyond_five_digits(folder: Folder) -> None:
    for unit in (100_000, 99_999, 2):
        commit(folder, unit, [outcome(str(unit))], DATA)
    assert [marker.unit for marker in markers(folder)] == [2, 99_999, 100_000]


def test_a_corrupted_file_is_noticed_by_name(folder: Folder) -> None:
    file = commit(folder, 0, [outcome("a")], DATA).files[0]
    data = bytearray(folder.read_bytes(file.name))
    data[len(data) // 2] ^= 1
    folder.write_bytes(file.name, bytes(data))
    with pytest.raises(RunError, match=rf"{file.name} in .* is not what was committed \(its content changed\): delete"):
        read_table(folder, file)
    folder.write_bytes(file.name, bytes(data[:-9]))
    with pytest.raises(RunError, match=rf"{file.size - 9} bytes, {file.size} expected"):
        read_table(folder, file)
    folder.delete(file.name)
    with pytest.raises(RunError, match=f"{file.name} was committed and is gone: delete"):
        read_table(folder, file)


def test_a_marker_without_its_files_does_not_count(folder: Folder, caplog: pytest.LogCaptureFixture) -> None:
    kept, lost, cut = (commit(folder, unit, [outcome("a")], DATA) for unit in range(3))
    folder.delete(lost.files[0].name)
    folder.write_bytes(cut.files[0].name, b"PAR1")
    assert whole_markers(folder) == [kept]
    assert markers(folder) == [kept], "their units are free to be done again"
    assert "shard 1" in caplog.text


def test_a_unit_that_was_made_from_something_else_does_not_count(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    made = [commit(folder, unit, [outcome("a")], DATA, f"{unit}") for unit in range(4)]
    assert whole_markers(folder, 4) == whole_markers(folder, 4, ["0", "1", "2", "3"]) == made
    before = output_hash(made[:1])
    assert whole_markers(folder, 3, ["0", "other", "2"]) == markers(folder) == [made[0], made[2]]
    assert "made from something else, to be done again or gone: 2" in caplog.text
    again = commit(folder, 1, [outcome("a")], DATA, "other")
    assert again.inputs == "other"
    assert len(folder.files("data/*")) == 5
    account(folder)
    assert len(folder.files("data/*")) == 3
    assert output_hash([commit(folder, 9, [outcome("a")], DATA)]) != before
    assert output_hash(markers(folder)[:1]) == before


def test_a_marker_of_before_that_has_no_inputs_counts_where_nobody_asks(folder: Folder) -> None:
    made = commit(folder, 0, [outcome("a")], DATA)
    values = json.loads(folder.read_bytes(marker_name(0)))
    del values["inputs"]
    folder.write_bytes(marker_name(0), json.dumps(values).encode())
    assert whole_markers(folder, 1) == [made]
    assert whole_markers(folder, 1, ["x"]) == []


def test_a_damaged_marker_is_named(folder: Folder) -> None:
    commit(folder, 0, [outcome("a")], DATA)
    folder.write_bytes(marker_name(0), folder.read_bytes(marker_name(0))[:20])
    with pytest.raises(RunError, match=r"shards/00000.json in .* is damaged: delete"):
        markers(folder)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"counts": {}}', b"\xff"])
def test_a_manifest_that_is_none_is_named(folder: Folder, content: bytes) -> None:
    assert read_manifest(folder) is None
    folder.write_bytes("manifest.json", content)
    with pytest.raises(RunError, match=r"^manifest.json in \S+ is damaged: delete this file and run the stage again$"):
        read_manifest(folder)


def test_what_is_lost_is_seen_in_a_listing(folder: Folder) -> None:
    for unit in range(2):
        commit(folder, unit, [outcome("a")], DATA)
    folder.write_bytes("checkpoint/config.json", b"{}")
    manifest = account(folder)
    assert lost(folder, manifest) == ""
    folder.delete(marker_name(1))
    folder.write_bytes("checkpoint/config.json", b"{")
    assert lost(folder, manifest) == ("lost or changed since it was finished: 1 of 2 shards, checkpoint/config.json")


def test_a_lost_file_of_rows_is_seen_in_a_listing(folder: Folder) -> None:
    [file] = commit(folder, 0, [outcome("a")], DATA).files
    manifest = account(folder)
    folder.write_bytes("data/late.parquet", b"of a worker that was given up")
    assert lost(folder, manifest) == ""
    folder.delete("data/late.parquet")
    folder.delete(file.name)
    assert lost(folder, manifest) == "lost or changed since it was finished: 1 of 1 files with rows"


def test_a_table_of_another_schema_commits_nothing(folder: Folder) -> None:
    with pytest.raises(RunError, match="columns"):
        commit(folder, 0, [Outcome(outcome("a").data.drop_columns("tokens"))], DATA)
    assert folder.files() == []


def test_columns_can_be_chosen(folder: Folder) -> None:
    file = commit(folder, 0, [outcome("a")], DATA).files[0]
    assert read_table(folder, file, ["tokens"]).to_pylist() == [{"tokens": 2}]


def test_a_marker_is_plain_json(folder: Folder) -> None:
    marker = commit(folder, 3, [outcome("a")], DATA)
    assert json.loads(folder.read_text(marker_name(3))) == json.loads(json.dumps(asdict(marker)))


texts = st.lists(st.text(max_size=5), max_size=20)


@given(texts, st.integers(0, 20))
def test_the_same_table_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, ids: list[str], cut: int
) -> None:
    folder = Folder(str(tmp_path_factory.getbasetemp() / "bytes"))
    whole = outcome(*ids).data
    pieces = pa.concat_tables([whole.slice(0, cut), whole.slice(cut)])
    one, two = (write_table(folder, "data", f"data/{n}", table) for n, table in enumerate((whole, pieces)))
    assert (one.sha256, one.size) == (two.sha256, two.size)
    assert read_table(folder, one).equals(whole)


flat = st.dictionaries(st.sampled_from("ab"), st.dictionaries(st.sampled_from("cd"), st.integers(0, 9)))


@given(flat, flat, flat)
def test_counts_add_up_in_any_order(one: dict, two: dict, three: dict) -> None:
    assert add_counts(one, {}) == one
    assert add_counts({}, one) == one
    assert add_counts(one, two) == add_counts(two, one)
    assert add_counts(add_counts(one, two), three) == add_counts(one, add_counts(two, three))


@given(st.lists(st.sampled_from("ab")), st.lists(st.sampled_from("ab")))
def test_counts_of_parts_are_the_counts_of_the_whole(left: list[str], right: list[str]) -> None:
    def counted(names: list[str]) -> dict:
        rows = [{"id": str(n), "corpus": name, "tokens": n} for n, name in enumerate(names)]
        return count(Outcome(rows_to_table(rows, DATA)))

    whole = outcome(*"xyz", rejected=("r", "s"), failed=("f",))
    assert count(whole)["rejected"]["c"]["short"] == {"documents": 2, "tokens": 6}
    together = add_counts(counted(left), counted(right))["kept"]
    assert {name: kept["rows"] for name, kept in together.items()} == {
        name: (left + right).count(name) for name in {*left, *right}
    }


def test_blocks_without_a_corpus_are_counted_together() -> None:
    table = pa.table({"tokens": pa.array([3, 4], pa.int64())})
    assert count(Outcome(table))["kept"] == {"all": {"rows": 2, "tokens": 7}}
    assert count(Outcome(table.slice(0, 0)))["kept"] == {"all": {"rows": 0, "tokens": 0}}
