"""Words in arrays against the words themselves."""

from __future__ import annotations

import itertools
import sys
import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bioroberta import text as text_module
from bioroberta.dedup import words as module
from bioroberta.dedup.hashing import sequences
from bioroberta.dedup.words import Pieces, Words, chunks, find_words, words

# What Unicode makes hard: letters that fold to several, marks that compose or not, digits that are no decimals,
# letters beyond the first plane, what is no character; and what keeps words apart, or does not.
LETTERS = "aAñÑßẞﬁİıΣςǅ\u0301\u0308\u0345\u1100\u1161\u11a8ͅ²½Ⅷ_𝐀𐐀😀\ud800 \n\t.-'\u200d\u00ad\u3000漢0"
texts_strategy = st.text(st.sampled_from(LETTERS) | st.characters(), max_size=12)
pieces_strategy = st.lists(st.lists(texts_strategy, max_size=4), max_size=5)


def expected(pieces: Iterable[str]) -> list[list[str]]:
    return [text_module.words(piece) for piece in pieces]


def laid_out(texts: Sequence[Sequence[str]], between: str = " ") -> Pieces:
    """Texts of these pieces with something before, between and behind them that does not count."""
    spans = [
        (end - len(piece), end)
        for pieces in texts
        for end, piece in zip(itertools.accumulate(len(between) + len(piece) for piece in pieces), pieces, strict=True)
    ]
    starts, ends = np.array(spans, np.int64).reshape(-1, 2).T
    counts = np.array([len(pieces) for pieces in texts], np.int64)
    return Pieces([between.join(["", *pieces, ""]) for pieces in texts], counts, starts, ends)


def slices(starts: np.ndarray) -> list[slice]:
    return [slice(*each) for each in itertools.pairwise(starts.tolist())]


def normalised(found: Words) -> list[str]:
    """The normalised texts as strings."""
    return [each.decode("utf-16-le") for each in found.normalised()]


def hash_of(word: str) -> int:
    return int(words([[word]]).hashes[0])


@given(pieces_strategy)
@example([["Straße"], ["STRASSE"], [], [""], ["", "a"], ["ﬁn", "n\u0303", "\u0303n"], ["😀 𐐀_𝐀", "\u0345"]])
@example([["\ufacf"], ["B"]])  # composed, it is beyond 16 bits
@example([["a"], ["A", "İ"]])  # no letter keeps its place: the first text must not be moved by the second
@settings(deadline=None)  # the first to come fills the tables
def test_words_are_those_of_the_text(texts: list[list[str]]) -> None:
    found = words(texts)
    wanted = [expected(pieces) for pieces in texts]
    assert found.counts.tolist() == [len(pieces) for pieces in texts]
    assert [found.hashes[each].tolist() for each in slices(found.pieces)] == [
        [hash_of(word) for word in piece] for pieces in wanted for piece in pieces
    ]
    assert np.diff(found.texts).tolist() == [sum(map(len, pieces)) for pieces in wanted]
    assert normalised(found) == ["".join(f"{word} " for word in itertools.chain(*pieces)) for pieces in wanted]


@given(pieces_strategy, st.sampled_from(["", "a", "n", "\u0301", ". ", "ß", "😀", "_"]))
@example([["a", "b"], ["a", "b"]], "")
@example([["n", "n"]], "\u0303")
@example([["\u0301", "e"]], "e")
@example([["", "", "a"], [], ["b", ""]], "")
def test_what_stands_between_the_pieces_makes_no_difference(texts: list[list[str]], between: str) -> None:
    found, wanted = find_words(laid_out(texts, between)), words(texts)
    assert found.hashes.tolist() == wanted.hashes.tolist()
    assert found.counts.tolist() == wanted.counts.tolist()
    assert (found.texts.tolist(), found.pieces.tolist()) == (wanted.texts.tolist(), wanted.pieces.tolist())
    assert [*found.normalised()] == [*wanted.normalised()]


def test_a_code_point_and_what_it_folds_to_are_both_of_words_or_not_and_what_is_folded_stays() -> None:
    for point in range(1 << 16):
        folded = unicodedata.normalize("NFC", chr(point)).casefold()
        letter, hard = module._is_word(1 << 16)[point], module._is_hard()[point]
        assert hard or folded == chr(module._folded()[point])
        assert hard or letter == bool(text_module.words(folded))
        assert all(each > "\uffff" or module._folded()[ord(each)] == ord(each) for each in folded)


@given(texts_strategy, texts_strategy)
@example("ab", "ba")
@example("a", "aa")
def test_two_words_have_equal_hashes_when_they_are_equal(left: str, right: str) -> None:
    both = sorted({*text_module.words(left), *text_module.words(right)})
    assert len({hash_of(word) for word in both}) == len(both)


def test_every_code_point_is_a_word_or_not_as_the_expression_has_it() -> None:
    every = [chr(point) for point in range(sys.maxunicode + 1) if len(chr(point).casefold()) == 1]
    text = " ".join(every)
    assert normalised(words([[text]])) == [text_module.normalise(text) + " "]


@given(pieces_strategy, st.integers(1, 30))
@settings(deadline=None)
def test_how_many_texts_are_worked_on_at_once_makes_no_difference(texts: list[list[str]], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK", size)
        parts = list(chunks(laid_out(texts)))
    whole = words(texts)
    assert [word for part in parts for word in part.hashes.tolist()] == whole.hashes.tolist()
    assert [text for part in parts for text in normalised(part)] == normalised(whole)
    assert [count for part in parts for count in np.diff(part.pieces).tolist()] == np.diff(whole.pieces).tolist()
    for group in _grouped(parts, laid_out(texts).texts):
        assert sum(map(len, group[:-1])) < size


def _grouped(parts: list[Words], texts: Sequence[str]) -> list[Sequence[str]]:
    """The texts of each part."""
    ends = [0, *itertools.accumulate(len(part.counts) for part in parts)]
    assert ends[-1] == len(texts)
    return [texts[start:end] for start, end in itertools.pairwise(ends)]


def test_one_text_may_be_longer_than_what_is_worked_on_at_once() -> None:
    distinct = 1000
    text = " ".join(f"w{number % distinct}" for number in range(module.CHUNK // 4))
    assert len(text) > module.CHUNK
    [found] = chunks(laid_out([[text]]))
    short = words([[" ".join(f"w{number}" for number in range(distinct))]])
    assert np.array_equal(found.hashes, np.resize(short.hashes, module.CHUNK // 4))
    tail = found.texts[-1] - np.array([distinct, 0])
    head = np.array([found.texts[-1] % distinct, found.texts[-1] % distinct + distinct])
    assert sequences(found.hashes, tail) == sequences(found.hashes, head)
