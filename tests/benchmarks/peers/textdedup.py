"""The MinHash chain of text-dedup 0.4.0, unmodified, for `tests/benchmarks/dedup.py`.

Its `main` is called with a command line, so the time has no start of Python and no imports in it, but all else: reading
JSON lines, signatures, clusters, the filter, saving. The input lies in as many files as there are workers. Its shingles
are runs between non-word characters, lower case; a document with fewer than five is dropped before anything else, so its
index is not kept.

Not installed of what its wheel asks for: pyspark, unisim, pybloom-live, bitarray, fire, psutil, zstandard, urllib3,
setuptools, sphinxcontrib-bibtex; `text_dedup.minhash` imports none of them. click-option-group is newer than its bound.

In: {"documents": JSON file of a list of texts, "ngram", "bands", "rows", "workers", "folder": for scratch,
    "hash": "sha1", its default and ours, or "xxh3", its faster one}.
Out: {"seconds": of wall, "kept": indices, "clusters": by document, the index that stands for it and all it was joined with}.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"  # the files are local; without it the hub is asked for its version of `json`
os.environ["TQDM_DISABLE"] = "1"

from datasets import load_from_disk
from text_dedup import minhash


def write(documents: str, folder: Path, files: int) -> int:
    """The texts as JSON lines, in order over so many files; returns how many texts."""
    texts = json.loads(Path(documents).read_text(encoding="utf-8"))
    length = -(-len(texts) // files)
    for start in range(0, len(texts), length):
        rows = ({"number": number, "text": texts[number]} for number in range(start, min(start + length, len(texts))))
        with (folder / f"{start // length:05}.jsonl").open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return len(texts)


def command_line(request: dict[str, Any], folder: Path) -> list[str]:
    bands, rows = request["bands"], request["rows"]
    options = {
        "path": "json",
        "data_files": folder / "*.jsonl",
        "split": "train",
        "column": "text",
        "cache_dir": folder / "cache",
        "output": folder / "kept",
        "ngram": request["ngram"],
        "num_perm": bands * rows,
        "b": bands,
        "r": rows,
        "hash_func": request.get("hash", "sha1"),
        "num_proc": request["workers"],
    }
    return [word for name, value in options.items() for word in (f"--{name}", str(value))]


def main() -> None:
    request = json.loads(sys.stdin.read())
    with tempfile.TemporaryDirectory(dir=request["folder"]) as scratch:
        folder = Path(scratch)
        count = write(request["documents"], folder, request["workers"])
        start = time.perf_counter()
        minhash.main(command_line(request, folder), standalone_mode=False)
        seconds = time.perf_counter() - start
        kept = list(load_from_disk(str(folder / "kept"))["number"])
    clusters = [minhash.uf.find(number) for number in range(count)]
    print(json.dumps({"seconds": seconds, "kept": kept, "clusters": clusters}))


main()
