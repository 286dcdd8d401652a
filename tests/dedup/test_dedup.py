"""The stage: every document of `clean` is kept or in `rejected/`, however it was cut into shards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bioroberta.commit import commit, markers, read_table
from bioroberta.dedup.config import DedupConfig
from bioroberta.dedup.contamination import EvaluationTexts, read_evaluation
from bioroberta.dedup.dedup import LEDGER, dedup, read_ledger, signature
from bioroberta.run import Execution, Run
from bioroberta.schemas import CLEAN, Outcome, rows_to_table
from bioroberta.storage import Folder
from bioroberta.text import count_tokens, normalise
from tests.finished import finish
from tests.small_recipe import write

CONFIG = DedupConfig(corpora=("cases", "web"))
NONE = EvaluationTexts({}, {})


def document(name: str, text: str, kept: tuple[tuple[int, int], ...] | None = None) -> dict[str, Any]:
    corpus, _, path = name.partition("/")
    spans = ((0, len(text)),) if kept is None else kept
    return {
        "id": f"{name}#0",
        "corpus": corpus,
        "path": path,
        "record": 0,
        "license": "CC0-1.0",
        "language": "es",
        "language_score": 0.9,
        "text": text,
        "spans": [{"start": start, "end": end} for start, end in spans],
        "tokens": sum(count_tokens(text[start:end]) for start, end in spans),
        "bytes": sum(len(text[start:end].encode()) for start, end in spans),
    }


def run_over(folder: Path, shards: list[list[dict[str, Any]]], config: DedupConfig = CONFIG) -> Run:
    """Run the stage over documents in shards, below `folder`."""
    run = Run(Folder(str(folder)), "dedup", Execution(1))
    for unit, rows in enumerate(shards):
        commit(run.stage_folder("clean"), unit, [Outcome(rows_to_table(rows, CLEAN))], CLEAN)
    finish(run.stage_folder("clean"))
    dedup(config, run)
    return run


def rows_of(run: Run, part: str) -> list[dict[str, Any]]:
    files = [file for marker in markers(run.folder) for file in marker.files if file.part == part]
    return [row for file in files for row in read_table(run.folder, file).to_pylist()]


LONG = "el paciente refiere dolor abdominal de dos días de evolución sin fiebre ni vómitos"
DOCUMENTS = [
    document("web/1.html", LONG.upper() + "!"),
    document("cases/2.txt", LONG),
    document("cases/1.txt", f"{LONG}. Se pauta analgesia."),
    document("web/2.html", "Texto propio que no está en ningún otro sitio de la colección."),
    document("web/report1.html", "No se parece en nada a su tocayo salvo por el nombre."),
    document("web/3.html", "Índice. Sin alergias conocidas. Menú", ((8, 31),)),
]


@pytest.fixture
def evaluation(tmp_path: Path) -> str:
    write(tmp_path / "report" / "report1.txt", "Informe.")
    write(tmp_path / "report" / "report2.txt", "¡Sin alergias conocidas!")
    return str(tmp_path / "report")


@pytest.mark.usefixtures("no_cluster")
def test_what_goes_goes_with_rule_value_and_keeper(tmp_path: Path, evaluation: str) -> None:
    run = run_over(tmp_path, [DOCUMENTS[:2], DOCUMENTS[2:]], CONFIG.with_overrides({"evaluation": [evaluation]}))
    assert [row["id"] for row in rows_of(run, "data")] == ["cases/1.txt#0", "web/2.html#0"]
    rejected = {row["id"]: row for row in rows_of(run, "rejected")}
    told = {name: (row["rule"], row["keeper"], row["value"] > row["threshold"]) for name, row in rejected.items()}
    assert told == {
        "cases/2.txt#0": ("containment", "cases/1.txt#0", True),
        "web/1.html#0": ("containment", "cases/1.txt#0", True),
        "web/report1.html#0": ("evaluation", "report/report1.txt", True),
        "web/3.html#0": ("evaluation", "report/report2.txt", True),
    }
    whole = rejected["web/3.html#0"]
    assert (whole["text"], whole["start"], whole["end"], whole["unit"]) == (DOCUMENTS[5]["text"], 0, 36, "document")
    assert whole["tokens"] == 3
    assert [removal.id for removal in read_ledger(run.folder).values()][-1] == "web/3.html#0"


def test_the_kept_text_is_compared_and_the_whole_text_recognised(evaluation: str) -> None:
    texts = read_evaluation([evaluation])
    cut = document("web/9.html", "Menú. Sin fiebre. Pie", ((6, 17),))
    assert signature(cut, CONFIG, NONE).text == signature(document("cases/9.txt", "sin fiebre"), CONFIG, NONE).text
    assert signature(cut, CONFIG, NONE).tokens == 2
    part = document("web/9.html", "Sin alergias conocidas.", ((0, 12),))
    assert signature(part, CONFIG, texts).evaluation == "report/report2.txt"
    assert signature(document("web/report2.html", "Otro."), CONFIG, texts).evaluation == "report/report2.txt"


@pytest.mark.usefixtures("no_cluster")
def test_started_again_it_decides_nothing_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = run_over(tmp_path, [DOCUMENTS])
    first = run.folder.read_bytes(LEDGER)
    run.folder.delete("shards")
    monkeypatch.setattr("bioroberta.dedup.dedup.decide", None)
    dedup(CONFIG, run)
    assert run.folder.read_bytes(LEDGER) == first
    assert len(rows_of(run, "data")) + len(rows_of(run, "rejected")) == len(DOCUMENTS)


@pytest.mark.usefixtures("no_cluster")
def test_nothing_to_remove_writes_no_rejections(tmp_path: Path) -> None:
    run = run_over(tmp_path, [[DOCUMENTS[3]], []])
    assert rows_of(run, "data")[0]["id"] == "web/2.html#0"
    assert rows_of(run, "rejected") == []


texts = st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=9).map(" ".join), min_size=1, max_size=10)


@given(texts, st.lists(st.integers(0, 10), max_size=3), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("no_cluster")
def test_shards_make_no_difference_and_nothing_is_lost(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[str], cuts: list[int], chance: Any
) -> None:
    rows = [document(f"{'web' if n % 3 else 'cases'}/{n}.txt", text) for n, text in enumerate(drawn)]
    one = run_over(tmp_path_factory.mktemp("one"), [rows])
    shuffled = chance.sample(rows, len(rows))
    bounds = [0, *sorted(min(cut, len(rows)) for cut in cuts), len(rows)]
    pieces = [shuffled[start:end] for start, end in zip(bounds, bounds[1:], strict=False)]
    many = run_over(tmp_path_factory.mktemp("many"), pieces)

    def by_id(part: str, run: Run) -> list[dict[str, Any]]:
        return sorted(rows_of(run, part), key=lambda row: row["id"])

    for part in ("data", "rejected"):
        assert by_id(part, one) == by_id(part, many)
    assert one.folder.read_bytes(LEDGER) == many.folder.read_bytes(LEDGER)
    kept, rejected = by_id("data", one), by_id("rejected", one)
    back = rows_to_table([row for row in rows if row["id"] in {other["id"] for other in kept}], CLEAN)
    assert pa.Table.from_pylist(kept, schema=CLEAN).sort_by("id").equals(back.sort_by("id"))
    assert sorted([(row["id"], row["text"]) for row in kept + rejected]) == sorted(
        (row["id"], row["text"]) for row in rows
    )
    texts_of = {row["id"]: normalise(row["text"]) for row in kept}
    for row in rejected:
        assert row["keeper"] in texts_of
        if row["rule"] == "exact":
            assert texts_of[row["keeper"]] == normalise(row["text"])
