"""The guard: where a rule would take too much nothing goes, and there is something to look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from bioroberta.commit import markers
from bioroberta.dedup.config import DedupConfig, SentencesConfig
from bioroberta.errors import RunError
from tests.dedup.stage import Row, clean, deduplicate, document, ids_of, rows_of
from tests.small_recipe import write

CONFIG = DedupConfig(corpora=("a", "b"), sentences=None, max_removed=0.4)


def own(corpus: str, count: int) -> list[Row]:
    """Documents that share nothing."""
    return [document(f"{corpus}/own{number:02}", f"{corpus}{number}") for number in range(count)]


def copies(count: int) -> list[Row]:
    """Documents of `b`, each a copy of one of `a`, which comes first."""
    return [document(f"{corpus}/copy{number:02}", f"texto {number}") for corpus in "ab" for number in range(count)]


def evidence(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "dedup" / "evidence").glob("*"))


def test_too_many_copies_stop_the_stage_before_anything_goes(tmp_path: Path) -> None:
    rows = [*copies(12), *own("b", 8)]
    with pytest.raises(RunError) as raised:
        deduplicate(tmp_path, [rows[:14], rows[14:]], CONFIG)
    said = str(raised.value)
    assert "rule exact would remove 12 of 20 documents of b, more than dedup.max_removed 0.4 allows" in said
    assert "b/copy00#0, b/copy01#0, b/copy02#0. Look at evidence/exact-b.html in" in said
    assert "add b to dedup.accept" in said
    run = clean(tmp_path, [rows[:14], rows[14:]])
    assert markers(run.folder) == []
    assert not run.folder.exists("data")
    page = run.folder.read_text("evidence/exact-b.html")
    assert page.count("<h2>Pair") == 10
    assert "b/copy09#0" in page
    assert "a/copy09#0" in page


def test_who_has_looked_accepts(tmp_path: Path) -> None:
    rows = [*copies(12), *own("b", 8)]
    with pytest.raises(RunError):
        deduplicate(tmp_path, [rows], CONFIG)
    run = deduplicate(tmp_path, [rows], CONFIG.with_overrides({"accept": ["b"]}))
    assert len(rows_of(run, "rejected")) == 12
    assert len(ids_of(run)) == 20


@pytest.mark.parametrize(
    ("copied", "others", "limit", "stops"),
    [
        (10, 0, 0.4, False),
        (11, 0, 0.4, True),
        (11, 11, 0.5, False),
        (12, 11, 0.5, True),
        (11, 9, 0.0, True),
        (11, 0, 1.0, False),
    ],
)
def test_the_limit_is_a_share_and_small_corpora_have_none(
    tmp_path: Path, copied: int, others: int, limit: float, stops: bool
) -> None:
    config = CONFIG.with_overrides({"max_removed": limit})
    rows = [*copies(copied), *own("b", others)]
    if stops:
        with pytest.raises(RunError, match=f"remove {copied} of {copied + others} documents of b"):
            deduplicate(tmp_path, [rows], config)
    else:
        assert len(rows_of(deduplicate(tmp_path, [rows], config), "rejected")) == copied


def test_each_rule_and_corpus_has_its_limit_and_its_page(tmp_path: Path) -> None:
    text = " ".join(f"w{number}" for number in range(10))
    parts = [document(f"{corpus}/part{number:02}", text, f"y{number}") for corpus in "ab" for number in range(12)]
    write(tmp_path / "report" / "uno.txt", "Un texto.")
    named = [document(f"b/{number}/uno.html", f"z{number}") for number in range(11)]
    config = CONFIG.with_overrides({"evaluation": [str(tmp_path / "report")], "max_removed": 0.2})
    rows = [*parts, *named, *own("a", 30), *copies(13)[13:]]
    with pytest.raises(
        RunError, match=r"containment would remove 11 of 42 documents of a, .* also .* of b, evaluation of b\."
    ):
        deduplicate(tmp_path, [rows], config)
    assert evidence(tmp_path) == ["containment-a.html", "containment-b.html", "evaluation-b.html"]
    page = (tmp_path / "dedup/evidence/evaluation-b.html").read_text()
    assert "report/uno.txt" in page
    assert "Un texto." in page


def test_sentences_count_as_sentences(tmp_path: Path) -> None:
    caps = SentencesConfig(copies_per_source=1, copies=1, min_words=2)
    config = CONFIG.model_copy(update={"sentences": caps, "containment": None})
    rows = [document(f"a/{number:02}", f"Caso {number}.", "Consulte siempre a su médico.") for number in range(30)]
    assert (
        len(rows_of(deduplicate(tmp_path / "half", [rows], config.with_overrides({"max_removed": 0.5})), "rejected"))
        == 29
    )
    with pytest.raises(RunError, match="sentences would remove 29 of 60 sentences of a, more"):
        deduplicate(tmp_path, [rows], config)
    assert evidence(tmp_path) == ["sentences-a.html"]
    page = (tmp_path / "dedup/evidence/sentences-a.html").read_text()
    assert page.count("<mark>Consulte siempre a su médico</mark>.") == 20
    assert page.count("<h2>Pair") == 10


def test_few_documents_may_be_most_of_a_corpus_by_their_tokens(tmp_path: Path) -> None:
    long = [f"palabra{number}" for number in range(3000)]
    texts = [" ".join([f"caso{case}", *long]) for case in range(4)]
    rows = [document(f"{corpus}/largo{case}", text) for corpus in "ab" for case, text in enumerate(texts)]
    config = CONFIG.with_overrides({"containment": None, "max_removed": 0.5})
    with pytest.raises(RunError, match=r"exact would remove 12,004 of 12,024 tokens of b"):
        deduplicate(tmp_path, [[*rows, *own("b", 20)]], config)
