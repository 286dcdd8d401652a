"""What only tar files can do."""

from __future__ import annotations

import io
import tarfile

import pytest

from bioroberta.corpus import streams, tars
from bioroberta.corpus.records import Broken, Skipped
from tests.corpus.test_archives import COMPRESS, members, pack_tar


def reason(content: object) -> str:
    assert isinstance(content, Broken)
    return f"{content.reason}: {content.message}"


def test_long_names_of_both_kinds() -> None:
    name = "/".join(["carpeta con eñes"] * 40) + "/a.txt"
    for format in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        assert members(pack_tar([(name, b"1"), ("b.txt", b"2")], format), "a.tar") == [
            (f"a.tar/{name}", b"1"),
            ("a.tar/b.txt", b"2"),
        ]


def test_names_that_are_not_utf8() -> None:
    data = pack_tar([("a.txt", b"1")], tarfile.USTAR_FORMAT)
    header = tarfile.TarInfo.frombuf(data[:512], "utf-8", "strict")
    header.name = "ni\udcf1o.txt"
    named = header.tobuf(tarfile.USTAR_FORMAT, "utf-8", "surrogateescape") + data[512:]
    assert members(named, "a.tar") == [("a.tar/niño.txt", b"1")]


def test_a_large_size_stands_in_the_extended_header() -> None:
    data = pack_tar([("a.txt", b"uno"), ("b.txt", b"dos")])
    extended = extended_header({b"size": b"3", b"comment": b"x" * 5000}, tarfile.XHDTYPE)
    header = tarfile.TarInfo("a.txt")  # its own size is 0
    assert members(extended + header.tobuf() + data[512:], "a.tar") == [
        ("a.tar/a.txt", b"uno"),
        ("a.tar/b.txt", b"dos"),
    ]


def extended_header(said: dict[bytes, bytes], kind: bytes) -> bytes:
    data = b""
    for key, value in said.items():
        length = len(key) + len(value) + 3
        data += b"%d %b=%b\n" % (length + len(str(length + len(str(length)))), key, value)
    header = tarfile.TarInfo("extended")
    header.type, header.size = kind, len(data)
    return header.tobuf() + data + bytes(-len(data) % 512)


def test_a_global_header_changes_nothing() -> None:
    data = extended_header({b"comment": b"0123", b"path": b"wrong"}, tarfile.XGLTYPE) + pack_tar([("a.txt", b"1")])
    assert members(data, "a.tar") == [("a.tar/a.txt", b"1")]


def test_links_and_folders_and_devices() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind in (
            ("d", tarfile.DIRTYPE),
            ("s.txt", tarfile.SYMTYPE),
            ("h.txt", tarfile.LNKTYPE),
            ("f.txt", tarfile.FIFOTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type = kind
            archive.addfile(info)
        archive.addfile(tarfile.TarInfo("a.txt"))
    assert members(buffer.getvalue(), "a.tar") == [
        ("a.tar/s.txt", Skipped(0, "link")),
        ("a.tar/h.txt", Skipped(0, "link")),
        ("a.tar/a.txt", b""),
    ]


def test_files_with_holes_are_refused_and_passed_over() -> None:
    after = pack_tar([("b.txt", b"2")])
    old = tarfile.TarInfo("a.txt")
    old.type, old.size = tarfile.GNUTYPE_SPARSE, 600
    block = bytearray(old.tobuf(tarfile.GNU_FORMAT))
    block[482] = 1
    block[148:156] = b"%06o\0 " % (sum(block[:148]) + 256 + sum(block[156:]))
    more = bytearray(512)
    more[504] = 1
    data = bytes(block) + bytes(more) + bytes(512) + bytes(1024) + after
    new = tarfile.TarInfo("a.txt")
    new.size = 10
    pax = extended_header({b"GNU.sparse.major": b"1"}, tarfile.XHDTYPE) + new.tobuf() + bytes(512) + after
    for packed in (data, pax):
        (name, content), other = members(packed, "a.tar")
        assert name == "a.tar/a.txt"
        assert reason(content).startswith("sparse member")
        assert other == ("a.tar/b.txt", b"2")


def test_archives_one_after_another_are_read() -> None:
    data = pack_tar([("a.txt", b"1")]) + pack_tar([("b.txt", b"2")])
    assert members(data, "a.tar") == [("a.tar/a.txt", b"1"), ("a.tar/b.txt", b"2")]


def test_a_damaged_header_is_not_the_end() -> None:
    data = bytearray(pack_tar([("a.txt", b"1"), ("b.txt", b"2"), ("c.txt", b"3")]))
    data[1024] ^= 1
    (name, content), (path, rest) = members(bytes(data), "a.tar")
    assert (name, content, path) == ("a.tar/a.txt", b"1", "a.tar")
    assert "a damaged header" in reason(rest)


@pytest.mark.parametrize("length", [0, 100, 512, 600, 1024, 1024 + 512 + 2])
def test_an_end_that_is_missing_is_noticed(length: int) -> None:
    data = pack_tar([("a.txt", b"uno"), ("b.txt", b"dos")])
    found = members(data[:length], "a.tar")
    assert found[-1][0] == "a.tar"
    assert "truncated" in reason(found[-1][1])
    if length >= 1024:
        assert found[0] == ("a.tar/a.txt", b"uno")


@pytest.mark.parametrize("size", [b"-5", b"x", b"9" * 30, b""])
def test_odd_sizes_are_damage(size: bytes) -> None:
    data = extended_header({b"size": size}, tarfile.XHDTYPE) + pack_tar([("a.txt", b"uno")])
    found = members(data, "a.tar")
    assert (found == [("a.tar/a.txt", b"uno")]) if not size else "damaged" in reason(found[-1][1])


@pytest.mark.parametrize("record", [b"5 a=", b"99 a=b\n", b"0 a=b\n", b" ", b"x a=b\n", b"1" * 2000])
def test_damaged_extended_headers(record: bytes) -> None:
    header = tarfile.TarInfo("extended")
    header.type, header.size = tarfile.XHDTYPE, len(record)
    data = header.tobuf() + record + bytes(-len(record) % 512) + pack_tar([("a.txt", b"1")])
    [(_, content)] = members(data, "a.tar")
    assert "damaged extended header" in reason(content)


def test_extended_headers_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tars, "MAX_EXTENSION", 1000)
    for format in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        [(_, content)] = members(pack_tar([("a" * 2000, b"1")], format), "a.tar")
        assert "extended header of more than 1000 bytes" in reason(content)


def test_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "FREE_EXPANSION", 1 << 16)
    monkeypatch.setattr(streams, "MAX_EXPANSION", 20)
    data = COMPRESS[".gz"](pack_tar([("a.txt", bytes(1 << 22)), ("b.txt", b"2")]))
    (name, content), (path, rest) = members(data, "a.tar.gz")
    assert (name, path) == ("a.tar.gz/a.txt", "a.tar.gz")
    assert "bomb" in str(content)
    assert "bomb" in reason(rest)
