"""One file over HTTP: resumed where the connection breaks, and never taken for whole when it is not.

It arrives as `FILE.part`, beside it `FILE.part.json` with its size and version, so that only the same file is gone on
with. Proxies come from the environment (`HTTPS_PROXY`).
"""

from __future__ import annotations

import email.utils
import hashlib
import http.client
import json
import logging
import os
import re
import shutil
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bioroberta import __version__
from bioroberta.errors import InputError, RunError

log = logging.getLogger(__name__)

T = TypeVar("T")

SILENT_SECONDS = 30.0
"""Without a byte, or without an answer to a connection."""
WAITS = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds before each further attempt. Bytes beyond the furthest so far start them anew: a long download may break off
often."""
LONGEST_WAIT = 300.0
"""Seconds; a server that asks to be left alone for longer is a person's matter."""
PROGRESS_SECONDS = 10.0
CHUNK = 1 << 20
LONGEST_LISTING = 16 << 20
"""Bytes of a JSON answer. The record with most files on Zenodo has a few megabytes; beyond it is no listing."""
SPARE_BYTES = 64 << 20
"""Left free on the disk, for whatever else writes there."""

BUSY = (408, 425, 429, 500, 502, 503, 504)
"""Answers of servers that are busy or restarted; any other 4xx or 5xx will be the same next time."""
PARTIAL, UNSATISFIABLE = 206, 416

HEADERS = {"Accept-Encoding": "identity", "User-Agent": f"bioroberta/{__version__}"}
"""The file as it is stored; and a name, because some servers refuse the one that Python gives."""

_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")


@dataclass(frozen=True)
class RemoteFile:
    """A file to fetch; `size` in bytes and `md5` (hexadecimal) where they are known beforehand."""

    name: str
    url: str
    size: int | None = None
    md5: str | None = None


@dataclass(frozen=True)
class Digests:
    """Checksums of a file, hexadecimal. MD5 is what Zenodo states; it tells damage, not malice."""

    md5: str
    sha256: str


class Passing(Exception):
    """A fault that may pass. `wait`: seconds that the server asks for; `stale`: what came before is of no use."""

    def __init__(self, reason: str, wait: float = 0.0, stale: bool = False) -> None:
        super().__init__(reason)
        self.wait, self.stale = wait, stale


def fetch(file: RemoteFile, place: Path) -> Digests:
    """Bring a file into a folder, under its name only when it is whole.

    Raises InputError for an address that has no such file; RunError for one of another size or checksum (what came is
    removed), for a full disk, and for a server that stays silent or busy (started again it goes on).
    """
    part = part_of(file, place)
    persist(lambda: _attempt(file, part), file.url, lambda: _size(part))
    digests = digests_of(part)
    if file.md5 and digests.md5 != file.md5:
        _forget(part)
        raise RunError(
            f"{file.url} came with md5 {digests.md5}, its record says {file.md5}: removed; run the same command again"
        )
    os.replace(part, place / file.name)
    _forget(part)
    _sync_folder(place)
    return digests


def get_json(url: str) -> dict[str, Any]:
    """A JSON object. Raises as `fetch`, and InputError for anything else than one."""
    data = persist(lambda: _read_bounded(url), url)
    try:
        answer = json.loads(data)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise InputError(f"{url} answers with something else than a record")
    return answer


def persist(action: Callable[[], T], url: str, reached: Callable[[], int] = lambda: 0) -> T:
    """What `action` returns, tried again after Passing faults; each advance of `reached` starts the waits anew."""
    furthest, waits = reached(), iter(WAITS)
    while True:
        try:
            return action()
        except Passing as fault:
            if reached() > furthest:
                furthest, waits = reached(), iter(WAITS)
            _wait(fault, next(waits, None), url)


def _wait(fault: Passing, wait: float | None, url: str) -> None:
    """RunError when that was the last attempt."""
    if wait is None or fault.wait > LONGEST_WAIT:
        raise RunError(f"{url}: {fault}; run the same command again to go on") from fault
    seconds = max(wait, fault.wait)
    log.info("%s: %s; again in %.0f s", url, fault, seconds)
    time.sleep(seconds)


def require_room(place: Path, needed: int) -> None:
    """RunError when the disk of a folder has no room for so many bytes more."""
    free = shutil.disk_usage(place).free
    if needed + SPARE_BYTES > free:
        wanted = shown(needed + SPARE_BYTES)
        raise RunError(f"{place} has {shown(free)} free and {wanted} are needed: make room, or name another folder")


def digests_of(path: Path) -> Digests:
    """Both checksums in one reading."""
    md5, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            md5.update(chunk)
            sha256.update(chunk)
    return Digests(md5.hexdigest(), sha256.hexdigest())


def part_of(file: RemoteFile, place: Path) -> Path:
    """Where it arrives."""
    return place / f"{file.name}.part"


def shown(size: int) -> str:
    """Bytes for people: `4.52 GB`, powers of ten."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= factor:
            return f"{size / factor:.3g} {unit}"
    return f"{size} bytes"


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Whole or not at all."""
    draft = path.with_name(path.name + ".new")
    draft.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    os.replace(draft, path)


