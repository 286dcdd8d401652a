"""One set of laws for folders on a local disk and on an S3 server; what each of the two must refuse."""

from __future__ import annotations

import errno
import fnmatch
import os
import pickle
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta import storage
from bioroberta.errors import ConfigError, InputError, RunError
from bioroberta.storage import FileInfo, Folder, identify, matches, resolve


@pytest.fixture(params=["local", "s3"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Folder:
    return Folder(str(tmp_path / "runs")) if request.param == "local" else request.getfixturevalue("s3_folder")


def test_what_is_written_is_read_back(folder: Folder) -> None:
    assert not folder.exists()
    assert folder.files() == []
    folder.write_bytes("deep/er/año.bin", b"\x00\xff")
    folder.write_bytes("deep/er/año.bin", b"new")
    assert folder.read_bytes("deep/er/año.bin") == b"new"
    assert folder.exists("deep/er/año.bin")
    assert folder.exists("deep")
    assert folder.exists()
    assert folder.files() == [FileInfo("deep/er/año.bin", 3)]
    folder.write_bytes("empty", b"")
    assert folder.read_text("empty") == ""


def test_a_file_larger_than_a_part_of_an_upload_is_whole(folder: Folder) -> None:
    data = os.urandom(1 << 20) * 12
    folder.write_bytes("large", data)
    assert folder.read_bytes("large") == data


def test_a_missing_file_is_named(folder: Folder) -> None:
    with pytest.raises(InputError, match="there is no file a/b"):
        folder.read_bytes("a/b")


def test_a_file_by_its_name(folder: Folder) -> None:
    folder.write_bytes("a/b", b"123")
    assert folder.file("a/b") == FileInfo("a/b", 3)
    assert folder.child("a/b").file("") == FileInfo("", 3)
    assert folder.file("a") is folder.file("c") is None


def test_any_place_of_a_file_can_be_read(folder: Folder) -> None:
    data = os.urandom(5 << 20)
    folder.write_bytes("x", data)
    with folder.open("x") as file:
        assert file.seek(-100, os.SEEK_END) == len(data) - 100
        assert file.read() == data[-100:]
        file.seek(10)
        assert file.read(4 << 20) == data[10 : 10 + (4 << 20)]


def test_files_stand_in_order_of_their_paths(folder: Folder) -> None:
    for name in ("b.txt", "a/z.txt", "a.txt", "a/b/c.ann", "B.txt", "ñ.txt"):
        folder.write_bytes(name, b"x")
    assert [file.path for file in folder.files()] == ["B.txt", "a.txt", "a/b/c.ann", "a/z.txt", "b.txt", "ñ.txt"]
    assert [file.path for file in folder.files("*.txt")] == ["B.txt", "a.txt", "b.txt", "ñ.txt"]
    assert [file.path for file in folder.files("**/*.ann")] == ["a/b/c.ann"]
    assert [file.path for file in folder.files("a/*")] == ["a/z.txt"]


def test_the_first_of_two_creators_wins(folder: Folder) -> None:
    assert folder.create("shards/00001.json", b"first")
    assert not folder.create("shards/00001.json", b"second")
    assert folder.read_bytes("shards/00001.json") == b"first"


def test_of_many_local_creators_at_once_one_wins(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path))
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda number: folder.create("marker", str(number).encode()), range(50)))
    assert won.count(True) == 1
    assert folder.read_text("marker") == str(won.index(True))
    assert [path.name for path in tmp_path.iterdir()] == ["marker"]


def test_delete_takes_files_and_folders_and_minds_nothing_missing(folder: Folder) -> None:
    for name in ("a/one", "a/b/two", "ab", "c"):
        folder.write_bytes(name, b"x")
    folder.delete("missing")
    folder.delete("a")
    folder.delete("c")
    folder.delete("c")
    assert [file.path for file in folder.files()] == ["ab"]


def test_a_child_is_the_folder_below(folder: Folder) -> None:
    folder.child("clean").child("data").write_bytes("x", b"1")
    assert folder.child("clean/data").read_bytes("x") == b"1"
    assert [file.path for file in folder.files()] == ["clean/data/x"]
    assert [file.path for file in folder.child("clean").files()] == ["data/x"]


