"""What stage `dedup` finds of repetitions that are known, and what it leaves alone: generated and real documents."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from bioroberta.corpus.config import CorpusSource
from bioroberta.text import words
from tests.benchmarks import _dedup_stage as stage
from tests.benchmarks._dedup_stage import Row
from tests.benchmarks._documents import CORPORA, Document, Pair, labelled, nine
from tests.benchmarks.frame import Claim, data
from tests.dedup.oracle import ngrams

MIN_PRECISION, MIN_RECALL, MIN_OF_HEADED = 0.99, 0.95, 0.95
"""What the project sets itself."""
POINTS = 0.002
"""What the project sets itself: the share of tokens that is found may be so far from the one that was planted."""

SEED = 20_261
"""Of generated documents: nothing was developed on it."""
LABELLED = 20_000
NINE_BYTES = 30_000_000

THRESHOLD = stage.NEAR["near"].threshold
NGRAM = 5
WORKERS = 2

SAME_CASES = ("codiesp", "codiesp_background", "cantemist_background")
HEADED = "meddocan"
"""The cases of `codiesp` under a patient's header."""
BOOKS, NOVELS = "openstax_quimica", "conha19_novels"
DIFFERENT = (BOOKS, NOVELS)
"""Of these no document repeats another of the same book or of the same corpus."""
SECOND_BOOK = "m718"
"""How the names of modules begin that were rewritten for the second of the two books (`Química: Comenzando con los
átomos`) from modules of the first (`Química`): 27 modules with whole texts of the others. A module merged with one of
the other book is found, with one of its own book it would be an error."""
FORMATS = {HEADED: "brat", "openstax_quimica": "cnxml"}
REAL = (*SAME_CASES, HEADED, *DIFFERENT)
"""In order of rank."""


@dataclass(frozen=True)
class Found:
    """What became of the documents of a run: claims, and lines of the table."""

    claims: tuple[Claim, ...]
    rows: tuple[tuple[str, str, float, int], ...]


HEADER = ("documents and rules", "what", "share", "of")


def generated(settings: Mapping[str, Any]) -> Found:
    """Precision and recall on labelled documents, for the default rules or for `near` alone."""
    documents, duplicates, look_alikes = labelled(SEED, LABELLED)
    families, texts = families_of(duplicates), {document.id: document.text for document in documents}
    name, wanted, least = "the default rules", "labelled duplicates", 0.0
    if settings.get("near"):
        name, wanted, least = "near alone", f"{wanted} of Jaccard similarity {THRESHOLD} or more", THRESHOLD
    with tempfile.TemporaryDirectory() as root:
        removed = run_on(Path(root), generated_rows(documents), CORPORA, settings)
    right = [families.get(row["id"], row["id"]) == families.get(row["keeper"], "") for row in removed]
    gone = {row["id"] for row in removed}
    found = [pair[0] in gone for pair in duplicates if jaccard(texts[pair[0]], texts[pair[1]]) >= least]
    both = [gone.isdisjoint(pair) for pair in look_alikes]
    return judged(
        f"generated, {name}",
        (f"precision, {name}", "removals whose keeper is of the same family", right, MIN_PRECISION),
        (f"recall, {name}", f"{wanted} that go", found, MIN_RECALL),
        (f"look-alikes left alone, {name}", "pairs of look-alikes of which both stay", both, 1.0),
    )


def judged(where: str, *figures: tuple[str, str, Sequence[bool], float]) -> Found:
    """Claims and lines of (claim, what it is the share of, answers, bar)."""
    return Found(
        tuple(Claim(claim, share(answers), bar) for claim, _, answers, bar in figures),
        tuple((where, what, share(answers), len(answers)) for _, what, answers, _ in figures),
    )


def share(answers: Collection[bool]) -> float:
    """Of the answers that are yes. Of none it is 0: a benchmark without cases has shown nothing."""
    return sum(answers) / max(1, len(answers))


def jaccard(one: str, other: str) -> float:
    """Of the sets of word 5-grams of two texts."""
    grams, others = ({*ngrams(words(text), NGRAM)} for text in (one, other))
    return len(grams & others) / max(1, len(grams | others))


def generated_rows(documents: Iterable[Document]) -> list[Row]:
    return [stage.clean_row(document.corpus, document.path, document.text) for document in documents]


