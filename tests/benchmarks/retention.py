"""What stage `clean` keeps of gold clinical sentences within their documents, and what of junk that is put between them.

Kept and rejected are told by visible characters: a sentence is kept when all of its characters lie in kept spans, junk is
rejected when none does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from bioroberta.corpus.clean import clean_batch
from bioroberta.corpus.config import CleanConfig
from bioroberta.corpus.encoding import repair
from bioroberta.schemas import DOCUMENT, rows_to_table
from bioroberta.text import count_tokens
from tests.benchmarks import _junk_code, _junk_pages, _junk_text
from tests.benchmarks._junk import ALONE, DEVELOPMENT_SEEDS, MAX_SHARE, Item, Sort, inject, items
from tests.benchmarks.frame import Claim, Result, data, table
from tests.corpus.notes import NOTES

MIN_KEPT = 0.997
"""What the project sets itself; the predecessor's rules keep about 0.94 of such sentences."""
MIN_REJECTED = 0.99
"""What the project sets itself."""

GOLD = "sentences/spaccc"
NOTES_LINES = [text.splitlines() for text in NOTES.values()]
NEWS = "langid"
SEED = 1729
"""Of the junk that is measured: no threshold was set on it."""
ITEMS = 420
"""Of each kind."""

RECIPE = """
Input: the {documents} documents of `{gold}` with their {sentences} gold sentences, judged by `clean_batch` with the default
`CleanConfig`, as a corpus that is `crawled`: with all rules. The claims are of these. Beside them stands what becomes of a
corpus that is not, where only the language, lost letters and unmistakable pieces of code and notices count. A document is
its sentences joined by spaces, as the originals have no line breaks within (below: by line breaks, where what the gold cuts
off in error, a lone point or number, is a line and goes). A sentence is kept when all of its visible characters lie in kept
spans of the repaired text.

Junk: {items} items of each kind, seed {seed}, {alone:.0%} of them as documents of their own, the others as lines or
paragraphs between the lines of the same documents, at most {share:.0%} of the characters of each. An item is rejected
when none of its visible characters lies in a kept span. Thresholds were set on development seeds ({first} to {last}) only,
which never draw a third of the phrases, templates and news lines; two columns are of the items with something of that
third. News are those of `{news}` in 11 languages.

The predecessor's rules are preset `bsc-compat` on the same repaired text: its thresholds, in its order.
"""


@dataclass(frozen=True)
class Judged:
    """A gold sentence (`item` is none) or a piece of junk: its visible characters, and how many of them were kept."""

    text: str
    item: Item | None
    visible: int
    kept: int

    @property
    def whole(self) -> bool:
        return self.kept == self.visible

    @property
    def gone(self) -> bool:
        return self.kept == 0


def measure() -> Result:
    documents = read(data(GOLD))
    mixed = with_junk(documents, data(NEWS), SEED)
    ours, notes, theirs = CleanConfig(crawled=("gold",)), CleanConfig(), CleanConfig(preset="bsc-compat")
    claimed = list(judge(documents, " ", ours))
    between = list(judge(mixed, "\n", ours))
    ways = {
        "sentences joined by spaces": claimed,
        "the same, rules of the predecessor": list(judge(documents, " ", theirs)),
        "sentences joined by line breaks": list(judge(documents, "\n", ours)),
        "sentences between junk": [each for each in between if not each.item],
        "as notes: sentences joined by spaces": list(judge(documents, " ", notes)),
        "as notes: sentences joined by line breaks": list(judge(documents, "\n", notes)),
        "as notes: lines of notes made up for the tests": list(judge(NOTES_LINES, "\n", notes)),
        "the same lines as if crawled": list(judge(NOTES_LINES, "\n", ours)),
    }
    junk = [each for each in between if each.item]
    claims = (
        Claim("share of gold sentences kept", share(each.whole for each in claimed), MIN_KEPT),
        Claim("share of junk rejected", share(each.gone for each in junk), MIN_REJECTED),
    )
    others = [junk_rows([each for each in judge(mixed, "\n", other) if each.item]) for other in (notes, theirs)]
    rows = [[*row, note[3], peer[3]] for row, note, peer in zip(junk_rows(junk), *others, strict=True)]
    header = [*JUNK_HEADER, "rejected of notes", "by the predecessor's rules"]
    tables = [table(KEPT_HEADER, kept_rows(ways)), table(header, rows)]
    return Result(recipe(documents), "\n\n".join(tables), claims)


def read(folder: Path) -> list[list[str]]:
    """The gold sentences of every document, in order of name."""
    return [
        [stripped for line in path.read_text(encoding="utf-8").splitlines() if (stripped := line.strip())]
        for path in sorted(folder.glob("*.txt"))
    ]


def kinds(documents: Sequence[Sequence[str]], news: Path) -> dict[str, Mapping[str, Sort]]:
    """Kinds of junk and their sorts."""
    return {
        "code": _junk_code.SORTS,
        "menus": _junk_pages.MENUS,
        "cookie banners": _junk_pages.COOKIES,
        "other languages": _junk_text.languages(news),
        "mojibake": _junk_text.mojibake([sentence for lines in documents for sentence in lines]),
        "error pages": _junk_pages.ERROR_PAGES,
        "table debris": _junk_text.TABLES,
    }


def with_junk(documents: Sequence[Sequence[str]], news: Path, seed: int) -> list[list[str | Item]]:
    """The documents with junk of every kind between their lines."""
    junk = [item for kind, sorts in kinds(documents, news).items() for item in items(kind, sorts, seed, ITEMS)]
    return inject(documents, junk, seed)


