"""The sentence model of BlingFire (one for all languages), for `tests/benchmarks/sentences.py`.

Its package imports numpy without asking for it.

In: {"documents": JSON file of a list of texts}.
Out: {"seconds": of CPU, loading left out, "sentences": of each document}.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import blingfire


def main() -> None:
    documents = json.loads(Path(json.loads(sys.stdin.read())["documents"]).read_text(encoding="utf-8"))

    def split(text: str) -> list[str]:
        return blingfire.text_to_sentences(text).split("\n")

    split(documents[0])  # what is loaded at first use
    start = time.process_time()
    sentences = [split(text) for text in documents]
    print(json.dumps({"seconds": time.process_time() - start, "sentences": sentences}))


main()
