"""Rule `evaluation`: documents that an evaluation will score must not be trained on.

A document is one of them when its file name (without folders and suffixes, `case1.txt.gz` too) or its normalised text
is. Names alone may match by chance (`001.txt`); then too much is left out, never too little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from bioroberta.dedup.exact import text_hash
from bioroberta.errors import InputError
from bioroberta.storage import Folder


@dataclass(frozen=True)
class EvaluationTexts:
    """Names and text hashes of evaluation documents, each with the path to name as keeper."""

    names: dict[str, str]
    hashes: dict[bytes, str]

    def match(self, path: str, hashed: bytes) -> str | None:
        """The evaluation document that a corpus document (its path and text hash) is, or None."""
        named = (self.names[name] for name in _names(path) if name in self.names)
        return next(named, None) or self.hashes.get(hashed)


def read_evaluation(folders: Iterable[str]) -> EvaluationTexts:
    """The texts of brat folders. Raises InputError for a folder without any."""
    names: dict[str, str] = {}
    hashes: dict[bytes, str] = {}
    for uri in folders:
        folder = Folder(uri)
        files = folder.files("**/*.txt")
        if not files:
            raise InputError(f"{uri} has no .txt files, so its evaluation texts cannot be kept out of the corpora")
        for file in files:
            name = f"{PurePosixPath(uri.partition('?')[0]).name}/{file.path}"
            names.setdefault(PurePosixPath(file.path).stem, name)
            hashes.setdefault(text_hash(folder.read_bytes(file.path).decode("utf-8", errors="replace")), name)
    return EvaluationTexts(names, hashes)


def _names(path: str) -> Iterator[str]:
    """The file name, with one suffix less each time: a file may be compressed, an id may hold dots."""
    name = PurePosixPath(path).name
    yield name
    while "." in name:
        name = name.rpartition(".")[0]
        yield name
