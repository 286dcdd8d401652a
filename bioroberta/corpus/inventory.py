"""The identity of the inputs: each file's corpus, path, size and sha256. Runs before the cluster is touched."""

from __future__ import annotations

from typing import Any

from bioroberta.corpus.config import CorpusSource, IngestConfig
from bioroberta.corpus.streams import compression
from bioroberta.errors import InputError
from bioroberta.storage import FileInfo, Folder, identify, matches


def files(source: CorpusSource) -> list[FileInfo]:
    """A corpus's files in order of path. Raises InputError when the folder is missing or nothing matches."""
    folder, pattern = Folder(source.path), source.file_pattern()
    if not folder.exists():
        raise InputError(f"corpus {source.name}: there is no folder {source.path}; correct its path in the recipe")
    found = [file for file in folder.files() if matches(file.path.removesuffix(compression(file.path)), pattern)]
    if not found:
        raise InputError(
            f"corpus {source.name}: no file in {source.path} matches {pattern}; correct its path, format or pattern"
        )
    return found


def inventory(config: IngestConfig) -> dict[str, dict[str, Any]]:
    """`{corpus: {"files": n, "bytes": n, "sha256": digest}}`; the digest is over the sorted (path, size, sha256).

    Raises InputError for the first corpus that has no files.
    """
    return {source.name: identify(Folder(source.path), files(source)) for source in config.corpora}
