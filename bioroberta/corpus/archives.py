"""Archives as sources: the members of zip and tar files as streams, in the order of the archive.

Nothing is extracted: a member's name becomes part of ids only, never of a path on a disk. What an archive may set off
is bounded: members, memory for names and directories, expansion. An archive in an archive is refused (unpack it once):
the members of a tar can be read only forwards, and bounds would multiply.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from bioroberta.corpus.members import Member
from bioroberta.corpus.records import Broken, Skipped
from bioroberta.corpus.streams import open_stream
from bioroberta.corpus.tars import tar_members
from bioroberta.corpus.zips import zip_members
from bioroberta.errors import DocumentError

SUFFIXES = {
    ".zip": "",
    ".tar": "",
    ".tar.gz": ".gz",
    ".tgz": ".gz",
    ".tar.bz2": ".bz2",
    ".tbz2": ".bz2",
    ".tar.xz": ".xz",
    ".txz": ".xz",
    ".tar.zst": ".zst",
    ".tzst": ".zst",
}
"""Archives by the end of their names, with the compression of the whole."""

MAX_MEMBERS = 2_000_000
"""PMC's largest packages of articles hold some hundred thousand files. A member costs about 100 bytes of memory."""

Content = BinaryIO | Broken | Skipped
"""A member's bytes as stored in the archive, or why they are not read."""


def is_archive(path: str) -> bool:
    """Whether a path names an archive, by its end."""
    return _suffix(path) != ""


def open_members(
    file: BinaryIO, path: str, pattern: str, chosen: Callable[[str], bool]
) -> Iterator[tuple[str, Content]]:
    """The members of an archive whose names are `chosen`, by `pattern` for messages: (path for ids, content).

    `file` must seek for a zip. A stream is good until the next member is asked for; reading it raises DocumentError
    where it is damaged, encrypted or expands too much. An archive that breaks off yields what came before and one
    Broken under its own path for the rest; so does one without any member that matches.
    """
    suffix = _suffix(path)
    entries = zip_members(file, path) if suffix == ".zip" else tar_members(open_stream(file, path, SUFFIXES[suffix]))
    names, found = _Names(path), False
    try:
        for entry in _bounded(entries):
            if is_archive(entry.name) or chosen(entry.name):
                found = True
                yield names.unique(entry.name), entry.problem or _refusal(entry.name) or entry.stream
    except DocumentError as error:
        yield path, Broken(0, "broken archive", f"{error}; what follows in it is lost")
        return
    if not found:
        yield path, Broken(0, "no member", f"no member matches {pattern}")


def _bounded(entries: Iterator[Member]) -> Iterator[Member]:
    for number, entry in enumerate(entries):
        if number == MAX_MEMBERS:
            raise DocumentError(f"more than {MAX_MEMBERS} members")
        yield entry


def _suffix(path: str) -> str:
    """The longest suffix of an archive; empty where there is none."""
    found = [suffix for suffix in SUFFIXES if path.lower().endswith(suffix)]
    return max(found, key=len, default="")


def _refusal(name: str) -> Broken | Skipped | None:
    parts = name.split("/")
    if parts[0] == "__MACOSX" or parts[-1].startswith("._"):
        return Skipped(0, "resource_fork")  # macOS keeps a file's attributes beside it, under its name
    if is_archive(name):
        return Broken(0, "nested archive", "an archive in an archive is not read: unpack the outer one")
    return None


@dataclass
class _Names:
    """Paths for ids: the archive's and the member's. A name that comes again is a member of its own: `~2/name`."""

    archive: str
    seen: dict[int, int] = field(default_factory=dict)

    def unique(self, name: str) -> str:
        count = self._count(name)
        folder, slash, last = name.rpartition("/")
        while count > 1:
            again = f"{folder}{slash}~{count}/{last}"
            if self._count(again) == 1:
                return f"{self.archive}/{again}"
            count = self._count(name)
        return f"{self.archive}/{name}"

    def _count(self, name: str) -> int:
        """How often a name has come, this time included. Hashes: names of two million members would take a gigabyte."""
        key = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big")
        self.seen[key] = self.seen.get(key, 0) + 1
        return self.seen[key]
