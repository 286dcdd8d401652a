"""The page of evidence: whatever the texts hold it is well-formed and inert, and it marks what both texts have."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bioroberta.dedup.evidence import BEFORE, PAIRS, RUN, SHOWN, Excess, Pair, page, placed_words, shared_passages
from bioroberta.text import words

BAD = "<script>alert(1)</script>\"'&]]>\x00\x1b[2J\u202e<img src=x onerror=alert(1)>"
EXCESS = Excess("containment", "meddocan", 812, 1000, "documents", 0.5)
TEXT = "El paciente ingresa por dolor torácico de dos horas de evolución."
FILLER = " ".join(f"palabra{number}" for number in range(100_000))


def pair(text: str, keeper_text: str, **values: Any) -> Pair:
    known = {"id": "meddocan/1#0", "keeper": "codiesp/1#0", "value": 0.912, "keeper_share": 0.85}
    return Pair(**{**known, "text": text, "keeper_text": keeper_text, **values})


def parsed(html: str) -> etree._Element:
    return etree.fromstring(html.removeprefix("<!DOCTYPE html>\n").encode())


def columns(text: str, keeper_text: str) -> list[etree._Element]:
    return parsed(page(EXCESS, [pair(text, keeper_text)])).xpath("//div[@class='pair']/div")


def marks(text: str, keeper_text: str) -> list[list[str]]:
    return [column.xpath(".//mark/text()") for column in columns(text, keeper_text)]


def test_it_says_what_happened_and_how_to_accept_it() -> None:
    said = " ".join(parsed(page(EXCESS, [])).xpath("string(//header)").split())
    assert "containment would remove 812 of the 1,000 documents of meddocan (81.2%), more than the 50.0%" in said
    assert 'dedup: accept: ["meddocan"]' in said


def test_sentences_and_evaluation_texts_are_called_so() -> None:
    sentences = page(Excess("sentences", "web", 60, 100, "sentences", 0.5), [pair(TEXT, TEXT)])
    assert "would remove 60 of the 100 sentences of" in sentences
    assert "of the sentence, 85.0% stands in the other text" in sentences
    evaluation = parsed(page(Excess("evaluation", "web", 60, 100, "documents", 0.5), [pair(TEXT, TEXT)]))
    assert evaluation.xpath("//h3/text()") == ["Would be removed: ", "Evaluation text: "]


def test_a_pair_names_both_documents_and_what_was_measured() -> None:
    root = parsed(page(EXCESS, [pair(TEXT, TEXT)]))
    assert root.xpath("//h3/code/text()") == ["meddocan/1#0", "codiesp/1#0"]
    about = root.xpath("string(//p[@class='about'])")
    assert "91.2%" in about
    assert "85.0%" in about


def test_hostile_text_is_shown_and_does_nothing() -> None:
    html = page(Excess(BAD, BAD, 1, 1, "documents", 0.5), [pair(f"{TEXT} {BAD}", f"{BAD} {TEXT}", id=BAD, keeper=BAD)])
    root = parsed(html)  # well-formed: nothing broke out, no control character is in it
    assert not root.xpath("//script | //img | //link | //@src | //@href | //@onerror")
    assert root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0].startswith("default-src 'none'")
    assert (
        html.count("&lt;script&gt;") == 7
    )  # in the title twice, rule, corpus twice, two ids; in the texts it is marked
    assert html.count("&lt;<mark>script&gt;") == 2


def test_only_ten_pairs_are_shown() -> None:
    assert page(EXCESS, [pair(TEXT, TEXT)] * 12).count("<h2>") == PAIRS


@pytest.mark.parametrize(
    ("text", "keeper_text", "marked"),
    [
        (TEXT, TEXT, [[TEXT[:-1]], [TEXT[:-1]]]),
        ("uno dos tres cuatro", "uno dos tres cuatro", [[], []]),
        (
            "Nota: UNO, dos; tres\ncuatro (cinco). Fin",
            "... uno dos tres cuatro cinco seis",
            [["UNO, dos; tres\ncuatro (cinco"], ["uno dos tres cuatro cinco"]],
        ),
        ("a b c d e z z f g h i j", "f g h i j y a b c d e", [["a b c d e", "f g h i j"], ["f g h i j", "a b c d e"]]),
        (
            "dolor tora\u0301cico en reposo hoy",
            "Dolor torácico en reposo HOY",
            [["dolor torácico en reposo hoy"], ["Dolor torácico en reposo HOY"]],
        ),
    ],
)
def test_passages_of_both_are_marked(text: str, keeper_text: str, marked: list[list[str]]) -> None:
    assert marks(text, keeper_text) == marked


@given(st.text(alphabet="abA .,İßſ\u0301\n", max_size=60), st.text(alphabet="abA .,İßſ\u0301\n", max_size=60))
def test_a_word_is_marked_where_a_run_of_words_has_it(text: str, other: str) -> None:
    found, known = placed_words(text), placed_words(other)
    runs = {tuple(word for word, _ in known[at : at + RUN]) for at in range(len(known) - RUN + 1)}
    passages, _ = shared_passages(found, known)
    for index, (_, (start, end)) in enumerate(found):
        around = range(max(0, index - RUN + 1), min(index, len(found) - RUN) + 1)
        shared = any(tuple(word for word, _ in found[at : at + RUN]) in runs for at in around)
        inside = any(left <= start and end <= right for left, right in passages)
        assert inside or not shared
    assert all(left < right for left, right in passages)
    assert passages == sorted(passages)


@given(st.text(alphabet="abñÑİßſσςÅ 1_-.\u0301\n"))
def test_words_are_those_of_deduplication(text: str) -> None:
    normal = unicodedata.normalize("NFC", text)
    assert [word for word, _ in placed_words(normal)] == words(text)


def test_long_texts_are_cut_around_the_first_shared_passage() -> None:
    """A megabyte each, in less than a second; the passage stands in the middle of one and at the end of the other."""
    text, keeper_text = f"{FILLER} {TEXT} {FILLER}", f"{FILLER.replace('palabra', 'otra')} {TEXT}"
    left, right = columns(text, keeper_text)
    for column, whole in ((left, text), (right, keeper_text)):
        shown = column.xpath("string(.//blockquote)")
        assert shown in whole
        assert len(shown) == SHOWN
        assert column.xpath(".//mark/text()") == [TEXT[:-1]]
    assert left.xpath("string(.//blockquote)").index(TEXT) == BEFORE
    first = text.index(TEXT) - BEFORE
    assert f"characters {first + 1:,} to {first + SHOWN:,} of {len(text):,}" in left.xpath("string(p)")


def test_a_text_of_its_own_is_shown_from_its_beginning() -> None:
    left, right = columns(FILLER, TEXT)
    assert f"characters 1 to {SHOWN:,} of" in left.xpath("string(p)")
    assert right.xpath("string(.//blockquote)") == TEXT
    assert right.xpath("string(p)") == f"{len(TEXT)} characters"
