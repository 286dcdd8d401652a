"""Folders on local disks and object stores: the only module that touches them.

A `Folder` is a value (it can be pickled to any worker) naming a local path, any `pyarrow.fs` URI (`s3://bucket/key`,
`gs://...`), `sample:` for the sample data that ships with the package, or `https://...`, which cannot be listed or
written. Nothing assumes a shared disk, an atomic rename or a consistent listing: a file is written whole, in one call,
or not at all.
"""

from __future__ import annotations

import fnmatch
import hashlib
import importlib.resources
import io
import json
import os
import posixpath
import re
import secrets
import urllib.parse
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.fs as pafs

from bioroberta.errors import ConfigError, InputError, RunError
from bioroberta.walk import walk

SAMPLE = "sample:"
WEB = ("http://", "https://")

THREADS = 8
"""hashlib and storage reads release the interpreter; more gains nothing on one disk."""

CHUNK = 1 << 20
READ_AHEAD = 4 << 20
"""Bytes of a request to an object store or a web server: a request takes about as long as a megabyte."""

CONNECT_SECONDS = 5.0
SILENT_SECONDS = 10.0
ATTEMPTS = 5
"""Of S3: a request that brings no byte for this long is tried again, with waits that grow (AWS's standard strategy).
pyarrow's own settings wait 100 seconds for a server that does not answer."""

_SECRET = re.compile(r"token|secret|passw|signature|credential|api_?key|access_?key|^key$|^sig$", re.IGNORECASE)


@dataclass(frozen=True)
class FileInfo:
    """A file of a folder: its path relative to the folder (posix) and its size in bytes (of a web server that does not
    say it: 0).
    """

    path: str
    size: int


