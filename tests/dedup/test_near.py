"""Near duplicates against a comparison of every pair, alone and beside containment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bioroberta.dedup import near as near_module
from bioroberta.dedup.config import DedupConfig, NearConfig
from bioroberta.dedup.hashing import ngrams as hashed_ngrams
from bioroberta.dedup.minhash import band_keys
from bioroberta.dedup.words import words
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
        words = [f"{letter}{each}" for each in range(draw(st.integers(0, 3)), draw(st.integers(3, 16)))]
        for _ in range(draw(st.integers(0, 1))):
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


@pytest.mark.parametrize("cutting", [Cutting(), FINE], ids=["whole", "fine"])
def test_no_pair_stands_for_another(tmp_path: Path, cutting: Cutting) -> None:
    # b is like a, c is like b but not like a; b goes, so c stays.
    words = [f"w{number}" for number in range(60)]
    texts = {"a/1": words[:40], "b/1": words[7:47], "c/1": words[14:54]}
    assert similarity(ngrams(texts["a/1"], 3), ngrams(texts["b/1"], 3)) > SURE.threshold
    rows = [document(name, " ".join(text)) for name, text in texts.items()]
    found = removals(deduplicate(tmp_path, [rows], ALONE, cutting))
    assert found == [Removal("b/1#0", "near", "a/1#0", 31 / 45, 31 / 38)]


def test_the_threshold_is_enough(tmp_path: Path) -> None:
    rows = [document("a/1", "q w e r t y u i o p"), document("a/2", "q w e r t y u i . 1 2")]
    assert removals(deduplicate(tmp_path / "equal", [rows], ALONE)) == [Removal("a/2#0", "near", "a/1#0", 0.6, 6 / 8)]
    above = ALONE.model_copy(update={"near": SURE.model_copy(update={"threshold": 0.61})})
    assert removals(deduplicate(tmp_path / "below", [rows], above)) == []


def test_all_that_share_a_band_are_compared_with_one_another(tmp_path: Path) -> None:
    # Of three texts that meet in the only band, the second and the third are near each other, not the first.
    one = NearConfig(threshold=0.6, bands=1, rows=1)
    texts = next(each for each in map(three, range(1000)) if len({*keys(each, one)}) == 1)
    rows = [document(f"{corpus}/1", text) for corpus, text in zip("abc", texts, strict=True)]
    found = removals(deduplicate(tmp_path, [rows], ALONE.model_copy(update={"near": one})))
    assert [(each.id, each.keeper) for each in found] == [("c/1#0", "b/1#0")]


def three(number: int) -> list[str]:
    """Texts of which all have three words in common, the last two most of theirs."""
    same = f"x{number} y{number} z{number}"
    return [f"{same} other words here", f"{same} a b c d e f", f"{same} a b c d e g"]


def keys(texts: Sequence[str], config: NearConfig) -> list[int]:
    """The keys of texts in the only band."""
    found = words([[text] for text in texts])
    grams, owners = hashed_ngrams(found.hashes, found.texts, 3)
    starts = [*np.unique(owners, return_index=True)[1], len(grams)]
    return band_keys(grams, np.array(starts), config)[:, 0].tolist()


def test_more_copies_than_are_compared_go_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near_module, "COMPARED", 3)
    monkeypatch.setattr(near_module, "BLOCK", 50)
    words = [f"w{number}" for number in range(100)]
    texts = [[*words[:number], f"own{number}", *words[number + 1 :]] for number in range(40)]
    rows = [document(f"a/{number:02}", " ".join(text)) for number, text in enumerate(texts)]
    found = removals(deduplicate(tmp_path, [rows], ALONE))
    assert [(each.rule, each.keeper) for each in found] == [("near", "a/00#0")] * 39
