"""Files behind HTTP: read like any other, gone on with after faults, and clear words where that does not help."""

from __future__ import annotations

import io
import os
import socket
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import pytest
from yarl import URL

from bioroberta import storage, web
from bioroberta.errors import ConfigError, InputError, RunError
from bioroberta.storage import FileInfo, Folder, identify
from tests.web_site import Site, serve

DATA = os.urandom(3 << 20)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(web, "WAITS", (0.0,) * 5)
    with serve() as site:
        site.files["/data/a.bin"] = DATA
        yield site


@pytest.fixture(params=["ranges", "no ranges", "no length"])
def any_site(request: pytest.FixtureRequest, site: Site) -> Site:
    site.ranges = request.param == "ranges"
    site.length = request.param != "no length"
    return site


def test_a_file_is_read_and_measured(any_site: Site) -> None:
    folder = Folder(f"{any_site.url}/data")
    assert folder.read_bytes("a.bin") == DATA
    assert folder.file("a.bin") == FileInfo("a.bin", len(DATA) if any_site.length else 0)
    assert folder.exists("a.bin")
    assert identify(folder, [FileInfo("a.bin", 0)])["bytes"] == len(DATA)


def test_what_is_not_there_is_missing(site: Site) -> None:
    folder = Folder(f"{site.url}/data")
    assert not folder.exists("b.bin")
    assert folder.file("b.bin") is None
    with pytest.raises(InputError, match=r"there is no file b\.bin in http://"):
        folder.open("b.bin")
    assert len(site.asked) == 3, "asked again for what is not there"


def test_one_request_opens_and_reads(site: Site) -> None:
    Folder(f"{site.url}/data").read_bytes("a.bin")
    assert site.asked == ["bytes=0-"]


def test_names_are_quoted_once(site: Site) -> None:
    name = "año 1/2 100%?#.bin"
    site.files["/" + name] = b"1"
    assert Folder(site.url).read_bytes(name) == b"1"


def test_a_query_stays_with_every_file(site: Site) -> None:
    assert Folder(f"{site.url}/data?download=1").read_bytes("a.bin") == DATA


def test_an_empty_file_is_empty(any_site: Site) -> None:
    any_site.files["/empty"] = b""
    assert Folder(any_site.url).read_bytes("empty") == b""


def test_a_broken_connection_is_gone_on_with(any_site: Site) -> None:
    any_site.cuts = [1_000_000, 1_500_000]
    assert Folder(f"{any_site.url}/data").read_bytes("a.bin") == DATA
    starts = [int(asked.removeprefix("bytes=").removesuffix("-")) for asked in any_site.asked]
    assert starts == sorted(starts)
    assert (starts[0], len(starts)) == (0, 3)


def test_progress_earns_new_attempts_and_none_ends_them(site: Site) -> None:
    site.cuts = [500_000] * 12
    assert Folder(f"{site.url}/data").read_bytes("a.bin") == DATA
    site.cuts = [0] * 20
    with pytest.raises(RunError, match=r"a\.bin in http://.* cannot be read: ClientPayloadError"):
        Folder(f"{site.url}/data").read_bytes("a.bin")
    assert len(site.cuts) == 14


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_busy_server_is_asked_again(site: Site, status: int) -> None:
    site.statuses = [status, status]
    assert Folder(f"{site.url}/data").read_bytes("a.bin") == DATA
    site.statuses = [status] * 6
    with pytest.raises(RunError, match=f"a.bin in {site.url}/data cannot be read: the server answers {status}"):
        Folder(f"{site.url}/data").read_bytes("a.bin")
    site.statuses = [status] * 6
    with pytest.raises(RunError, match=f"cannot be looked into: the server answers {status}"):
        Folder(f"{site.url}/data").exists("a.bin")


def test_a_server_may_ask_for_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(web.time, "sleep", waited.append)
    site.statuses, site.headers = [429], {"Retry-After": "60"}
    assert Folder(f"{site.url}/data").read_bytes("a.bin") == DATA
    assert waited == [60]
    site.statuses, site.headers = [503], {"Retry-After": "3600"}
    with pytest.raises(RunError, match="the server answers 503"):
        Folder(f"{site.url}/data").read_bytes("a.bin")


def test_a_length_that_nobody_tells_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:
        pool.submit(_answer_bare, server)
        with pytest.raises(InputError, match="does not tell the size"):
            Folder(f"http://127.0.0.1:{server.getsockname()[1]}").read_bytes("a.bin")


