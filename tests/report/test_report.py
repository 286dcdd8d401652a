"""The report of a run: equal to its manifests, free of closed text, clear about what is missing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bioroberta.errors import InputError, RunError
from bioroberta.recipe import Recipe
from bioroberta.report.facts import Copies, Facts, Overlap
from bioroberta.report.page import page
from bioroberta.report.report import gather, write_report
from bioroberta.stages import jobs
from bioroberta.storage import Folder
from tests.report.conftest import COPIED, ENGLISH, SECRET, Run
from tests.small_recipe import TEXT


def test_nothing_finished_is_said_in_a_sentence(recipe: Recipe) -> None:
    with pytest.raises(InputError, match="none of ingest, clean, dedup is finished"):
        write_report(recipe)


def test_page_and_json_are_written_beside_the_stages(recipe: Recipe, run: Run) -> None:
    run(recipe, "dedup")
    assert write_report(recipe) == f"{recipe.root.uri}/report/index.html"
    folder = recipe.root.child("report")
    assert [file.path for file in folder.files()] == ["facts.json", "index.html"]
    assert folder.read_bytes("facts.json") == gather(recipe).as_json()


def test_an_object_store_is_written_to_as_well(recipe: Recipe, run: Run, s3_folder: Folder) -> None:
    remote = run(recipe.with_overrides({"storage": s3_folder.uri}), "ingest")
    assert write_report(remote).startswith("s3://")
    assert "<h1>small</h1>" in remote.root.child("report").read_text("index.html")


def test_sizes_and_removals_are_those_of_the_manifests(recipe: Recipe, run: Run) -> None:
    facts = gather(run(recipe, "dedup"))
    for stage in ("ingest", "clean", "dedup"):
        [job] = jobs(recipe, stage)
        counts = (job.manifest() or {})["counts"]
        for corpus in facts.corpora:
            kept = counts["kept"].get(corpus.name, {"rows": 0, "tokens": 0, "bytes": 0})
            size = corpus.sizes[stage]
            assert (size.documents, size.tokens, size.bytes) == (kept["rows"], kept["tokens"], kept["bytes"])
        rejected: dict[str, int] = {}
        for rules in counts.get("rejected", {}).values():
            for rule, numbers in rules.items():
                rows = numbers.get("documents", 0) + numbers.get("sentences", 0)
                rejected[rule] = rejected.get(rule, 0) + rows
        told: dict[str, int] = {}
        for found in facts.samples:
            if found.stage == stage:
                told[found.rule] = told.get(found.rule, 0) + found.rejected
        assert told == rejected


def test_the_same_run_gives_the_same_report(recipe: Recipe, run: Run) -> None:
    run(recipe, "dedup")
    first = gather(recipe).as_json()
    assert gather(recipe).as_json() == first


def test_text_of_a_closed_corpus_is_nowhere(recipe: Recipe, run: Run) -> None:
    """Neither its own, nor that of a copy elsewhere which names it as keeper."""
    write_report(run(recipe, "dedup"))
    folder = recipe.root.child("report")
    written = folder.read_text("facts.json") + folder.read_text("index.html")
    assert SECRET not in written
    assert "closed/" not in written  # nor ids of its documents
    assert ENGLISH in written  # of a corpus that allows samples


def test_a_line_of_a_closed_corpus_is_counted_and_not_shown(recipe: Recipe, run: Run) -> None:
    run(recipe, "clean")
    closed = recipe.with_overrides({"ingest.corpora.0.samples": False})
    opened = recipe.with_overrides({"ingest.corpora.0.samples": True})
    hidden, shown = (
        {line.text for line in lines.lines if "closed" in line.corpora}
        for each in (closed, opened)
        if (lines := gather(each).lines)
    )
    assert hidden == {None}
    assert {TEXT, COPIED} < shown  # one is a line of `cases` too, one of `web`


def with_results(recipe: Recipe, results: dict[str, Any]) -> Facts:
    """The facts where deduplication left these results."""
    [job] = jobs(recipe, "dedup")
    job.folder.write_bytes("manifest.json", json.dumps({**(job.manifest() or {}), "results": results}).encode())
    return gather(recipe)


def test_every_document_that_deduplication_removed_has_a_place_among_the_copies(recipe: Recipe, run: Run) -> None:
    facts = gather(run(recipe, "dedup"))
    assert facts.copies is not None
    removed: dict[str, int] = {}
    for row in facts.copies.overlap:
        removed[row.rule] = removed.get(row.rule, 0) + row.documents
    assert removed == {each.rule: each.rejected for each in facts.samples if each.stage == "dedup"}
    assert removed.keys() == {"exact", "containment"}
    assert sum((size - 1) * count for size, count in facts.copies.clusters.items()) == sum(removed.values())


def test_copies_are_those_of_the_manifest(recipe: Recipe, run: Run) -> None:
    row = {"rule": "exact", "corpus": "web", "keeper": "closed", "documents": 1, "tokens": 16}
    facts = with_results(run(recipe, "dedup"), {"overlap": [row], "clusters": {"3": 1, "2": 4}, "rounds": 2, "more": 1})
    assert facts.copies == Copies((Overlap("exact", "web", "closed", 1, 16),), {3: 1, 2: 4}, 2)
    assert '<section id="copies">' in page(facts)


def test_a_corpus_without_copies_says_so(recipe: Recipe, run: Run) -> None:
    facts = with_results(run(recipe, "dedup"), {"overlap": [], "rounds": 1})
    assert facts.copies == Copies((), {}, 1)
    assert "No document was removed for another" in page(facts)


def test_a_manifest_of_an_earlier_version_has_no_copies(recipe: Recipe, run: Run) -> None:
    facts = with_results(run(recipe, "dedup"), {"rounds": 1})
    assert facts.copies is None
    assert 'id="copies"' not in page(facts)


def test_no_samples_shows_no_text_at_all(recipe: Recipe, run: Run) -> None:
    facts = gather(run(recipe, "dedup").with_overrides({"report.samples": 0}))
    assert not any(found.samples for found in facts.samples)
    assert facts.lines is not None
    assert {line.text for line in facts.lines.lines} == {None}


def test_unfinished_stages_are_named_and_the_rest_is_shown(recipe: Recipe, run: Run) -> None:
    run(recipe, "ingest")
    facts = gather(recipe)
    assert facts.missing == ("clean", "dedup")
    assert facts.total["ingest"].sentences is None
    assert (facts.lines, facts.languages) == (None, ())
    write_report(recipe)
    assert "Not finished: <code>clean</code>, <code>dedup</code>" in recipe.root.child("report").read_text("index.html")


def test_a_run_of_another_recipe_is_refused(recipe: Recipe, run: Run) -> None:
    run(recipe, "clean")
    with pytest.raises(RunError, match=r"config.min_tokens: 3 there, 9 now"):
        gather(recipe.with_overrides({"clean.min_tokens": 9}))


def test_a_stage_made_from_other_input_is_refused(recipe: Recipe, run: Run) -> None:
    [ingest, _] = [jobs(run(recipe, "clean"), stage)[0] for stage in ("ingest", "clean")]
    manifest = ingest.manifest()
    ingest.folder.write_bytes("manifest.json", json.dumps({**(manifest or {}), "fingerprint": "another"}).encode())
    with pytest.raises(RunError, match=r"inputs.ingest"):
        gather(recipe)
