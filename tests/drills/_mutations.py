"""Inputs for readers: valid files, damaged at random and sometimes packed; a function of (seed, reader, number)."""

from __future__ import annotations

import bz2
import functools
import gzip
import lzma
import random
import re
from collections.abc import Callable, Sequence

from backports import zstd

from tests.corpus.test_archives import pack_tar, pack_zip
from tests.drills._seeds import Target

MOST_CHANGES = 6
MOST_REPEATED = 1 << 16
"""Bytes to which a repeated piece grows: deep nesting, long lines."""
LONGEST_SLICE = 64
PACKED, UNCHANGED, RANDOM, GENTLE = 0.2, 0.005, 0.02, 0.4
"""Shares of the inputs: under the name of a compression or an archive; as they were; bytes at random; only words put in
the place of others, for of XML and JSON nothing is read where a sign is wrong."""

TOKENS = (
    *(b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\r", b"\r\n", b"\n\n", b"\x0c", b"\x1a", b"\x1b", b"\x85"),
    *(
        b"\\ud800",
        b"\\udfff",
        b"\xed\xa0\x80",
        b"\xc3",
        b"\xf4\x90\x80\x80",
        b"\xc0\x80",
        "\u2028\u202e\u200b".encode(),
    ),
    *(b"9" * 400, b"-1", b"0", b"1e999", b"NaN", b"-Infinity", b"2147483648", b"18446744073709551616", b"0x" * 9),
    *(b"99999999999999999999", b"null", b"true", b"[[[[[[[[", b'{"a":' * 9, b"]]]]", b"}}}}", b'"', b"'", b"\\", b'""'),
    *(b"<", b">", b"&", b";", b"</", b"/>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?", b"?>", b"<a>" * 99),
    *(b"&#0;", b"&#xD800;", b"&#1114112;", b"&amp;lt;", b"&a;", b"&nbsp;", b"&" + b"x" * 99 + b";"),
    *(b'<!DOCTYPE a [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>', b'<!ENTITY % p SYSTEM "file:///etc/passwd">%p;'),
    *(b'<?xml version="1.0" encoding="utf-7"?>', b'<?xml version="1.1" encoding="UCS-4"?>', b'xmlns="" xml:lang=""'),
    *(b"<p>", b"<math>", b"<sup>6</sup>", b"<table>" * 9, b"<script>", b"<div>" * 99, b"<svg><style>", b"<template>"),
    *(b"{{", b"}}", b"[[", b"]]", b"{|", b"|}", b"|", b"==", b"'''", b"<nowiki>", b"<ref>", b"{{{", b"__TOC__"),
    *(
        b"charset=utf-16",
        b"charset=base64",
        b"Content-Length: -1\r\n",
        b"Content-Encoding: gzip\r\n",
        b"HTTP/1.1 200\r\n",
    ),
    *(b"WARC/1.0\r\n", b"<doc ", b"</doc>\n", b"PAR1", b"PK\x03\x04", b"PK\x05\x06", b"%PDF-1.7", b"endstream", b"obj"),
    *(
        b"/FlateDecode",
        b"/Kids [2 0 R]",
        b"/Length 999999999",
        b"(",
        b")",
        b"<<" * 99,
        b"[" * 99,
        b"..." * 99,
        b"A" * 999,
    ),
)

WORDS = (b"0", b"1", b"9" * 400, b"18446744073709551616", b"2147483648", b"null", b"true", b"NaN", b"A" * 9999, b"a")
"""What a word or a number may become."""

_PIECES = re.compile(rb"\w+|[^\w]")
_COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": functools.partial(gzip.compress, compresslevel=1, mtime=0),
    ".bz2": functools.partial(bz2.compress, compresslevel=1),
    ".xz": functools.partial(lzma.compress, preset=0),
    ".zst": functools.partial(zstd.compress, level=1),
}
_ARCHIVES = ("zip", "tar")


def make_input(target: Target, seed: int, number: int) -> tuple[str, bytes]:
    """The name and the bytes of an input."""
    chance = random.Random(f"{seed} {target.name} {number}")
    data = mutate(chance, target.seeds)
    if chance.random() < PACKED and target.name not in _ARCHIVES:
        return _packed(chance, target.path, data)
    return target.path, data


def mutate(chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """One of the seeds, or of its likes, with a few changes."""
    kind, data = chance.random(), chance.choice(seeds)
    if kind < UNCHANGED:
        return data
    if kind < UNCHANGED + RANDOM:
        return chance.randbytes(chance.randrange(2 * len(data)))
    if kind < UNCHANGED + RANDOM + GENTLE:
        return _swap_words(chance, data, seeds)
    for _ in range(min(chance.randint(1, MOST_CHANGES), chance.randint(1, MOST_CHANGES))):
        data = chance.choice(_CHANGES)(chance, data, seeds)
    return data


def _packed(chance: random.Random, path: str, data: bytes) -> tuple[str, bytes]:
    """Under the name of a compression: in it, in it and damaged, or not in it; or in an archive, damaged or not."""
    kind, suffix = chance.random(), chance.choice(list(_COMPRESS))
    if kind < 0.25:
        return path + suffix, data
    if kind < 0.75:
        path, data = path + suffix, _COMPRESS[suffix](data)
    else:
        name, files = chance.choice(_ARCHIVES), [(f"uno/{path}", data), (path, data[:99])]
        path, data = f"a.{name}", (pack_zip if name == "zip" else pack_tar)(files)
    return (path, data) if chance.random() < 0.5 else (path, mutate(chance, (data,)))


Change = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def _slice(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randint(1, LONGEST_SLICE))


def _flip(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8) if data else 0):
        changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _delete(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    start, end = _slice(chance, data)
    return data[:start] + data[end:]


def _repeat(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    start, end = _slice(chance, data)
    most = MOST_REPEATED // (end - start or 1) if chance.random() < 0.05 else 8
    return data[:start] + data[start:end] * chance.randint(2, max(2, most)) + data[end:]


def _insert(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + chance.randbytes(chance.randint(1, 16)) + data[start:]


def _put_token(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    start, end = _slice(chance, data)
    return data[:start] + chance.choice(TOKENS) + data[chance.choice((start, end)) :]


def _truncate(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    return data[: chance.randrange(len(data) + 1)] if chance.random() < 0.5 else data


def _splice(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    other = chance.choice(seeds)
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def _swap_pieces(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """Words and signs put in the place of others, so that most of the structure stays."""
    pieces, others = _PIECES.findall(data), _pieces(chance.choice(seeds))
    for _ in range(chance.randint(1, 3) if pieces else 0):
        pieces[chance.randrange(len(pieces))] = chance.choice(others if chance.random() < 0.7 else TOKENS)
    return b"".join(pieces)


def _swap_words(chance: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """Words and numbers put in the place of others, so that the structure stays."""
    pieces, others = list(_pieces(data)), _pieces(chance.choice(seeds))
    for _ in range(chance.randint(1, 4)):
        place, other = chance.randrange(len(pieces)), chance.choice(others if chance.random() < 0.7 else WORDS)
        if pieces[place].isalnum() and other.isalnum():
            pieces[place] = other
    return b"".join(pieces)


@functools.lru_cache(64)
def _pieces(seed: bytes) -> tuple[bytes, ...]:
    return tuple(_PIECES.findall(seed))


_CHANGES: tuple[Change, ...] = (
    *(_flip, _delete, _repeat, _insert, _truncate, _splice),
    *(_put_token, _put_token, _swap_pieces, _swap_pieces),
)
