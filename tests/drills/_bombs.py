"""Writers of files made to exhaust a reader: small on the disk, and large, deep or untrue to what reads them."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from backports import zstd

from tests.corpus.readers import pdf_files
from tests.corpus.readers.test_warc import PAGE, answer, entry
from tests.corpus.test_archives import COMPRESS, pack_tar, pack_zip
from tests.drills._seeds import targets

GIB = 1 << 30
DEEP = 100_000
FULL = 60 << 20
"""Bytes of a record that is just within `max_record_bytes`."""

Write = Callable[[Path], None]
_XML = {
    "jats": '<article xml:lang="es"><body><p>{}</p></body></article>',
    "pubmed": "<PubmedArticleSet><PubmedArticle><MedlineCitation><Article><ArticleTitle>{}</ArticleTitle><Language>spa"
    "</Language></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>",
    "cnxml": '<document xmlns="http://cnx.rice.edu/cnxml"><content><para>{}</para></content></document>',
    "xml": "<cases><case><body><p>{}</p></body></case></cases>",
    "mediawiki": "<mediawiki><page><title>A</title><ns>0</ns><revision><text>{}</text></revision></page></mediawiki>",
    "tmx": '<tmx><body><tu><tuv xml:lang="es"><seg>{}</seg></tuv></tu></body></tmx>',
}
_JSON = {
    "jsonl": '{"text": %s}\n',
    "crawl_json": '{"url": "http://a.es", "p": %s}\n',
    "google_patents": '{"publication_number": "ES-1", "cpc": [{"code": "A61B"}], "abstract_localized": %s}\n',
}
_LINES = ("text", "text_blocks", "moses", "csv", "jsonl", "crawl_json", "google_patents", "wikiextractor", "brat")


def laughs(reader: str, path: Path) -> None:
    """Entities of entities, a billion in all."""
    entities = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10))
    path.write_text(f'<!DOCTYPE a [<!ENTITY a0 "ja">{entities}]>' + _XML[reader].format("&a9;"))


def quadratic(reader: str, path: Path) -> None:
    """One long entity, many times: 100,000 times 100,000 characters."""
    path.write_text(f'<!DOCTYPE a [<!ENTITY a "{"a" * DEEP}">]>' + _XML[reader].format("&a;" * DEEP))


def external(reader: str, path: Path) -> None:
    """Entities in files and behind HTTP."""
    entities = '<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY % b SYSTEM "http://127.0.0.1:9/b.dtd"> %b;'
    path.write_text(f"<!DOCTYPE a [{entities}]>" + _XML[reader].format("&a;"))


def deep_xml(reader: str, path: Path) -> None:
    path.write_text(_XML[reader].format("<p>" * DEEP + "a" + "</p>" * DEEP))


def fairly_deep_xml(reader: str, path: Path) -> None:
    """As deep as libxml2 allows."""
    path.write_text(_XML[reader].format("<p>" * 240 + "a" + "</p>" * 240))


def dense_xml(reader: str, path: Path) -> None:
    """As many elements as fit into a record."""
    path.write_text(_XML[reader].format("<p/>" * (FULL // 4)))


def long_xml(reader: str, path: Path) -> None:
    head, _, tail = _XML[reader].partition("{}")
    _write_long(path, head.encode(), tail.encode())


def deep_json(reader: str, path: Path) -> None:
    path.write_text(_JSON[reader] % ("[" * DEEP + "]" * DEEP) + _JSON[reader] % ('{"a":' * DEEP + "1" + "}" * DEEP))


def dense_json(reader: str, path: Path) -> None:
    path.write_text(_JSON[reader] % ("[" + "[]," * (FULL // 3) + "[]]"))


def open_array(reader: str, path: Path) -> None:
    """An array whose first element does not end."""
    path.write_text('[{"a": ' + "[" * FULL)


def huge_number(reader: str, path: Path) -> None:
    path.write_text(_JSON[reader] % ("9" * FULL))


def dense_csv(reader: str, path: Path) -> None:
    path.write_text("text,title,date\n" + "," * FULL + "\n")


def open_quote(reader: str, path: Path) -> None:
    """A quote without its end before many lines."""
    path.write_text('text,title,date\n"' + f"{'a ' * 500},b,c\n" * (2 * FULL // 1000))


def long_line(reader: str, path: Path) -> None:
    """A line of a gigabyte, compressed a hundred times."""
    _write_long(path, b"text,title,date\n" if reader == "csv" else b"", b"\n")


def nul_line(reader: str, path: Path) -> None:
    """A gigabyte of NULs, which takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(GIB)


