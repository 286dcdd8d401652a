"""Google Patents."""

from __future__ import annotations

import json
from typing import Any

from bioroberta.corpus.records import Broken, RawDocument, Skipped
from tests.corpus.reading import read


def patent(code: str = "A61B5/00", language: str = "es", **extra: Any) -> bytes:
    fields = {
        "publication_number": "ES-1234-A1",
        "title_localized": [{"text": "Catéter", "language": language, "truncated": False}],
        "abstract_localized": [
            {"text": "Un catéter.", "language": language},
            {"text": "A catheter.", "language": "en"},
        ],
        "cpc": [{"code": code, "inventive": True}],
        **extra,
    }
    return json.dumps(fields).encode() + b"\n"


def test_medical_patents_in_the_language() -> None:
    lines = [
        patent(),
        patent(code="B60K1/00"),
        patent(language="fr", abstract_localized=None),
        b"\n",
        patent(code="A61K 31/00"),
    ]
    document = RawDocument(0, "Catéter\n\nUn catéter.", "Catéter", "https://patents.google.com/patent/ES1234A1")
    items = read("google_patents", b"".join(lines))
    assert items[:3] == [document, Skipped(1, "code"), Skipped(2, "language")]
    assert isinstance(items[3], RawDocument)
    assert items[3].record == 3


def test_dates_of_publication() -> None:
    lines = [patent(publication_date=date) for date in (20170305, "2017-03-05", 20170000, 0, None)]
    dates = [item.date for item in read("google_patents", b"".join(lines)) if isinstance(item, RawDocument)]
    assert dates == ["2017-03-05", "2017-03-05", "2017", None, None]


def test_broken_lines_cost_themselves_only() -> None:
    lines = [
        b"{truncated\n",
        b"[1]\n",
        b"[" * 100_000 + b"\n",
        patent(cpc=[{}]),
        patent(title_localized="Catéter"),
        patent(),
    ]
    items = read("google_patents", b"".join(lines))
    assert [type(item) for item in items] == [Broken] * 5 + [RawDocument]
