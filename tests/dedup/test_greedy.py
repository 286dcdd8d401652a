"""The walk in rounds and tasks against the oracle's one walk."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bioroberta.dedup.config import DedupConfig
from tests.dedup import oracle
from tests.dedup.stage import BARE, Cutting, Row, Serial, as_kept, deduplicate, document, ids_of, removals, rows_of

FINE = Cutting((4, 40, 40, 40), 5, 0, 0)
"""Many slices and ranges, and rounds to the end."""
cuttings = st.builds(
    Cutting,
    st.sampled_from([(3, 20, 20, 20), (10**6,) * 4]),
    st.sampled_from([3, 10**6]),
    st.sampled_from([0, 30, 10**6]),
    st.sampled_from([0, 4, 10**6]),
)

passages = st.builds(
    lambda letter, start, length: [f"{letter}{number}" for number in range(start, start + length)],
    st.sampled_from("xyz"),
    st.integers(0, 12),
    st.integers(1, 12),
)
"""Windows over three long texts."""
repeated = st.builds(
    lambda unit, times: unit * times, st.lists(st.sampled_from("def"), min_size=1, max_size=6), st.integers(1, 3)
)
texts = st.lists(passages | repeated, max_size=3).map(lambda parts: " ".join(sum(parts, [])))
shouted = st.builds(lambda text, case: getattr(text, case)(), texts, st.sampled_from(["upper", "lower", "title"]))


@st.composite
def collections(draw: st.DrawFn) -> list[Row]:
    """Documents of three corpora, some of them equal but for capitals."""
    some = draw(st.lists(shouted, min_size=1, max_size=10))
    every = some + draw(st.lists(st.sampled_from(some).map(str.swapcase), max_size=4))
    corpora = draw(st.lists(st.sampled_from("abc"), min_size=len(every), max_size=len(every)))
    return [
        document(f"{corpus}/{number:02}", text)
        for number, (corpus, text) in enumerate(zip(corpora, every, strict=True))
    ]


def in_shards(rows: Sequence[Row], shards: int) -> list[Sequence[Row]]:
    return [rows[number::shards] for number in range(min(shards, len(rows)))]


def chain(length: int, window: int, step: int) -> list[Row]:
    """Windows over one long text: each overlaps the next."""
    return [
        document(f"a/{start:04}", " ".join(f"w{number}" for number in range(start, start + window)))
        for start in range(0, length, step)
    ]


def assert_equal_to_the_oracle(run: Serial, rows: Sequence[Row], config: DedupConfig) -> None:
    wanted = oracle.walk(as_kept(rows), config.corpora, config.ngram, config.containment)
    assert removals(run) == sorted(wanted)
    gone = {each.id for each in wanted}
    kept = sorted(rows_of(run, "data"), key=lambda row: str(row["id"]))
    nulls = dict.fromkeys(("title", "url", "date"))
    assert kept == [{**nulls, **row} for row in sorted(rows, key=lambda row: str(row["id"])) if row["id"] not in gone]
    assert {each.keeper for each in wanted} & gone == set()


@given(collections(), cuttings, st.integers(1, 3), st.sampled_from([(5, 0.5), (3, 0.2), (1, 0.9), (2, 0.0), (4, 1.0)]))
@example([document("a/0", ""), document("b/0", "...")], FINE, 2, (5, 0.5))
@settings(deadline=None, max_examples=20)
def test_what_goes_is_what_the_oracle_says(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], cutting: Cutting, shards: int, rule: tuple[int, float]
) -> None:
    config = BARE.with_overrides({"ngram": rule[0], "containment": rule[1]})
    run = deduplicate(tmp_path_factory.mktemp("run"), in_shards(rows, shards), config, cutting)
    assert_equal_to_the_oracle(run, rows, config)


def random_documents(seed: int, count: int) -> list[Row]:
    """Own texts of few words, parts of others with something after them, and others changed in places."""
    chance = random.Random(seed)
    vocabulary = [f"w{number}" for number in range(chance.choice([30, 300]))]
    pool: list[list[str]] = []
    for _ in range(count):
        text = chance.choices(vocabulary, k=chance.randrange(1, 60))
        if pool and chance.random() < 0.5:
            other = chance.choice(pool)
            text = other[chance.randrange(len(other)) :] + chance.choices(vocabulary, k=chance.randrange(8))
        elif pool and chance.random() < 0.3:
            text = [word if chance.random() < 0.95 else "x" for word in chance.choice(pool)]
        pool.append(text)
    return [document(f"{chance.choice('abc')}/{number:04}", " ".join(text)) for number, text in enumerate(pool)]


@pytest.mark.parametrize(("seed", "walk"), [(1, (0, 0)), (2, (300, 40))])
def test_many_documents(tmp_path: Path, seed: int, walk: tuple[int, int]) -> None:
    rows = random_documents(seed, 250)
    run = deduplicate(tmp_path, in_shards(rows, 3), BARE, Cutting((90, 900, 900, 900), 60, *walk))
    assert run.results["rounds"] > 1
    assert_equal_to_the_oracle(run, rows, BARE)


def test_a_chain_takes_many_rounds_and_keeps_what_nobody_else_has(tmp_path: Path) -> None:
    rows = chain(80, 12, 3)
    rounds = deduplicate(tmp_path / "rounds", [rows], BARE, Cutting(walk_rows=0, walk_documents=0))
    assert rounds.results["rounds"] > 10
    assert_equal_to_the_oracle(rounds, rows, BARE)
    assert len(ids_of(rounds)) == 14  # "seen in any document before" keeps the first alone
    walked = deduplicate(tmp_path / "walked", [rows], BARE)
    assert walked.results["rounds"] == 0
    assert removals(walked) == removals(rounds)


@given(collections())
@settings(deadline=None, max_examples=3)
def test_what_was_kept_is_kept_again(tmp_path_factory: pytest.TempPathFactory, rows: list[Row]) -> None:
    kept = rows_of(deduplicate(tmp_path_factory.mktemp("once"), [rows]), "data")
    again = deduplicate(tmp_path_factory.mktemp("again"), [kept])
    assert rows_of(again, "data") == kept


def test_without_containment_only_equal_texts_go(tmp_path: Path) -> None:
    rows = chain(40, 12, 3)
    copy = document("b/copy", str(rows[5]["text"]).upper())
    run = deduplicate(tmp_path, in_shards([*rows, copy], 2), BARE.with_overrides({"containment": None}), FINE)
    assert removals(run) == [oracle.Removal("b/copy#0", "exact", "a/0015#0", 1.0, 1.0)]
