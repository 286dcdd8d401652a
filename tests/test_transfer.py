"""One file from a server on loopback that breaks off, changes, lies, redirects and refuses."""

from __future__ import annotations

import email.utils
import hashlib
import io
import logging
import ssl
import time
import urllib.error
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bioroberta import transfer
from bioroberta.errors import InputError, RunError
from bioroberta.transfer import RemoteFile, fetch, shown
from tests.web_server import BODY, Server, answer, bare, broken_at, chunked, deaf_to_ranges, serving, silence, whole

PATH = "/caso.zip"
MD5 = hashlib.md5(BODY).hexdigest()


pytestmark = pytest.mark.usefixtures("slept")


def bring(server: Server, place: Path, *answers: object, size: int | None = None, md5: str | None = None) -> bytes:
    """The file by these answers, one after another; nothing but the file must be left."""
    server.answers[PATH] = list(answers)  # type: ignore[arg-type]
    fetch(RemoteFile("caso.zip", server.url + PATH, size, md5), place)
    assert [path.name for path in place.iterdir()] == ["caso.zip"]
    return (place / "caso.zip").read_bytes()


def test_a_connection_that_breaks_is_gone_on_with(server: Server, tmp_path: Path) -> None:
    answers = [broken_at(end) for end in (0, 1, 3000, 9999)]
    assert bring(server, tmp_path, *answers, whole()) == BODY
    assert server.ranges == ["bytes=1-", "bytes=3000-", "bytes=9999-"]


def test_bytes_that_come_start_the_waits_anew(server: Server, tmp_path: Path, slept: list[float]) -> None:
    answers = [broken_at(end) for end in range(500, 10_000, 500)]
    assert bring(server, tmp_path, *answers, whole()) == BODY
    assert slept == [transfer.WAITS[0]] * len(answers)


def test_a_server_that_never_gets_further_is_given_up(server: Server, tmp_path: Path, slept: list[float]) -> None:
    with pytest.raises(RunError, match=r"broke at 100 of 10000 bytes; run the same command again to go on"):
        bring(server, tmp_path, deaf_to_ranges(100))
    assert slept == list(transfer.WAITS)
    assert (tmp_path / "caso.zip.part").read_bytes() == BODY[:100]


@given(st.lists(st.integers(0, len(BODY)), max_size=6), st.booleans())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_wherever_it_breaks_the_file_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, ends: list[int], deaf: bool
) -> None:
    with serving() as server:
        answers = [deaf_to_ranges(end) if deaf else broken_at(end) for end in ends[: len(transfer.WAITS)]]
        assert bring(server, tmp_path_factory.mktemp("place"), *answers, whole()) == BODY


def test_a_server_that_ignores_ranges_sends_all_of_it_again(server: Server, tmp_path: Path) -> None:
    assert bring(server, tmp_path, broken_at(4000), deaf_to_ranges()) == BODY
    assert server.ranges == ["bytes=4000-"]


def test_a_file_that_changed_meanwhile_starts_anew(server: Server, tmp_path: Path) -> None:
    other = BODY[::-1] + b"more"
    assert bring(server, tmp_path, broken_at(4000), whole(other, tag='"second"')) == other


