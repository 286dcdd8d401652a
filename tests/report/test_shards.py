"""Tallies and samples of rejected rows: the same however they are cut into shards."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bioroberta.recipe import Recipe
from bioroberta.report.shards import CUT, Samples, Tally, read_part, read_rejections
from bioroberta.report_config import ReportConfig
from bioroberta.schemas import REJECTED, rows_to_table
from bioroberta.stages import jobs
from tests.report.conftest import Run


def rejected(number: int, **values: Any) -> dict[str, Any]:
    row = {"id": f"web/{number}.html#0", "corpus": "web", "unit": "sentence", "start": number, "end": number + 5}
    return {**row, "rule": "menu", "value": 3.0, "threshold": 2.0, "tokens": 1, "text": f"texto {number}", **values}


def chosen(rows: list[dict[str, Any]], step: int, config: ReportConfig, corpora: list[str]) -> list[str]:
    samples = Samples(config, corpora)
    for start in range(0, len(rows), step):
        samples.offer(rows_to_table(rows[start : start + step], REJECTED))
    tallies = [Tally("web", "menu", "sentence", None, len(rows), len(rows), 0)]
    [found] = samples.chosen("clean", tallies)
    assert found.rejected == len(rows)
    return [sample.text for sample in found.samples]


@given(st.permutations(range(30)), st.integers(1, 30))
def test_the_choice_depends_on_seed_and_rows_only(order: list[int], step: int) -> None:
    rows = [rejected(number) for number in order]
    expected = chosen([rejected(number) for number in range(30)], 30, ReportConfig(samples=5), ["web"])
    assert chosen(rows, step, ReportConfig(samples=5), ["web"]) == expected
    assert len(expected) == 5


def test_another_seed_chooses_others() -> None:
    rows = [rejected(number) for number in range(30)]
    first, second = (chosen(rows, 7, ReportConfig(samples=5, seed=seed), ["web"]) for seed in (0, 1))
    assert first != second


def test_fewer_are_all_shown_and_none_when_none_is_asked_for() -> None:
    rows = [rejected(number) for number in range(3)]
    assert sorted(chosen(rows, 1, ReportConfig(), ["web"])) == ["texto 0", "texto 1", "texto 2"]
    assert chosen(rows, 1, ReportConfig(samples=0), ["web"]) == []


def test_only_open_corpora_and_keepers_are_shown() -> None:
    rows = [
        rejected(1, corpus="closed"),
        rejected(2, keeper="closed/1.txt#0", rule="exact"),
        rejected(3, keeper="web/1.html#0", rule="exact"),
        rejected(4, keeper="closed/report1.txt", rule="evaluation"),
    ]
    samples = Samples(ReportConfig(), ["web"])
    samples.offer(rows_to_table(rows, REJECTED))
    tallies = [Tally("web", rule, "sentence", None, 1, 1, 0) for rule in ("menu", "exact", "evaluation")]
    found = {each.rule: [sample.text for sample in each.samples] for each in samples.chosen("dedup", tallies)}
    assert found == {"evaluation": ["texto 4"], "exact": ["texto 3"], "menu": []}


def test_long_text_is_cut_and_its_length_told() -> None:
    samples = Samples(ReportConfig(), ["web"])
    samples.offer(rows_to_table([rejected(1, text="á" * 1000), rejected(2, text=None)], REJECTED))
    [found] = samples.chosen("clean", [Tally("web", "menu", "sentence", None, 2, 2, 0)])
    assert sorted((len(sample.text), sample.characters) for sample in found.samples) == [(0, 0), (CUT, 1000)]


def test_sentences_of_rejected_documents_are_counted(recipe: Recipe, run: Run) -> None:
    """`cases` loses a document of one English sentence; its other sentences go by themselves."""
    [job] = jobs(run(recipe, "clean"), "clean")
    tallies = read_rejections(job, Samples(ReportConfig(), []))
    documents = [(each.rule, each.rows, each.sentences) for each in tallies if each.unit == "document"]
    assert sorted(documents) == [("language", 1, 1), ("language", 1, 2)]  # cases, closed
    kept = sum(table.num_rows for table in read_part(job, "data"))
    assert kept == 3 + 2 + 3
