"""What lies in the folders of the corpora and is not read: told in numbers, so that nobody misses it later."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import PurePosixPath

from bioroberta.corpus.config import CorpusSource, Format
from bioroberta.corpus.locations import locate, sort_out
from bioroberta.errors import InputError
from bioroberta.storage import FileInfo, Folder
from bioroberta.walk import walk

SHOWN = 5
"""Suffixes of a corpus that are named."""

COMPANIONS: dict[Format, tuple[str, ...]] = {"brat": (".ann", ".conf")}
"""Suffixes of files that belong to a format and hold no text of it."""

_SUFFIX = re.compile(r"\.[a-z0-9]{1,7}")
"""Others may be the end of a name with a point in it."""

Sorted = tuple[list[FileInfo], list[FileInfo]]
"""Files that a corpus reads and others of its folder, as `locations.sort_out` gives them."""


def unread_here(corpora: Iterable[CorpusSource]) -> Iterator[str]:
    """The lines of `unread` for the corpora that lie on local disks and are there."""
    found: dict[str, Sorted] = {}
    local = [source for source in corpora if Folder(source.path).local() is not None]
    for source in local:
        with suppress(InputError):
            found[source.name] = sort_out(source)
    return unread([source for source in local if source.name in found], found)


def unread(corpora: Iterable[CorpusSource], found: Mapping[str, Sorted]) -> Iterator[str]:
    """A line for each corpus whose folder holds files that no corpus reads, and for each with broken links."""
    folders = {source.name: locate(source.path) for source in corpora}
    read = {folders[name][0].child(file.path).uri for name in folders for file in found[name][0]}
    for source in corpora:
        folder, named = folders[source.name]
        left = [file.path for file in found[source.name][1] if folder.child(file.path).uri not in read]
        suffixes = Counter(PurePosixPath(path).suffix.lower() for path in left)
        for suffix in COMPANIONS.get(source.format, ()):
            del suffixes[suffix]
        if suffixes:
            yield _line(source, suffixes)
        if not named and (links := _broken_links(folder)):
            yield f"{source.name}: {_broken(links)}"


def _line(source: CorpusSource, suffixes: Counter[str]) -> str:
    known = Counter({suffix: count for suffix, count in suffixes.items() if _SUFFIX.fullmatch(suffix)})
    named = known.most_common(SHOWN)
    others = suffixes.total() - sum(count for _, count in named)
    kinds = [f"{count} {suffix}" for suffix, count in named] + ([f"{others} others"] if others else [])
    one = suffixes.total() == 1
    return (
        f"{source.name}: {_plural(suffixes.total(), 'file')} {'is' if one else 'are'} not read ({', '.join(kinds)}): "
        f"{'it does' if one else 'they do'} not match {source.file_pattern()}"
    )


def _broken_links(folder: Folder) -> int:
    local = folder.local()
    return sum(size is None for _, size in walk(str(local.absolute()), True)) if local else 0


def _broken(links: int) -> str:
    return (
        f"{links} links lead nowhere, and nothing is read of them"
        if links > 1
        else "1 link leads nowhere, and nothing is read of it"
    )


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
