"""A stage's folder as one finds it when the stage is finished."""

from __future__ import annotations

import json
from typing import Any

from bioroberta.commit import MANIFEST, account
from bioroberta.storage import Folder


def finish(folder: Folder, **values: Any) -> dict[str, Any]:
    """Write the manifest of what lies in a folder, with these values; returns it."""
    blank = {"fingerprint": "", "identity": {}, "results": {}, "wall_seconds": 0.0}
    manifest = {**blank, **account(folder), **values}
    folder.write_bytes(MANIFEST, json.dumps(manifest).encode())
    return manifest
