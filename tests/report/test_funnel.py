"""The funnel adds up: each level is the one before it less what went in between."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bioroberta.recipe import Recipe
from bioroberta.report.facts import Facts, Size, Step
from bioroberta.report.funnel import size, steps, total
from bioroberta.report.report import gather
from bioroberta.report.shards import Tally
from tests.report.conftest import Run

NUMBERS = st.none() | st.integers(0, 100)
SIZES = st.builds(Size, NUMBERS, NUMBERS, NUMBERS, NUMBERS)


def manifest(failed: dict[str, Any] | None = None, **kept: tuple[int, int, int]) -> dict[str, Any]:
    names = ("rows", "sentences", "tokens")
    counts = {corpus: {**dict(zip(names, numbers, strict=True)), "bytes": 0} for corpus, numbers in kept.items()}
    return {"counts": {"kept": counts, **({"failed": failed} if failed else {})}}


def levels(found: list[Step]) -> list[tuple[int | None, int | None, int | None]]:
    return [(step.documents, step.sentences, step.tokens) for step in found if step.kind == "level"]


MANIFESTS = {
    "ingest": manifest({"web": {"broken file": 1}}, web=(10, 0, 100), cases=(5, 0, 50)),
    "clean": manifest({"web": {"ValueError": 1}}, web=(8, 20, 80), cases=(5, 9, 51)),
    "dedup": manifest(web=(7, 15, 70)),
}
TALLIES = {
    "ingest": [Tally("web", "empty", "document", None, 2, None, 0)],
    "clean": [
        Tally("web", "language", "document", "en", 1, 4, 11),
        Tally("web", "language", "sentence", "ca", 2, 2, 5),
        Tally("web", "language", "sentence", None, 1, 1, 1),
        Tally("web", "menu", "sentence", None, 3, 3, 2),
    ],
    "dedup": [
        Tally("web", "exact", "document", None, 1, None, 10),
        Tally("cases", "exact", "document", None, 5, None, 51),
    ],
}


def test_what_goes_is_told_by_unit_and_rule_the_largest_first() -> None:
    found = list(steps(["web"], MANIFESTS, TALLIES))
    assert [(step.kind, step.name, step.documents, step.sentences, step.tokens) for step in found] == [
        ("level", "Records in the files", 13, None, None),
        ("document", "empty", 2, None, None),
        ("failed", "broken file", 1, None, None),
        ("level", "Read into documents", 10, 30, 100),
        ("document", "language", 1, 4, 11),
        ("sentence", "language", None, 3, 6),
        ("sentence", "menu", None, 3, 2),
        ("failed", "ValueError", 1, None, None),
        ("repair", "repair and failed documents", None, None, 1),
        ("level", "Cleaned", 8, 20, 80),
        ("document", "exact", 1, None, 10),
        ("level", "Deduplicated", 7, 15, 70),
    ]


def test_a_word_more_is_a_difference_of_repair() -> None:
    found = list(steps(["cases"], MANIFESTS, TALLIES))
    assert [(step.name, step.tokens) for step in found if step.kind == "repair"] == [("repair", -1)]


def test_all_corpora_are_the_sum_of_each() -> None:
    together = levels(list(steps(["web", "cases"], MANIFESTS, TALLIES)))
    each = [levels(list(steps([corpus], MANIFESTS, TALLIES))) for corpus in ("web", "cases")]
    summed = [
        tuple(None if None in pair else sum(pair) for pair in zip(*both, strict=True))
        for both in zip(*each, strict=True)
    ]
    assert together == summed


def test_stages_that_are_not_finished_end_the_funnel() -> None:
    assert levels(list(steps(["web"], {"ingest": MANIFESTS["ingest"]}, TALLIES))) == [
        (13, None, None),
        (10, None, 100),
    ]
    assert size("ingest", ["web"], MANIFESTS, TALLIES).sentences == 20 + 4 + 2 + 1 + 3


@given(st.lists(SIZES))
def test_what_is_not_known_of_one_is_not_known_of_all(sizes: list[Size]) -> None:
    found = total(sizes)
    assert (found.tokens is None) == any(each.tokens is None for each in sizes)
    if found.tokens is not None:
        assert found.tokens == sum(each.tokens or 0 for each in sizes)


def balanced(facts: Facts) -> None:
    """Documents at a level are those of the next and those that went in between; so are words from reading on."""
    for funnel in facts.funnels:
        documents, words = None, None
        for step in funnel.steps:
            if step.kind != "level":
                documents = None if documents is None else documents - (step.documents or 0)
                words = None if words is None else words - (step.tokens or 0)
                continue
            assert documents in (None, step.documents)
            assert words in (None, step.tokens)
            documents, words = step.documents, step.tokens


def test_a_real_run_is_balanced(recipe: Recipe, run: Run) -> None:
    facts = gather(run(recipe, "dedup"))
    balanced(facts)
    assert [funnel.corpus for funnel in facts.funnels] == [None, "closed", "cases", "web"]


def test_languages_hold_what_was_kept_and_what_the_rule_took(recipe: Recipe, run: Run) -> None:
    facts = gather(run(recipe, "clean"))
    for corpus in facts.corpora:
        found = [each for each in facts.languages if each.corpus == corpus.name]
        assert [(each.found, each.sentences) for each in found if each.kept] == [
            ("es", corpus.sizes["clean"].sentences)
        ]
    [cases, closed] = [
        sum(each.sentences for each in facts.languages if each.corpus == name and not each.kept)
        for name in ("cases", "closed")
    ]
    assert (cases, closed) == (2, 2)
