from typing import NamedTuple

from tests.dedup.oracle import Removal, walk


class Text(NamedTuple):
    id: str
    corpus: str
    text: str


LONG = "uno dos tres cuatro cinco seis siete ocho nueve diez"
HALF = "uno dos tres cuatro cinco seis siete"


def test_the_longest_of_the_first_corpus_stays():
    documents = [Text("1", "b", LONG + " once doce"), Text("2", "a", HALF), Text("3", "a", LONG)]
    assert walk(documents, ["a", "b"]) == [
        Removal("2", "containment", "3", 1.0, 1.0),
        Removal("1", "containment", "3", 6 / 8, 6 / 8),
    ]


def test_only_more_than_the_threshold_removes():
    documents = [Text("1", "a", LONG), Text("2", "a", "uno dos tres cuatro cinco seis y una mas")]
    assert walk(documents, ["a"], containment=2 / 5) == []
    assert walk(documents, ["a"], containment=0.39) == [Removal("2", "containment", "1", 2 / 5, 2 / 5)]


def test_equal_words_are_an_equal_text_that_shares_the_fate_of_the_first():
    documents = [Text("1", "a", LONG), Text("2", "a", LONG.upper()), Text("3", "a", HALF), Text("4", "a", HALF + "!")]
    assert walk(documents, ["a"]) == [
        Removal("2", "exact", "1", 1.0, 1.0),
        Removal("3", "containment", "1", 1.0, 1.0),
        Removal("4", "containment", "1", 1.0, 1.0),
    ]


def test_texts_shorter_than_an_n_gram_go_only_if_equal():
    documents = [Text("1", "a", LONG), Text("2", "a", "Uno, dos."), Text("3", "a", "uno dos"), Text("4", "a", "tres")]
    assert walk(documents, ["a"]) == [Removal("3", "exact", "2", 1.0, 1.0)]


def test_what_was_removed_removes_nothing():
    windows = [" ".join(f"w{n}" for n in range(start, start + 10)) for start in (0, 3, 6)]
    documents = [Text(str(n), "a", text) for n, text in enumerate(windows)]
    assert walk(documents, ["a"], containment=0.49) == [Removal("1", "containment", "0", 0.5, 0.5)]


def test_several_documents_may_hold_it_and_the_keeper_has_most_n_grams_first():
    kept = [Text("1", "a", "a b c d e f g h i"), Text("2", "a", "r s t u v w x y z")]
    most, tied = Text("3", "b", "a b c d e f r s t u v w x"), Text("4", "b", "a b c d e f g r s t u v w x")
    assert walk([*kept, most], ["a", "b"]) == [Removal("3", "containment", "2", 5 / 9, 3 / 9)]
    assert walk([*kept, tied], ["a", "b"]) == [Removal("4", "containment", "1", 6 / 10, 3 / 10)]


def test_evaluation_texts_go_and_hold_nothing():
    documents = [Text("1", "a", LONG), Text("2", "a", LONG), Text("3", "a", HALF)]
    gone = Removal("1", "evaluation", None, 1.0, 0.0)
    assert walk(documents, ["a"], evaluation={"1"}) == [gone, Removal("3", "containment", "2", 1.0, 1.0)]
