"""What `CorpusSource.path` names: a folder, a file, an archive or a glob of them, on a disk, in an object store or (a
file or an archive) behind `https://`.

| `path` | read without `pattern` | read with `pattern` |
|---|---|---|
| a folder | files of the format's own pattern, and every archive | the files and archives that match it |
| a file, an archive or a glob | what it names | what it names; of the archives the members that match the pattern |

A member of an archive is read when its name in the archive matches: the pattern, or the format's own one where there is
none or where it selects the archive itself (`**/*.zip`). Suffixes of a compression may be left off everywhere. A
format's own pattern takes capitals too (`INFORME.TXT`); one that stands in the recipe means what it says.

Relative paths, of which document ids are made, begin below the folder: of a file that is the one it lies in, of a glob
what stands before its first sign. So the folder `corpora` with the pattern `2017/*.warc` and `corpora/*/a.warc` both
give ids with `2017/a.warc`; `corpora/2017/*.warc`, `corpora/2017/a.warc` and the folder `corpora/2017` with `a.warc`.
"""

from __future__ import annotations

import fnmatch
import re
import urllib.parse
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from bioroberta.corpus.archives import Content, is_archive, open_members
from bioroberta.corpus.config import PATTERNS, CorpusSource
from bioroberta.corpus.streams import matches_stored
from bioroberta.errors import InputError
from bioroberta.storage import WEB, FileInfo, Folder

Group = tuple[str, tuple[str, ...]]
"""A unit of work: a corpus's name and paths of its files."""

UNREAD = (".7z", ".rar", ".tar.lz", ".tar.z")
"""Archives without a reader here; as files they would be taken for text."""

_SIGNS = re.compile(r"[*?\[]")
_START = re.compile(r"[a-z][a-z0-9+.-]*://[^/]*/*|sample:/*|/+|", re.IGNORECASE)
"""What stands before the first name: scheme and bucket or host, `sample:`, the root, or nothing."""


def files(source: CorpusSource) -> list[FileInfo]:
    """A corpus's files and archives in order of path, relative to the folder that `locate` gives.

    Raises InputError, naming the corpus and the remedy, where nothing is to be read.
    """
    return sort_out(source)[0]


def sort_out(source: CorpusSource) -> tuple[list[FileInfo], list[FileInfo]]:
    """As `files`, and the other files of the folder where `path` is one."""
    try:
        folder, named = locate(source.path)
        found, others = (_name(folder, named), []) if named else _list(folder, source)
    except InputError as error:
        raise InputError(f"corpus {source.name}: {error}; correct its path in the recipe") from None
    if not found:
        which = f"matches {named or source.file_pattern()}"
        which = which if named or source.pattern else f"is an archive or {which}"
        raise InputError(f"corpus {source.name}: no file in {folder.uri} {which}; correct its path, format or pattern")
    _refuse_unread(source, found)
    if named and source.pattern and not any(is_archive(file.path) for file in found):
        raise InputError(
            f"corpus {source.name}: path {source.path} names the files itself, and there is no archive for the pattern "
            f"{source.pattern} to select members of; take the pattern out, or write both into path"
        )
    return found, others


def locate(location: str) -> tuple[Folder, str]:
    """The folder of a location, and what it names below: a file, a glob, or "" where it is the folder itself.

    What is there as it is spelt is no glob. In a URI `?` begins the query and is no sign of one. Raises InputError
    where nothing is there (a glob may match nothing yet), or for a folder or glob behind HTTP.
    """
    names = _split(location)[1]
    above = _above_web(location, names) if location.startswith(WEB) else _above(location, names)
    return _cut(location, above)


def contents(file: BinaryIO, path: str, source: CorpusSource) -> Iterator[tuple[str, Content]]:
    """What there is to read in a file of a corpus: (path for ids, bytes as stored), once, or for each member of an
    archive that matches, as `archives.open_members` does.
    """
    if is_archive(path):
        pattern = member_pattern(source, path)
        return open_members(file, path, pattern, lambda name: _matches(name, pattern, source))
    return iter([(path, file)])


def member_pattern(source: CorpusSource, archive: str) -> str:
    """The glob for the members of an archive of a corpus."""
    if source.pattern and not matches_stored(archive, source.pattern):
        return source.pattern
    return own_pattern(source)


def own_pattern(source: CorpusSource) -> str:
    """The glob of the source's format."""
    return PATTERNS[source.format].replace("{language}", source.language)


def describe(source: CorpusSource) -> tuple[str, bool]:
    """A corpus's location for people, with the pattern where that counts; and False where a local disk lacks it.

    Nothing but local disks is looked at. Raises ConfigError only, for credentials in a URI.
    """
    (folder, named), there = _guess(source.path), True
    if folder.local() is not None:
        try:
            folder, named = locate(source.path)
            there = not named or bool(_name(folder, named))
        except InputError:
            there = False
    below = "" if named else f"/{source.file_pattern()}"
    members = f", members {member_pattern(source, named)}" if is_archive(named) else ""
    return f"{source.path}{below}{members}", there


