"""Near duplicates against a comparison of every pair, alone and beside containment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bioroberta.dedup import near as near_module
from bioroberta.dedup.config import DedupConfig, NearConfig
from tests.dedup.oracle import Removal, in_order, most_frequent, ngrams, share
from tests.dedup.stage import BARE, Cutting, Row, as_kept, deduplicate, document, ids_of, removals

SURE = NearConfig(threshold=0.6, bands=200, rows=1)
"""Of a pair of similarity 0.5 one band in 1e60 tries is not shared."""
ALONE = BARE.model_copy(update={"containment": None, "near": SURE, "ngram": 3})
FINE = Cutting((4, 40, 300, 40), 5, 0, 0)


def walk(rows: Sequence[Row], config: DedupConfig) -> Iterator[Removal]:
    """What goes by all rules: `oracle.walk`, and a look at every kept document before."""
    assert config.near
    kept: dict[str, list[tuple[str, ...]]] = {}
    fates: dict[str, Removal] = {}
    for identity, text in in_order(as_kept(rows), config.corpora):
        same, grams = " ".join(text), ngrams(text, config.ngram)
        if same in fates:
            yield fates[same]._replace(id=identity)
            continue
        holders = [next((n for n, each in enumerate(kept.values()) if gram in each), -1) for gram in grams]
        inside = [each for each in holders if each >= 0]
        similar = {other: similarity(grams, each) for other, each in kept.items()}
        closest = max(similar, key=similar.__getitem__, default="")
        if config.containment is not None and grams and len(inside) / len(grams) > config.containment:
            keeper = [*kept][most_frequent(inside)]
            fate = Removal(identity, "containment", keeper, len(inside) / len(grams), share(grams, kept[keeper]))
        elif closest and similar[closest] >= config.near.threshold:
            fate = Removal(identity, "near", closest, similar[closest], share(grams, kept[closest]))
        else:
            kept[identity] = grams
            fates[same] = Removal(identity, "exact", identity, 1.0, 1.0)
            continue
        fates[same] = fate
        yield fate


def similarity(grams: list[tuple[str, ...]], others: list[tuple[str, ...]]) -> float:
    return len({*grams} & {*others}) / max(len({*grams} | {*others}), 1)


@st.composite
def variants(draw: st.DrawFn) -> list[Row]:
    """Texts, and the same with some words replaced, added or left out."""
    rows = []
    for number in range(draw(st.integers(1, 12))):
        letter = draw(st.sampled_from("xyz"))
        words = [f"{letter}{each}" for each in range(draw(st.integers(0, 16)))]
        for _ in range(draw(st.integers(0, 2))):
            place = draw(st.integers(0, len(words)))
            words[place : place + draw(st.integers(0, 1))] = draw(st.sampled_from([[], ["other"], ["x1", "x2"]]))
        rows.append(document(f"{draw(st.sampled_from('abc'))}/{number:02}", " ".join(words)))
    return rows


@given(variants(), st.sampled_from([None, 0.9, 0.6]), st.booleans())
@settings(deadline=None, max_examples=14)
def test_what_goes_is_what_a_look_at_every_pair_says(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], containment: float | None, fine: bool
) -> None:
    config = ALONE.model_copy(update={"containment": containment})
    run = deduplicate(tmp_path_factory.mktemp("run"), [rows[::2], rows[1::2]], config, FINE if fine else None)
    assert removals(run) == sorted(walk(rows, config))


TEMPLATE = (
    "Paciente de {} años que acude por {} de {} días de evolución , niega alergias . Se pauta {} y control en {} ."
)


def test_a_template_with_other_content_survives(tmp_path: Path) -> None:
    filled = [
        (54, "disnea", 3, "oxígeno", "consulta"),
        (7, "otalgia", 2, "ibuprofeno", "su centro"),
        (81, "caída", 1, "yeso", "días"),
    ]
    rows = [document(f"a/{number}", TEMPLATE.format(*each)) for number, each in enumerate(filled)]
    assert len(ids_of(deduplicate(tmp_path, [rows], BARE.model_copy(update={"near": NearConfig()})))) == 3


def test_no_pair_stands_for_another(tmp_path: Path) -> None:
    # b is like a, c is like b but not like a; b goes, so c stays.
    words = [f"w{number}" for number in range(60)]
    texts = {"a/1": words[:40], "b/1": words[7:47], "c/1": words[14:54]}
    assert similarity(ngrams(texts["a/1"], 3), ngrams(texts["b/1"], 3)) > 0.6
    rows = [document(name, " ".join(text)) for name, text in texts.items()]
    assert [each.id for each in removals(deduplicate(tmp_path, [rows], ALONE))] == ["b/1#0"]


def test_more_copies_than_are_compared_go_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near_module, "COMPARED", 3)
    monkeypatch.setattr(near_module, "BLOCK", 50)
    words = [f"w{number}" for number in range(100)]
    texts = [[*words[:number], f"own{number}", *words[number + 1 :]] for number in range(40)]
    rows = [document(f"a/{number:02}", " ".join(text)) for number, text in enumerate(texts)]
    found = removals(deduplicate(tmp_path, [rows], ALONE))
    assert [(each.rule, each.keeper) for each in found] == [("near", "a/00#0")] * 39
