"""What only zip files can do."""

from __future__ import annotations

import io
import os
import stat
import zipfile

import pytest

from bioroberta.corpus import zips
from bioroberta.corpus.records import Broken, Skipped
from bioroberta.corpus.zips import zip_members
from bioroberta.errors import RunError
from tests.corpus.test_archives import members, pack_zip


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Árbol bronquial y niño.txt".encode("cp850"), "Árbol bronquial y niño.txt"),
        ("¿ÍNDICE? Óptica Úlcera ü.txt".encode("cp850"), "¿ÍNDICE? Óptica Úlcera ü.txt"),
        ("Árbol bronquial y niño.txt".encode(), "Árbol bronquial y niño.txt"),
        (b"casos\\2017\\a.txt", "casos/2017/a.txt"),
    ],
)
def test_names_from_windows_and_from_elsewhere(raw: bytes, expected: str) -> None:
    data = pack_zip([("x" * len(raw), b"1")]).replace(b"x" * len(raw), raw)
    assert members(data, "a.zip") == [(f"a.zip/{expected}", b"1")]


def test_names_with_the_flag_are_utf8() -> None:
    assert members(pack_zip([("ñandú/Á€.txt", b"1")]), "a.zip") == [("a.zip/ñandú/Á€.txt", b"1")]


def test_every_byte_makes_a_name() -> None:
    for byte in set(range(128, 256)):
        [(name, content)] = members(pack_zip([("x?x", b"1")]).replace(b"x?x", bytes([120, byte, 120])), "a.zip")
        assert name.encode().decode() == name
        assert content == b"1"


def test_encrypted_and_rarely_compressed_members_are_named_and_the_others_read() -> None:
    data = bytearray(pack_zip([("a.txt", b"1"), ("b.txt", b"2"), ("c.txt", b"3")]))
    first, second = directory_entries(data)[:2]
    data[first + 8] |= 0x1
    data[second + 10] = 14
    found = dict(members(bytes(data), "a.zip"))
    assert "encrypted: unpack" in str(found["a.zip/a.txt"])
    assert "method 14" in str(found["a.zip/b.txt"])
    assert found["a.zip/c.txt"] == b"3"


def directory_entries(data: bytes | bytearray) -> list[int]:
    starts, start = [], data.find(b"PK\1\2")
    while start >= 0:
        starts.append(start)
        start = data.find(b"PK\1\2", start + 1)
    return starts


def test_a_damaged_member_stops_no_other() -> None:
    text = b"".join(b"linea %d\n" % number for number in range(1000))
    data = bytearray(pack_zip([("a.txt", text), ("b.txt", text)]))
    data[100] ^= 0xFF
    found = dict(members(bytes(data), "a.zip"))
    assert "a damaged member" in str(found["a.zip/a.txt"])
    assert found["a.zip/b.txt"] == text


def test_a_wrong_checksum_is_noticed() -> None:
    data = bytearray(pack_zip([("a.txt", b"uno")]))
    data[directory_entries(data)[0] + 16] ^= 0xFF
    assert members(bytes(data), "a.zip") == [("a.zip/a.txt", "a damaged member: BadZipFile")]


def test_without_its_directory_nothing_is_read() -> None:
    data = pack_zip([("a.txt", b"uno"), ("b.txt", b"dos")])
    [(name, content)] = members(data[: len(data) // 2], "a.zip")
    assert name == "a.zip"
    assert isinstance(content, Broken)
    assert "cut off" in content.message


def test_a_large_directory_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MAX_DIRECTORY", 100)
    [(_, content)] = members(pack_zip([("a" * 50, b"1"), ("b" * 50, b"2")]), "a.zip")
    assert isinstance(content, Broken)
    assert "directory of more than 100 bytes" in content.message


def test_folders_are_no_members_and_links_are_left_out() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("casos/", b"")
        link = zipfile.ZipInfo("casos/a.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, b"/etc/passwd")
    assert members(buffer.getvalue(), "a.zip") == [("a.zip/casos/a.txt", Skipped(0, "link"))]


def test_a_member_without_a_name() -> None:
    data = pack_zip([("q", b"1")]).replace(b"q", b"\0")
    assert members(data, "a.zip", "**/*") == [("a.zip/", b"1")]
    assert members(data, "a.zip", "**/*.txt") == [("a.zip", Broken(0, "no member", "no member matches **/*.txt"))]


def test_bombs_are_refused_also_in_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "FREE_EXPANSION", 1 << 16)
    monkeypatch.setattr(zips, "MAX_EXPANSION", 20)
    data = pack_zip([(f"{number}.txt", bytes(30_000)) for number in range(5)])
    found = members(data, "a.zip")
    assert 0 < sum(isinstance(content, bytes) for _, content in found) < 5
    assert "bomb" in str(found[-2][1])
    assert isinstance(found[-1][1], Broken)
    assert (found[-1][0], found[-1][1].reason) == ("a.zip", "broken archive")


def test_a_failing_storage_blames_no_document() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("connection reset")

    with pytest.raises(RunError, match=r"a\.zip"):
        list(zip_members(Failing(pack_zip([("a.txt", b"1")])), "a.zip"))


def test_a_storage_that_fails_later_blames_no_document_either() -> None:
    class Fickle(io.BytesIO):
        broken = False

        def read(self, size: int | None = -1) -> bytes:
            if self.broken:
                raise OSError("connection reset")
            return super().read(size)

    file = Fickle(pack_zip([("a.txt", os.urandom(5 << 20))]))
    [member] = zip_members(file, "a.zip")
    member.stream.read(10)
    file.broken = True
    with pytest.raises(RunError, match="connection reset"):
        while member.stream.read(1 << 20):
            pass
