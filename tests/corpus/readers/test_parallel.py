"""Moses files and TMX."""

from __future__ import annotations

from bioroberta.corpus.records import Broken, RawDocument, Skipped
from tests.corpus.reading import read


def unit(identifier: str, *sides: tuple[str, str], prop: str = "") -> str:
    variants = "".join(f'<tuv xml:lang="{language}"><seg>{text}</seg></tuv>' for language, text in sides)
    return f'<tu tuid="{identifier}">{prop}{variants}</tu>'


def tmx(*units: str) -> bytes:
    return f'<tmx version="1.4"><header/><body>{"".join(units)}</body></tmx>'.encode()


def test_moses_documents_end_at_empty_lines_or_the_bound() -> None:
    items = read("moses", b"uno\ndos\n\n\ntres\ncuatro\ncinco\n", lines_per_document=2)
    assert items == [RawDocument(0, "uno\ndos"), RawDocument(1, "tres\ncuatro"), RawDocument(2, "cinco")]


def test_a_mark_of_order_alone_is_no_document() -> None:
    assert read("moses", b"\xff\xfe") == [Skipped(0, "empty")]


def test_a_bad_line_breaks_its_document_only() -> None:
    data = (
        "niña y señor\n\n".encode() + "año, señal, niño, allá".encode()[:-1] + b"\n\n" + b"x" * 500 + b"\nfin\n\nfin\n"
    )
    items = read("moses", data, max_record_bytes=100)
    assert [type(item) for item in items] == [RawDocument, Broken, Broken, RawDocument]
    assert [item.record for item in items] == [0, 1, 2, 3]


def test_tmx_units_of_one_document() -> None:
    data = tmx(
        unit("PubMed_1:1", ("en", "one"), ("es-419", "u<ph>{}</ph>no")),
        unit("PubMed_1:2", ("en", "two"), ("es-419", "dos")),
        unit("PubMed_2:1", ("en", "only English")),
        unit("PubMed_3:1", ("es-ES", "de España"), ("es-419", "tres")),
    )
    assert read("tmx", data, language="es-419") == [
        RawDocument(0, "uno\ndos"),
        Skipped(1, "language"),
        RawDocument(2, "tres"),
    ]
    assert [item for item in read("tmx", data) if item.record == 2] == [RawDocument(2, "de España\ntres")]


def test_tmx_without_document_ids_is_cut_by_length() -> None:
    units = [unit(str(number), ("ES", f"frase {number}")) for number in range(5)]
    items = read("tmx", tmx(*units), lines_per_document=2)
    assert [item.text for item in items if isinstance(item, RawDocument)] == [
        "frase 0\nfrase 1",
        "frase 2\nfrase 3",
        "frase 4",
    ]


def test_tmx_documents_by_property() -> None:
    units = [unit(str(n), ("es", f"frase {n}"), prop=f'<prop type="docid">{n // 2}</prop>') for n in range(4)]
    items = read("tmx", tmx(*units), lines_per_document=1)
    assert [item.text for item in items if isinstance(item, RawDocument)] == ["frase 0\nfrase 1", "frase 2\nfrase 3"]
