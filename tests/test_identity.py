"""Differences between two identities."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bioroberta.corpus.config import IngestConfig
from bioroberta.corpus.withdrawn import FILE, write_ids
from bioroberta.corpus.withdrawn import identity as identity_of
from bioroberta.identity import added, compare, given, without_added, without_list
from bioroberta.recipe import Recipe
from bioroberta.stages import jobs
from tests.finished import finish
from tests.small_recipe import small_recipe


@pytest.mark.parametrize(
    ("there", "here", "said"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}}, ["a.c: 2 there, 3 now"]),
        ({"a": 1}, {"b": 2}, ["a: 1 there, None now", "b: None there, 2 now"]),
        ({"a": [1, 2]}, {"a": [1]}, ["a: [1, 2] there, [1] now"]),
        (
            {"a": [{"name": "x", "b": 1}]},
            {"a": [{"name": "x", "b": 2}, {"name": "y", "b": 1}]},
            ["a.0.b: 1 there, 2 now", "a.1: None there, y now"],
        ),
    ],
)
def test_differences_are_told_key_by_key(there: Any, here: Any, said: list[str]) -> None:
    assert list(compare(there, here)) == said


KNOWN = {
    "stage": "ingest",
    "config": {"corpora": [{"name": "a"}, {"name": "b"}], "crawled": ["a", "b"], "ngram": 5},
    "takedown.txt": "1 withdrawn",
    "sources": {"a": 1, "b": 2},
    "inputs": {"clean": "x"},
}


def test_an_identity_before_corpora_were_added() -> None:
    assert without_added(KNOWN, ["b"]) == {
        "stage": "ingest",
        "config": {"corpora": [{"name": "a"}], "crawled": ["a"], "ngram": 5},
        "takedown.txt": "1 withdrawn",
        "sources": {"a": 1},
    }
    assert without_added({"config": {"corpora": ["a", "b"]}}, ["b"]) == {"config": {"corpora": ["a"]}}
    assert without_added(KNOWN, []) == {key: value for key, value in KNOWN.items() if key != "inputs"}


def test_an_identity_whatever_is_withdrawn() -> None:
    assert without_list(KNOWN) == {key: KNOWN[key] for key in ("stage", "config", "sources")}


def test_added_are_corpora_after_all_that_were_read(tmp_path: Path) -> None:
    recipe = small_recipe(tmp_path)
    source = recipe.ingest.corpora[0]

    def over(*names: str) -> Recipe:
        sources = tuple(source.model_copy(update={"name": name}) for name in names)
        return recipe.model_copy(update={"ingest": IngestConfig(corpora=sources)})

    assert added(over("a", "b", "c")) == ()
    finish(recipe.root.child("ingest"), identity={"config": over("a", "b").ingest.identity()})
    assert added(over("a", "b", "c", "d")) == ("c", "d")
    for names in (("a", "b"), ("a",), ("b", "a", "c"), ("a", "c", "b"), ("c", "a", "b")):
        assert added(over(*names)) == ()


def test_the_list_of_withdrawn_documents_is_identity_of_ingest_alone(tmp_path: Path) -> None:
    recipe = small_recipe(tmp_path)
    ingest, clean = (jobs(recipe, stage)[0] for stage in ("ingest", "clean"))
    none = given(ingest)
    assert none[FILE] is None
    write_ids(recipe.root, ["cases/a.txt#0"])
    assert given(ingest)[FILE] == identity_of(frozenset(["cases/a.txt#0"]))
    assert FILE not in given(clean)