def read_json(path: Path) -> dict[str, Any]:
    """What `write_json` wrote; empty where there is nothing, or something else."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _attempt(file: RemoteFile, part: Path) -> None:
    try:
        _receive(file, part)
    except Passing as fault:
        if fault.stale:
            _forget(part)
        raise


def _receive(file: RemoteFile, part: Path) -> None:
    """Over one connection, the bytes of a file from where `part` ends."""
    note, have = read_json(_note(part)), _size(part)
    version, size = note.get("version"), file.size if file.size is not None else note.get("size")
    if have and have == size:
        return
    # Without a version only a checksum of the whole can tell whether both pieces are of one file.
    if not (version or file.md5) or (size is not None and have > size):
        have = 0
    with _open(file.url, _ranged(have, version)) as response:
        start, total = _extent(response, have)
        _refuse(file, response, total)
        require_room(part.parent, (total or 0) - start)
        if not start:
            _forget(part)  # before the note: bytes of an old version must never stand beside the name of a new one
        write_json(_note(part), {"size": total, "version": _version(response)})
        _append(response, part, start, total)


def _ranged(have: int, version: str | None) -> dict[str, str]:
    if not have:
        return {}
    return {"Range": f"bytes={have}-", **({"If-Range": version} if version else {})}


def _extent(response: http.client.HTTPResponse, have: int) -> tuple[int, int | None]:
    """Where the bytes that come begin in the file, and its size, if told. What is no part is the whole."""
    if response.status == PARTIAL:
        told = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if not told or int(told[1]) != have:
            raise Passing("the server sends another part than was asked for", stale=True)
        return have, int(told[2])
    length = response.headers.get("Content-Length", "")
    return 0, int(length) if length.isdigit() else None


def _refuse(file: RemoteFile, response: http.client.HTTPResponse, total: int | None) -> None:
    """What must not be taken for the file, however well it arrives."""
    if response.headers.get_content_type() == "text/html" and not file.name.endswith((".html", ".htm")):
        raise InputError(f"{file.url} answers with a web page, not with a file: the record may have been moved")
    if total is None and not response.chunked:
        raise InputError(f"{file.url}: the server does not tell the size, so a broken transfer would look whole")
    if file.size is not None and total not in (None, file.size):
        raise RunError(f"{file.url} has {total} bytes and its record says {file.size}: it is another file")


def _version(response: http.client.HTTPResponse) -> str | None:
    """What `If-Range` takes: a strong ETag, else the date of the last change."""
    tag: str = response.headers.get("ETag", "")
    return tag if tag.startswith('"') else response.headers.get("Last-Modified")


def _append(response: http.client.HTTPResponse, part: Path, start: int, total: int | None) -> None:
    """Write what comes to `part` from `start` on. Passing when less than `total` came."""
    at, told = start, time.monotonic()
    with part.open("r+b" if part.exists() else "wb") as file:
        file.truncate(start)
        file.seek(start)
        try:
            for chunk in _chunks(response):
                at += file.write(chunk)
                if time.monotonic() - told >= PROGRESS_SECONDS:
                    told = time.monotonic()
                    log.info("%s: %s%s", part.stem, shown(at), f" of {shown(total)}" if total else "")
        finally:
            file.flush()
            os.fsync(file.fileno())
    if total is not None and at < total:
        raise Passing(f"the connection broke at {at} of {total} bytes")


def _chunks(response: http.client.HTTPResponse) -> Iterator[bytes]:
    try:
        while chunk := response.read(CHUNK):
            yield chunk
    except (OSError, http.client.HTTPException) as error:
        raise Passing(f"the connection broke ({type(error).__name__})") from error


def _read_bounded(url: str) -> bytes:
    data = bytearray()
    with _open(url, {"Accept": "application/json"}) as response:
        for chunk in _chunks(response):
            data += chunk
            if len(data) > LONGEST_LISTING:
                raise InputError(f"{url} answers with more than {shown(LONGEST_LISTING)}, which is no record")
    return bytes(data)


def _open(url: str, headers: Mapping[str, str]) -> http.client.HTTPResponse:
    """The answer. Passing for faults that may pass, InputError for others."""
    if not url.startswith(("https://", "http://")):
        raise InputError(f"{url} is no address of a web server")
    request = urllib.request.Request(url, headers={**HEADERS, **headers})  # noqa: S310
    try:
        response: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=SILENT_SECONDS)  # noqa: S310
    except urllib.error.HTTPError as error:
        with error:
            raise _judge(url, error) from None
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, ssl.SSLCertVerificationError):
            raise InputError(f"{url}: its certificate is not trusted ({reason})") from None
        raise Passing(f"no connection ({reason})") from error
    if url.startswith("https://") and not response.url.startswith("https://"):
        response.close()
        raise InputError(f"{url} leads to {response.url}, which is not encrypted")
    return response


def _judge(url: str, error: urllib.error.HTTPError) -> Exception:
    if error.code in BUSY:
        wait = _retry_after(error.headers.get("Retry-After", ""))
        asks = f" and asks to wait {wait:.0f} s" if wait else ""
        return Passing(f"the server answers {error.code} {error.reason}{asks}", wait)
    if error.code == UNSATISFIABLE:
        return Passing("the server has another file than before", stale=True)
    return InputError(f"{url} answers {error.code} {error.reason}: the record may have been moved or withdrawn")


def _retry_after(value: str) -> float:
    """Seconds to wait, told as seconds or as a date; 0 for anything else."""
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return 0.0


def _note(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _forget(part: Path) -> None:
    for path in (part, _note(part)):
        with suppress(FileNotFoundError):
            path.unlink()


def _sync_folder(place: Path) -> None:
    """A rename is safe from a power cut only when the folder is."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
