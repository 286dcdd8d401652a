"""MediaWiki dumps."""

from __future__ import annotations

from xml.sax.saxutils import escape

from bioroberta.corpus.readers.mediawiki import plain_text
from bioroberta.corpus.records import RawDocument, Skipped
from tests.corpus.reading import read

ARTICLE = """{{Ficha de enfermedad|nombre=Asma}}
[[Archivo:Asma.png|thumb|Una imagen]]
El '''asma''' es una [[enfermedad]] de los [[bronquio|bronquios]].<ref>Gil, 2010.</ref> Hay 10<sup>6</sup> casos.

== Causas ==
* Alergia
* [[Polen]]
{| class="wikitable"
| celda || otra
|}
== Referencias ==
{{listaref}}
* Un libro
[[Categoría:Enfermedades]]"""


def page(title: str, text: str, namespace: int = 0, extra: str = "") -> str:
    revision = f"<revision><text>{escape(text)}</text></revision>"
    return f"<page><title>{title}</title><ns>{namespace}</ns><id>1</id>{extra}{revision}</page>"


def dump(*pages: str) -> bytes:
    head = '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" xml:lang="es"><siteinfo/>'
    return f"{head}{''.join(pages)}</mediawiki>".encode()


def test_wikitext_to_prose() -> None:
    lines = [line.strip() for line in plain_text(ARTICLE).splitlines() if line.strip()]
    assert lines == ["El asma es una enfermedad de los bronquios. Hay 10⁶ casos.", "Causas", "Alergia", "Polen"]


def test_pages_that_are_no_articles_are_left_out_but_counted() -> None:
    items = read(
        "mediawiki",
        dump(
            page("Discusión:Asma", "Hola", namespace=1),
            page("Asma bronquial", "#REDIRECCIÓN [[Asma]]"),
            page("Otra", "x", extra='<redirect title="Asma"/>'),
            page("Vacía", "{{borrar}}"),
            page("Asma", "El asma."),
        ),
    )
    assert items == [
        Skipped(0, "namespace"),
        Skipped(1, "redirect"),
        Skipped(2, "redirect"),
        Skipped(3, "empty"),
        RawDocument(4, "Asma\n\nEl asma.", "Asma"),
    ]
