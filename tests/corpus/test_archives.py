"""Members of archives as sources: which are read, under which ids, and what becomes of the rest."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.corpus import archives
from bioroberta.corpus.archives import SUFFIXES, Content, is_archive, open_members
from bioroberta.corpus.records import Broken, Skipped
from bioroberta.corpus.streams import matches_stored
from bioroberta.errors import DocumentError

Files = list[tuple[str, bytes]]


def pack_tar(files: Files, format: int = tarfile.PAX_FORMAT) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=format) as archive:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def pack_zip(files: Files) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstd.compress,
}


def pack(suffix: str, files: Files) -> bytes:
    return pack_zip(files) if suffix == ".zip" else COMPRESS[SUFFIXES[suffix]](pack_tar(files))


def members(data: bytes, path: str, pattern: str = "**/*") -> list[tuple[str, bytes | Content | str]]:
    """Paths with contents; with the message where reading a content fails."""
    return [(name, content_of(content)) for name, content in opened(data, path, pattern)]


def opened(data: bytes, path: str, pattern: str) -> Iterator[tuple[str, Content]]:
    return open_members(io.BytesIO(data), path, pattern, lambda name: matches_stored(name, pattern))


def content_of(content: Content) -> bytes | Content | str:
    if isinstance(content, Broken | Skipped):
        return content
    try:
        return content.read()
    except DocumentError as error:
        return str(error)


each_suffix = pytest.mark.parametrize("suffix", SUFFIXES)
both = pytest.mark.parametrize("suffix", [".zip", ".tar"])
FILES = [("casos/b.txt", b"uno"), ("casos/a.txt", b""), ("c.ann", b"T1"), ("años/ñ.txt", bytes(200_000))]


@each_suffix
def test_matching_members_come_in_order_with_the_path_of_the_archive(suffix: str) -> None:
    expected = [(f"x/a{suffix}/{name}", data) for name, data in FILES if name.endswith(".txt")]
    assert members(pack(suffix, FILES), f"x/a{suffix}", "**/*.txt") == expected
    assert is_archive(f"x/A{suffix.upper()}")


@pytest.mark.parametrize("path", ["a.gz", "a.txt.gz", "zip", "a.tar.txt", "a.zip.gz"])
def test_other_names_are_no_archives(path: str) -> None:
    assert not is_archive(path)


@given(
    st.lists(st.tuples(st.text(min_size=1, max_size=200).filter(str.isprintable), st.binary(max_size=600)), max_size=5)
)
def test_any_files_survive_packing(files: Files) -> None:
    named = [(f"{number}/x{name}.txt", data) for number, (name, data) in enumerate(files)]
    for format in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        data = pack_tar(named, format)
        found = [(name, content) for name, content in members(data, "a.tar") if not isinstance(content, Broken)]
        assert [content for _, content in found] == [content for _, content in named]
        assert len({name for name, _ in found}) == len(named)


@both
def test_members_may_be_left_before_their_end(suffix: str) -> None:
    files = [(f"{number}.txt", bytes([number]) * 300_000) for number in range(3)]
    found = opened(pack(suffix, files), f"a{suffix}", "**/*.txt")
    starts = [
        content.read(number + 1)
        for number, (_, content) in enumerate(found)
        if not isinstance(content, Broken | Skipped)
    ]
    assert starts == [b"\0", b"\1\1", b"\2\2\2"]


@both
def test_compression_of_members_is_no_part_of_the_match(suffix: str) -> None:
    files = [("a.txt.gz", b"1"), ("b.gz", b"2")]
    assert members(pack(suffix, files), "a" + suffix, "**/*.txt") == [(f"a{suffix}/a.txt.gz", b"1")]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@both
def test_names_that_come_again_are_members_of_their_own(suffix: str) -> None:
    files = [("x/a.txt", b"1"), ("x/a.txt", b"2"), ("x/~2/a.txt", b"3"), ("x/a.txt", b"4"), ("../x/./a.txt", b"5")]
    found = members(pack(suffix, files), "a" + suffix)
    assert [content for _, content in found] == [b"1", b"2", b"3", b"4", b"5"]
    assert [name.removeprefix(f"a{suffix}/") for name, _ in found[:2]] == ["x/a.txt", "x/~2/a.txt"]
    assert len({name for name, _ in found}) == 5


@both
def test_names_are_no_paths(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = [("../../evil.txt", b"1"), ("/etc/passwd.txt", b"2"), ("a/../../b.txt", b"3"), ("./c.txt", b"4")]
    names = [name for name, _ in members(pack(suffix, files), "a" + suffix)]
    assert names == [f"a{suffix}/{name}" for name in ("evil.txt", "etc/passwd.txt", "a/b.txt", "c.txt")]
    assert list(tmp_path.iterdir()) == []


@both
def test_archives_within_are_refused_and_attributes_of_macos_left_out(suffix: str) -> None:
    files = [("in.zip", b"1"), ("b.tgz", b"2"), ("__MACOSX/._a.txt", b"3"), ("._a.txt", b"4"), ("a.txt", b"5")]
    found = dict(members(pack(suffix, files), "a" + suffix, "**/*.txt"))
    reasons = {name.rpartition("/")[2]: getattr(content, "reason", None) for name, content in found.items()}
    assert reasons["in.zip"] == reasons["b.tgz"] == "nested archive"
    assert found[f"a{suffix}/__MACOSX/._a.txt"] == found[f"a{suffix}/._a.txt"] == Skipped(0, "resource_fork")
    assert found[f"a{suffix}/a.txt"] == b"5"


@both
def test_an_archive_without_a_match_says_so(suffix: str) -> None:
    for files in ([], [("a.pdf", b"1")]):
        expected = Broken(0, "no member", "no member matches **/*.txt")
        assert members(pack(suffix, files), "a" + suffix, "**/*.txt") == [("a" + suffix, expected)]


@both
def test_members_are_bounded_in_number(suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBERS", 2)
    found = members(pack(suffix, [(f"{number}.txt", b"1") for number in range(3)]), "a" + suffix)
    assert [content for _, content in found[:2]] == [b"1", b"1"]
    assert found[2] == ("a" + suffix, Broken(0, "broken archive", "more than 2 members; what follows in it is lost"))


@pytest.mark.parametrize("suffix", [suffix for suffix in SUFFIXES if suffix != ".zip"])
def test_what_came_before_the_break_is_kept(suffix: str) -> None:
    files = [(f"{number}.txt", b"%d" % number * 1000) for number in range(40)]
    data = pack(suffix, files)
    found = members(data[: len(data) * 2 // 3], "a" + suffix)
    whole = [content for _, content in found if isinstance(content, bytes)]
    assert whole == [content for _, content in files[: len(whole)]]
    assert len(whole) > (10 if suffix == ".tar" else -1)  # one block of bzip2 or xz holds all of it
    assert isinstance(found[-1][1], Broken)
    assert found[-1][0] == "a" + suffix
    assert "truncated" in found[-1][1].message
    assert len(found) - len(whole) <= 2


PIECES = st.sampled_from(
    [pack_zip(FILES[:2]), pack_tar(FILES[:1]), pack_tar(FILES[:1])[:512], bytes(512), b"PK\3\4", b"PK\1\2", b"PK\5\6"]
)


@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tar.gz", ".tar.zst"])
@given(data=st.binary(max_size=700) | st.lists(PIECES | st.binary(max_size=40), max_size=5).map(b"".join))
def test_any_bytes_end_in_members_and_messages(suffix: str, data: bytes) -> None:
    for packed in (data, COMPRESS[SUFFIXES[suffix]](data)):
        found = members(packed, "a" + suffix)
        assert found
        assert len({name for name, _ in found}) == len(found)


@pytest.mark.parametrize("suffix", [".zip", ".tar"])
@given(place=st.integers(0, 2000), value=st.integers(0, 255))
def test_one_wrong_byte_ends_in_members_and_messages(suffix: str, place: int, value: int) -> None:
    data = bytearray(pack(suffix, [("casos/b.txt", b"uno " * 50), ("a" * 120, b"dos")]))
    data[place % len(data)] = value
    for name, _ in members(bytes(data), "a" + suffix):
        assert name.encode().startswith(b"a" + suffix.encode())
