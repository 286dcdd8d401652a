"""What stage `dedup` must answer on documents of CLEAN, by one walk through all of them in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from bioroberta.dedup.config import SentencesConfig
from bioroberta.text import words
from tests.dedup.oracle import in_order, walk

Row = dict[str, Any]


class Entry(NamedTuple):
    """What is told of a document or, from `start` to `end`, of a sentence that goes."""

    id: str
    unit: str
    start: int
    end: int
    rule: str
    value: float
    keeper: str
    share: float | None


class Text(NamedTuple):
    """A document to the walk."""

    id: str
    corpus: str
    text: str


def expected(rows: Iterable[Row], corpora: Sequence[str], caps: SentencesConfig) -> set[Entry]:
    """All entries of rules `exact`, `containment` and `sentences`; every sentence of the rows is kept by `clean`."""
    known = {row["id"]: row for row in rows}
    texts = [Text(row["id"], row["corpus"], row["text"]) for row in known.values()]
    removed = walk(texts, corpora)
    ends = {row["id"]: len(row["text"]) for row in known.values()}
    gone = {
        Entry(each.id, "document", 0, ends[each.id], each.rule, each.value, str(each.keeper), each.keeper_share)
        for each in removed
    }
    out = {each.id for each in removed}
    kept = [known[identity] for identity, _ in in_order(texts, corpora) if identity not in out]
    return gone | set(sentences(kept, caps))


def sentences(kept: Iterable[Row], caps: SentencesConfig) -> Iterator[Entry]:
    """Entries of rule `sentences`, of kept documents in canonical order."""
    first: dict[tuple[str, ...], str] = {}
    before: Counter[tuple[str, ...]] = Counter()
    in_source: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for row in kept:
        found = []
        for span in row["spans"]:
            sentence = tuple(words(row["text"][span["start"] : span["end"]]))
            if len(sentence) < caps.min_words:
                continue
            key, keeper = (row["corpus"], sentence), first.setdefault(sentence, row["id"])
            if in_source[key] >= caps.copies_per_source or before[sentence] >= caps.copies:
                local = in_source[key] >= caps.copies_per_source
                found.append((span, float(in_source[key] if local else before[sentence]), keeper))
            in_source[key] += 1
            before[sentence] += 1
        yield from entries(row, found)


def entries(row: Row, found: Sequence[tuple[Mapping[str, int], float, str]]) -> Iterator[Entry]:
    """Of the sentences that go from a document; one that loses all goes whole, for the first of them."""
    if found and len(found) == len(row["spans"]):
        _, value, keeper = found[0]
        yield Entry(row["id"], "document", 0, len(row["text"]), "sentences", value, keeper, None)
        return
    for span, value, keeper in found:
        yield Entry(row["id"], "sentence", span["start"], span["end"], "sentences", value, keeper, None)


def told(rejected: Iterable[Row]) -> set[Entry]:
    """The same of rows of REJECTED."""
    return {Entry(*(row[name] for name in Entry._fields)) for row in rejected}
