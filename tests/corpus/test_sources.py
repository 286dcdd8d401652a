"""What holds for the readers of all formats: files that break off, and anything at all as input."""

from __future__ import annotations

import gzip
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.corpus.records import Broken, RawDocument
from bioroberta.corpus.sources import READERS
from tests.corpus.reading import read

PIECES = st.sampled_from(
    b'<article>|</article>|<p>|&lol;|<tu>|WARC/1.0\r\n|Content-Length: 9\r\n|\r\n\r\n|{|"ipc": [|\x00|<page><text>[[{{|'
    b'<doc id="1" url="" title="a">\n|</doc>\n|'
    b"<document>|<!DOCTYPE a [<!ENTITY b 'c'>]>|HTTP/1.1 200 OK\r\n|\xff\xfe|\n|\xc3".split(b"|")
)


@pytest.mark.parametrize("format", READERS)
@given(data=st.binary(max_size=60) | st.lists(PIECES, max_size=8).map(b"".join))
def test_any_bytes_end_in_records(format: str, data: bytes) -> None:
    records = [item.record for item in read(format, data)]
    assert records
    assert records == sorted(set(records))


def test_a_truncated_archive_keeps_what_came_before() -> None:
    lines = b"".join(b"Frase %d del prospecto.\n" % number for number in range(20_000))
    data = gzip.compress(lines)
    items = read("moses", data[: len(data) // 2], "a.es.gz")
    assert all(isinstance(item, RawDocument) for item in items[:-1])
    assert len(items) > 10
    assert isinstance(items[-1], Broken)
    assert "truncated" in items[-1].message


@pytest.mark.parametrize("format", ["tmx", "warc"])
def test_records_before_the_break_are_kept_in_small_files_too(format: str) -> None:
    unit = b'<tu tuid="%d:1"><tuv xml:lang="es"><seg>Frase</seg></tuv></tu>'
    page = b"<p>El asma es una enfermedad de los bronquios.</p>" * 5
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n" % len(page)
    record = unit if format == "tmx" else head + page + b"\r\n\r\n"
    start = b"<tmx><body>" if format == "tmx" else b""
    random = bytes(byte % 95 + 32 for byte in hashlib.sha512(b"seed").digest() * 3).replace(b"<", b"x")
    whole = start + b"".join(record % number if format == "tmx" else record for number in range(5))
    items = read(format, gzip.compress(whole + (b"<tu>" if format == "tmx" else head) + random)[:-20], "a.gz")
    assert len([item for item in items if isinstance(item, RawDocument)]) >= 4
    assert isinstance(items[-1], Broken)
    assert "truncated" in items[-1].message


@pytest.mark.parametrize("format", ["jats", "pubmed", "mediawiki", "tmx", "cnxml"])
def test_xml_bombs_are_refused(format: str) -> None:
    names = ["article", "page", "tu", "document", "PubmedArticle"]
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = "".join(f"<{name}><title>&l11;</title><body><p>&l11;</p></body><seg>&l11;</seg></{name}>" for name in names)
    bomb = f'<!DOCTYPE a [<!ENTITY l0 "lol">{entities}]><a xml:lang="&l11;">{body}</a>'.encode()
    assert not [item for item in read(format, bomb) if isinstance(item, RawDocument) and len(item.text) > 1000]


@pytest.mark.parametrize("format", ["jats", "cnxml"])
def test_files_of_the_machine_are_not_read(format: str) -> None:
    name = "article" if format == "jats" else "document"
    data = f'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><{name}><title>t</title><body><p>&f;</p></body><content><para>&f;</para></content></{name}>'
    [item] = read(format, data.encode())
    assert isinstance(item, Broken)