def _answer_bare(server: socket.socket) -> None:
    with server.accept()[0] as connection:
        connection.recv(1 << 16)
        connection.sendall(b"HTTP/1.0 200 OK\r\n\r\nhalf of it")


def test_a_refusal_is_not_asked_again(site: Site) -> None:
    site.statuses = [403]
    with pytest.raises(RunError, match="the server answers 403"):
        Folder(f"{site.url}/data").read_bytes("a.bin")
    assert len(site.asked) == 1


@pytest.mark.usefixtures("site")
def test_a_server_that_is_not_there_is_left() -> None:
    with pytest.raises(RunError, match="cannot be read: ClientConnector"):
        Folder("http://127.0.0.1:9/data").read_bytes("a.bin")


def test_a_silent_server_is_left(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "SILENT_SECONDS", 0.1)
    storage._web_filesystem.cache_clear()
    server = socket.create_server(("127.0.0.1", 0))
    with server, pytest.raises(RunError, match="cannot be looked into: nothing came for 0.1 s"):
        Folder(f"http://127.0.0.1:{server.getsockname()[1]}").exists("a.bin")
    storage._web_filesystem.cache_clear()


def test_a_file_that_changes_meanwhile_is_noticed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "READ_AHEAD", 1000)
    site.headers = {"ETag": '"1"'}
    site.cuts = [1_000_000]
    with Folder(f"{site.url}/data").open("a.bin") as file:
        file.read(10)
        site.headers = {"ETag": '"2"'}
        with pytest.raises(OSError, match="changed while it was read"):
            file.read()


def test_any_place_can_be_sought(any_site: Site) -> None:
    with Folder(f"{any_site.url}/data").open("a.bin") as file:
        assert file.seek(-10, io.SEEK_END) == len(DATA) - 10
        assert file.read() == DATA[-10:]
        file.seek(5)
        assert file.read(10) == DATA[5:15]
        assert file.tell() == 15
        assert file.seekable()
    if not any_site.ranges:
        assert len(any_site.asked) == 2, "copied once"


def test_zipfile_reads_it(any_site: Site) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.txt", os.urandom(100_000))
    any_site.files["/z.zip"] = buffer.getvalue()
    with Folder(any_site.url).open("z.zip") as file:
        assert zipfile.ZipFile(file).testzip() is None


def test_a_page_is_no_file(site: Site) -> None:
    site.headers = {"Content-Type": "text/html; charset=utf-8"}
    with pytest.raises(InputError, match="answers with a web page"):
        Folder(f"{site.url}/data").read_bytes("a.bin")


def test_compressed_files_come_as_they_are_and_others_not_at_all(site: Site) -> None:
    site.headers = {"Content-Encoding": "x-gzip"}
    site.files["/a.xml.gz"] = b"\x1f\x8b"
    assert Folder(site.url).read_bytes("a.xml.gz") == b"\x1f\x8b"
    with pytest.raises(InputError, match="comes compressed"):
        Folder(f"{site.url}/data").read_bytes("a.bin")


def test_encryption_is_not_given_up_on_the_way() -> None:
    answered = mock.Mock(url=URL("http://example.org/a.zip"), content_type="application/zip")
    with pytest.raises(InputError, match=r"a\.zip leads to example\.org without encryption"):
        web._refuse(answered, "https://example.org/a.zip")


@pytest.mark.parametrize("part", ["bytes 5-9/10", "pages 1-2/3", ""])
def test_another_part_than_asked_for_is_not_taken(site: Site, part: str) -> None:
    site.headers = {"Content-Range": part}
    with pytest.raises(RunError, match="another part than was asked for"):
        Folder(f"{site.url}/data").read_bytes("a.bin")


def test_a_folder_is_neither_listed_nor_written(site: Site) -> None:
    with pytest.raises(InputError, match="cannot be listed"):
        Folder(f"{site.url}/data").files()
    with pytest.raises(RunError, match="only read"):
        Folder(f"{site.url}/data").write_bytes("x", b"1")


@pytest.mark.parametrize("query", ["token=geheim", "a=1&X-Amz-Signature=geheim", "api_key=geheim", "sig=geheim"])
def test_secrets_in_a_query_are_refused_and_not_repeated(query: str) -> None:
    with pytest.raises(ConfigError, match="is a secret") as caught:
        Folder(f"https://example.org/a.zip?{query}")
    assert "geheim" not in str(caught.value)
    assert Folder("https://example.org/a.zip?download=1&version=2")
