"""Rule `evaluation`: documents that an evaluation will score must not be trained on.

A document is one of them when its file name (without folders and suffixes, `case1.txt.gz` too) or its normalised text
is; it quotes one when both share 13 words in a row (GPT-3, Brown et al. 2020, appendix C). Names alone may match by
chance (`001.txt`); then too much is left out, never too little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bioroberta.dedup.exact import text_hashes
from bioroberta.dedup.hashing import Hashes, ngrams
from bioroberta.dedup.words import Words, words
from bioroberta.errors import InputError
from bioroberta.storage import Folder

NGRAM = 13
"""Words in a row that are no chance (GPT-3, Brown et al. 2020, appendix C)."""

_FILTER_BITS = 22

EVALUATION = pa.schema(
    [("document", pa.string()), ("name", pa.string()), ("text", pa.binary(16)), ("grams", pa.list_(pa.uint64()))]
)
"""An evaluation text: the path to name as keeper, the file name, 128 bits of the text, its distinct 13-grams."""


@dataclass(frozen=True)
class Match:
    """The evaluation document that a corpus document is (`share` 1), or quotes: the share of its 13-grams."""

    document: str
    share: float
    whole: bool


@dataclass(frozen=True)
class EvaluationTexts:
    """Evaluation documents, each by the path to name as keeper, its file name and its text."""

    documents: tuple[str, ...]
    names: dict[str, int]
    texts: dict[bytes, int]
    grams: Hashes
    """Hashes of all 13-grams, sorted."""
    owners: NDArray[np.int64]
    """The first document that has each."""

    def find(self, words: Words, paths: Sequence[str], texts: Sequence[bytes]) -> list[Match | None]:
        """What each of some corpus documents is or quotes, by their words, paths and text hashes."""
        if not self.documents:
            return [None] * len(paths)
        found = [self.same(path, text) for path, text in zip(paths, texts, strict=True)]
        for number, match in self._quoted(words).items():
            found[number] = found[number] or match
        return found

    def same(self, path: str, text: bytes) -> Match | None:
        """The document that has the name or the text of a corpus document."""
        named = (self.names[name] for name in _names(path) if name in self.names)
        number = next(named, self.texts.get(text))
        return None if number is None else Match(self.documents[number], 1.0, True)

    def _quoted(self, words: Words) -> dict[int, Match]:
        """By the number of the corpus document, the document that most of its 13-grams stand in (first of equals)."""
        if not len(self.grams):
            return {}
        grams, texts = ngrams(words.hashes, words.texts, NGRAM)
        likely = np.flatnonzero(self._filter[grams >> np.uint64(64 - _FILTER_BITS)])
        places = np.minimum(np.searchsorted(self.grams, grams[likely]), len(self.grams) - 1)
        hits = self.grams[places] == grams[likely]
        quoting, owners = texts[likely[hits]], self.owners[places[hits]]
        positions = np.diff(words.texts) - NGRAM + 1
        return {
            number: Match(
                self.documents[int(np.bincount(owners[quoting == number]).argmax())],
                float((quoting == number).sum() / positions[number]),
                False,
            )
            for number in np.unique(quoting).tolist()
        }

    @cached_property
    def _filter(self) -> NDArray[np.bool_]:
        """By the first bits of a hash, whether any 13-gram begins with them: most of the corpora's do not."""
        there = np.zeros(1 << _FILTER_BITS, np.bool_)
        there[self.grams >> np.uint64(64 - _FILTER_BITS)] = True
        return there


def read_evaluation(folders: Iterable[str]) -> pa.Table:
    """A row for every text of brat folders. Raises InputError for a folder without any."""
    rows, names = [], _folder_names(folders)
    for uri, folder_name in names.items():
        folder = Folder(uri)
        files = folder.files("**/*.txt")
        if not files:
            raise InputError(f"{uri} has no .txt files, so its evaluation texts cannot be kept out of the corpora")
        for file in files:
            found = words([[folder.read_bytes(file.path).decode("utf-8", errors="replace")]])
            rows.append(
                {
                    "document": f"{folder_name}/{file.path}",
                    "name": PurePosixPath(file.path).stem,
                    "text": text_hashes(found)[0],
                    "grams": np.unique(ngrams(found.hashes, found.texts, NGRAM)[0]),
                }
            )
    return pa.Table.from_pylist(rows, schema=EVALUATION)


def evaluation_text(folders: Iterable[str], document: str) -> str:
    """The text of an evaluation document by the path that names it as keeper."""
    for uri, name in _folder_names(folders).items():
        if document.startswith(f"{name}/"):
            return Folder(uri).read_bytes(document.removeprefix(f"{name}/")).decode("utf-8", errors="replace")
    raise InputError(f"there is no evaluation text {document}")


def _folder_names(folders: Iterable[str]) -> dict[str, str]:
    """What each folder is called: by as many last parts of its path as tell it from all others."""
    paths = {uri: PurePosixPath(uri.partition("?")[0]).parts for uri in folders}
    for length in range(1, max(map(len, paths.values()), default=0) + 1):
        names = {uri: "/".join(parts[-length:]) for uri, parts in paths.items()}
        if len({*names.values()}) == len(names):
            return names
    return {uri: uri for uri in paths}


def evaluation_texts(table: pa.Table) -> EvaluationTexts:
    """A table of `read_evaluation`, ready to be searched. Of equal names, texts or 13-grams the first counts."""
    grams = table["grams"].combine_chunks()
    keys, first = np.unique(grams.flatten().to_numpy(), return_index=True)
    owners = np.repeat(np.arange(table.num_rows), grams.value_lengths().to_numpy())[first]
    named = reversed(list(enumerate(zip(table["name"].to_pylist(), table["text"].to_pylist(), strict=True))))
    names, texts = {}, {}
    for number, (name, text) in named:
        names[name], texts[text] = number, number
    return EvaluationTexts(tuple(table["document"].to_pylist()), names, texts, keys, owners)


def _names(path: str) -> Iterator[str]:
    """The file name, with one suffix less each time: a file may be compressed, an id may hold dots."""
    name = path.rpartition("/")[2]
    yield name
    while "." in name:
        name = name.rpartition(".")[0]
        yield name