@dataclass(frozen=True)
class Folder:
    """A folder by its URI. Credentials come from the environment, never from the URI (it is written into manifests)."""

    uri: str

    def __post_init__(self) -> None:
        scheme, mark, rest = self.uri.partition("://")
        host = rest.partition("/")[0]
        # A colon in a bucket's name is a secret too: one with a slash in it ends the host before the "@".
        if mark and ("@" in host or (scheme == "s3" and ":" in host)):
            raise ConfigError(f"{scheme}://...: take the credentials out of the URI, they belong in the environment")
        keys = urllib.parse.parse_qs(rest.partition("?")[2]) if self.uri.startswith(WEB) else ()
        secret = next((key for key in keys if _SECRET.search(key)), None)
        if secret:
            raise ConfigError(
                f"{scheme}://{rest.partition('?')[0]}: '{secret}' in the query is a secret, and a recipe is no place "
                f"for one: put the password into ~/.netrc, or download the file and give its path"
            )

    def child(self, path: str) -> Folder:
        """The folder below this one; a query (`?endpoint_override=...`) stays at the end."""
        base, mark, query = self.uri.partition("?") if "://" in self.uri else (self.uri, "", "")
        joined = base + path if base.endswith((":", "/")) else f"{base}/{path}"
        return Folder(joined + mark + query)

    def local(self) -> Path | None:
        """The folder as a local path, or None when it is not on a local disk."""
        if self.uri.startswith(SAMPLE):
            return Path(str(importlib.resources.files("bioroberta.sample"))) / "data" / self.uri[len(SAMPLE) :]
        if self.uri.startswith("file://"):
            return Path(urllib.parse.unquote(urllib.parse.urlsplit(self.uri).path))
        return None if "://" in self.uri else Path(self.uri)

    def exists(self, path: str = "") -> bool:
        """Whether a file or folder of this name is there."""
        return bool(self._look(path).type != pafs.FileType.NotFound)

    def file(self, path: str) -> FileInfo | None:
        """The file of this name; None where there is none, or a folder."""
        info = self._look(path)
        return FileInfo(path, info.size or 0) if info.type == pafs.FileType.File else None

    def files(self, pattern: str = "**/*") -> list[FileInfo]:
        """Files whose relative path matches a glob (`**/` stands for any folders, none included), sorted by path.

        On a local disk no link is followed back to a folder above it, and one that leads nowhere is passed over.
        Raises InputError when this is a file or on the web, or when a name in it is not UTF-8.
        """
        if self.uri.startswith(WEB):
            raise InputError(
                f"{self.uri}: a folder behind HTTP cannot be listed. Name one file or archive of it, or download it "
                f"and give its path"
            )
        try:
            with _reported(f"{self.uri} cannot be looked into"):
                found = self._listed(below="/" in pattern or "**" in pattern)
        except NotADirectoryError:
            raise InputError(f"{self.uri} is a file; name the folder that holds it") from None
        except UnicodeError:
            raise InputError(f"a file name in {self.uri} is not UTF-8; rename it (`convmv` does)") from None
        return sorted((file for file in found if matches(file.path, pattern)), key=lambda file: file.path)

    def open(self, path: str) -> BinaryIO:
        """A file to read and to seek in. Raises InputError when it is not there."""
        filesystem, target = self._open(path)
        try:
            with _reported(f"{path} in {self.uri} cannot be read"):
                file = cast(BinaryIO, filesystem.open_input_file(target))
                return file if self.local() else io.BufferedReader(cast(io.RawIOBase, file), READ_AHEAD)
        except FileNotFoundError:
            raise InputError(f"there is no file {path} in {self.uri}") from None

    def read_bytes(self, path: str) -> bytes:
        """The whole file."""
        with self.open(path) as file, _reported(f"{path} in {self.uri} cannot be read"):
            return file.read()

    def read_text(self, path: str) -> str:
        """The whole file as UTF-8."""
        return self.read_bytes(path).decode("utf-8")

    def read_json(self, path: str) -> Any:
        """The values of a JSON file. Raises RunError when it is damaged: such files are written whole."""
        try:
            return json.loads(self.read_text(path))
        except ValueError:
            raise RunError(f"{path} in {self.uri} is damaged: delete {self.uri} and run the stage again") from None

    def write_bytes(self, path: str, data: bytes) -> None:
        """Write a file whole: on a local disk by write, fsync and rename, elsewhere by one upload."""
        local = self.local()
        if local is not None:
            _write_local(local / path, data)
        else:
            self._upload(path, data)

    def create(self, path: str, data: bytes) -> bool:
        """Write a small file unless it is there: False when another writer was first.

        A local disk decides atomically (hard link). On object stores without conditional writes two writers may both
        see nothing; the files are then equal in content, and the last one stays.
        """
        local = self.local()
        if local is not None:
            return _create_local(local / path, data)
        if self.exists(path):
            return False
        self._upload(path, data)
        return True

    def delete(self, path: str) -> None:
        """Remove a file or a folder with all below it; nothing happens when it is not there."""
        filesystem, target = self._open(path)
        with _reported(f"{path} in {self.uri} cannot be deleted"):
            kind = filesystem.get_file_info(target).type
            if kind == pafs.FileType.File:
                filesystem.delete_file(target)
            elif kind == pafs.FileType.Directory:
                filesystem.delete_dir(target)

    def download(self, target: Path) -> None:
        """Copy all files below this folder into a local one."""
        for file in self.files():
            (target / file.path).parent.mkdir(parents=True, exist_ok=True)
            (target / file.path).write_bytes(self.read_bytes(file.path))

    def upload(self, source: Path) -> None:
        """Copy all files below a local folder into this one."""
        for path in sorted(source.rglob("*")):
            if path.is_file():
                self.write_bytes(path.relative_to(source).as_posix(), path.read_bytes())

    def _listed(self, below: bool) -> list[FileInfo]:
        """All files, `below` with those of folders in it."""
        local = self.local()
        if local is not None:
            return [FileInfo(path, size) for path, size in walk(str(local.absolute()), below) if size is not None]
        filesystem, root = self._open()
        found = filesystem.get_file_info(pafs.FileSelector(root, allow_not_found=True, recursive=below))
        files = (info for info in found if info.type == pafs.FileType.File)
        return [FileInfo(posixpath.relpath(info.path, root), info.size) for info in files]

    def _look(self, path: str) -> pafs.FileInfo:
        filesystem, target = self._open(path)
        with _reported(f"{self._name(path)} cannot be looked into"):
            return filesystem.get_file_info(target)

    def _name(self, path: str) -> str:
        return f"{path} in {self.uri}" if path else self.uri

    def _upload(self, path: str, data: bytes) -> None:
        filesystem, target = self._open(path)
        try:
            stream = filesystem.open_output_stream(target)
            # Not a `with` block: on an error in write() it would close, and so publish, a half-written object.
            stream.write(data)
            stream.close()
        except OSError as error:  # a missing bucket is a FileNotFoundError in places
            raise RunError(f"{path} cannot be written to {self.uri}: {error}") from error

    def _open(self, path: str = "") -> tuple[pafs.FileSystem, str]:
        """The file system, and what it calls this folder or a path in it."""
        local = self.local()
        if local is not None:
            return _local_filesystem(), _join(str(local.absolute()), path)
        if self.uri.startswith(WEB):
            return _web_filesystem(), self.child(urllib.parse.quote(path, safe="")).uri if path else self.uri
        try:
            filesystem, root = _filesystem(self.uri)
            return filesystem, _join(root, path)
        except (pa.ArrowInvalid, OSError) as error:
            raise ConfigError(f"{self.uri} is not a folder that can be opened: {error}") from None