def test_upload_and_download_copy_all_files(folder: Folder, tmp_path: Path) -> None:
    for name in ("config.json", "sub/model.bin"):
        (tmp_path / "from" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "from" / name).write_bytes(name.encode())
    folder.child("checkpoint").upload(tmp_path / "from")
    folder.child("checkpoint").download(tmp_path / "to")
    copied = {path.relative_to(tmp_path / "to").as_posix() for path in (tmp_path / "to").rglob("*") if path.is_file()}
    assert copied == {"config.json", "sub/model.bin"}
    assert (tmp_path / "to/sub/model.bin").read_bytes() == b"sub/model.bin"


def test_a_folder_travels_to_workers(folder: Folder) -> None:
    folder.write_bytes("x", b"1")
    assert pickle.loads(pickle.dumps(folder)).read_bytes("x") == b"1"


def test_open_streams(folder: Folder) -> None:
    folder.write_bytes("x", b"0123456789")
    with folder.open("x") as file:
        assert (file.read(4), file.read(), file.read()) == (b"0123", b"456789", b"")


def test_identity_follows_content_and_path_only(folder: Folder, tmp_path: Path) -> None:
    other = Folder(str(tmp_path / "elsewhere"))
    for name in ("b", "a"):
        folder.write_bytes(name, name.encode())
    for name in ("a", "b"):
        other.write_bytes(name, name.encode())
    assert identify(folder, folder.files()) == identify(other, reversed(other.files()))
    same = identify(other, other.files())
    assert (same["files"], same["bytes"]) == (2, 2)
    other.write_bytes("b", b"c")
    assert identify(other, other.files())["sha256"] != same["sha256"]
    other.write_bytes("b", b"b")
    other.delete("a")
    other.write_bytes("c", b"a")
    assert identify(other, other.files())["sha256"] != same["sha256"]


# --- local disks


def test_a_full_disk_leaves_nothing_and_keeps_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(str(tmp_path))
    folder.write_bytes("manifest.json", b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    for write in (folder.write_bytes, folder.create):
        with pytest.raises(RunError, match=r"manifest.json could not be written: No space left on device; nothing"):
            write("manifest.json", b"new")
    assert folder.read_bytes("manifest.json") == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(RunError, match=r"file/runs/x could not be written: Not a directory"):
        Folder(str(tmp_path / "file/runs")).write_bytes("x", b"")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "dump.xml").write_text("x")
    with pytest.raises(InputError, match=r"dump.xml is a file; name the folder"):
        Folder(str(tmp_path / "dump.xml")).files()


def test_a_name_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    try:
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))).write_text("x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    with pytest.raises(InputError, match="a file name in .* is not UTF-8"):
        Folder(str(tmp_path)).files()


def test_question_marks_and_spaces_in_local_paths_are_names(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path / "what? 100%")).child("a b")
    folder.write_bytes("x#y", b"1")
    assert (tmp_path / "what? 100%" / "a b" / "x#y").read_bytes() == b"1"
    assert folder.files() == [FileInfo("x#y", 1)]


def test_relative_paths_and_file_uris_are_local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Folder("runs").write_bytes("x", b"1")
    assert Folder(f"file://{tmp_path}/runs").read_bytes("x") == b"1"
    assert Folder("runs").files() == [FileInfo("x", 1)]
    assert Folder("runs").local() == Path("runs")
    assert Folder("s3://bucket/x").local() is None


def test_the_sample_is_a_folder() -> None:
    local = Folder("sample:").child("corpora").local()
    assert local is not None
    assert local.parts[-4:] == ("bioroberta", "sample", "data", "corpora")


# --- object stores