def families_of(pairs: Iterable[Pair]) -> dict[str, str]:
    """By document the name of its family; every pair is of one."""
    families: dict[str, str] = {}
    for duplicate, origin in sorted(pairs, key=lambda pair: pair[1]):
        first = families.get(origin, families.get(duplicate, origin))
        families |= {duplicate: first, origin: first}
    return families


def run_on(root: Path, rows: Iterable[Row], corpora: Sequence[str], settings: Mapping[str, Any]) -> list[Row]:
    """The documents that the stage removes of some rows of CLEAN."""
    stage.write_clean(root, stage.shards_of(rows))
    stage.run_stage(root, corpora, dict(settings), WORKERS)
    return stage.removals(root)


def planted() -> Found:
    """The share of tokens that the stage's own counts say went, beside the one that was planted."""
    documents, wanted = nine(SEED, NINE_BYTES)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        run_on(root, generated_rows(documents), CORPORA, stage.DEFAULT)
        found = removed_share(stage.counted(root, "clean"), stage.counted(root, "dedup"))
    left = 100 * (POINTS - abs(found - wanted))
    claim = Claim("points between tokens removed and planted: what is left of the 0.2 allowed", left, 0.0)
    shares = {"tokens planted": wanted, "tokens removed": found}
    rows = [("nine corpora, the default rules", what, part, len(documents)) for what, part in shares.items()]
    return Found((claim,), tuple(rows))


def removed_share(before: Mapping[str, Any], after: Mapping[str, Any]) -> float:
    """Of the tokens that `clean` kept, those that all rules of `dedup` rejected."""
    there = sum(corpus["tokens"] for corpus in before["kept"].values())
    gone = sum(rule["tokens"] for corpus in after.get("rejected", {}).values() for rule in corpus.values())
    return gone / there


def real() -> Found:
    """Cases that stand in several real corpora, and documents of which none repeats another."""
    rows = list(stage.read(sources(REAL)))
    with tempfile.TemporaryDirectory() as folder:
        removed = run_on(Path(folder), rows, REAL, stage.DEFAULT)
    with tempfile.TemporaryDirectory() as folder:
        by_near = run_on(Path(folder), rows, REAL, stage.NEAR)
    cases = {corpus: {stem(row): row for row in rows if row["corpus"] == corpus} for corpus in (*SAME_CASES, HEADED)}
    gone = {row["id"] for row in removed}
    equal = [gone_of(pair, gone) for pair in same_named(cases, SAME_CASES) if normal(pair[0]) == normal(pair[1])]
    headed = [gone_of(pair, gone) for pair in same_named(cases, ("codiesp", HEADED))]
    merged = {row["id"] for row in [*removed, *by_near] if book(row["id"]) == book(row["keeper"])}
    different = [row["id"] not in merged for row in rows if row["corpus"] in DIFFERENT]
    return judged(
        "real, the default rules",
        ("recall on cases of equal text in real corpora", "pairs of one name and text, one goes", equal, 1.0),
        ("recall on real cases under a header", "pairs of meddocan and codiesp, one goes", headed, MIN_OF_HEADED),
        (
            "different novels and modules kept, also by near alone",
            "novels and modules merged with none of the same book or corpus",
            different,
            1.0,
        ),
    )


def sources(corpora: Iterable[str]) -> list[CorpusSource]:
    """Where real corpora are. Raises CannotRun for one that is not there."""
    return [
        CorpusSource(name=name, format=FORMATS.get(name, "text"), path=str(data(f"corpora/{name}")), license="public")
        for name in corpora
    ]


def book(identity: str) -> tuple[str, bool]:
    """Of documents with the same one none repeats another."""
    corpus, _, path = identity.partition("/")
    return corpus, corpus == BOOKS and path.startswith(SECOND_BOOK)


def stem(row: Row) -> str:
    return PurePosixPath(row["path"]).stem


def normal(row: Row) -> str:
    """The text with its white space made one."""
    return " ".join(row["text"].split())


def same_named(cases: Mapping[str, Mapping[str, Row]], corpora: Sequence[str]) -> list[tuple[Row, Row]]:
    """Pairs of documents of one name in two of the corpora."""
    return [
        (cases[one][name], cases[other][name])
        for one, other in itertools.combinations(corpora, 2)
        for name in cases[one].keys() & cases[other].keys()
    ]


def gone_of(pair: tuple[Row, Row], gone: Collection[str]) -> bool:
    """Whether not both stay."""
    return any(row["id"] in gone for row in pair)
