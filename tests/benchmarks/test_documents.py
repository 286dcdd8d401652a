import hashlib
import random
from collections import Counter

import pyarrow as pa
import pytest

from bioroberta.schemas import CLEAN, check
from bioroberta.text import count_tokens, join_spans, words
from tests.benchmarks import _document_tables as tables
from tests.benchmarks._document_tables import COPY, MANY_CORPORA, STOCK, many, small
from tests.benchmarks._documents import CORPORA, REPEATED, Document, labelled, nine
from tests.dedup.oracle import ngrams, share, walk


def share_in(one, other):
    """Of the 5-gram positions of a text, those whose n-gram is in another."""
    return share(ngrams(words(one), 5), set(ngrams(words(other), 5)))


def rows_of(shards):
    return pa.concat_tables(shards).to_pylist()


def check_rows(rows):
    for row in rows:
        spans = [(span["start"], span["end"]) for span in row["spans"]]
        text = join_spans(row["text"], spans)
        assert text == row["text"]
        assert all(row["text"][start].isupper() and row["text"][end - 1] == "." for start, end in spans)
        assert (count_tokens(text), len(text.encode())) == (row["tokens"], row["bytes"])
        assert row["id"] == f"{row['corpus']}/{row['path']}#0"


@pytest.fixture(scope="module")
def drawn():
    return labelled(1, 1500)


def test_labels_are_true(drawn):
    documents, duplicates, look_alikes = drawn
    texts = {document.id: document.text for document in documents}
    assert len(texts) == len(documents) >= 1500
    assert len(duplicates) > 300
    assert len(look_alikes) > 300
    assert min(share_in(texts[duplicate], texts[origin]) for duplicate, origin in duplicates) > 0.6
    assert max(share_in(texts[a], texts[b]) for pair in look_alikes for a, b in (pair, pair[::-1])) < 0.4


def test_nothing_repeats_but_what_is_labelled(drawn):
    documents, duplicates, _ = drawn
    removed = walk(documents, CORPORA)
    assert {removal.id for removal in removed} == {duplicate for duplicate, _ in duplicates}
    assert {(removal.id, removal.keeper) for removal in removed} <= set(duplicates)


def test_lengths_have_a_heavy_tail(drawn):
    documents, _, _ = drawn
    lengths = sorted(count_tokens(document.text) for document in documents)
    assert lengths[0] >= 20
    assert 100 < lengths[len(lengths) // 2] < 200
    assert lengths[-1] >= 3000


def test_the_planted_share_is_what_a_walk_removes():
    documents, planted = nine(1, 1_000_000)
    assert planted == pytest.approx(REPEATED, abs=0.001)
    tokens = {document.id: count_tokens(document.text) for document in documents}
    removed = [removal.id for removal in walk(documents, CORPORA)]
    assert sum(tokens[identity] for identity in removed) / sum(tokens.values()) == planted
    assert sum(len(document.text.encode()) for document in documents) == pytest.approx(1_000_000, rel=0.03)
    assert {document.corpus for document in documents} == set(CORPORA)


def test_many_are_rows_of_clean_in_shards_of_one_size():
    shards = list(many(1, 2000, 100_000))
    assert all(
        check(shard, CLEAN) and 100_000 <= pa.compute.sum(shard["bytes"]).as_py() < 101_000 for shard in shards[:-1]
    )
    rows = rows_of(shards)
    check_rows(rows)
    assert len({row["id"] for row in rows}) == 2000
    assert {row["corpus"] for row in rows} == set(MANY_CORPORA)


def test_many_repeat_each_other_so_that_removals_hang_on_removals():
    documents = [
        Document(row["id"], row["corpus"], row["path"], row["text"]) for row in rows_of(many(1, 2000, 1 << 20))
    ]
    removed = walk(documents, MANY_CORPORA)
    assert {removal.rule for removal in removed} == {"exact", "containment"}
    assert 0.25 < len(removed) / 2000 < 0.4
    assert any(removal.keeper_share < removal.value for removal in removed)  # several documents hold it together


def test_of_a_chain_every_other_link_is_kept():
    stories = tables.chain(random.Random(1), 10)
    documents = [Document(f"{n:04}", "a", "", tables.row("a", n, story)["text"]) for n, story in enumerate(stories)]
    assert [removal.id for removal in walk(documents, ["a"])] == ["0001", "0003", "0005", "0007", "0009"]


def test_small_documents_are_the_same_in_any_parts():
    whole = check(small(7, 99_900, 200), CLEAN)
    assert whole.equals(pa.concat_tables([small(7, 99_900, 120), small(7, 100_020, 80)]))
    assert not whole["text"].equals(small(8, 99_900, 200)["text"])
    check_rows(whole.to_pylist())
    assert set(whole["corpus"].to_pylist()) == set(CORPORA[:2])


def test_small_documents_repeat_some_sentences_and_one_in_twenty_whole():
    rows = small(7, 0, 50_000).to_pylist()
    texts = {row["text"] for row in rows}
    assert 1 - len(texts) / len(rows) == pytest.approx(1 / COPY, abs=0.005)
    sentences = [row["text"][span["start"] : span["end"]] for row in rows for span in row["spans"]]
    counts = Counter(sentences)
    assert sum(count > 5 for count in counts.values()) == pytest.approx(STOCK, rel=0.02)
    assert {len(words(sentence)) for sentence in counts} == {10}


def test_the_same_on_every_machine():
    drawn = [*labelled(3, 60), nine(3, 50_000), rows_of(many(3, 100, 10_000)), small(3, 0, 100).to_pylist()]
    assert [hashlib.sha256(repr(each).encode()).hexdigest()[:8] for each in drawn] == [
        "1018ed24",
        "57a2ad54",
        "dffccd4c",
        "fa1bec1b",
        "32df6521",
        "de23dd3c",
    ]
