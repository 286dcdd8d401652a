"""Each row of the truth is about something that is there, and what it expects happens or is known to be missed."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

import bioroberta.sample
from bioroberta.corpus.sentences import split
from bioroberta.sample import truth as truth_module
from bioroberta.sample.truth import Place, Row, containment, lines, repetition
from tests.sample.conftest import Travelled
from tests.sample.road import Road, flat, happened
from tests.sample.road import Row as TruthRow

KINDS = {
    *"exact_duplicate near_duplicate mojibake_duplicate template quotation evaluation_named evaluation_renamed".split(),
    *"evaluation_edited evaluation_with_header evaluation_in_page foreign_document mojibake legacy_encoding".split(),
    *"truncated_file invalid_utf8 broken_record empty_file cut_text not_found robots moved picture links_only".split(),
    *"other_field service_page repeated_sentence repeated_in_document heading foreign_paragraph".split(),
    *"foreign_sentence menu code table_debris repeated_character layout".split(),
}
GROWN_ONLY = {"quotation", "evaluation_edited"}

MISSED = {
    "repeated_in_document": "sentences are capped over a source, not within a document",
    "repeated_sentence": "fewer copies than a source may have",
}
"""What the stages do not do yet. A stage that learns to takes its kind out of here."""

CHANCE = {"emea/EMEA.en-es.es#2"}
"""Of the shipped sample: see the docstring of `truth`."""


@pytest.fixture(params=["shipped", "grown"])
def travelled(request: pytest.FixtureRequest) -> Travelled:
    found: Travelled = request.getfixturevalue(request.param)
    return found


def planted(rows: Iterable[TruthRow], *expected: str) -> set[str]:
    return {row["id"] for row in rows if row["text"] is None and row["expect"] in expected}


def quoting(road: Road) -> set[str]:
    """Documents that share 13 words with a report text, as the sample's grammar has it now and then."""
    return {name for name, removal in road.removals.items() if removal.rule == "evaluation" and removal.value < 1}


def removed(road: Road) -> set[str]:
    return set(road.removals) - quoting(road)


def test_every_kind_is_planted_and_explained(shipped: Travelled, grown: Travelled) -> None:
    assert {row["kind"] for row in shipped[0]} == KINDS - GROWN_ONLY
    assert {row["kind"] for row in grown[0]} == KINDS
    assert truth_module.__doc__
    assert [kind for kind in KINDS if kind not in truth_module.__doc__] == []


def test_rows_are_sorted_and_distinct(travelled: Travelled) -> None:
    keys = [(row["corpus"], row["path"], -1 if row["record"] is None else row["record"]) for row in travelled[0]]
    assert keys == sorted(keys)
    whole = [(row["id"], row["path"]) for row in travelled[0] if row["text"] is None]
    assert len(set(whole)) == len(whole)


def test_planted_text_stands_in_the_record_that_is_named(travelled: Travelled) -> None:
    rows, road = travelled
    assert [row for row in rows if row["text"] and flat(row["text"]) not in flat(road.read.get(row["id"], ""))] == []


def test_planted_records_are_there(travelled: Travelled) -> None:
    rows, road = travelled
    known = {*road.read, *road.rejected, *road.failed}
    assert [row for row in rows if row["id"] and row["id"] not in known] == []
    files = {name.rpartition("#")[0] for name in known}
    assert [row for row in rows if f"{row['corpus']}/{row['path']}" not in files] == []


def test_what_a_document_repeats_is_kept(travelled: Travelled) -> None:
    rows, road = travelled
    of = {name for row in rows if row["text"] is None for name in row["of"] if not name.startswith("ner/")}
    assert of
    assert of - set(road.clean) == set()
    assert of & removed(road) == set()


def test_leaked_texts_are_those_of_report_splits(shipped: Travelled, grown: Travelled, grown_sample: Path) -> None:
    for rows, folder in ((shipped[0], Path(bioroberta.sample.__file__).parent / "data"), (grown[0], grown_sample)):
        paths = {path for row in rows if row["kind"].startswith("evaluation") for path in row["of"]}
        assert all("/report/" in path and (folder / path).is_file() for path in paths)


def test_what_must_happen_happens_but_for_what_is_known_to_be_missed(travelled: Travelled) -> None:
    rows, road = travelled
    missed = Counter(row["kind"] for row in rows if not happened(row, road))
    assert set(missed) <= set(MISSED)


