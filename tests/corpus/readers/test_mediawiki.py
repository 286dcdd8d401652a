"""MediaWiki dumps."""

from __future__ import annotations

import json
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bioroberta.corpus.readers.wiki_categories import selection_file
from bioroberta.corpus.records import Broken, RawDocument, Skipped
from bioroberta.errors import RunError
from tests.corpus.reading import read


def page(title: str, text: str, namespace: int = 0, extra: str = "", number: int | None = None, time: str = "") -> str:
    identity = f"<id>{number}</id>" if number is not None else ""
    stamp = f"<timestamp>{time}</timestamp>" if time else ""
    revision = f"<revision>{stamp}<text>{escape(text)}</text></revision>"
    return f"<page><title>{title}</title><ns>{namespace}</ns>{identity}{extra}{revision}</page>"


def dump(*pages: str, siteinfo: str = "") -> bytes:
    head = '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" xml:lang="es">'
    return f"{head}<siteinfo>{siteinfo}</siteinfo>{''.join(pages)}</mediawiki>".encode()


def test_pages_that_are_no_articles_are_left_out_but_counted() -> None:
    items = read(
        "mediawiki",
        dump(
            page("Discusión:Asma", "Hola", namespace=1),
            page("Asma bronquial", "#REDIRECCIÓN [[Asma]]"),
            page("Otra", "x", extra='<redirect title="Asma"/>'),
            page("Vacía", "{{borrar}}"),
            page("Asma", "El asma."),
            page("Rota", "{{a|" * 1000),
        ),
    )
    assert items == [
        Skipped(0, "namespace"),
        Skipped(1, "redirect"),
        Skipped(2, "redirect"),
        Skipped(3, "empty"),
        RawDocument(4, "Asma\n\nEl asma.", "Asma"),
        Broken(5, "wikitext", "wikitext with over 200 {{ that are not closed"),
    ]


def test_date_and_address() -> None:
    siteinfo = "<base>https://es.wikipedia.org/wiki/Wikipedia:Portada</base>"
    [item] = read("mediawiki", dump(page("Asma (niños)", "El asma.", time="2017-03-05T10:00:00Z"), siteinfo=siteinfo))
    assert isinstance(item, RawDocument)
    assert (item.url, item.date) == ("https://es.wikipedia.org/wiki/Asma_(ni%C3%B1os)", "2017-03-05")
    [item] = read("mediawiki", dump(page("Asma", "El asma.", time="ayer"), siteinfo="<base>file:///x</base>"))
    assert isinstance(item, RawDocument)
    assert (item.url, item.date) == (None, None)


def test_the_latest_revision_counts() -> None:
    old = "<revision><timestamp>2010-01-01T00:00:00Z</timestamp><text>Viejo.</text></revision>"
    [item] = read("mediawiki", dump(page("Asma", "Nuevo.", extra=old, time="2017-01-01T00:00:00Z")))
    assert isinstance(item, RawDocument)
    assert (item.text, item.date) == ("Asma\n\nNuevo.", "2017-01-01")


def test_a_page_or_title_that_comes_again() -> None:
    items = read(
        "mediawiki",
        dump(
            page("Asma", "{{vacía}}", number=1),
            page("Asma", "El asma.", number=1),
            page("Asma infantil", "El asma.", number=1),
            page("asma", "Otra.", number=2),
            page("Gripe", "La gripe.", number=3),
            page("Gripes", "La gripe."),
        ),
    )
    assert [item.rule if isinstance(item, Skipped) else "kept" for item in items] == [
        "empty",
        "kept",
        "repeated",
        "repeated",
        "kept",
        "kept",
    ]


def test_articles_of_the_selected_categories(tmp_path: Path) -> None:
    file = tmp_path / selection_file("corpus")
    file.parent.mkdir()
    file.write_text(json.dumps({"levels": {"Ciencias de la vida": 0, "Enfermedades": 1}}))
    options = {"category": "Ciencias_de_la_vida", "selection": str(tmp_path)}
    pages = [
        page("Asma", "El asma. [[Categoría:enfermedades|Asma]]"),
        page("Toledo", "Toledo. [[Categoría:Municipios]]"),
        page("Gripe", "La gripe."),
        page("Categoría:Enfermedades", "[[Categoría:Ciencias de la vida]]", namespace=14),
    ]
    kept, *others = read("mediawiki", dump(*pages), **options)
    assert isinstance(kept, RawDocument)
    assert others == [Skipped(1, "category"), Skipped(2, "category"), Skipped(3, "namespace")]


def test_a_category_without_its_selection_is_no_fault_of_the_document() -> None:
    with pytest.raises(RunError, match="not selected"):
        read("mediawiki", dump(page("Asma", "El asma.")), category="Vida")


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_bytes_are_read_or_refused(data: st.DataObject) -> None:
    sound = dump(page("Asma", "El '''asma''' [[Categoría:Vida]] {{a}}", number=1), siteinfo="<base>http://a/b</base>")
    changed = bytearray(sound)
    for _ in range(data.draw(st.integers(0, 8))):
        changed[data.draw(st.integers(0, len(sound) - 1))] = data.draw(st.integers(0, 255))
    for some in (bytes(changed), sound[: data.draw(st.integers(0, len(sound)))], data.draw(st.binary())):
        assert read("mediawiki", some)
