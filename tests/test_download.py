"""Published corpora from a server on loopback that does what servers do."""

from __future__ import annotations

import hashlib
import json
import platform
import urllib.error
from pathlib import Path
from typing import Any

import psutil
import pytest

from bioroberta import transfer
from bioroberta.download import RECORDS, SITES, Corpus, describe, download
from bioroberta.errors import ConfigError, InputError, RunError
from bioroberta.lock import FILE, Owner
from tests.web_server import BODY, Server, answer, broken_at, whole

MD5 = hashlib.md5(BODY).hexdigest()
SHA256 = hashlib.sha256(BODY).hexdigest()


pytestmark = pytest.mark.usefixtures("slept")


@pytest.fixture
def zenodo(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A record with one file, `caso.txt`."""
    monkeypatch.setitem(RECORDS, "casos", Corpus("Casos.", "unknown", "zenodo", "77"))
    server.answers["/api/records/77"] = [answer(record(server))]
    server.answers["/files/caso.txt"] = [whole()]
    return server


@pytest.fixture
def opus(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A bare file without a checksum."""
    monkeypatch.setitem(RECORDS, "casos", Corpus("Casos.", "unknown", "opus", "/v3/caso.zip"))
    server.answers["/v3/caso.zip"] = [whole()]
    return server


def record(server: Server, **changed: Any) -> dict[str, Any]:
    links = {"self": f"{server.url}/files/caso.txt"}
    file = {"key": "caso.txt", "size": len(BODY), "checksum": f"md5:{MD5}", "links": links, **changed}
    return {"id": 77, "metadata": {"license": {"id": "cc-by-4.0"}}, "files": [file]}


def fetch(server: Server, folder: Path) -> Path:
    download("casos", folder, dict.fromkeys(SITES, server.url))
    return folder / "casos"


def source(place: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((place / "SOURCE.json").read_text())
    return read


def test_a_record_with_where_it_came_from(zenodo: Server, tmp_path: Path) -> None:
    place = fetch(zenodo, tmp_path / "new" / "corpora")
    assert sorted(path.name for path in place.iterdir()) == ["SOURCE.json", "caso.txt"]
    assert (place / "caso.txt").read_bytes() == BODY
    told = source(place)
    [file] = told.pop("files")
    assert told == {"about": "Casos.", "license": "cc-by-4.0", "record": "77", "url": f"{zenodo.url}/records/77"}
    assert file.pop("downloaded")[:2] == "20"
    assert file == {
        "name": "caso.txt",
        "url": f"{zenodo.url}/files/caso.txt",
        "size": len(BODY),
        "checksum": f"md5:{MD5}",
        "sha256": SHA256,
    }


def test_a_file_without_a_checksum_is_held_to_that_of_its_first_download(opus: Server, tmp_path: Path) -> None:
    place = fetch(opus, tmp_path)
    first = source(place)
    assert first["files"][0]["checksum"] == f"sha256:{SHA256}"
    fetch(opus, tmp_path)
    assert opus.asked == ["/v3/caso.zip"]
    assert source(place) == first
    (place / "caso.zip").write_bytes(BODY[::-1])
    fetch(opus, tmp_path)
    assert len(opus.asked) == 2
    assert (place / "caso.zip").read_bytes() == BODY


def test_what_is_whole_is_left_and_what_is_not_comes_again(zenodo: Server, tmp_path: Path) -> None:
    place = fetch(zenodo, tmp_path)
    first = source(place)
    fetch(zenodo, tmp_path)
    assert zenodo.asked.count("/files/caso.txt") == 1
    assert source(place) == first
    (place / "SOURCE.json").unlink()
    fetch(zenodo, tmp_path)
    assert zenodo.asked.count("/files/caso.txt") == 1
    assert source(place)["files"][0]["sha256"] == SHA256
    (place / "caso.txt").write_bytes(BODY[:-1])
    fetch(zenodo, tmp_path)
    assert zenodo.asked.count("/files/caso.txt") == 2
    assert (place / "caso.txt").read_bytes() == BODY


def test_a_record_with_many_files_goes_on_where_it_stopped(zenodo: Server, tmp_path: Path) -> None:
    files = [
        record(zenodo, key=name, links={"self": f"{zenodo.url}/files/{name}"})["files"][0]
        for name in ("b.txt", "a.txt")
    ]
    zenodo.answers["/api/records/77"] = [answer({"metadata": {}, "files": files})]
    zenodo.answers["/files/b.txt"] = [whole()]
    zenodo.answers["/files/a.txt"] = [answer({}, 404), whole()]
    with pytest.raises(InputError, match="404"):
        fetch(zenodo, tmp_path)
    assert [file["name"] for file in source(tmp_path / "casos")["files"]] == ["b.txt"]
    place = fetch(zenodo, tmp_path)
    assert [file["name"] for file in source(place)["files"]] == ["a.txt", "b.txt"]
    assert source(place)["license"] == "unknown"
    assert zenodo.asked.count("/files/b.txt") == 1


def test_a_download_that_was_cut_off_goes_on_when_started_again(
    zenodo: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zenodo.answers["/files/caso.txt"] = [broken_at(4000), whole()]
    monkeypatch.setattr(transfer, "WAITS", ())
    with pytest.raises(RunError, match=r"broke at 4000 of 10000 bytes; run the same command again"):
        fetch(zenodo, tmp_path)
    place = fetch(zenodo, tmp_path)
    assert zenodo.ranges == ["bytes=4000-"]
    assert sorted(path.name for path in place.iterdir()) == ["SOURCE.json", "caso.txt"]


@pytest.mark.parametrize("wrong", [{"checksum": "md5:" + "0" * 32}, {"size": 9999}])
def test_another_file_than_the_record_says_is_refused_and_removed(
    zenodo: Server, tmp_path: Path, wrong: dict[str, Any]
) -> None:
    zenodo.answers["/api/records/77"] = [answer(record(zenodo, **wrong)), answer(record(zenodo))]
    with pytest.raises(RunError, match="its record says"):
        fetch(zenodo, tmp_path)
    assert not list(tmp_path.iterdir())
    fetch(zenodo, tmp_path)


@pytest.mark.parametrize(
    ("answered", "told"),
    [
        (answer({"metadata": {}, "files": []}), "restricted, or was withdrawn"),
        (answer({"message": "no"}, 404), "answers 404"),
        (answer({"metadata": {}, "files": [{"key": "a"}]}), "not understood .KeyError: 'checksum'"),
        (answer({"metadata": {}, "files": [{"key": "../a", "checksum": "md5:0"}]}), "not understood"),
        (answer({"metadata": {}, "files": [{"key": ".a", "checksum": "md5:0"}]}), "not understood"),
        (answer({"metadata": None, "files": []}), "not understood"),
        (answer(["no record"]), "something else than a record"),
        (answer("<html>"), "something else than a record"),
    ],
)
def test_a_record_that_is_none_is_refused(zenodo: Server, tmp_path: Path, answered: Any, told: str) -> None:
    zenodo.answers["/api/records/77"] = [answered]
    with pytest.raises(InputError, match=told):
        fetch(zenodo, tmp_path)


def test_a_listing_without_end_is_refused(zenodo: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "LONGEST_LISTING", 100)
    with pytest.raises(InputError, match="more than 100 bytes"):
        fetch(zenodo, tmp_path)


def test_an_unknown_name_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no corpus 'cowesse' to download; do you mean 'cowese'"):
        download("cowesse", tmp_path)
    assert not list(tmp_path.iterdir())


def test_two_at_once_are_refused(zenodo: Server, tmp_path: Path) -> None:
    parent = psutil.Process().parent()
    assert parent
    other = Owner(platform.node(), parent.pid, parent.create_time(), 0.0)
    (tmp_path / "casos").mkdir()
    (tmp_path / "casos" / FILE).write_text(json.dumps(vars(other)))
    with pytest.raises(RunError, match=f"process {parent.pid} .* is at work"):
        fetch(zenodo, tmp_path)
    assert not zenodo.asked


@pytest.mark.parametrize("proxies", [{}, {"https": "http://proxy:3128"}])
def test_without_a_connection_nothing_is_left_and_the_way_out_is_named(
    zenodo: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proxies: dict[str, str]
) -> None:
    def unreachable(*_: Any, **__: Any) -> None:
        raise urllib.error.URLError("Name or service not known")

    monkeypatch.setattr("urllib.request.urlopen", unreachable)
    monkeypatch.setattr("urllib.request.getproxies", lambda: proxies)
    with pytest.raises(RunError, match="no connection") as caught:
        fetch(zenodo, tmp_path)
    assert ("name it in HTTPS_PROXY" in str(caught.value)) == (not proxies)
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_seen_before(zenodo: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "SPARE_BYTES", 1 << 60)
    with pytest.raises(RunError, match="are needed: make room"):
        fetch(zenodo, tmp_path)
    assert "/files/caso.txt" not in zenodo.asked


def test_a_folder_that_cannot_be_one_is_refused(zenodo: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(InputError, match="name another folder"):
            fetch(zenodo, folder)


def test_a_folder_that_cannot_be_written_is_told(zenodo: Server, tmp_path: Path) -> None:
    (tmp_path / "casos" / "caso.txt").mkdir(parents=True)
    with pytest.raises(RunError, match="cannot be written"):
        fetch(zenodo, tmp_path)


def test_all_records_are_described_and_named_well() -> None:
    assert [line.split()[0] for line in describe().splitlines()] == list(RECORDS)
    for corpus in RECORDS.values():
        assert corpus.site in SITES
        assert corpus.record.isdigit() == (corpus.site == "zenodo")
        assert corpus.record.isdigit() or corpus.record.startswith("/")
    assert all(site.startswith("https://") for site in SITES.values())
