"""Scores of predicted spans against gold spans.

Exact offsets: per document the *set* of (label, start, end); a prediction counts when all three are right. Every
document of either side counts: a missing prediction file is misses, an extra one false positives. (The official
PharmaCoNER script leaves documents without predictions out of recall; the CANTEMIST one counts a repeated prediction
as several hits.) Seqeval: entity scores over BIO tags of words, in seqeval's default mode, as the published table.

Neither torch nor transformers nor ray is imported here: `bioroberta score` answers at once.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bioroberta.annotations import Document, Problem, read_annotations, without_labels
from bioroberta.errors import InputError
from bioroberta.spans import Span, bio_tags, spans_of_tags, word_ranges
from bioroberta.storage import Folder


@dataclass(frozen=True)
class Counts:
    """Hits, false positives and misses; the scores follow from them. A score whose denominator is 0 is 0."""

    hits: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of the predictions that are right."""
        return self.hits / max(1, self.hits + self.extra)

    @property
    def recall(self) -> float:
        """Share of the gold spans that were found."""
        return self.hits / max(1, self.hits + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.hits / max(1, 2 * self.hits + self.extra + self.missed)

    def as_dict(self) -> dict[str, float]:
        """`precision`, `recall`, `f1`."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}


@dataclass(frozen=True)
class Scores:
    """Micro scores, scores by label, and what was odd in the input (`gold` or `predicted`, and the problem)."""

    labels: Mapping[str, Counts]
    documents: int
    problems: Sequence[tuple[str, Problem]] = field(default=())

    @property
    def micro(self) -> Counts:
        """All labels together."""
        return Counts(
            sum(counts.hits for counts in self.labels.values()),
            sum(counts.extra for counts in self.labels.values()),
            sum(counts.missed for counts in self.labels.values()),
        )

    def as_dict(self) -> dict[str, Any]:
        """`{"micro": {...}, "labels": {label: {..., "support"}}, "documents", "problems": [...]}`, ready for JSON."""
        return {
            "micro": self.micro.as_dict(),
            "labels": {
                label: counts.as_dict() | {"support": counts.hits + counts.missed}
                for label, counts in sorted(self.labels.items())
            },
            "documents": self.documents,
            "problems": [
                {"folder": side, "file": item.file, "line": item.line, "kind": item.kind, "reason": item.reason}
                for side, item in self.problems
            ],
        }


SpansByDocument = Mapping[str, Iterable[Span]]


def score_spans(gold: SpansByDocument, predicted: SpansByDocument, ignore_labels: Collection[str] = ()) -> Scores:
    """Exact-offset scores; a document of one side only counts as empty on the other."""
    totals: Counter[tuple[str, str]] = Counter()
    names = gold.keys() | predicted.keys()
    for name in names:
        wanted, found = set(gold.get(name, ())), set(predicted.get(name, ()))
        for kind, spans in (("hits", wanted & found), ("extra", found - wanted), ("missed", wanted - found)):
            totals.update((kind, span.label) for span in spans if span.label not in ignore_labels)
    labels = sorted({label for _, label in totals})
    counts = {name: Counts(*(totals[kind, name] for kind in ("hits", "extra", "missed"))) for name in labels}
    return Scores(counts, len(names))


def score_folders(gold: Folder, predicted: Folder, ignore_labels: Collection[str] = ()) -> Scores:
    """Exact-offset scores of the `.ann` files of two brat folders (the texts are not needed).

    Raises InputError when a folder is missing or the gold folder has no annotations.
    """
    for folder in (gold, predicted):
        if not folder.exists():
            raise InputError(f"there is no folder {folder.uri}; name two brat folders, gold first")
    wanted, found = read_annotations(gold), read_annotations(predicted)
    if not wanted:
        raise InputError(f"{gold.uri} has no .ann files; the first folder holds the gold annotations")
    scores = score_spans(
        {name: item.spans for name, item in wanted.items()},
        {name: item.spans for name, item in found.items()},
        ignore_labels,
    )
    problems = [("gold", problem) for item in wanted.values() for problem in item.problems]
    problems += [("predicted", problem) for item in found.values() for problem in item.problems]
    problems += [("predicted", problem) for problem in _unpaired(wanted, found, "no prediction file: misses")]
    problems += [("gold", problem) for problem in _unpaired(found, wanted, "no gold file: false positives")]
    return Scores(scores.labels, scores.documents, problems)


def _unpaired(names: Collection[str], others: Collection[str], reason: str) -> list[Problem]:
    return [Problem(f"{name}.ann", 0, "unpaired", reason) for name in sorted(names) if name not in others]


def score_words(gold: Sequence[Document], predicted: SpansByDocument, ignore_labels: Collection[str] = ()) -> Scores:
    """What seqeval prints in default mode for BIO tags of words (pattern `spans.WORD`), one sequence a document.

    A word that a span touches belongs to the span, so a boundary inside a word moves to the edge of the word. (Equal
    to `seqeval.metrics` on these tags, which a test holds; seqeval itself would import scikit-learn here.)
    """
    ignored = set(ignore_labels)
    return score_spans(
        {item.name: _on_words(without_labels(item, ignored), item.text) for item in gold},
        {
            item.name: _on_words(
                (span for span in predicted.get(item.name, ()) if span.label not in ignored), item.text
            )
            for item in gold
        },
    )


def _on_words(spans: Iterable[Span], text: str) -> list[Span]:
    words = word_ranges(text)
    return spans_of_tags(bio_tags(spans, words, whole_tokens=False)[0], words)
