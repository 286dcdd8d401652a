"""Repeated sentences against a count in canonical order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bioroberta.dedup.config import DedupConfig, SentencesConfig
from bioroberta.text import count_tokens, normalise, words
from tests.dedup.stage import BARE, Cutting, Row, deduplicate, document, ids_of, kept_sentences, rows_of

CAPS = SentencesConfig(copies_per_source=2, copies=3, min_words=3)
CONFIG = BARE.model_copy(update={"sentences": CAPS, "containment": None})
FINE = Cutting((4, 40, 40, 5), 3, 0, 0)
ADVICE = "Consulte siempre a su médico."


def case(name: str, *sentences: str, **values: Any) -> Row:
    """A document that begins with a sentence of its own."""
    return document(name, f"Es el caso {name}.", *sentences, **values)


def gone(rows: Sequence[Row]) -> list[tuple[str, str, float, float, str]]:
    found = [row for row in rows if row["unit"] == "sentence"]
    return sorted((row["id"], row["text"], row["value"], row["threshold"], row["keeper"]) for row in found)


def test_the_first_in_canonical_order_stay_in_a_source(tmp_path: Path) -> None:
    rows = [case(f"a/{number}", ADVICE) for number in (4, 1, 3, 2)]
    run = deduplicate(tmp_path, [rows[:3], rows[3:]], CONFIG, FINE)
    assert gone(rows_of(run, "rejected")) == [
        ("a/3#0", ADVICE, 2.0, 2.0, "a/1#0"),
        ("a/4#0", ADVICE, 3.0, 2.0, "a/1#0"),
    ]
    [row] = [row for row in rows_of(run, "rejected") if row["id"] == "a/3#0"]
    about = {name: row[name] for name in ("corpus", "rule", "unit", "start", "end", "tokens", "share")}
    assert about == {
        "corpus": "a", "rule": "sentences", "unit": "sentence", "start": 16, "end": 16 + len(ADVICE), "tokens": 5, "share": None
    }  # fmt: skip


def test_sources_are_the_sites_of_a_crawl_or_the_corpora_and_all_have_a_cap(tmp_path: Path) -> None:
    urls = [
        "https://one.example/1",
        "https://one.example/2",
        "http://user@ONE.example:8080/",
        "https://two.example",
        None,
        "",
        "https://[x",
        "//",
    ]
    rows = [case(f"a/{number}", ADVICE, url=url) for number, url in enumerate(urls)]
    caps = CAPS.model_copy(update={"copies": 100})
    run = deduplicate(tmp_path / "source", [rows], CONFIG.model_copy(update={"sentences": caps}))
    assert [each[:4] for each in gone(rows_of(run, "rejected"))] == [
        ("a/2#0", ADVICE, 2.0, 2.0),
        ("a/6#0", ADVICE, 2.0, 2.0),  # the corpus is the source of what has no site
        ("a/7#0", ADVICE, 3.0, 2.0),
    ]
    rows = [case(f"{corpus}/{number}", ADVICE) for corpus in "cba" for number in range(2)]
    run = deduplicate(tmp_path / "all", [rows], CONFIG)
    assert gone(rows_of(run, "rejected")) == [
        ("b/1#0", ADVICE, 3.0, 3.0, "a/0#0"),
        ("c/0#0", ADVICE, 4.0, 3.0, "a/0#0"),
        ("c/1#0", ADVICE, 5.0, 3.0, "a/0#0"),
    ]


def test_headings_and_short_formulae_are_not_counted(tmp_path: Path) -> None:
    rows = [case(f"a/{number}", "EXPLORACIÓN FÍSICA", "No alergias.", "---") for number in range(9)]
    run = deduplicate(tmp_path, [rows], CONFIG)
    assert rows_of(run, "rejected") == []


def test_what_is_left_of_a_document(tmp_path: Path) -> None:
    other = "Peso 70 kg: niñas, niños, y más."
    rows = [*(case(f"a/{number}", ADVICE) for number in range(2)), case("b/1", ADVICE, ADVICE, other, ADVICE)]
    run = deduplicate(tmp_path, [rows], CONFIG)
    [row] = [row for row in rows_of(run, "data") if row["id"] == "b/1#0"]
    assert row["text"] == rows[2]["text"]
    assert kept_sentences(row) == ["Es el caso b/1.", ADVICE, other]  # three in all
    assert row["tokens"] == 4 + 5 + 7
    assert row["bytes"] == sum(len(each.encode()) for each in kept_sentences(row))
    assert gone(rows_of(run, "rejected")) == [
        ("b/1#0", ADVICE, 2.0, 2.0, "a/0#0"),  # the last: too many in the source
        ("b/1#0", ADVICE, 3.0, 3.0, "a/0#0"),  # the one before it: too many in all
    ]


def test_a_document_of_nothing_but_repeated_sentences_keeps_them(tmp_path: Path) -> None:
    page = document("b/1", ADVICE, "Lávese las manos a menudo.")
    rows = [*(case(f"a/{number}", *kept_sentences(page)) for number in range(2)), page]
    caps = CAPS.model_copy(update={"copies": 2})
    run = deduplicate(tmp_path, [rows], CONFIG.model_copy(update={"sentences": caps}))
    assert ids_of(run) == ["a/0#0", "a/1#0", "b/1#0"]
    assert rows_of(run, "rejected") == []


def test_only_kept_documents_count(tmp_path: Path) -> None:
    history = "Ingresa por dolor torácico de dos horas sin fiebre ni tos."
    first = case("a/1", history, ADVICE)
    rows = [first, first | {"id": "a/2#0"}, document("a/3", history, ADVICE), case("b/4", ADVICE), case("b/5", ADVICE)]
    run = deduplicate(tmp_path, [rows], CONFIG.model_copy(update={"containment": 0.5}))
    assert {row["id"]: row["rule"] for row in rows_of(run, "rejected")} == {"a/2#0": "exact", "a/3#0": "containment"}


sentences = st.sampled_from(["Uno dos tres.", "UNO, DOS; TRES", "cuatro cinco seis", "Sí.", "siete ocho nueve diez"])


def counted(rows: Sequence[Row], caps: SentencesConfig) -> list[tuple[str, str]]:
    """The sentences that go, by a count."""
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for row in sorted(rows, key=lambda row: (row["corpus"], -len(words(row["text"])), row["id"])):
        for sentence in kept_sentences(row):
            key = normalise(sentence)
            if len(words(sentence)) >= caps.min_words:
                if seen["", key] >= caps.copies or seen[row["corpus"], key] >= caps.copies_per_source:
                    found.append((row["id"], sentence))
                seen.update([("", key), (row["corpus"], key)])
    return sorted(found)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.lists(sentences, max_size=4)), max_size=9, min_size=1),
    st.integers(1, 4),
    st.integers(1, 6),
    st.sampled_from([Cutting(), FINE]),
)
@settings(deadline=None, max_examples=14)
def test_the_count_does_not_depend_on_how_all_is_cut(
    tmp_path_factory: pytest.TempPathFactory,
    drawn: list[tuple[str, list[str]]],
    source: int,
    every: int,
    cutting: Cutting,
) -> None:
    rows = [case(f"{corpus}/{number}", *some) for number, (corpus, some) in enumerate(drawn)]
    caps = SentencesConfig(copies_per_source=source, copies=every, min_words=3)
    config = DedupConfig(corpora=("a", "b", "c"), containment=None, sentences=caps, max_removed=1)
    run = deduplicate(tmp_path_factory.mktemp("run"), [rows[::2], rows[1::2]][: len(rows)], config, cutting)
    rejected = rows_of(run, "rejected")
    assert sorted((row["id"], row["text"]) for row in rejected) == counted(rows, caps)
    for row in rows_of(run, "data"):
        [before] = [each for each in rows if each["id"] == row["id"]]
        mine = [each["text"] for each in rejected if each["id"] == row["id"]]
        assert sorted([*kept_sentences(row), *mine]) == sorted(kept_sentences(before))
        assert row["tokens"] == sum(map(count_tokens, kept_sentences(row)))


def test_every_keeper_is_kept_with_sentences_too(tmp_path: Path) -> None:
    caps = SentencesConfig(copies_per_source=1, copies=1, min_words=2)
    rows = [
        document("a/1", "Consulte siempre.", "Es un caso."),
        document("a/2", "Consulte siempre."),
        document("b/3", "CONSULTE SIEMPRE"),
    ]
    got = deduplicate(tmp_path, [rows], BARE.model_copy(update={"sentences": caps, "containment": None}))
    kept = ids_of(got)
    assert {row["keeper"] for row in rows_of(got, "rejected")} <= {*kept}


def test_every_keeper_is_kept_with_sentences_under_containment(tmp_path: Path) -> None:
    caps = SentencesConfig(copies_per_source=1, copies=1, min_words=5)
    parts = ["uno dos tres cuatro cinco", "seis siete ocho nueve diez", "once doce trece catorce quince"]
    rows = [
        *(document(f"a/{n}", part, " ".join(f"own{n}x{m}" for m in range(20))) for n, part in enumerate(parts)),
        document("b/1", *parts),
        document("b/2", " ".join(parts).upper()),
    ]
    got = deduplicate(tmp_path, [rows], BARE.model_copy(update={"sentences": caps}))
    kept = ids_of(got)
    assert {row["keeper"] for row in rows_of(got, "rejected")} <= {*kept}
