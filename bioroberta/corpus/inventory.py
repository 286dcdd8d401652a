"""The identity of the inputs: each file's corpus, path, size and sha256. Runs before the cluster is touched."""

from __future__ import annotations

from typing import Any

from bioroberta.corpus.config import IngestConfig
from bioroberta.corpus.locations import files, locate
from bioroberta.storage import identify


def inventory(config: IngestConfig) -> dict[str, dict[str, Any]]:
    """`{corpus: {"files": n, "bytes": n, "sha256": digest}}`; the digest is over the sorted (path, size, sha256).

    An archive is one file. Raises InputError for the first corpus that has no files.
    """
    found = {source.name: files(source) for source in config.corpora}
    return {source.name: identify(locate(source.path)[0], found[source.name]) for source in config.corpora}
