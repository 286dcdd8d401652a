"""The identity of the inputs: each file's corpus, path, size and sha256. Runs before the cluster is touched."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bioroberta.corpus.config import CorpusSource, IngestConfig
from bioroberta.corpus.streams import CHUNK, compression
from bioroberta.errors import InputError
from bioroberta.storage import FileInfo, Folder, matches

THREADS = 8
"""hashlib and storage reads release the interpreter; more gains nothing on one disk."""


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
    return {source.name: _identify(source) for source in config.corpora}


def _identify(source: CorpusSource) -> dict[str, Any]:
    folder, found = Folder(source.path), files(source)
    with ThreadPoolExecutor(THREADS) as pool:
        digests = pool.map(lambda file: _sha256(folder, file.path), found)
        lines = [f"{file.path}\t{file.size}\t{digest}\n" for file, digest in zip(found, digests, strict=True)]
    total = hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()
    return {"files": len(found), "bytes": sum(file.size for file in found), "sha256": total}


def _sha256(folder: Folder, path: str) -> str:
    digest = hashlib.sha256()
    with folder.open(path) as file:
        while chunk := file.read(CHUNK * 16):
            digest.update(chunk)
    return digest.hexdigest()
