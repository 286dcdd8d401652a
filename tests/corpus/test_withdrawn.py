"""The list of withdrawn documents, and which files they are in."""

from __future__ import annotations

from pathlib import Path

import pytest

from bioroberta.corpus.withdrawn import FILE, enumerated, group_digests, identity, parse_ids, read_ids, write_ids
from bioroberta.errors import ConfigError, InputError
from bioroberta.storage import Folder

GROUPS = [
    ("cases", ("a.txt", "b/c.txt")),
    ("cases", ("d.zip", "e#1.txt")),
    ("web", ("a.txt", "d.zip.txt")),
]


def changed(*ids: str) -> list[int]:
    """The groups that withdrawing these ids changes."""
    before, after = group_digests(GROUPS, frozenset()), group_digests(GROUPS, frozenset(ids))
    return [number for number in range(len(GROUPS)) if before[number] != after[number]]


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("cases/a.txt#0", [0]),
        ("cases/b/c.txt#12", [0]),
        ("cases/d.zip/x/y.txt.gz#0", [1]),
        ("cases/d.zip#0", [1]),
        ("cases/e#1.txt#3", [1]),
        ("web/a.txt#0", [2]),
        ("web/d.zip/x.txt#0", []),
        ("web/b/c.txt#0", []),
        ("nothing/a.txt#0", []),
    ],
)
def test_an_id_concerns_the_group_of_its_file_or_archive(name: str, group: list[int]) -> None:
    assert changed(name) == group


def test_digests_depend_on_all_that_is_read_and_left_out() -> None:
    assert changed("cases/a.txt#0", "web/a.txt#1") == [0, 2]
    assert group_digests(GROUPS, frozenset(["cases/a.txt#0"])) != group_digests(GROUPS, frozenset(["cases/a.txt#1"]))
    assert len(set(group_digests([("a", ("b", "c")), ("a", ("b",)), ("b", ("b",))], frozenset()))) == 3


def test_the_list_is_read_as_it_was_written(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path))
    assert read_ids(folder) == frozenset()
    ids = frozenset(["b/ñ.txt#0", "a/b\u2028c d.txt#1", "a/b.txt#0"])
    write_ids(folder, ids)
    assert read_ids(folder) == ids
    assert folder.read_text(FILE) == "a/b.txt#0\na/b\u2028c d.txt#1\nb/ñ.txt#0\n"
    folder.write_bytes(FILE, b"\xff\xfe")
    with pytest.raises(InputError, match=rf"{FILE} in {tmp_path} is not UTF-8 text: write it anew, one document id"):
        read_ids(folder)


def test_a_list_has_one_identity_however_it_is_written(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path))
    folder.write_bytes(FILE, b"\r\nb/x#0\r\n a/y#0 \n\nb/x#0")
    assert identity(read_ids(folder)) == identity(frozenset(["a/y#0", "b/x#0"]))
    assert str(identity(read_ids(folder))).startswith("2 withdrawn (")
    assert identity(frozenset()) is None


def test_ids_come_as_words_or_in_files(tmp_path: Path) -> None:
    (tmp_path / "ids").write_text("a/b.txt#0\n\n c/d e.txt#1\r\n", encoding="utf-8")
    assert parse_ids(["x/y=z#0", f"@{tmp_path}/ids"]) == {"x/y=z#0", "a/b.txt#0", "c/d e.txt#1"}
    assert parse_ids([]) == frozenset()
    for wrong in ("a", "a/b", "a#0", "a/b#", "/b#0", "a/b#x", "a/b\nc/d#0"):
        with pytest.raises(ConfigError, match="is no document's id; write CORPUS/PATH#RECORD, @FILE or key=value"):
            parse_ids([wrong])
    for missing in (f"@{tmp_path}", "@nowhere", "@"):
        with pytest.raises(InputError, match=rf"^{missing} cannot be read "):
            parse_ids([missing])


def test_many_ids_are_counted() -> None:
    assert enumerated(["b", "a"]) == "a, b"
    assert enumerated("edcba") == "a, b, c and 2 more"
