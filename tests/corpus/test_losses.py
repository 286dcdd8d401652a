"""Corpora that mostly fail, and corpora of which nothing is left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bioroberta.commit import commit
from bioroberta.corpus.losses import refuse_empty, refuse_failures
from bioroberta.errors import RunError
from bioroberta.schemas import DOCUMENT, FAILED, Outcome, rows_to_table
from bioroberta.storage import Folder

COUNTS: dict[str, Any] = {
    "kept": {"cases": {"rows": 3, "tokens": 90}},
    "rejected": {
        "cases": {"short": {"documents": 1, "tokens": 1}, "symbols": {"sentences": 9, "tokens": 40}},
        "catalan": {
            "language": {"documents": 7, "sentences": 2, "tokens": 9},
            "short": {"documents": 2, "tokens": 1},
            "symbols": {"sentences": 50, "tokens": 100},
        },
    },
    "failed": {"cases": {"Broken": 1}, "catalan": {"Broken": 3}},
}


def test_the_limit_is_a_share_of_all_documents_of_a_corpus(tmp_path: Path) -> None:
    refuse_failures("clean", COUNTS, 0.25, Folder(str(tmp_path)))
    with pytest.raises(
        RunError, match=r"clean: 1 of 5 documents of cases failed \(20.0%, the limit is 19.0%\).*raise "
    ):
        refuse_failures("clean", COUNTS, 0.19, Folder(str(tmp_path)))


def test_the_commonest_reason_is_told(s3_folder: Folder) -> None:
    reasons = [("no column", "no Informe among: NHC, Texto")] * 4 + [("quotes", "misplaced quotes")] * 2
    reasons += [("no column", "no Informe among: Id")]
    failed = [
        {"id": f"cases/{n}", "corpus": "cases", "path": str(n), "error": error, "message": message}
        for n, (error, message) in enumerate(reasons)
    ]
    other = [{**failed[0], "corpus": "other", "message": "another"}] * 9
    outcome = Outcome(rows_to_table([], DOCUMENT), failed=rows_to_table(other + failed, FAILED))
    counts = commit(s3_folder, 0, [outcome], DOCUMENT).counts
    del counts["failed"]["other"]
    with pytest.raises(RunError, match=r"the commonest reason: no column: no Informe among: NHC, Texto \(5\)\. Look"):
        refuse_failures("ingest", counts, 0.5, s3_folder)


def test_a_corpus_of_which_nothing_is_left_is_named_with_what_took_it() -> None:
    refuse_empty("clean", COUNTS, ["cases"])
    with pytest.raises(RunError) as caught:
        refuse_empty("clean", COUNTS, ["cases", "catalan"])
    said = str(caught.value)
    assert said.startswith("clean: nothing of corpus catalan is left (7 language, 3 Broken, 2 short); look into")
    assert said.endswith("give the corpus may_be_empty: true")


def test_a_corpus_without_a_single_document_is_one_too() -> None:
    with pytest.raises(RunError, match="nothing of corpus other is left .its files hold no document"):
        refuse_empty("ingest", COUNTS, ["other"])
    refuse_empty("ingest", {}, [])
