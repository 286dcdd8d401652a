"""Output of WikiExtractor."""

from __future__ import annotations

import bz2
from pathlib import Path

import pytest

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.inventory import files
from bioroberta.corpus.records import Broken, RawDocument, Skipped
from tests.corpus.reading import read

URL = "https://es.wikipedia.org/wiki?curid=7"


def article(title: str, body: str, extra: str = "") -> bytes:
    return f'<doc id="7"{extra} url="{URL}" title="{title}">\n{title}\n\n{body}\n\n</doc>\n'.encode()


def test_articles_with_title_and_address() -> None:
    items = read("wikiextractor", article("Asma", "El asma.\n\nCausas.") + b"\n" + article("Gota", "La gota."))
    assert items == [
        RawDocument(0, "Asma\n\nEl asma.\n\nCausas.", "Asma", URL),
        RawDocument(1, "Gota\n\nLa gota.", "Gota", URL),
    ]


def test_what_the_versions_write() -> None:
    """Quotes in titles, revisions, escaped signs, no title in the text."""
    [quoted] = read("wikiextractor", article('"Virus A"', "Un virus.", ' revid="3"'))
    assert quoted == RawDocument(0, '"Virus A"\n\nUn virus.', '"Virus A"', URL)
    [escaped] = read("wikiextractor", article("A&amp;B", "Con p&lt;0,05 &amp; más."))
    assert escaped == RawDocument(0, "A&B\n\nCon p<0,05 & más.", "A&B", URL)
    [bare] = read("wikiextractor", b'<doc id="1" url="" title="Tos">\r\nLa tos.\r\n</doc>\r\n')
    assert bare == RawDocument(0, "Tos\n\nLa tos.", "Tos")


def test_articles_of_a_title_alone_are_left_out_but_counted() -> None:
    items = read("wikiextractor", article("Atlántico (desambiguación)", "") + article("Asma", "El asma."))
    assert items[0] == Skipped(0, "empty")
    assert items[1].record == 1


def test_a_broken_article_costs_itself_only() -> None:
    lost_end = article("Uno", "Texto.").replace(b"</doc>\n", b"")
    lost_header = article("Dos", "Texto.").partition(b">\n")[2]
    damaged = article("Tres", "Año, señal, niño.").replace("ñ".encode(), b"\xc3", 1)
    items = read("wikiextractor", lost_end + article("A", "a.") + lost_header + damaged + article("B", "b.") + b"cola")
    assert [(item.record, item.reason) for item in items if isinstance(item, Broken)] == [
        (0, "no end"),
        (2, "no header"),
        (3, "encoding"),
        (5, "no header"),
    ]
    assert [item.title for item in items if isinstance(item, RawDocument)] == ["A", "B"]


@pytest.mark.parametrize("body", ["x" * 5000, "línea\n" * 1000], ids=["one line", "many lines"])
def test_an_article_over_the_bound_is_passed_over(body: str) -> None:
    items = read("wikiextractor", article("Largo", body) + article("Asma", "El asma."), max_record_bytes=1000)
    assert isinstance(items[0], Broken)
    assert items[0].reason == "too large"
    assert items[1] == RawDocument(1, "Asma\n\nEl asma.", "Asma", URL)


def test_compressed_output_is_found_and_read(tmp_path: Path) -> None:
    source = CorpusSource(name="wiki", format="wikiextractor", path=str(tmp_path))
    data = bz2.compress(article("Asma", "El asma."))
    (tmp_path / "AA").mkdir()
    (tmp_path / "AA" / "wiki_00.bz2").write_bytes(data)
    assert [file.path for file in files(source)] == ["AA/wiki_00.bz2"]
    [item] = read("wikiextractor", data, "AA/wiki_00.bz2")
    assert isinstance(item, RawDocument)


def test_published_output(data_folder: Path) -> None:
    data = (data_folder / "corpora" / "corpus_cleaner_samples" / "wiki_00").read_bytes()
    items = read("wikiextractor", data)
    assert len(items) == data.count(b"</doc>") == 95
    assert sum(item == Skipped(item.record, "empty") for item in items) == 3
    assert sum(isinstance(item, RawDocument) for item in items) == 92
