"""What the predecessor (BSC's corpus-cleaner, commit 8640ef5) got wrong in deduplication, and ours must not.

Those of its reading and cleaning stand in `tests/corpus/test_predecessor.py`.
"""

from __future__ import annotations

import random
from pathlib import Path

from bioroberta.dedup.config import DedupConfig
from tests.dedup.stage import deduplicate, document, rows_of

CONFIG = DedupConfig(corpora=("cases", "web"))
REFRAIN = "Sin alergias conocidas."
WORDS = "paciente dolor fiebre tos edema rodilla mano tórax cirugía alta dosis control".split()


def shuffled(seed: int) -> str:
    """All the words, as often as in any other of these texts, in an order of its own."""
    words = WORDS * 3
    random.Random(seed).shuffle(words)
    return " ".join(words)


def test_3_what_many_documents_share_is_not_cut_out_of_them(tmp_path: Path) -> None:
    """The predecessor's limit on repeated sentences counted lines of files with a word a line: every word that it had
    seen a few times was deleted.
    """
    rows = [document(f"cases/{number}.txt", REFRAIN, f"{shuffled(number)}.") for number in range(120)]
    kept = rows_of(deduplicate(tmp_path, [rows], CONFIG), "data")
    assert {row["id"]: (row["text"], row["spans"]) for row in kept} == {
        row["id"]: (row["text"], row["spans"]) for row in rows
    }


def test_4_the_same_words_in_another_order_are_another_text(tmp_path: Path) -> None:
    """One of the predecessor's modes compared single words, so that nearly every document was a duplicate."""
    rows = [document(f"cases/{number}.txt", shuffled(number)) for number in range(5)]
    assert len(rows_of(deduplicate(tmp_path, [rows], CONFIG), "data")) == len(rows)


def test_6_what_is_known_of_a_document_stays_with_it(tmp_path: Path) -> None:
    """The predecessor's deduplication lost id, address, title and file name, so that nothing could be withdrawn."""
    known = {"title": "Un caso", "url": "https://example.org/1", "date": "2012-03-04"}
    row = {**document("cases/1.txt", shuffled(1)), **known}
    [kept] = rows_of(deduplicate(tmp_path, [[row, document("web/1.html", shuffled(1))]], CONFIG), "data")
    assert kept == row


def test_8_which_copy_survives_does_not_depend_on_arrival(tmp_path: Path) -> None:
    """The predecessor kept the first copy that its file listing and its workers happened to bring."""
    rows = [document(f"{corpus}/{number}", shuffled(1)) for corpus in ("web", "cases") for number in (2, 1)]
    for number, order in enumerate([rows, rows[::-1], rows[2:] + rows[:2]]):
        run = deduplicate(tmp_path / str(number), [order[:1], order[1:]], CONFIG)
        assert [row["id"] for row in rows_of(run, "data")] == ["cases/1#0"]