@pytest.mark.parametrize(
    "uri",
    [
        "s3://key:secret@bucket/runs",
        "s3://key@bucket/runs",
        "s3://key:sec/ret@bucket/runs",
        "gs://user:secret@bucket",
        "s3://bucket/x?access_key=key&secret_key=secret",
    ],
)
def test_credentials_in_a_uri_are_refused_and_not_repeated(uri: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Folder(uri).exists()
    assert "sec" not in str(caught.value).replace("'secret_key'", "")


@pytest.mark.parametrize("uri", ["s4://bucket/x", "s3://", "ftp://example.org/x"])
def test_a_uri_that_cannot_be_opened_is_named(uri: str) -> None:
    with pytest.raises(ConfigError, match=uri):
        Folder(uri).exists()


def test_a_query_stays_at_the_end() -> None:
    assert Folder("s3://b/runs?region=x").child("a").child("b").uri == "s3://b/runs/a/b?region=x"


def test_a_missing_bucket_is_named(s3_folder: Folder) -> None:
    missing = Folder(s3_folder.uri.replace("//bucket-", "//missing-"))
    assert not missing.exists()
    for write in (missing.write_bytes, missing.create):
        with pytest.raises(RunError, match=r"x cannot be written to s3://missing-.*bucket does not exist"):
            write("x", b"1")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(storage, "SILENT_SECONDS", 1.0)
    monkeypatch.setattr(storage, "ATTEMPTS", 2)
    yield
    storage._filesystem.cache_clear()


@pytest.mark.parametrize("listening", [True, False])
@pytest.mark.usefixtures("impatient")
def test_a_server_that_is_dead_or_silent_is_reported(listening: bool) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        if listening:
            server.listen()
        host, port = server.getsockname()
        dead = Folder(f"s3://bucket/runs?endpoint_override={host}:{port}&scheme=http")
        with pytest.raises(RunError, match=r"runs\?endpoint_override=.* cannot be looked into: .*NETWORK_CONNECTION"):
            dead.exists()


def test_a_small_file_is_one_request(s3_folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    # A multipart upload would leave parts behind when a writer dies, and cost three requests a marker.
    s3_folder.write_bytes("marker.json", b"{}")
    parts = urlsplit(s3_folder.uri)
    client = boto3.client("s3", endpoint_url=f"http://{parts.query.split('=')[1].split('&')[0]}")
    etag = client.head_object(Bucket=parts.netloc, Key="runs/marker.json")["ETag"]
    assert "-" not in etag, "the server saw a multipart upload"


# --- names


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        ("a.txt", "**/*.txt", True),
        ("x/y/a.txt", "**/*.txt", True),
        ("x/a.txt", "*.txt", False),
        ("x/a.txt", "*/*.txt", True),
        ("x/y/a.txt", "*/*.txt", False),
        ("x/y/a.txt", "x/**/a.txt", True),
        ("x/a.txt", "x/**/a.txt", True),
        ("A.TXT", "*.txt", False),
        ("a", "**", True),
        ("", "**/*", True),
        ("a/b/c/d", "**/b/**/d", True),
        ("a/b/c/d", "**/c/**/b/**", False),
        ("a/" * 200_000 + "a.txt", "**/*.txt", True),
        ("a/" * 20_000 + "a.txt", "**/**/b/**/*.txt", False),
    ],
)
def test_globs(path: str, pattern: str, expected: bool) -> None:
    assert matches(path, pattern) == expected


names = st.lists(st.text("ab.", min_size=1, max_size=3), min_size=1, max_size=4)


@given(names, st.text("ab.*?", min_size=1, max_size=4))
def test_a_glob_behind_any_folders_looks_at_the_last_name(parts: list[str], pattern: str) -> None:
    if "**" not in pattern:
        assert matches("/".join(parts), f"**/{pattern}") == fnmatch.fnmatchcase(parts[-1], pattern)


@pytest.mark.parametrize(
    ("base", "location", "expected"),
    [
        ("/data", "corpora/x", "/data/corpora/x"),
        ("/data", "/else/x", "/else/x"),
        ("/data", "s3://b/x", "s3://b/x"),
        ("/data", "sample:corpora", "sample:corpora"),
        ("sample:", "corpora/x", "sample:corpora/x"),
        ("s3://b/in?region=r", "corpora/x", "s3://b/in/corpora/x?region=r"),
    ],
)
def test_locations_are_resolved_against_a_base(base: str, location: str, expected: str) -> None:
    assert resolve(base, location) == expected
