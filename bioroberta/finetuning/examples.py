"""From brat documents to labelled windows of sub-words, with an account of every gold span.

Each sub-word with characters of its own carries a BIO label, so the saved model works in Hugging Face's pipeline as it
is, and a span may begin or end inside a word where the sub-words allow it. A token counts in the loss once: in the
window that decides it (`windows`); elsewhere it is context.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bioroberta.annotations import Document, read_brat, without_labels
from bioroberta.errors import InputError, RunError
from bioroberta.finetuning.config import TaskConfig
from bioroberta.inference import Framing, TokenisedText, tokenise
from bioroberta.spans import Inexpressible, Span, bio_tags
from bioroberta.storage import Folder
from bioroberta.windows import Window, cut_windows

log = logging.getLogger(__name__)

NO_LABEL = -100
"""Left out of the loss: torch's default `ignore_index`."""


@dataclass(frozen=True)
class LabelledText:
    """A tokenised document with one tag for each token ("" where a token has no characters of its own).

    `gold` are the spans to be scored against, also those that no tags over these tokens can express.
    """

    name: str
    tokens: TokenisedText
    tags: list[str]
    gold: tuple[Span, ...]
    inexpressible: tuple[Inexpressible, ...]


@dataclass(frozen=True)
class Example:
    """One model input and its label ids, equally long; `NO_LABEL` outside what the window decides."""

    input_ids: list[int]
    labels: list[int]


@dataclass(frozen=True)
class TaskData:
    """A task, tokenised: all that training needs of it."""

    labels: tuple[str, ...]
    """`O`, then `B-X`, `I-X` of each entity label of the train documents, sorted."""
    train: tuple[LabelledText, ...]
    selection: tuple[LabelledText, ...]


def read_split(location: str) -> list[Document]:
    """The documents of a brat folder. Raises InputError when there are none."""
    documents = read_brat(Folder(location))
    if not documents:
        raise InputError(f"{location} has no .txt or .ann files: name a brat folder")
    return documents


def read_task(task: TaskConfig) -> tuple[list[Document], list[Document]]:
    """Train and selection documents."""
    train = read_split(task.train)
    if isinstance(task.selection, str):
        return train, read_split(task.selection)
    return split_selection(train, task.selection)


def split_selection(documents: Sequence[Document], share: float) -> tuple[list[Document], list[Document]]:
    """Train documents, and the share of them (at least one) with the smallest sha256 of the file stem (UTF-8).

    A document's side depends on the names alone. Raises InputError when nothing is left to train on.
    """
    if len(documents) < 2:
        raise InputError("one document cannot be split into train and selection: name a selection folder")
    count = max(1, round(share * len(documents)))
    chosen = {document.name for document in sorted(documents, key=_name_hash)[:count]}
    return [item for item in documents if item.name not in chosen], [item for item in documents if item.name in chosen]


def _name_hash(document: Document) -> str:
    return hashlib.sha256(document.name.rsplit("/", 1)[-1].encode()).hexdigest()


def label_documents(
    documents: Sequence[Document], tokenizer: Any, ignore_labels: Collection[str] = ()
) -> list[LabelledText]:
    """Tokenise whole documents and write their spans as tags, but for ignored labels."""
    tokenised = tokenise(tokenizer, [document.text for document in documents])
    return [
        _label(document.name, tokens, without_labels(document, ignore_labels))
        for document, tokens in zip(documents, tokenised, strict=True)
    ]


def _label(name: str, tokens: TokenisedText, gold: tuple[Span, ...]) -> LabelledText:
    units = tokens.units()
    unit_tags, inexpressible = bio_tags(gold, [tokens.ranges[index] for index in units])
    tags = [""] * len(tokens.ids)
    for index, tag in zip(units, unit_tags, strict=True):
        tags[index] = tag
    return LabelledText(name, tokens, tags, gold, tuple(inexpressible))


