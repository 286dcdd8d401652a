"""Web archives."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bioroberta.corpus.records import Broken, RawDocument, Skipped
from tests.corpus.reading import read

PROSE = "<p>El asma es una enfermedad crónica de los bronquios que afecta a 10<sup>6</sup> personas en el país.</p>" * 3
PAGE = (
    "<html><head><title>El asma</title></head><body><nav><a href='/'>Inicio</a></nav>"
    f"<main><h1>El asma</h1>{PROSE}</main></body></html>"
)


def entry(payload: bytes, url: str = "http://a.es/asma", kind: str = "response", date: str = "") -> bytes:
    size = len(payload)
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http\r\n"
    head += f"WARC-Date: {date}\r\n" if date else ""
    return f"{head}Content-Length: {size}\r\n\r\n".encode() + payload + b"\r\n\r\n"


def answer(body: bytes, status: str = "200 OK", kind: str = "text/html; charset=utf-8", extra: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{extra}\r\n".encode() + body


def test_a_page_with_title_url_and_exponents() -> None:
    [item] = read("warc", entry(answer(PAGE.encode())))
    assert isinstance(item, RawDocument)
    assert (item.title, item.url) == ("El asma", "http://a.es/asma")
    assert "10⁶ personas" in item.text
    assert "Inicio" not in item.text


def test_the_day_of_the_crawl() -> None:
    page = answer(PAGE.encode())
    dates = "2017-06-05T08:01:00Z", "2017-06-05T08:01:00.123456Z", "2017-13-05T08:01:00Z", "ayer", ""
    items = read("warc", b"".join(entry(page, date=date) for date in dates))
    found = [item.date for item in items if isinstance(item, RawDocument)]
    assert found == ["2017-06-05", "2017-06-05", "2017", None, None]


def test_encodings_of_page_and_transfer() -> None:
    latin = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">').encode("latin-1")
    zipped = answer(gzip.compress(PAGE.encode()), extra="Content-Encoding: gzip\r\n")
    items = read("warc", entry(answer(latin, kind="text/html")) + entry(zipped) + entry(PAGE.encode()))
    assert all(isinstance(item, RawDocument) and "enfermedad crónica" in item.text for item in items)


def test_what_is_no_page_is_left_out_with_the_reason() -> None:
    not_found = PAGE.replace("<title>El asma", "<title>404 - Página no encontrada")
    data = (
        entry(b"software: x", kind="warcinfo")
        + entry(answer(PAGE.encode(), status="404 Not Found"))
        + entry(answer(b"%PDF", kind="application/pdf"))
        + entry(answer(b"User-agent: *", kind="text/plain"), url="http://a.es/robots.txt")
        + entry(answer(not_found.encode()))
        + entry(answer(b"<html></html>"))
    )
    rules = {item.record: item.rule for item in read("warc", data) if isinstance(item, Skipped)}
    assert rules == {1: "http_status", 2: "media_type", 3: "robots", 4: "error_page", 5: "empty"}


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(PAGE.encode())),
        ("X-GZip", gzip.compress(PAGE.encode())),
        ("deflate", zlib.compress(PAGE.encode())),
        ("deflate", zlib.compress(PAGE.encode(), wbits=-15)),
        ("gzip", PAGE.encode()),  # some crawlers undo it and keep the header
        ("identity", PAGE.encode()),
    ],
)
def test_content_encodings(encoding: str, body: bytes) -> None:
    [item] = read("warc", entry(answer(body, extra=f"Content-Encoding: {encoding}\r\n")))
    assert isinstance(item, RawDocument)
    assert "10⁶ personas" in item.text


def test_pages_that_are_cut_or_grow_beyond_the_bound() -> None:
    header, packed = "Content-Encoding: gzip\r\n", gzip.compress(PAGE.encode() * 50)
    items = read(
        "warc", entry(answer(packed[:-20], extra=header)) + entry(answer(packed, extra=header)), max_record_bytes=5000
    )
    assert [item.reason for item in items if isinstance(item, Broken)] == ["bad record"] * 2


def test_what_a_page_says_of_itself() -> None:
    lost = PAGE.replace(PROSE, "<p>La página que busca no existe o ha cambiado de dirección.</p>").replace(
        "El asma", ""
    )
    data = (
        entry(answer(lost.encode()))
        + entry(answer(b"User-agent: *\nDisallow: /a\n"), url="http://a.es/robots")
        + entry(answer(PAGE.encode(), extra="TDM-Reservation: 1\r\n"))
        + entry(answer(PAGE.encode(), extra="X-Robots-Tag: noarchive\r\n"))
    )
    items = read("warc", data)
    assert items[:3] == [Skipped(0, "error_page", 11, 120), Skipped(1, "robots"), Skipped(2, "reserved")]
    assert isinstance(items[3], RawDocument)


def test_a_truncated_archive() -> None:
    page = answer(PAGE.encode())
    items = read("warc", entry(page) + entry(page)[:-200])
    assert [type(item) for item in items] == [RawDocument, Broken]
    assert [item.record for item in items] == [0, 1]


def test_an_archive_that_ends_in_the_head_of_a_record() -> None:
    page = entry(answer(PAGE.encode()))
    for end in (30, 60, page.index(b"Content-Length") + 5):
        first, last = read("warc", page + page[:end])
        assert isinstance(first, RawDocument)
        assert isinstance(last, Broken)
        assert last.reason == "truncated"


def test_garbage_after_a_record_ends_the_file() -> None:
    items = read("warc", entry(answer(PAGE.encode())) + b"garbage\r\n\r\n" * 5)
    assert [type(item) for item in items] == [RawDocument, Broken]


def test_a_record_over_the_bound() -> None:
    big = entry(answer(b"<p>x</p>" * 1000)) + entry(answer(PAGE.encode()))
    items = read("warc", big, max_record_bytes=4000)
    assert [type(item) for item in items] == [Broken, RawDocument]


def test_a_crawl_without_http_heads(data_folder: Path) -> None:
    items = read("warc", (data_folder / "corpora" / "corpus_cleaner_samples" / "8tv.cat.warc").read_bytes())
    assert len(items) == 52
    assert sum(isinstance(item, RawDocument) for item in items) > 45


def test_an_answer_that_is_declared_to_be_something_else() -> None:
    page = entry(answer(PAGE.encode()))
    items = read("warc", page.replace(b"application/http", b"text/plain") + page)
    assert [type(item) for item in items] == [Broken, RawDocument]


def test_an_address_has_a_scheme_and_may_be_malformed() -> None:
    page = answer(PAGE.encode())
    items = read("warc", b"".join(entry(page, url) for url in (": /", "<http://a.es/asma>", "http://[a/b")))
    assert [item.url for item in items if isinstance(item, RawDocument)] == [None, "http://a.es/asma", "http://[a/b"]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_bytes_are_read_or_refused(data: st.DataObject) -> None:
    zipped = answer(gzip.compress(PAGE.encode()), extra="Content-Encoding: gzip\r\n")
    sound = entry(answer(PAGE.encode()), date="2017-06-05T08:01:00Z") + entry(zipped) + entry(PAGE.encode())
    changed = bytearray(sound)
    for _ in range(data.draw(st.integers(0, 8))):
        changed[data.draw(st.integers(0, len(sound) - 1))] = data.draw(st.integers(0, 255))
    for some in (bytes(changed), sound[: data.draw(st.integers(0, len(sound)))], data.draw(st.binary())):
        assert read("warc", some)
