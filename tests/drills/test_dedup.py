"""The drill of dedup: what it expects is right, differences are seen, and a small run gives the walk's answer."""

from __future__ import annotations

import random

import pytest

from bioroberta.dedup.config import SentencesConfig
from bioroberta.storage import Folder
from tests.benchmarks._dedup_stage import clean_row
from tests.benchmarks._document_tables import MANY_CORPORA
from tests.drills import dedup
from tests.drills._dedup_expected import Entry, expected

CAPS = SentencesConfig(copies_per_source=1, copies=3, min_words=4)
OWN = "Cada texto tiene palabras propias de número {} que ningún otro tiene jamás aquí {}."
REPEATED = "Esto se repite mucho."


def row(corpus, number):
    own = OWN.format(f"n{number}", " ".join(f"{number}x{place}" for place in range(20 - number)))
    return clean_row(corpus, f"{number}.txt", f"{own} {REPEATED}")


def test_sentences_beyond_a_cap_are_expected_to_go():
    rows = [row("a", 1), row("a", 2), row("b", 3), row("c", 4)]
    start, end = (rows[1]["spans"][1][name] for name in ("start", "end"))
    gone = {entry.id: entry for entry in expected(rows, ["a", "b", "c"], CAPS)}
    assert gone.keys() == {"a/2.txt#0", "c/4.txt#0"}
    assert gone["a/2.txt#0"] == Entry("a/2.txt#0", "sentence", start, end, "sentences", 1.0, "a/1.txt#0", None)
    assert gone["c/4.txt#0"].value == 3.0  # of three before it, in all corpora


def test_a_document_without_a_sentence_left_is_expected_to_go_whole():
    rows = [row("a", 1), clean_row("a", "2.txt", REPEATED)]
    [entry] = expected(rows, ["a"], CAPS)
    assert (entry.unit, entry.start, entry.end) == ("document", 0, len(REPEATED))


def test_documents_are_expected_to_go_by_the_walk():
    rows = [row("a", 1), clean_row("b", "2.txt", row("a", 1)["text"].upper())]
    assert [(entry.id, entry.rule, entry.keeper) for entry in expected(rows, ["a", "b"], CAPS)] == [
        ("b/2.txt#0", "exact", "a/1.txt#0")
    ]


def test_what_no_marker_names_is_seen(tmp_path):
    folder = Folder(str(tmp_path))
    folder.write_bytes("grams/00000-a.parquet", b"")
    folder.write_bytes("shards/.00000.json.ab", b"")
    assert dedup.unnamed(folder) == ["grams/00000-a.parquet"]


class Answered:
    """A drill of which each run finishes at once with some entries."""

    def __init__(self, monkeypatch, tmp_path, found, answers):
        self.road = dedup.Road(tmp_path)
        monkeypatch.setattr(dedup, "rejected", lambda _: [entry._asdict() for entry in found])
        monkeypatch.setattr(dedup, "answer_of", lambda _: next(answers))
        monkeypatch.setattr(dedup, "manifest_of", lambda _: {"results": {"rounds": 3}})

    def held(self, wanted):
        return dedup.held_against(self.road, self.road.folder, wanted)


ENTRY = Entry("a/2.txt#0", "document", 0, 9, "exact", 1.0, "a/1.txt#0", 1.0)


def test_another_entry_than_the_walks_is_no_recovery(monkeypatch, tmp_path):
    run = Answered(monkeypatch, tmp_path, [ENTRY], iter([{"output": "1"}]))
    told, recovered = run.held({ENTRY._replace(keeper="a/3.txt#0")})
    assert not recovered
    assert told.startswith("2 of 1 entries differ")


def test_other_bytes_than_before_are_no_recovery(monkeypatch, tmp_path):
    run = Answered(monkeypatch, tmp_path, [ENTRY], iter([{"output": "1"}, {"output": "2"}]))
    assert run.held({ENTRY}) == ("1 entries of exact; 3 rounds", True)
    assert run.held({ENTRY}) == ("the walk's entries, but another output", False)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_few_documents_in_many_parts_get_the_walks_answer(monkeypatch):
    monkeypatch.setattr(dedup, "DOCUMENTS", 20_000)
    monkeypatch.setattr(dedup, "WORKERS", (dedup.STRUCK_WORKERS,))
    monkeypatch.setattr(dedup, "KILLS", 0)
    [coarsely, finely] = dedup.drill(random.Random(1))
    assert coarsely.recovered, coarsely.happened
    assert finely.recovered, finely.happened
    assert coarsely.happened.startswith(finely.happened.partition(";")[0])
    assert set(MANY_CORPORA) == set(dedup.SETTINGS["corpora"])