def resolve(base: str, location: str) -> str:
    """A location against a base folder: absolute paths and URIs stand for themselves."""
    if "://" in location or location.startswith(SAMPLE) or os.path.isabs(location):
        return location
    return Folder(base).child(location).uri


def identify(folder: Folder, files: Iterable[FileInfo]) -> dict[str, Any]:
    """`{"files": n, "bytes": n, "sha256": digest}` of files; the digest is over the sorted (path, size, sha256)."""
    listed = sorted(files, key=lambda file: file.path)
    with ThreadPoolExecutor(THREADS) as pool:
        measured = list(pool.map(lambda file: _measure(folder, file.path), listed))
    lines = [f"{file.path}\t{size}\t{digest}\n" for file, (size, digest) in zip(listed, measured, strict=True)]
    total = hashlib.sha256("".join(lines).encode()).hexdigest()
    return {"files": len(listed), "bytes": sum(size for size, _ in measured), "sha256": total}


def _measure(folder: Folder, path: str) -> tuple[int, str]:
    """Size and sha256 of a file: a web server may not say its size, and a listing may be older than the file."""
    digest, size = hashlib.sha256(), 0
    with folder.open(path) as file, _reported(f"{path} in {folder.uri} cannot be read"):
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def matches(path: str, pattern: str) -> bool:
    """Glob on a relative posix path; `**/` matches any number of folders, `*` stays within one."""
    parts = path.split("/")
    reached = {0}  # numbers of parts that the globs so far may have matched; names in archives may have 100,000 parts
    for glob in pattern.split("/"):
        if glob == "**":
            reached = set(range(min(reached), len(parts) + 1))
        else:
            reached = {end + 1 for end in reached if end < len(parts) and fnmatch.fnmatchcase(parts[end], glob)}
        if not reached:
            return False
    return len(parts) in reached


@cache
def _local_filesystem() -> pafs.FileSystem:
    return pafs.LocalFileSystem()


@cache
def _filesystem(uri: str) -> tuple[pafs.FileSystem, str]:
    base, _, query = uri.partition("?")
    if base.startswith("s3://"):
        return _s3(base, dict(urllib.parse.parse_qsl(query)))
    filesystem, path = pafs.FileSystem.from_uri(uri)
    return filesystem, path


def _s3(base: str, options: dict[str, str]) -> tuple[pafs.FileSystem, str]:
    """Not `from_uri`: a URI cannot bound the time that a request takes."""
    unknown = sorted(options.keys() - {"endpoint_override", "scheme", "region"})
    if unknown:  # named without its value, which might be a secret
        raise ConfigError(f"{base}: '{unknown[0]}' is no option; there are endpoint_override, scheme and region")
    path = base.removeprefix("s3://").rstrip("/")
    if not options.keys() & {"endpoint_override", "region"} and not os.environ.get("AWS_ENDPOINT_URL"):
        options = {**options, "region": pafs.resolve_s3_region(path.split("/")[0])}
    filesystem = pafs.S3FileSystem(
        **options,
        connect_timeout=CONNECT_SECONDS,
        request_timeout=SILENT_SECONDS,
        retry_strategy=pafs.AwsStandardS3RetryStrategy(max_attempts=ATTEMPTS),
        allow_delayed_open=True,  # a small file is one request, and so there whole or not at all
    )
    return filesystem, path


@cache
def _web_filesystem() -> pafs.FileSystem:
    from bioroberta.web import WebHandler  # noqa: PLC0415  # aiohttp loads as long as all else here

    return pafs.PyFileSystem(WebHandler())


@contextmanager
def _reported(what: str) -> Iterator[None]:
    """An error of the disk or the object store as RunError; what the caller can explain better stays as it is."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError):
        raise
    except OSError as error:
        raise RunError(f"{what}: {error.strerror or error}") from error


def _join(root: str, path: str) -> str:
    return f"{root.rstrip('/')}/{path}" if path else root


def _write_local(path: Path, data: bytes) -> None:
    with _temporary(path, data) as temporary:
        os.replace(temporary, path)


def _create_local(path: Path, data: bytes) -> bool:
    with _temporary(path, data) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
    return True


@contextmanager
def _temporary(path: Path, data: bytes) -> Iterator[Path]:
    """A complete, synced file beside `path`, gone afterwards unless it was renamed."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield temporary
    except OSError as error:
        raise RunError(
            f"{path} could not be written: {error.strerror or error}; nothing of it was kept. Once that is mended, "
            f"the same command goes on"
        ) from error
    finally:
        with suppress(OSError):  # where even its folder could not be made
            temporary.unlink()
