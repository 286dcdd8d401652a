from __future__ import annotations

import pytest

from bioroberta.corpus import sentences as ours
from tests.benchmarks import frame, sentences
from tests.benchmarks.sentences import Score


def test_without_data_it_cannot_run_and_leaves_the_last_result(monkeypatch, tmp_path):
    written = frame.HERE / "results/sentences.md"
    before = written.read_bytes()
    monkeypatch.setenv("BIOROBERTA_DATA", str(tmp_path))
    assert frame.main(["sentences"]) == frame.COULD_NOT_RUN
    assert written.read_bytes() == before


def test_a_document_is_its_sentences_and_what_counts_for_nobody():
    document = sentences.document("Acude hoy.\n\n refiere dolor .\n)\nFin.\n")
    assert document.text == "Acude hoy. refiere dolor . ) Fin."
    assert document.gold == {9, 22, 23, 27}
    assert document.left_out == {9, 22}


def test_white_space_moves_no_boundary():
    assert sentences.boundaries(["a b.", "c"]) == sentences.boundaries([" ab. ", "c\n"]) == [3, 4]


def test_found_wrong_and_missed_are_counted():
    document = sentences.document("Uno. Dos.\nTres.\ncuatro.")
    assert sentences.score([document], [["Uno.", "Dos.", "Tres. cuatro."]]) == Score(found=2, wrong=1, missed=0)
    assert sentences.score([document], [["Uno.", "Dos.", "Tres. cuatro."]], raw=True) == Score(2, 1, 1)
    assert Score(2, 1, 1).f1 == pytest.approx(2 / 3)


def test_of_a_fold_only_the_abbreviations_of_others_are_known():
    texts = ["Lo vio el Dr. Gil. Mejoró."] * 2
    whole, parted = ["Lo vio el Dr. Gil.", "Mejoró."], ["Lo vio el Dr.", "Gil.", "Mejoró."]
    assert [sentences.split(text) for text in texts] == [whole, whole]
    assert sentences.split_in_folds(texts) == [whole, whole]
    assert sentences.split_in_folds([texts[0], "Mejoró."]) == [parted, ["Mejoró."]]
    assert "dr" in ours.NEVER_LAST


def test_a_claim_for_every_peer_and_for_speed():
    score = Score(996, 4, 4)
    scores = dict.fromkeys([sentences.OURS, sentences.FOLDED, *sentences.PEERS], (score, score))
    claims = sentences.claims(scores, {sentences.OURS: 25.0})
    assert [claim.holds for claim in claims] == [True, False, False, False, False, True]
    assert len(sentences.rows(scores, {sentences.OURS: 25.0})[0]) == len(sentences.HEADER)