def judge(documents: Iterable[Sequence[str | Item]], joint: str, config: CleanConfig) -> Iterator[Judged]:
    """Every part of the documents, after cleaning them."""
    parts = list(documents)
    texts = [joint.join(map(text_of, each)) for each in parts]
    outcome = clean_batch(as_table(texts), config)
    kept = {row["id"]: row for row in outcome.data.select(["id", "text", "spans"]).to_pylist()}
    for number, pieces in enumerate(parts):
        row = kept.get(str(number))
        spans = [(span["start"], span["end"]) for span in row["spans"]] if row else []
        yield from judge_document(pieces, row["text"] if row else repair(texts[number]), spans)


def judge_document(pieces: Sequence[str | Item], text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Judged]:
    """The parts of one document, whose repaired text is `text`. Raises ValueError when that is not its parts repaired."""
    marks = bytearray(len(text))
    for start, end in spans:
        marks[start:end] = b"\1" * (end - start)
    visible = [mark for mark, letter in zip(marks, text, strict=True) if not letter.isspace()]
    at = 0
    for piece in pieces:
        length = len("".join(repair(text_of(piece)).split()))
        yield Judged(text_of(piece), piece if isinstance(piece, Item) else None, length, sum(visible[at : at + length]))
        at += length
    if at != len(visible):
        raise ValueError(f"a document repaired has {len(visible)} visible characters, its parts {at}")


def text_of(piece: str | Item) -> str:
    return piece.text if isinstance(piece, Item) else piece


def as_table(texts: Sequence[str]) -> pa.Table:
    """The documents as `ingest` would hand them over."""
    known = {"corpus": "gold", "record": 0, "license": "CC-BY-4.0", "language": "es"}
    rows = [
        {
            **known,
            "id": str(number),
            "path": f"{number}.txt",
            "text": text,
            "tokens": count_tokens(text),
            "bytes": len(text.encode()),
        }
        for number, text in enumerate(texts)
    ]
    return rows_to_table(rows, DOCUMENT)


def share(answers: Iterable[bool]) -> float:
    """Of the answers that are yes; 1 of none."""
    counted = list(answers)
    return sum(counted) / len(counted) if counted else 1.0


KEPT_HEADER = ("gold", "sentences", "kept whole", "share", "visible characters kept", "lost without a letter")


def kept_rows(ways: Mapping[str, Sequence[Judged]]) -> list[list[str | int]]:
    return [
        [
            name,
            len(judged),
            sum(each.whole for each in judged),
            f"{share(each.whole for each in judged):.4f}",
            f"{by_characters(judged):.4f}",
            sum(not each.whole and not any(map(str.isalpha, each.text)) for each in judged),
        ]
        for name, judged in ways.items()
    ]


def by_characters(judged: Sequence[Judged]) -> float:
    """Share of the visible characters that are kept."""
    return sum(each.kept for each in judged) / max(1, sum(each.visible for each in judged))


JUNK_HEADER = ("junk", "items", "rejected", "share", "characters rejected", "with unseen phrases", "of them rejected")


def junk_rows(junk: Sequence[Judged]) -> list[list[str | int]]:
    """A line a kind, and one for all."""
    return [*grouped(junk, lambda item: item.kind), junk_row("all", junk)]


def by_sort(junk: Sequence[Judged]) -> list[list[str | int]]:
    """A line a sort."""
    return grouped(junk, lambda item: f"{item.kind}: {item.sort}")


def grouped(junk: Sequence[Judged], name: Callable[[Item], str]) -> list[list[str | int]]:
    groups: dict[str, list[Judged]] = {}
    for each in junk:
        if each.item:
            groups.setdefault(name(each.item), []).append(each)
    return [junk_row(group, groups[group]) for group in sorted(groups)]


def junk_row(name: str, junk: Sequence[Judged]) -> list[str | int]:
    unseen = [each.gone for each in junk if each.item and each.item.fresh]
    gone = [each.gone for each in junk]
    return [
        name,
        len(gone),
        sum(gone),
        f"{share(gone):.4f}",
        f"{1 - by_characters(junk):.4f}",
        len(unseen),
        f"{share(unseen):.4f}",
    ]


def recipe(documents: Sequence[Sequence[str]]) -> str:
    return RECIPE.format(
        documents=len(documents),
        sentences=sum(map(len, documents)),
        gold=GOLD,
        news=NEWS,
        items=ITEMS,
        seed=SEED,
        alone=ALONE,
        share=MAX_SHARE,
        first=DEVELOPMENT_SEEDS[0],
        last=DEVELOPMENT_SEEDS[-1],
    )


def show_survivors(seed: int) -> None:
    """The table of a development seed, and every item of which something is kept."""
    if seed not in DEVELOPMENT_SEEDS:
        sys.exit(f"{seed} is no seed for development: thresholds must not be set on what is measured")
    mixed = judge(with_junk(read(data(GOLD)), data(NEWS), seed), "\n", CleanConfig(crawled=("gold",)))
    junk = [each for each in mixed if each.item]
    print(table(JUNK_HEADER, junk_rows(junk)))
    print(table(JUNK_HEADER, by_sort(junk)))
    for each in junk:
        if each.item and not each.gone:
            print(f"{each.item.kind}, {each.item.sort}: {each.kept} of {each.visible} kept: {each.text!r}")


if __name__ == "__main__":  # `python -m tests.benchmarks.retention SEED`, for the work on thresholds
    show_survivors(int(sys.argv[1]))