def test_what_is_listed_as_missed_is_missed(grown: Travelled) -> None:
    assert {row["kind"] for row in grown[0] if not happened(row, grown[1])} == set(MISSED)


def test_nothing_but_what_is_planted_is_left_out(travelled: Travelled) -> None:
    rows, road = travelled
    assert removed(road) - planted(rows, "removed") <= CHANCE
    files = {f"{row['corpus']}/{row['path']}" for row in rows if row["record"] is None}
    others = (road.rejected | road.failed) - planted(rows, "rejected", "failed")
    assert [name for name in others if name.rpartition("#")[0] not in files] == []


def test_fresh_sentences_pass_the_filters(travelled: Travelled) -> None:
    rows, road = travelled
    bad = {(row["id"], flat(row["text"])) for row in rows if row["text"]}
    unplanted = [
        text
        for name, texts in road.sentences.items()
        for text in texts
        if (name, flat(text)) not in bad
        and " > " not in text  # a page's trail is furniture, though none that was planted
    ]
    assert len(unplanted) < 5e-3 * sum(len(split(text)) for text in road.clean.values())


def test_removed_documents_name_their_keeper(travelled: Travelled) -> None:
    rows, road = travelled
    pairs = [row for row in rows if row["text"] is None and row["kind"].endswith("_duplicate")]
    pairs = [row for row in pairs if {row["id"], *row["of"]} & quoting(road) == set()]
    assert pairs
    assert [row for row in pairs if road.removals[row["id"]].keeper not in row["of"]] == []


def test_levels_of_similarity_leave_no_doubt(travelled: Travelled) -> None:
    rows, _ = travelled
    assert min(row["containment"] for row in rows if row["kind"] == "near_duplicate") > 0.65
    assert all(row["containment"] == 1 for row in rows if row["kind"] == "exact_duplicate")
    assert max(row["containment"] for row in rows if row["kind"] in ("template", "quotation")) < 0.35


def test_share_of_repetitions_is_that_of_the_published_corpus(grown: Travelled) -> None:
    """1,129.7 million words after cleaning, about 963 million after deduplication: 14.8% removed."""
    rows, road = grown
    words = {name: len(text.split()) for name, text in road.clean.items()}
    removed = sum(words.get(name, 0) for name in planted(rows, "removed"))
    assert 0.135 < removed / sum(words.values()) < 0.16
    across = [row for row in rows if row["kind"] == "exact_duplicate" and row["corpus"] != row["of"][0].split("/")[0]]
    assert across
    assert any(row["of"][0].split("/")[1] == "00000" != row["path"].split("/")[0] for row in rows if row["of"])


def test_words_are_those_of_the_document(grown: Travelled) -> None:
    rows, road = grown
    whole = [row for row in rows if row["words"] and row["corpus"] in ("barr2", "clinical_cases", "emea", "medline")]
    assert whole
    for row in whole:
        assert abs(len(road.read[row["id"]].split()) - row["words"]) <= 1 + row["words"] // 20


def test_the_later_in_canonical_order_goes() -> None:
    long, short = "uno dos tres cuatro cinco seis siete", "uno dos tres cuatro cinco seis"
    first, second = Place("crawl", "a", 10), Place("crawl", "a", 9)
    assert repetition("near_duplicate", (first, short), (second, long)).place == first
    assert repetition("exact_duplicate", (first, long), (second, long)).place == second  # ids compare as text
    other = Place("barr2", "a")
    row = repetition("near_duplicate", (other, long), (first, short))
    assert row.place == other
    assert row.of == ("crawl/a#10",)
    assert row.containment == pytest.approx(2 / 3, abs=1e-4)


def test_containment_counts_positions() -> None:
    assert containment("a b c d e a b c d e", "a b c d e") == pytest.approx(2 / 6, abs=1e-4)
    assert containment("a b", "c d") == 1.0


def test_a_row_of_a_file_has_no_id() -> None:
    row = Row("empty_file", Place("crawl", "x", None), "rejected")
    assert '"record": null, "id": null' in row.line()
    assert lines([Row("menu", Place("crawl", "y"), "rejected"), row]).index('"x"') < lines([row]).index("\n")
