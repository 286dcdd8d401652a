"""Configuration of ingest and clean."""

from __future__ import annotations

import pytest

from bioroberta.config import parse
from bioroberta.corpus.config import PATTERNS, CorpusSource, IngestConfig
from bioroberta.corpus.sources import READERS
from bioroberta.errors import ConfigError


def test_every_format_has_a_reader_and_a_pattern() -> None:
    assert set(READERS) == set(PATTERNS)


def test_a_name_used_twice_is_refused() -> None:
    corpus = {"name": "casos", "format": "text", "path": "casos"}
    with pytest.raises(ConfigError, match="casos"):
        parse(IngestConfig, {"corpora": [corpus, corpus]})


@pytest.mark.parametrize("name", ["", "a/b", "a#b", "á", "-a"])
def test_names_that_would_break_ids_are_refused(name: str) -> None:
    with pytest.raises(ConfigError):
        parse(CorpusSource, {"name": name, "format": "text", "path": "casos"})


def test_the_side_of_parallel_files_is_their_suffix() -> None:
    assert CorpusSource(name="emea", format="moses", path="x", language="pt").file_pattern() == "**/*.pt"
    assert CorpusSource(name="emea", format="moses", path="x", pattern="*.es.txt").file_pattern() == "*.es.txt"


@pytest.mark.parametrize("encoding", ["base64", "rot13", "latin-one"])
def test_what_is_no_encoding_of_text_is_refused(encoding: str) -> None:
    with pytest.raises(ConfigError, match=f"Python knows no encoding of text '{encoding}'; write for example cp1252"):
        parse(CorpusSource, {"name": "a", "format": "text", "path": "casos", "encoding": encoding})
    assert CorpusSource(name="a", format="text", path="casos", encoding="utf-16-le").encoding == "utf-16-le"
