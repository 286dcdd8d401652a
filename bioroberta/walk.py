"""The files below a folder of a local disk: links are followed, but not in circles."""

from __future__ import annotations

import errno
import os
import posixpath
import stat
from collections.abc import Iterable, Iterator


def walk(root: str, below: bool) -> Iterator[tuple[str, int | None]]:
    """Paths and sizes of a local folder's files; None for the size of a link that leads nowhere.

    UnicodeEncodeError for a name that is not UTF-8.
    """
    waiting: list[tuple[str, tuple[str, ...]]] = [(root, ())]
    while waiting:
        place, passed = waiting.pop()
        passed, entries = (*passed, os.path.realpath(place)), _entries(place)
        for entry, status in entries:
            entry.name.encode()
            if status is None or stat.S_ISREG(status.st_mode):
                yield posixpath.relpath(entry.path, root), status and status.st_size
        folders = (entry for entry, status in entries if below and status and stat.S_ISDIR(status.st_mode))
        waiting += [(entry.path, passed) for entry in folders if not _leads_back(entry, passed)]


def _entries(place: str) -> list[tuple[os.DirEntry[str], os.stat_result | None]]:
    """What a local folder holds, without what is removed meanwhile."""
    try:
        with os.scandir(place) as found:
            known = [(entry, _status(entry)) for entry in found]
    except FileNotFoundError:
        return []
    return [(entry, status) for entry, status in known if status or entry.is_symlink()]


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat()
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ELOOP):
            return None
        raise


def _leads_back(entry: os.DirEntry[str], passed: Iterable[str]) -> bool:
    """Whether a link leads to a folder that was passed on the way to it, or above one: all would come without end."""
    if not entry.is_symlink():
        return False
    target = os.path.join(os.path.realpath(entry.path), "")
    return any(os.path.join(place, "").startswith(target) for place in passed)
