"""The truth about a sample: a row for everything planted, and what must happen to it.

`truth/planted.jsonl` holds the rows as JSON lines, sorted by (corpus, path, record); `truth/manifest.json` is written
last of all files: without it a sample is not whole.

| key | what |
|---|---|
| corpus, path, record | where: the path below `corpora/CORPUS/`; record null for a file as a whole |
| id | `schemas.document_id` of the three; null where record is |
| kind | what is planted (below) |
| expect | what must happen to it: kept, removed, rejected, failed, repaired |
| of | what it repeats: document ids, or a path below the sample for an evaluation text; [] where nothing |
| text | the planted line, sentence or paragraph; null where it is the whole record or file |
| becomes | for `repaired`: what must stand there after cleaning instead of `text` |
| containment | share of the record's word 5-grams that stand in `of` too; for templates, in another of them |
| words | white-space words of a repeating record (titles and prose, without furniture), else null |

`rejected`: ingest or clean leaves it out and says why. `failed`: it cannot be read. `removed`: dedup takes it out;
of documents that repeat each other the row is about the one that is later in the canonical order (rank as in `RANK`,
longer first, id). `kept` and what no row names stays: in a grown sample always, in one of the shipped size nearly, for
its grammar is finite (record 2 of the shipped `emea` has by chance 53% of its 5-grams in common with all the rest). A
`text` that is removed or rejected does not take its document with it.

| kind | of a whole record or file |
|---|---|
| exact_duplicate | the same text again, in its corpus, another one, another part |
| near_duplicate | a form above it, words changed (containment 0.7 or more), a page around it, an article's abstract |
| mojibake_duplicate | a copy whose text was decoded wrongly |
| template | a form letter: its frame is in all of them, what it says is not |
| quotation | a document that quotes some sentences of another (containment 0.4 or less) |
| evaluation_named, evaluation_renamed, evaluation_edited | a text of a report split under its name; under another; \
under its name, with words changed |
| evaluation_with_header, evaluation_in_page | a form above it; a web page around it |
| foreign_document | English, Catalan or Portuguese |
| mojibake, legacy_encoding | UTF-8 read as Latin-1; windows-1252, declared |
| truncated_file, invalid_utf8, broken_record, empty_file | files and records that cannot be read |
| cut_text | a text that ends in the middle of a word, which nothing tells |
| not_found, robots, moved, picture, links_only, other_field, service_page | no documents of their corpus |

| kind | of a piece of text |
|---|---|
| repeated_sentence | a sentence that many documents of a source share. All rows of one text are `removed`, but those \
that a cap leaves |
| repeated_in_document | a sentence that stands several times in a row: all but one go |
| heading | repeated as well, but to be kept |
| foreign_paragraph, foreign_sentence | in a Spanish document |
| menu, code, table_debris, repeated_character, layout | lines that are no sentences |

What the stages miss of it so far: menus without bars and arrows, and cells with letters in them; a sentence repeated in
one document or over a source (no rule yet); evaluation texts below a form or within a page (they are known by name or
whole text). The truth does not yield to that; the tests list it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from bioroberta.schemas import document_id
from bioroberta.text import count_tokens, words

PLANTED = "truth/planted.jsonl"
MANIFEST = "truth/manifest.json"
FOLDERS = frozenset({"corpora", "ner", "classification", "truth"})
"""What a sample consists of."""

NGRAM = 5
"""Words of an n-gram, as deduplication has it (`dedup.ngram`)."""

Expectation = Literal["kept", "removed", "rejected", "failed", "repaired"]

RANK = ("crawl", "clinical_cases", "scielo", "barr2", "wikipedia", "patents", "emea", "medline", "pubmed")
"""The corpora in the order of the published table."""


@dataclass(frozen=True)
class Place:
    """Where a record is. `record` is its position in the file as the reader of its format counts; None: the file."""

    corpus: str
    path: str
    record: int | None = 0

    @property
    def id(self) -> str | None:
        """The document id, None for a file."""
        return None if self.record is None else document_id(self.corpus, self.path, self.record)


@dataclass(frozen=True)
class Row:
    """One planted thing. Fields as in the module's first table."""

    kind: str
    place: Place
    expect: Expectation
    of: tuple[str, ...] = ()
    text: str | None = None
    becomes: str | None = None
    containment: float | None = None
    words: int | None = None

    def key(self) -> tuple[str, str, int, str, str]:
        """What the rows are sorted by."""
        record = -1 if self.place.record is None else self.place.record
        return self.place.corpus, self.place.path, record, self.kind, self.text or ""

    def line(self) -> str:
        """The row as a JSON line."""
        row = {
            "corpus": self.place.corpus,
            "path": self.place.path,
            "record": self.place.record,
            "id": self.place.id,
            "kind": self.kind,
            "expect": self.expect,
            "of": list(self.of),
            "text": self.text,
            "becomes": self.becomes,
            "containment": self.containment,
            "words": self.words,
        }
        return json.dumps(row, ensure_ascii=False) + "\n"


def lines(rows: Iterable[Row]) -> str:
    """Rows as sorted JSON lines."""
    return "".join(row.line() for row in sorted(rows, key=Row.key))


def shingles(text: str) -> list[tuple[str, ...]]:
    """The word n-grams of a text, one a position."""
    tokens = words(text)
    return [tuple(tokens[at : at + NGRAM]) for at in range(len(tokens) - NGRAM + 1)]


def containment(text: str, *others: str) -> float:
    """The share of a text's n-gram positions that stand in the others; 1.0 for equal texts without any."""
    positions = shingles(text)
    known = {gram for other in others for gram in shingles(other)}
    return round(sum(gram in known for gram in positions) / len(positions), 4) if positions else 1.0


def repetition(kind: str, one: tuple[Place, str], other: tuple[Place, str]) -> Row:
    """The row of two documents that repeat each other: the later in canonical order must go."""
    (keeper, kept), (gone, text) = sorted((one, other), key=lambda item: _canonical(*item))
    share = 1.0 if kept == text else containment(text, kept)
    assert keeper.id is not None
    return Row(kind, gone, "removed", (keeper.id,), containment=share, words=count_tokens(text))


def _canonical(place: Place, text: str) -> tuple[int, int, str]:
    assert place.id is not None
    return RANK.index(place.corpus), -len(words(text)), place.id


def manifest(about: Mapping[str, int | None], kinds: Mapping[str, int]) -> str:
    """What the sample is, and how many of each kind are planted."""
    return json.dumps({**about, "planted": dict(sorted(kinds.items()))}, indent=2) + "\n"