def tag_set(texts: Sequence[LabelledText]) -> tuple[str, ...]:
    """`O`, `B-X`, `I-X`, ... of the labels that occur. Raises InputError when none does."""
    labels = sorted({span.label for text in texts for span in text.gold})
    if not labels:
        raise InputError("the train documents have no spans (or ignored ones only): there is nothing to learn")
    return ("O", *(f"{prefix}-{label}" for label in labels for prefix in "BI"))


def cut_examples(texts: Sequence[LabelledText], labels: Sequence[str], framing: Framing) -> list[Example]:
    """The windows of all texts that have labels (one that decides white space only would be a loss of 0/0).

    Raises RunError unless every expressible span is in exactly one window's labels.
    """
    ids = {label: index for index, label in enumerate(labels)}
    examples = [
        Example(framing.frame(text.tokens.ids, window), _window_labels(text, window, ids, framing))
        for text in texts
        for window in cut_windows(len(text.tokens.ids), framing.size, framing.overlap)
    ]
    begins = {index for label, index in ids.items() if label.startswith("B-")}
    carried = sum(label in begins for example in examples for label in example.labels)
    expected = sum(len(text.gold) - len(text.inexpressible) for text in texts)
    if carried != expected:
        raise RunError(f"{expected} spans went into windows and {carried} came out: a defect, please report it")
    return [example for example in examples if any(label != NO_LABEL for label in example.labels)]


def _window_labels(text: LabelledText, window: Window, ids: Mapping[str, int], framing: Framing) -> list[int]:
    inside = [
        ids[text.tags[index]] if window.first <= index < window.last and text.tags[index] else NO_LABEL
        for index in range(window.start, window.end)
    ]
    return [*[NO_LABEL] * len(framing.prefix), *inside, *[NO_LABEL] * len(framing.suffix)]


def account(documents: Sequence[Document], texts: Sequence[LabelledText]) -> dict[str, Any]:
    """What became of every span and odd line, for `evidence/`: names, offsets and labels, never text.

    Raises RunError unless spans read = spans in examples + spans with ignored labels + spans listed.
    """
    read = sum(len(document.spans) for document in documents)
    gold = sum(len(text.gold) for text in texts)
    listed = [(text.name, item) for text in texts for item in text.inexpressible]
    carried = sum(tag.startswith("B-") for text in texts for tag in text.tags)
    if gold != carried + len(listed):
        raise RunError(f"{gold} spans, but {carried} in tags and {len(listed)} listed: a defect, please report it")
    passed_over: Counter[str] = Counter()
    for document in documents:
        passed_over.update(document.passed_over)
    return {
        "documents": len(documents),
        "spans": read,
        "in_examples": carried,
        "ignored_label": read - gold,
        "inexpressible": [{"document": name} | asdict(item.span) | {"reason": item.reason} for name, item in listed],
        "problems": [asdict(problem) for document in documents for problem in document.problems],
        "passed_over": dict(sorted(passed_over.items())),
    }


def prepare(task: TaskConfig, tokenizer: Any) -> tuple[TaskData, dict[str, Any]]:
    """Read and tokenise a task; the second value is its account by split.

    Raises InputError for a missing or empty folder, or train documents without spans.
    """
    splits = dict(zip(("train", "selection"), read_task(task), strict=True))
    texts = {name: label_documents(documents, tokenizer, task.ignore_labels) for name, documents in splits.items()}
    accounts = {name: account(documents, texts[name]) for name, documents in splits.items()}
    for name, item in accounts.items():
        log.info("%s: %d documents, %d spans", name, item["documents"], item["spans"])
        if item["problems"] or item["inexpressible"]:
            log.warning(
                "%s: %d annotation problems, %d spans without tags; see evidence/spans.json",
                name,
                len(item["problems"]),
                len(item["inexpressible"]),
            )
    return TaskData(tag_set(texts["train"]), tuple(texts["train"]), tuple(texts["selection"])), accounts
