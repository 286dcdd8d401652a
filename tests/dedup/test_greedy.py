"""The decisions against a serial oracle on plain strings."""

from __future__ import annotations

import random

from hypothesis import example, given
from hypothesis import strategies as st

from bioroberta.dedup.config import DedupConfig
from bioroberta.dedup.containment import ngram_hashes
from bioroberta.dedup.exact import text_hash
from bioroberta.dedup.greedy import Removal, Signature, canonical_order, decide

CONFIG = DedupConfig(corpora=("first", "second"))

Texts = dict[str, list[str]]
"""Words by document id; the id begins with the corpus."""


def oracle(ordered: list[str], texts: Texts) -> list[str]:
    """Ids removed: walk the documents in canonical order; d goes when it is equal to a kept one, or when more than 0.5
    of the positions of its word 5-grams are in S, the 5-grams of the kept documents."""
    kept: list[list[str]] = []
    removed, seen = [], set()
    for name in ordered:
        grams = [tuple(texts[name][start : start + 5]) for start in range(len(texts[name]) - 4)]
        inside = sum(gram in seen for gram in grams)
        if texts[name] in kept or inside > 0.5 * len(grams):
            removed.append(name)
        else:
            kept.append(texts[name])
            seen.update(grams)
    return removed


def in_canonical_order(texts: Texts) -> list[str]:
    return sorted(texts, key=lambda name: (name.split("/")[0], -len(texts[name]), name))


def sign(name: str, tokens: list[str], evaluation: str | None = None) -> Signature:
    corpus, _, path = name.partition("/")
    return Signature(name, corpus, path, len(tokens), text_hash(" ".join(tokens)), ngram_hashes(tokens, 5), evaluation)


def removals(texts: Texts, config: DedupConfig = CONFIG) -> list[Removal]:
    signatures = [sign(name, tokens) for name, tokens in texts.items()]
    random.Random(0).shuffle(signatures)
    return list(decide(canonical_order(signatures, config.corpora), config))


def chain(length: int, window: int, step: int) -> list[list[str]]:
    """Windows over one long text: each overlaps the next."""
    return [[str(word) for word in range(start, start + window)] for start in range(0, length, step)]


tokens = st.lists(st.sampled_from("abc"), max_size=14)
repeats = st.builds(
    lambda unit, times: unit * times, st.lists(st.sampled_from("abcdef"), max_size=6), st.integers(1, 4)
)
pieces = st.lists(st.sampled_from(["a b c d e f".split(), "g h i j k".split(), ["x"], "a b c".split()]), max_size=4)
documents = tokens | repeats | pieces.map(lambda parts: sum(parts, []))
corpora = st.sampled_from(["first", "second"])
collections = st.lists(st.tuples(corpora, documents), max_size=12).map(
    lambda drawn: {f"{corpus}/{number}.txt#0": words for number, (corpus, words) in enumerate(drawn)}
)
chains = st.builds(chain, st.integers(1, 60), st.integers(5, 14), st.integers(1, 6)).map(
    lambda windows: {f"first/{number:03}#0": window for number, window in enumerate(windows)}
)


@given(collections | chains)
@example({"first/a": ["a"] * 5, "first/b": ["a"] * 9, "second/c": ["a"] * 9, "second/d": []})
@example({f"first/{number:03}": window for number, window in enumerate(chain(280, 30, 5))})
def test_decisions_are_the_oracles(texts: Texts) -> None:
    ordered = in_canonical_order(texts)
    assert [removal.id for removal in removals(texts)] == oracle(ordered, texts)