def test_killed_when_a_changed_file_began_it_mixes_nothing(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    other = BODY[::-1]
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(transfer, "_append", killed)
        (tmp_path / "caso.zip.part").write_bytes(BODY[:4000])
        (tmp_path / "caso.zip.part.json").write_text('{"size": 10000, "version": "\\"first\\""}')
        bring(server, tmp_path, whole(other, tag='"second"'))
    assert bring(server, tmp_path, whole(other, tag='"second"')) == other


@pytest.mark.parametrize("tag", ["", 'W/"weak"'])
def test_without_a_version_nothing_is_pieced_together(server: Server, tmp_path: Path, tag: str) -> None:
    assert bring(server, tmp_path, broken_at(4000, tag=tag), whole(tag=tag)) == BODY
    assert server.ranges == []


def test_unless_a_checksum_will_tell(server: Server, tmp_path: Path) -> None:
    assert bring(server, tmp_path, broken_at(4000, tag=""), whole(tag=""), md5=MD5) == BODY
    assert server.ranges == ["bytes=4000-"]


def test_the_date_of_the_last_change_is_a_version(server: Server, tmp_path: Path) -> None:
    date = email.utils.formatdate(0, usegmt=True)
    answers = [broken_at(4000, tag="", Last_Modified=date), whole(tag=date)]
    assert bring(server, tmp_path, *answers) == BODY
    assert server.ranges == ["bytes=4000-"]


def test_a_part_that_is_longer_than_the_file_starts_anew(server: Server, tmp_path: Path) -> None:
    (tmp_path / "caso.zip.part").write_bytes(b"x" * 20_000)
    assert bring(server, tmp_path, whole(), size=len(BODY), md5=MD5) == BODY
    assert server.ranges == []


def test_a_whole_part_is_not_asked_for_again(server: Server, tmp_path: Path) -> None:
    (tmp_path / "caso.zip.part").write_bytes(BODY)
    assert bring(server, tmp_path, bare(404), size=len(BODY), md5=MD5) == BODY
    assert server.asked == []


@pytest.mark.parametrize("refusal", [bare(416), bare(206, BODY[:5], Content_Range="bytes 0-4/10000", Content_Length=5)])
def test_a_refused_or_wrong_part_starts_anew(server: Server, tmp_path: Path, refusal: object) -> None:
    assert bring(server, tmp_path, broken_at(4000), refusal, whole()) == BODY
    assert server.ranges == ["bytes=4000-"]  # and the third time from the start
    assert len(server.asked) == 3


def test_other_bytes_than_the_record_says_are_removed(server: Server, tmp_path: Path) -> None:
    with pytest.raises(RunError, match=rf"came with md5 \w+, its record says {MD5}: removed"):
        bring(server, tmp_path, whole(BODY[::-1]), md5=MD5)
    assert not list(tmp_path.iterdir())
    assert bring(server, tmp_path, whole(), md5=MD5) == BODY


def test_another_size_than_the_record_says_is_refused_before_it_comes(server: Server, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="has 10000 bytes and its record says 9999"):
        bring(server, tmp_path, whole(), size=9999)
    assert not list(tmp_path.iterdir())


def test_a_busy_server_is_given_the_time_that_it_asks_for(server: Server, tmp_path: Path, slept: list[float]) -> None:
    busy = [bare(429, Retry_After=7), bare(503), bare(500), bare(503, Retry_After="soon")]
    assert bring(server, tmp_path, *busy, whole()) == BODY
    assert slept == [7, transfer.WAITS[1], transfer.WAITS[2], transfer.WAITS[3]]


def test_a_date_is_a_time_to_wait_too(server: Server, tmp_path: Path, slept: list[float]) -> None:
    later = email.utils.formatdate(time.time() + 100, usegmt=True)
    earlier = email.utils.formatdate(0, usegmt=True)
    assert bring(server, tmp_path, bare(429, Retry_After=later), bare(429, Retry_After=earlier), whole()) == BODY
    assert 90 < slept[0] <= 100
    assert slept[1] == transfer.WAITS[1]


def test_a_server_that_asks_for_hours_is_given_up_at_once(server: Server, tmp_path: Path, slept: list[float]) -> None:
    with pytest.raises(RunError, match="answers 429 .* and asks to wait 3600 s; run the same command again"):
        bring(server, tmp_path, bare(429, Retry_After=3600))
    assert slept == []


def test_a_server_that_stays_busy_is_given_up(server: Server, tmp_path: Path, slept: list[float]) -> None:
    with pytest.raises(RunError, match="answers 500"):
        bring(server, tmp_path, bare(500))
    assert slept == list(transfer.WAITS)


def test_silence_and_closed_doors_may_pass(server: Server, tmp_path: Path, slept: list[float]) -> None:
    assert bring(server, tmp_path, silence, whole()) == BODY
    with pytest.raises(RunError, match="no connection"):
        fetch(RemoteFile("x", "http://127.0.0.1:9/x"), tmp_path)
    assert slept == [transfer.WAITS[0], *transfer.WAITS]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 501])
