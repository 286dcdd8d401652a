from __future__ import annotations

import itertools

import pytest

from bioroberta.corpus.config import CleanConfig
from tests.benchmarks import _junk, _junk_text, frame, retention
from tests.benchmarks._junk import DEVELOPMENT_SEEDS, Dice, Item

CASE = [
    "El paciente ingresa por dolor torácico.",
    "La exploración física es normal.",
    "Se inicia tratamiento con amoxicilina.",
]
NEWS = {"fra": "Le patient est sorti hier.\n", "spa": "El paciente salió ayer.\n"}
BROKEN = "Se inició tratamiento antibiótico y desapareció la inflamación después de la operación."


@pytest.fixture
def news(tmp_path):
    for language, line in NEWS.items():
        (tmp_path / f"{language}.txt").write_text(line * 400, encoding="utf-8")
    return tmp_path


def drawn(news, seed, wanted=60):
    of = retention.kinds([[BROKEN] * 3], news)
    of.pop("other languages")  # one paragraph only
    return [item for kind, sorts in of.items() for item in _junk.items(kind, sorts, seed, wanted)]


def test_without_data_it_cannot_run_and_leaves_the_last_result(monkeypatch, tmp_path):
    written = frame.HERE / "results/retention.md"
    before = written.read_bytes() if written.exists() else None
    monkeypatch.setenv("BIOROBERTA_DATA", str(tmp_path))
    assert frame.main(["retention"]) == frame.COULD_NOT_RUN
    assert (written.read_bytes() if written.exists() else None) == before


def test_the_generator_is_no_benchmark():
    assert "retention" in frame.names_in(frame.HERE)
    assert not [name for name in frame.names_in(frame.HERE) if "junk" in name]


def test_junk_is_the_same_for_a_seed_and_no_item_stands_twice(news):
    first, again, other = drawn(news, 1), drawn(news, 1), drawn(news, 2)
    assert first == again
    assert first != other
    assert len({item.text for item in first}) == len(first) == 6 * 60
    assert all(item.text.strip() for item in first)


def test_no_slot_is_left_open(news):
    assert not [item for item in drawn(news, retention.SEED) if "§" in item.text]


def test_a_third_is_held_back_from_development():
    options = "abcdefghi"
    for seed in DEVELOPMENT_SEEDS:
        dice = Dice(seed)
        assert {dice.choose(options) for _ in range(200)} == set("bcefhi")
        assert not dice.fresh
    dice = Dice(retention.SEED)
    assert {dice.choose(options) for _ in range(200)} == set(options)
    assert dice.fresh
    assert retention.SEED not in DEVELOPMENT_SEEDS


def test_what_is_held_back_marks_its_items(news):
    assert not any(item.fresh for item in drawn(news, 3))
    assert any(item.fresh for item in drawn(news, retention.SEED))


def test_options_differ_and_are_as_many_as_there_are():
    dice = Dice(1)
    assert sorted(dice.several("bc", 5, 5)) == ["b", "c"]
    assert len(set(dice.several(range(30), 4, 4))) == 4


def test_other_languages_leave_spanish_out(news):
    assert list(_junk_text.languages(news)) == ["fra"]


@pytest.mark.parametrize("damage", _junk_text.DAMAGES)
def test_damage_is_beyond_repair(damage):
    dice = Dice(retention.SEED)
    draw = _junk_text.mojibake([BROKEN])[damage]
    assert all(draw(dice) != BROKEN for _ in range(5))


def test_lost_letters_are_counted():
    assert _junk_text.lost("más o más", "más o mas") == 1
    assert _junk_text.lost("¿no?", "no") == 0


def test_injected_junk_is_all_there_once_and_at_most_a_third():
    junk = [Item("menus", "bars", f"Inicio | Contacto {number}", False) for number in range(40)]
    mixed = _junk.inject([CASE], [*junk, Item("code", "dumps", "x" * 1000, False)], 7)
    found = [piece for pieces in mixed for piece in pieces if isinstance(piece, Item)]
    assert len(found) == len(set(found)) == 41
    for pieces in mixed:
        gold = [piece for piece in pieces if isinstance(piece, str)]
        assert gold in ([], CASE)
        assert not gold or sum(len(each.text) for each in pieces if isinstance(each, Item)) <= sum(map(len, gold)) / 2
    alone = [each for [each, *others] in mixed if isinstance(each, Item) and not others]
    assert len(alone) in (6, 7)  # a share of all, and the one that fits nowhere
    assert any(each.kind == "code" for each in alone)


def test_parts_of_a_document_are_judged_by_visible_characters():
    item = Item("menus", "bars", "| a |", False)
    text = "Uno dos.\n| a |\nTres."
    judged = list(retention.judge_document(["Uno dos.", item, "Tres."], text, [(0, 8), (11, 12)]))
    assert [(each.visible, each.kept) for each in judged] == [(7, 7), (3, 1), (5, 0)]
    assert [each.whole for each in judged] == [True, False, False]
    assert [each.gone for each in judged] == [False, False, True]


def test_parts_that_do_not_make_the_document_are_refused():
    with pytest.raises(ValueError, match="7 visible characters, its parts 3"):
        list(retention.judge_document(["Uno"], "Uno dos.", []))


@pytest.mark.parametrize("joint", [" ", "\n"])
def test_gold_sentences_are_kept_and_a_document_that_goes_is_lost(joint):
    foreign = Item(
        "other languages", "fra", "Le patient est sorti de l’hôpital hier soir, sans fièvre ni douleur.", False
    )
    judged = list(retention.judge([CASE, [foreign]], joint, CleanConfig()))
    assert [each.whole for each in judged] == [True, True, True, False]
    assert judged[-1].gone


def test_repair_moves_nothing():
    pieces = ["Dolor\u200b de\u00a0espalda\u00ad.", "Se inició\u0301 ya."]
    judged = list(retention.judge([pieces * 2], "\n", CleanConfig()))
    assert all(each.whole for each in judged)


def test_a_row_for_each_kind_and_all():
    junk = [
        retention.Judged("a", Item(kind, "one", "a", fresh), 10, kept)
        for (kind, fresh), kept in zip(itertools.product(("code", "menus"), (True, False)), (0, 5, 0, 0), strict=True)
    ]
    rows = retention.junk_rows(junk)
    assert [row[:4] for row in rows] == [
        ["code", 2, 1, "0.5000"],
        ["menus", 2, 2, "1.0000"],
        ["all", 4, 3, "0.7500"],
    ]
    assert rows[-1][4:] == ["0.8750", 2, "1.0000"]
    assert len(rows[0]) == len(retention.JUNK_HEADER)
    assert [row[0] for row in retention.by_sort(junk)] == ["code: one", "menus: one"]


def test_survivors_are_shown_of_development_seeds_only():
    with pytest.raises(SystemExit, match="no seed for development"):
        retention.show_survivors(retention.SEED)