def refuse_own_output(storage: str, sources: Iterable[CorpusSource]) -> None:
    """Raise InputError for a corpus that would read what runs write below `storage`. Local disks only."""
    runs = Folder(storage).local()
    for source in sources:
        folder, named = _guess(source.path)
        place = folder.local()
        if runs is None or place is None or not runs.resolve().is_relative_to(place.resolve()):
            continue
        names = runs.resolve().relative_to(place.resolve()).parts
        if _reaches((named or source.file_pattern()).split("/"), names):
            raise InputError(
                f"corpus {source.name}: path {source.path} takes in what runs write, which lies in storage {storage}; "
                f"give a storage elsewhere (storage=FOLDER), or a path or pattern that leaves it out"
            )


def _reaches(globs: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a glob can match files in the runs of a folder, each of which is a folder of its own."""
    for glob, name in zip(globs, names, strict=False):
        if glob == "**":
            return True
        if not fnmatch.fnmatchcase(name, glob):
            return False
    return "**" in globs[len(names) :] or len(globs) > len(names) + 1


def _split(location: str) -> tuple[str, list[str], str]:
    """What stands before the names of a location, the names, and its query."""
    if location.startswith("file://"):
        location = str(Folder(location).local())
    base, mark, query = location.partition("?") if "://" in location else (location, "", "")
    start = _START.match(base)
    assert start is not None  # it matches nothing, too
    return start[0], [name for name in base[start.end() :].split("/") if name not in ("", ".")], mark + query


def _above(location: str, names: list[str]) -> int:
    """How many of the names are the folder's."""
    whole = Folder(location)
    if whole.file("") is not None:
        return len(names) - 1
    if whole.exists():
        return len(names)
    first = _first_sign(names)
    if first == len(names):
        raise InputError(f"there is no folder or file {location}")
    return first


def _above_web(location: str, names: list[str]) -> int:
    if not names or location.partition("?")[0].endswith("/") or _first_sign(names) < len(names):
        raise InputError(
            f"{location}: folders behind HTTP cannot be listed. Give each file or archive of it as a corpus of its "
            f"own, or download them"
        )
    return len(names) - 1


def _first_sign(names: list[str]) -> int:
    """The position of the first name with a sign of a glob; their number where none has."""
    return next((number for number, name in enumerate(names) if _SIGNS.search(name)), len(names))


def _guess(location: str) -> tuple[Folder, str]:
    """As `locate`, by the spelling alone."""
    names = _split(location)[1]
    single = names and (location.startswith(WEB) or is_archive(names[-1]))
    return _cut(location, len(names) - 1 if single else _first_sign(names))


def _cut(location: str, above: int) -> tuple[Folder, str]:
    """The folder of the first names of a location, and the others."""
    start, names, query = _split(location)
    named = "/".join(names[above:])
    folder = Folder((start + "/".join(names[:above]) or ".") + query)
    return folder, urllib.parse.unquote(named) if location.startswith(WEB) else named


def _name(folder: Folder, named: str) -> list[FileInfo]:
    """The file of this name, or the files that a glob matches."""
    single = folder.file(named)
    if single is not None:
        return [single]
    if folder.uri.startswith(WEB):
        raise InputError(f"there is no file {named} in {folder.uri}")
    everything = folder.files("**/*" if "/" in named or "**" in named else "*")
    return [file for file in everything if matches_stored(file.path, named)]


def _list(folder: Folder, source: CorpusSource) -> tuple[list[FileInfo], list[FileInfo]]:
    """The files and archives of a folder that belong to a corpus, and the others."""
    pattern = source.pattern or own_pattern(source)
    found: tuple[list[FileInfo], list[FileInfo]] = [], []
    for file in folder.files():
        chosen = _matches(file.path, pattern, source) or (is_archive(file.path) and not source.pattern)
        found[not chosen].append(file)
    return found


def _matches(path: str, pattern: str, source: CorpusSource) -> bool:
    """Whether a path matches a corpus's pattern; its format's own without regard to capitals."""
    if source.pattern and pattern == source.pattern:
        return matches_stored(path, pattern)
    return matches_stored(path.lower(), pattern.lower())


def _refuse_unread(source: CorpusSource, found: list[FileInfo]) -> None:
    for file in found:
        if file.path.lower().endswith(UNREAD):
            raise InputError(
                f"corpus {source.name}: {file.path} is an archive of a kind that is not read here; unpack it, and make "
                f"path the folder, or pack it anew as .zip or .tar.gz"
            )