def test_what_will_be_the_same_next_time_is_told_at_once(
    server: Server, tmp_path: Path, slept: list[float], status: int
) -> None:
    with pytest.raises(InputError, match=f"{PATH} answers {status}"):
        bring(server, tmp_path, bare(status))
    assert slept == []


def test_redirects_are_followed_with_the_part_that_is_asked_for(server: Server, tmp_path: Path) -> None:
    server.answers["/elsewhere"] = [broken_at(4000), whole()]
    assert bring(server, tmp_path, bare(302, Location="/elsewhere")) == BODY
    assert server.ranges == ["bytes=4000-"] * 2


@pytest.mark.parametrize("target", [PATH, "file:///etc/hostname"])
def test_redirects_that_lead_nowhere_are_refused(server: Server, tmp_path: Path, target: str) -> None:
    with pytest.raises(InputError, match="answers 302"):
        bring(server, tmp_path, bare(302, Location=target))


def test_a_page_in_the_place_of_a_file_is_refused(server: Server, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="web page"):
        bring(server, tmp_path, bare(200, b"<p>Moved</p>", Content_Type="text/html", Content_Length=12))


def test_without_a_size_only_chunks_tell_the_end(server: Server, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not tell the size"):
        bring(server, tmp_path, bare(200, BODY))
    assert bring(server, tmp_path, chunked(BODY[:5000], BODY[5000:])) == BODY


def test_chunks_without_an_end_are_not_whole(server: Server, tmp_path: Path) -> None:
    assert bring(server, tmp_path, chunked(BODY[:5000], ended=False), chunked(BODY)) == BODY


def test_addresses_of_another_kind_and_broken_encryption_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match="no address of a web server"):
        fetch(RemoteFile("x", "file:///etc/hostname"), tmp_path)

    def untrusted(*_: object, **__: object) -> None:
        raise urllib.error.URLError(ssl.SSLCertVerificationError(1, "expired"))

    monkeypatch.setattr("urllib.request.urlopen", untrusted)
    with pytest.raises(InputError, match="certificate is not trusted"):
        fetch(RemoteFile("x", "https://example.org/x"), tmp_path)


def test_a_secure_address_does_not_lead_to_an_open_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = io.BytesIO()
    opened.url = "http://example.org/x"  # type: ignore[attr-defined]
    monkeypatch.setattr("urllib.request.urlopen", lambda *_, **__: opened)
    with pytest.raises(InputError, match="not encrypted"):
        fetch(RemoteFile("x", "https://example.org/x"), tmp_path)


def test_a_full_disk_is_seen_when_the_size_is_known(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "SPARE_BYTES", 1 << 60)
    with pytest.raises(RunError, match="make room"):
        bring(server, tmp_path, whole())


def test_progress_is_told(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(transfer, "PROGRESS_SECONDS", 0.0)
    monkeypatch.setattr(transfer, "CHUNK", 4000)
    with caplog.at_level(logging.INFO, transfer.__name__):
        bring(server, tmp_path, whole())
    assert caplog.messages[0] == "caso.zip: 4 kB of 10 kB"


def test_bytes_for_people() -> None:
    assert [shown(size) for size in (0, 999, 1000, 45_500_000, 4_512_000_000)] == [
        "0 bytes",
        "999 bytes",
        "1 kB",
        "45.5 MB",
        "4.51 GB",
    ]


def test_json_answers_are_tried_again_too(server: Server, slept: list[float]) -> None:
    server.answers["/api"] = [bare(503), answer({"id": 1})]
    assert transfer.get_json(f"{server.url}/api") == {"id": 1}
    assert slept == [transfer.WAITS[0]]
