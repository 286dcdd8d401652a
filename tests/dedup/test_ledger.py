"""What the ledger says of a removal, and what is counted of all."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.dedup.oracle import Removal
from tests.dedup.stage import BARE, Cutting, deduplicate, document, removals, rows_of
from tests.dedup.test_greedy import random_documents

FINE = Cutting((2, 9, 9, 9), 2, 0, 0)


def words(letter: str, start: int, end: int) -> str:
    return " ".join(f"{letter}{number}" for number in range(start, end))


@pytest.fixture(params=[Cutting(), FINE], ids=["whole", "fine"])
def cutting(request: pytest.FixtureRequest) -> Cutting:
    found: Cutting = request.param
    return found


def test_the_keeper_s_share_is_measured_on_it_alone(tmp_path: Path, cutting: Cutting) -> None:
    # The first of the two has half of the n-grams that the second stands in; these count as the first's.
    one, two = document("a/1", words("x", 0, 30)), document("a/2", words("x", 10, 21) + " " + words("y", 0, 12))
    both = document("b/1", words("x", 10, 21) + " " + words("y", 0, 10))  # 7, 4 across and 6 n-grams
    config = BARE.with_overrides({"containment": 0.6})
    run = deduplicate(tmp_path, [[both], [two, one]], config, cutting)
    assert removals(run) == [Removal("b/1#0", "containment", "a/2#0", 1.0, 1.0)]
    less = document("b/1", words("x", 5, 21) + " " + words("y", 0, 10))  # 5 more that stand in the first alone
    run = deduplicate(tmp_path / "less", [[less], [two, one]], config, cutting)
    assert removals(run) == [Removal("b/1#0", "containment", "a/1#0", 1.0, 12 / 22)]


def test_of_equal_keepers_the_first_is_named(tmp_path: Path, cutting: Cutting) -> None:
    rows = [document("a/2", words("y", 0, 10)), document("a/1", words("x", 0, 10))]
    half = document("b/1", words("x", 0, 7) + " " + words("y", 0, 7))
    run = deduplicate(tmp_path, [[half, *rows]], BARE, cutting)
    assert removals(run) == [Removal("b/1#0", "containment", "a/1#0", 6 / 10, 3 / 10)]


def test_repeated_ngrams_count_at_each_position(tmp_path: Path, cutting: Cutting) -> None:
    rows = [document("a/1", words("x", 0, 8)), document("b/1", " ".join([words("x", 0, 5)] * 3 + ["y"]))]
    run = deduplicate(tmp_path, [rows], BARE.with_overrides({"containment": 0.2}), cutting)
    assert removals(run) == [Removal("b/1#0", "containment", "a/1#0", 3 / 12, 3 / 12)]
    [row] = rows_of(run, "rejected")
    assert (row["threshold"], row["unit"], row["start"], row["end"]) == (0.2, "document", 0, len(rows[1]["text"]))
    assert (row["text"], row["tokens"]) == (rows[1]["text"], 16)


def test_copies_of_a_removed_document_have_its_entry(tmp_path: Path, cutting: Cutting) -> None:
    keeper = document("b/1", words("x", 0, 10) + " y z")
    copies = [document(f"{corpus}/2", words(letter, 1, 9)) for corpus, letter in (("b", "x"), ("b", "X"), ("c", "X"))]
    copies[1] |= {"id": "b/3#0"}
    kept = [document("c/4", "y z"), document("c/5", "Y, z."), document("a/6", "¡Y z!")]
    run = deduplicate(tmp_path, [kept, [copies[2], copies[1]], [copies[0], keeper]], BARE, cutting)
    entry = ("containment", "b/1#0", 1.0, 1.0)
    same = ("exact", "a/6#0", 1.0, 1.0)
    assert removals(run) == [
        Removal("b/2#0", *entry),
        Removal("b/3#0", *entry),
        Removal("c/2#0", *entry),
        Removal("c/4#0", *same),
        Removal("c/5#0", *same),
    ]
    assert [row["threshold"] for row in rows_of(run, "rejected") if row["rule"] == "exact"] == [1.0, 1.0]


def test_overlap_and_clusters_are_those_of_the_removals(tmp_path: Path) -> None:
    rows = random_documents(5, 120)
    run = deduplicate(tmp_path, [rows[::2], rows[1::2]], BARE, Cutting((40, 400, 400, 400), 30, 50, 20))
    gone = rows_of(run, "rejected")
    counted: Counter[tuple[str, str, str]] = Counter()
    tokens: Counter[tuple[str, str, str]] = Counter()
    for row in gone:
        key = row["rule"], row["corpus"], row["keeper"][0]
        counted[key] += 1
        tokens[key] += row["tokens"]
    told = {(row["rule"], row["corpus"], row["keeper"]): row for row in run.results["overlap"]}
    assert len(told) == len(run.results["overlap"])
    assert {key: row["documents"] for key, row in told.items()} == counted
    assert {key: row["tokens"] for key, row in told.items()} == tokens
    sizes = Counter(str(1 + size) for size in Counter(row["keeper"] for row in gone).values())
    assert run.results["clusters"] == dict(sizes)
    assert sum(sizes.values()) > 5


def test_every_figure_of_a_short_text_is_a_number(tmp_path: Path) -> None:
    run = deduplicate(
        tmp_path, [[document("a/1", "sí"), document("a/2", ""), document("b/1", "Sí"), document("b/2", "-")]]
    )
    assert removals(run) == [Removal("b/1#0", "exact", "a/1#0", 1.0, 1.0), Removal("b/2#0", "exact", "a/2#0", 1.0, 1.0)]
