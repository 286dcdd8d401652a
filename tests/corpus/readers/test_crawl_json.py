"""Pages of the BSC's crawler."""

from __future__ import annotations

import json
from typing import Any

from bioroberta.corpus.records import Broken, RawDocument, Skipped
from tests.corpus.reading import read


def page(**changes: Any) -> bytes:
    fields = {
        "url": "http://a.es/asma",
        "p": "El asma es una  enfermedad.<p>Afecta a los\nbronquios.<p> ",
        "heads": "El asma<h>Síntomas",
        "titles": "/inicio\\|Ir al inicio<t>/b\\|Buscar",
        "keywords": "asma<k>bronquios",
    }
    return json.dumps({**fields, **changes}).encode() + b"\n"


def test_paragraphs_title_and_address() -> None:
    text = "El asma es una enfermedad.\n\nAfecta a los bronquios."
    assert read("crawl_json", page()) == [RawDocument(0, text, "El asma", "http://a.es/asma")]
    stated = page(titles="Asma | Salud", date="2020-03-05T10:00:00Z", status="200 OK", p=["Uno.", "", "Dos."])
    assert read("crawl_json", stated) == [
        RawDocument(0, "Uno.\n\nDos.", "Asma | Salud", "http://a.es/asma", date="2020-03-05")
    ]
    assert read("crawl_json", b'{"p": "Uno."}') == [RawDocument(0, "Uno.")]


def test_what_is_no_page() -> None:
    lines = [
        page(url="http://a.es/robots.txt"),
        page(status=404),
        page(heads="Hospital<h>404 Not Found"),
        page(p=""),
        page(p=None),
        page(heads="500 casos<h>Errores innatos", status="finished"),
    ]
    items = read("crawl_json", b"\n".join(lines))
    assert [item.rule for item in items if isinstance(item, Skipped)] == [
        "robots",
        "http_status",
        "error_page",
        "empty",
        "empty",
    ]
    assert items[1] == Skipped(1, "http_status", 404, 200)
    assert isinstance(items[5], RawDocument)


def test_broken_pages_cost_only_themselves() -> None:
    lines = [b"{", b"[1]", b'{"url": "http://a.es"}', page(p=3), page(heads=[1]), page(p={"a": "b"}), page(url=3)]
    items = read("crawl_json", b"\n".join(lines))
    assert [type(item) for item in items] == [Broken] * 6 + [RawDocument]