def gzip_bomb(reader: str, path: Path) -> None:
    """10 GiB of zeros."""
    piece = gzip.compress(bytes(GIB // 16), 9)
    path.write_bytes(piece * 160)


def zstd_bomb(reader: str, path: Path) -> None:
    piece = zstd.compress(bytes(GIB // 16))
    path.write_bytes(piece * 160)


def zip_bomb(reader: str, path: Path) -> None:
    """A member of 10 GiB of spaces: the text would be empty."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.txt", "w", force_zip64=True) as file,
    ):
        for _ in range(40):
            file.write(b" " * (GIB // 4))


def overlapping_zip(reader: str, path: Path) -> None:
    """50,000 members of 32 MiB which share their data."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"a " * (1 << 24))
        archive.filelist.extend(archive.filelist * 49_999)


def nested_zip(reader: str, path: Path) -> None:
    data = b"a" * 1000
    for level in range(20):
        data = pack_zip([(f"{level}.zip" if level else "a.txt", data)] * 1)
    path.write_bytes(data)


def truncated(suffix: str, reader: str, path: Path) -> None:
    data = COMPRESS[suffix](next(target.seeds[0] for target in targets() if target.name == reader))
    path.write_bytes(data[: len(data) * 2 // 3])


def invalid_utf8(reader: str, path: Path) -> None:
    """Bytes that begin characters without the rest, a megabyte of them in the middle of a good file."""
    data = next(target.seeds[0] for target in targets() if target.name == reader)
    path.write_bytes(data[: len(data) // 2] + b"\xc3\x28\xff\xf0\x9f" * 200_000 + data[len(data) // 2 :])


def lying_lengths(reader: str, path: Path) -> None:
    """Records of a web archive that say that they have more, less or an impossible number of bytes."""
    payload = answer(PAGE.encode())
    good, size = entry(payload), b"Content-Length: %d"
    lies = (5, -1, 10**18, 10**30, len(payload) + 999)
    path.write_bytes(good + b"".join(good.replace(size % len(payload), size % lie) for lie in lies))


def long_header(reader: str, path: Path) -> None:
    _write_long(path, b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: ", b"\r\n\r\n")


def many_headers(reader: str, path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\n" + b"a:b\r\n" * (FULL // 5)
    path.write_bytes(entry(head + b"\r\n" + PAGE.encode()))


def page_bomb(reader: str, path: Path) -> None:
    """A page that its server compressed: a gibibyte of it."""
    body = gzip.compress(b"<p>" + b"a " * (GIB // 2))
    path.write_bytes(entry(answer(body, extra="Content-Encoding: gzip\r\n")))


def deep_html(reader: str, path: Path) -> None:
    path.write_bytes(entry(answer(b"<div>" * DEEP + b"<p>Uno dos tres.</p>" + b"<b><i>" * 1000)))


def dense_html(reader: str, path: Path) -> None:
    path.write_bytes(entry(answer(b"<p>" * (FULL // 3))))


def page_tree(reader: str, path: Path) -> None:
    """A billion pages are said to be there; the tree of them bites its tail."""
    path.write_bytes(
        pdf_files.assemble(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [%s] /Count 1000000000 >>" % (b"2 0 R 5 0 R " * 1000),
                b"<< >>",
                b"<< >>",
                b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 5 0 R] /Count 2000000000 >>",
            ]
        )
    )


def many_pages(reader: str, path: Path) -> None:
    path.write_bytes(pdf_files.pdf_of([b"BT /F1 9 Tf 9 9 Td (a) Tj ET"] * DEEP))


def lying_stream(reader: str, path: Path) -> None:
    data = pdf_files.pdf_of([pdf_files.content(pdf_files.lines(["Uno dos tres."]))])
    path.write_bytes(data.replace(b"/Length ", b"/Length 99999999"))


def pdf_bomb(reader: str, path: Path) -> None:
    """A page whose content expands to half a gibibyte of signs."""
    path.write_bytes(pdf_files.pdf_of([b"BT /F1 9 Tf 9 9 Td " + b"(a) Tj " * (GIB // 14) + b"ET"]))


def lying_footer(reader: str, path: Path) -> None:
    data = next(target.seeds[0] for target in targets() if target.name == reader)
    path.write_bytes(data[:-8] + struct.pack("<I", 0x7FFFFFFF) + b"PAR1")


def long_value(reader: str, path: Path) -> None:
    """A text of a gibibyte in a file of a few kilobytes."""
    _write_parquet(path, ["a" * GIB])


def repeated_value(reader: str, path: Path) -> None:
    """A text of 32 MiB, which the dictionary holds once, in each of a thousand rows."""
    _write_parquet(path, ["a" * (1 << 25)] * 20)


def many_rows(reader: str, path: Path) -> None:
    """Five million rows without text."""
    _write_parquet(path, pa.nulls(5_000_000, pa.string()))


def negative_size(reader: str, path: Path) -> None:
    header = bytearray(pack_tar([("a.txt", b"uno")]))
    header[124:136] = b"\xff" * 12
    header[148:156] = b"%06o\0 " % (sum(header[:148]) + sum(header[156:512]) + 8 * 32)
    path.write_bytes(header)


def names(reader: str, path: Path) -> None:
    """Members whose names are no UTF-8, lead out of the folder, or hold line breaks and NULs."""
    data = pack_tar([(name, b"Uno dos tres.") for name in ("NOMBRE01.txt", "../../NO.txt", "NOMBRE02.txt", "/NO.txt")])
    path.write_bytes(_summed(data.replace(b"NOMBRE01", b"\xff\xfe\n\x80\r\x1b\xed\xa0")))


def copy(reader: str, path: Path) -> None:
    """A good file: its name is the attack."""
    path.write_bytes(next(target.seeds[0] for target in targets() if target.name == reader))


def _summed(data: bytes) -> bytes:
    """A tar with the sums of its headers put right."""
    tar = bytearray(data)
    for start in range(0, len(tar), 512):
        if tar[start + 257 : start + 262] == b"ustar":
            rest = sum(tar[start : start + 148]) + sum(tar[start + 156 : start + 512]) + 8 * 32
            tar[start + 148 : start + 156] = b"%06o\0 " % rest
    return bytes(tar)


def _write_long(path: Path, head: bytes, tail: bytes) -> None:
    """A gibibyte of words between two pieces, in zstd frames that expand a hundred times."""
    piece = io.BytesIO()
    while piece.tell() < 1 << 20:
        piece.write(b"fiebre y tos " * 700 + b"%d " % piece.tell())
    block = zstd.compress(piece.getvalue(), 1)
    with path.open("wb") as file:
        file.write(zstd.compress(head) + block * (GIB >> 20) + zstd.compress(tail))


def _write_parquet(path: Path, texts: object) -> None:
    column = texts if isinstance(texts, pa.Array) else pa.array(texts, pa.large_string())
    meta = pa.nulls(len(column), pa.struct([("title", pa.string()), ("notes", pa.list_(pa.string()))]))
    table = pa.table({"text": column, "meta": meta, "date": pa.nulls(len(column), pa.string())})
    pq.write_table(table, path, compression="zstd")


_EVERY_XML = tuple(_XML)
_EVERY_JSON = tuple(_JSON)
BOMBS: tuple[tuple[tuple[str, ...], str, str, Callable[[str, Path], None]], ...] = (
    (_EVERY_XML, "", "billion laughs", laughs),
    (_EVERY_XML, "", "quadratic blow-up", quadratic),
    (_EVERY_XML, "", "external entities", external),
    (_EVERY_XML, "", "100,000 nested elements", deep_xml),
    (_EVERY_XML, "", "240 nested elements", fairly_deep_xml),
    (_EVERY_XML, "", "60 MiB of empty elements", dense_xml),
    (_EVERY_XML, ".zst", "1 GiB of text in an element", long_xml),
    (_EVERY_JSON, "", "100,000 nested arrays and objects", deep_json),
    (_EVERY_JSON, "", "60 MiB of empty arrays", dense_json),
    (_EVERY_JSON, "", "an array that does not end", open_array),
    (_EVERY_JSON, "", "a number of 60 million digits", huge_number),
    (("csv",), "", "a row of 60 million fields", dense_csv),
    (("csv",), "", "a quote without its end", open_quote),
    (_LINES, ".zst", "a line of 1 GiB", long_line),
    ((*_LINES, "warc", "xml", "pdf", "parquet"), "", "1 GiB of NULs", nul_line),
    (("text", "moses", "jsonl", "xml", "warc", "parquet", "pdf"), ".gz", "gzip bomb of 10 GiB", gzip_bomb),
    (("text_blocks", "csv"), ".zst", "zstd bomb of 10 GiB", zstd_bomb),
    (("zip",), "!.zip", "zip bomb of 10 GiB", zip_bomb),
    (("zip",), "!.zip", "zip bomb of overlapping members", overlapping_zip),
    (("zip",), "!.zip", "20 nested archives", nested_zip),
    (("text", "jsonl", "xml", "warc", "csv"), ".gz", "truncated gzip", lambda *to: truncated(".gz", *to)),
    (("text", "parquet", "pdf"), ".xz", "truncated xz", lambda *to: truncated(".xz", *to)),
    ((*_LINES, *_EVERY_XML), "", "invalid UTF-8", invalid_utf8),
    (("warc",), "", "lying Content-Length", lying_lengths),
    (("warc",), ".zst", "a header of 1 GiB", long_header),
    (("warc",), "", "12 million headers", many_headers),
    (("warc",), "", "a page of 1 GiB, compressed", page_bomb),
    (("warc",), "", "100,000 nested elements", deep_html),
    (("warc",), "", "20 million elements", dense_html),
    (("pdf",), "", "a page tree without end", page_tree),
    (("pdf",), "", "100,000 pages", many_pages),
    (("pdf",), "", "lying stream length", lying_stream),
    (("pdf",), "", "a page of 37 million signs", pdf_bomb),
    (("parquet",), "", "lying footer", lying_footer),
    (("parquet",), "", "a value of 1 GiB", long_value),
    (("parquet",), "", "a value of 32 MiB in 20 rows", repeated_value),
    (("parquet",), "", "5 million rows without text", many_rows),
    (("tar",), "!.tar", "a member of negative size", negative_size),
    (("tar",), "!.tar", "names of members that are no text", names),
    (("text", "xml"), "\udcff\udcfe.txt", "a file name that is no UTF-8", copy),
    (("text",), "!-\n\r\x1b.txt", "a file name of control characters", copy),
)
