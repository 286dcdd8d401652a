"""The Spanish rules of Wikimedia's sentencex, for `tests/benchmarks/sentences.py`.

In: {"documents": JSON file of a list of texts}.
Out: {"seconds": of CPU, loading left out, "sentences": of each document}.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from sentencex import segment


def main() -> None:
    documents = json.loads(Path(json.loads(sys.stdin.read())["documents"]).read_text(encoding="utf-8"))

    def split(text: str) -> list[str]:
        return list(segment("es", text))

    split(documents[0])  # what is loaded at first use
    start = time.process_time()
    sentences = [split(text) for text in documents]
    print(json.dumps({"seconds": time.process_time() - start, "sentences": sentences}))


main()
