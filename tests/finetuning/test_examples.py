import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bioroberta.annotations import Document
from bioroberta.errors import InputError
from bioroberta.finetuning.config import TaskConfig
from bioroberta.finetuning.examples import (
    NO_LABEL,
    account,
    cut_examples,
    label_documents,
    prepare,
    split_selection,
    tag_set,
)
from bioroberta.inference import framing
from bioroberta.spans import Span, spans_of_tags
from tests.tiny_models import SENTENCES, byte_level_tokenizer, unigram_tokenizer, wordpiece_tokenizer

TEXT = " ".join(SENTENCES)
TOKENIZERS = [make() for make in (byte_level_tokenizer, wordpiece_tokenizer, unigram_tokenizer)]


def spans_of_examples(examples, text, labels):
    """The spans that the windows of one document carry: its tokens are decided in order, each once."""
    tags = [labels[label] for example in examples for label in example.labels if label != NO_LABEL]
    return spans_of_tags(tags, [text.tokens.ranges[unit] for unit in text.tokens.units()])


numbers = st.integers(0, len(TEXT) - 1)
gold = st.lists(
    st.builds(lambda a, b, label: Span(min(a, b), max(a, b) + 1, label), numbers, numbers, st.sampled_from("XY")),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(gold, st.sampled_from(TOKENIZERS), st.integers(16, 40), st.integers(0, 8))
def test_spans_in_are_spans_in_windows_and_spans_listed(spans, tokenizer, max_length, overlap):
    document = Document("a", TEXT, tuple(spans))
    texts = label_documents([document], tokenizer)
    frame, labels = framing(tokenizer, max_length, overlap), tag_set(texts)
    found = spans_of_examples(cut_examples(texts, labels, frame), texts[0], labels)
    assert sorted(found + [item.span for item in texts[0].inexpressible]) == sorted(spans)
    report = account([document], texts)
    assert report["spans"] == report["in_examples"] + len(report["inexpressible"])


def test_windows_fit_the_model_and_hold_every_token(task):
    tokenizer = TOKENIZERS[0]
    texts = label_documents([Document("a", TEXT * 3, (Span(3, 11, "X"),))], tokenizer)
    examples = cut_examples(texts, tag_set(texts), framing(tokenizer, 32, 8))
    assert all(len(item.input_ids) == len(item.labels) <= 32 for item in examples)
    assert sum(label != NO_LABEL for item in examples for label in item.labels) == len(texts[0].tokens.units())


def test_windows_of_white_space_are_left_out():
    texts = label_documents([Document("a", "dolor" + "\n" * 100, (Span(0, 5, "X"),))], TOKENIZERS[0])
    examples = cut_examples(texts, tag_set(texts), framing(TOKENIZERS[0], 16, 0))
    assert all(any(label != NO_LABEL for label in item.labels) for item in examples)


def test_the_selection_share_follows_the_hash_of_the_stem():
    documents = [Document(f"folder{n % 2}/case{n}", "", ()) for n in range(40)]
    train, selection = split_selection(documents, 0.1)
    ranked = sorted((f"case{n}" for n in range(40)), key=lambda stem: hashlib.sha256(stem.encode()).hexdigest())
    assert {item.name.split("/")[1] for item in selection} == set(ranked[:4])
    assert len(train) == 36
    assert split_selection(documents[::-1], 0.1)[1] == selection[::-1]
    with pytest.raises(InputError, match="one document"):
        split_selection(documents[:1], 0.1)


def test_prepare_reads_all_splits_and_drops_ignored_labels(task):
    data, accounts = prepare(task, TOKENIZERS[0])
    assert data.labels == ("O", "B-DRUG", "I-DRUG", "B-PROTEIN", "I-PROTEIN")
    assert (len(data.train), len(data.selection)) == (20, 5)
    ignoring, fewer = prepare(task.with_overrides({"ignore_labels": ["DRUG"]}), TOKENIZERS[0])
    assert ignoring.labels == ("O", "B-PROTEIN", "I-PROTEIN")
    assert fewer["train"]["ignored_label"] + fewer["train"]["in_examples"] == accounts["train"]["spans"]


def test_folders_without_documents_or_spans_are_refused(task, tmp_path):
    with pytest.raises(InputError, match="name a brat folder"):
        prepare(task.with_overrides({"train": str(tmp_path)}), TOKENIZERS[0])
    with pytest.raises(InputError, match="nothing to learn"):
        prepare(task.with_overrides({"ignore_labels": ["DRUG", "PROTEIN"]}), TOKENIZERS[0])


@pytest.mark.parametrize(
    ("name", "splits"), [("pharmaconer", ("train", "dev")), ("cantemist", ("train", "dev1", "dev2"))]
)
def test_no_real_span_is_lost(data_folder, name, splits):
    root, tokenizer = data_folder / "ner" / name, TOKENIZERS[0]
    for split in splits:
        folder = str(root / split)
        data, accounts = prepare(TaskConfig(train=folder, selection=0.1, report=folder), tokenizer)
        examples = cut_examples(data.train, data.labels, framing(tokenizer, 64, 16))
        begins = [index for index, label in enumerate(data.labels) if label.startswith("B-")]
        in_windows = sum(label in begins for example in examples for label in example.labels)
        report = accounts["train"]
        assert in_windows + len(report["inexpressible"]) == report["spans"] > 1000