@given(collections | chains)
def test_every_removal_has_a_kept_document_before_it_that_holds_the_text(texts: Texts) -> None:
    ordered = in_canonical_order(texts)
    found = removals(texts)
    gone = {removal.id for removal in found}
    for removal in found:
        assert removal.keeper not in gone
        assert ordered.index(removal.keeper) < ordered.index(removal.id)
        words, keeper = texts[removal.id], texts[removal.keeper]
        if removal.rule == "exact":
            assert keeper == words
        else:
            assert removal.value > removal.threshold
            kept_before = [texts[name] for name in ordered[: ordered.index(removal.id)] if name not in gone]
            held = {tuple(text[n : n + 5]) for text in kept_before for n in range(len(text) - 4)}
            grams = [tuple(words[n : n + 5]) for n in range(len(words) - 4)]
            assert removal.value == sum(gram in held for gram in grams) / len(grams)
            assert set(grams) & {tuple(keeper[n : n + 5]) for n in range(len(keeper) - 4)}


@given(collections, st.randoms(use_true_random=False))
def test_the_order_of_arrival_makes_no_difference(texts: Texts, chance: random.Random) -> None:
    signatures = [sign(name, words) for name, words in texts.items()]
    ordered = canonical_order(signatures, CONFIG.corpora)
    chance.shuffle(signatures)
    assert [item.id for item in canonical_order(signatures, CONFIG.corpora)] == [item.id for item in ordered]


@given(collections)
def test_deduplicating_what_was_kept_removes_nothing(texts: Texts) -> None:
    gone = {removal.id for removal in removals(texts)}
    assert removals({name: words for name, words in texts.items() if name not in gone}) == []


def test_canonical_order_is_rank_then_longer_then_id() -> None:
    texts = {
        "second/a": ["w"] * 9,
        "first/b": ["w"] * 2,
        "first/c": ["w"] * 3,
        "unranked/a": ["w"] * 99,
        "first/a": ["w"] * 2,
    }
    ordered = canonical_order((sign(name, words) for name, words in texts.items()), ("first", "second"))
    assert [item.id for item in ordered] == ["first/c", "first/a", "first/b", "second/a", "unranked/a"]
    swapped = canonical_order((sign(name, words) for name, words in texts.items()), ("second", "first"))
    assert swapped[0].id == "second/a"


def test_a_removed_document_removes_no_other() -> None:
    # b is held by a; half of c stands in b alone, so c stays: its text is nowhere else.
    a = [str(word) for word in range(30)]
    b = a[8:30] + [f"b{word}" for word in range(7)]
    c = b[15:]
    texts = {"first/a": a, "first/b": b, "first/c": c}
    assert [removal.id for removal in removals(texts)] == ["first/b"]


def test_exactly_the_threshold_stays() -> None:
    a = [str(word) for word in range(9)]
    half = a[:6] + ["x", "y"]  # 4 positions, 2 of them in a
    texts = {"first/a": a, "first/b": half}
    assert removals(texts) == []
    [removal] = removals(texts, CONFIG.with_overrides({"containment": 0.49}))
    assert (removal.rule, removal.value, removal.threshold, removal.keeper) == ("containment", 0.5, 0.49, "first/a")


def test_short_documents_go_only_when_equal() -> None:
    texts = {"first/a": "a b c d e f".split(), "first/b": "a b c d".split(), "second/c": "a b c d".split()}
    [removal] = removals(texts)
    assert (removal.id, removal.rule, removal.keeper) == ("second/c", "exact", "first/b")


def test_an_evaluation_text_goes_and_keeps_nothing() -> None:
    words = [str(word) for word in range(10)]
    ordered = [sign("first/a", words, "report/a.txt"), sign("first/b", words)]
    assert list(decide(ordered, CONFIG)) == [Removal("first/a", "evaluation", 1.0, 0.0, "report/a.txt")]


def test_the_keeper_is_the_one_with_most_of_the_ngrams_and_the_first_of_equals() -> None:
    one, two = [f"1{word}" for word in range(12)], [f"2{word}" for word in range(12)]
    texts = {"first/a": one, "first/b": two, "second/c": one[:6] + two[:8], "second/d": one[:7] + two[:7]}
    keepers = {removal.id: removal.keeper for removal in removals(texts)}
    assert keepers["second/c"] == "first/b"
    assert keepers["second/d"] == "first/a"
