"""Clinical notes are kept whole, whatever they look like."""

from __future__ import annotations

import pytest

from bioroberta.corpus.clean import clean_document
from bioroberta.corpus.config import CleanConfig
from tests.corpus.notes import NOTES, SHORT
from tests.corpus.test_clean import document

CONFIG = CleanConfig()


def removed(text: str, config: CleanConfig = CONFIG) -> list[tuple[str, str]]:
    """Rule and text of everything that goes."""
    return [(row["rule"], row["text"]) for row in clean_document(document(text), config)[1]]


@pytest.mark.parametrize("name", NOTES)
def test_nothing_of_a_note_goes(name: str) -> None:
    assert removed(NOTES[name]) == []


def test_notes_of_one_line_stay() -> None:
    assert [lost for line in SHORT for lost in removed(line) if len(line.split()) >= CONFIG.min_tokens] == []
