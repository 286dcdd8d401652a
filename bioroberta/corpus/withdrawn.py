"""Documents that were withdrawn: their ids stand in `takedown.txt` in the run's folder, one a line."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow.compute as pc

from bioroberta.commit import Counts, Marker, markers, read_table
from bioroberta.corpus.locations import Group
from bioroberta.errors import ConfigError, InputError, RunError
from bioroberta.storage import Folder

FILE = "takedown.txt"
RULE = "takedown"
ID = r"[^/\n]+/.+#\d+"

NAMED = 3
"""Ids that a message names; it counts the others."""


def read_ids(root: Folder) -> frozenset[str]:
    """The ids of a run's withdrawn documents; none where there is no list."""
    if not root.exists(FILE):
        return frozenset()
    try:
        lines = root.read_text(FILE).split("\n")  # ids may hold what `splitlines` takes for an end of line
    except UnicodeDecodeError:
        raise InputError(f"{FILE} in {root.uri} is not UTF-8 text: write it anew, one document id a line") from None
    return frozenset(line.strip() for line in lines if line.strip())


def parse_ids(words: Iterable[str]) -> frozenset[str]:
    """The ids that words of a command line are, or name a file of (`@FILE`).

    Raises InputError for a file that cannot be read, ConfigError for what is no id.
    """
    lines = [line.strip() for word in words for line in (_lines(word[1:]) if word.startswith("@") else [word])]
    wrong = next((line for line in lines if line and not re.fullmatch(ID, line)), None)
    if wrong is not None:
        raise ConfigError(f"'{wrong}' is no document's id; write CORPUS/PATH#RECORD, @FILE or key=value")
    return frozenset(filter(None, lines))


def write_ids(root: Folder, ids: Iterable[str]) -> None:
    """Write the list of a run, whole."""
    root.write_bytes(FILE, "".join(f"{name}\n" for name in sorted(ids)).encode())


def identity(ids: frozenset[str]) -> str | None:
    """The list in a word, for a stage's identity; None for an empty one."""
    return f"{len(ids)} withdrawn ({_digest(sorted(ids))[:16]})" if ids else None


def group_digests(groups: Sequence[Group], ids: frozenset[str]) -> list[str]:
    """A digest a group of its files' names and of the withdrawn documents in them."""
    withdrawn: dict[str, set[str]] = defaultdict(set)
    for name in ids:
        for file in _files(name):
            withdrawn[file].add(name)

    def concerning(corpus: str, paths: Sequence[str]) -> list[str]:
        return sorted({name for path in paths for name in withdrawn.get(f"{corpus}/{path}", ())})

    return [_digest([*group, concerning(*group)]) for group in groups]


def refuse_unmet(folder: Folder, ids: frozenset[str], root: Folder) -> None:
    """Raise RunError when an id on the list met no document in what `folder` has committed: its text may be there under
    another.
    """
    taken = (marker for marker in markers(folder) if RULE in _rules(marker.counts)) if ids else ()
    found = {name for marker in taken for name in _withdrawn(folder, marker)}
    if ids - found:
        raise RunError(
            f"{FILE} in {root.uri} names {enumerated(ids - found)}, and there is no such document: correct the list, "
            f"then run `bioroberta takedown RECIPE`"
        )


def enumerated(ids: Iterable[str]) -> str:
    """Some ids by name, the others by number."""
    names = sorted(ids)
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _rules(counts: Counts) -> set[str]:
    return {rule for rules in counts.get("rejected", {}).values() for rule in rules}


def _withdrawn(folder: Folder, marker: Marker) -> Iterator[str]:
    for file in (file for file in marker.files if file.part == "rejected"):
        table = read_table(folder, file, ["id", "rule"])
        yield from table.filter(pc.equal(table["rule"], RULE))["id"].to_pylist()


def _lines(file: str) -> list[str]:
    try:
        return Path(file).read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"@{file} cannot be read ({error}); name a text file with one document id a line") from None


def _files(document: str) -> Iterator[str]:
    """What its file may be: corpus and path as the id has them, or those of an archive above it."""
    path = document.rpartition("#")[0]
    while "/" in path:
        yield path
        path = path.rpartition("/")[0]


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()
