"""PDF files."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.readers.pdf import read_pdf
from bioroberta.corpus.readers.pdf_process import extract
from bioroberta.corpus.records import Broken, RawDocument, Record, Skipped
from bioroberta.errors import DocumentError
from tests.corpus.readers.pdf_files import Text, assemble, content, lines, pdf, pdf_of, stream


def read(data: bytes, **options: Any) -> list[Record]:
    source = CorpusSource.model_validate({"name": "corpus", "format": "pdf", "path": "unused", **options})
    return list(read_pdf(io.BufferedReader(io.BytesIO(data)), "a.pdf", source))  # type: ignore[arg-type]


def text_of(*pages: list[Text]) -> str:
    [item] = read(pdf(*pages))
    assert isinstance(item, RawDocument)
    return item.text


PROSE = [
    "Varón de 66 años controlado en consultas externas por hiper-",
    "tensión arterial y tratado con anti-",
    "TNF. Presenta episodios de hematuria y urinocultivos que han",
    "sido negativos hasta hoy.",
]
JOINED = (
    "Varón de 66 años controlado en consultas externas por hipertensión arterial y tratado con anti-TNF. Presenta "
    "episodios de hematuria y urinocultivos que han sido negativos hasta hoy."
)


def test_lines_become_paragraphs() -> None:
    assert text_of(lines(PROSE) + lines(PROSE, y=540)) == f"{JOINED}\n\n{JOINED}"


def test_a_paragraph_begins_where_its_first_line_is_indented() -> None:
    first = lines(PROSE[:1], x=62) + lines(PROSE[1:], y=588)
    second = lines(PROSE[:1], x=62, y=552) + lines(PROSE[1:], y=540)
    assert text_of(first + second) == f"{JOINED}\n\n{JOINED}"


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    page = lines(PROSE[:2], y=400) + lines(PROSE[2:3], x=360), lines(PROSE[3:])
    assert text_of(*page) == JOINED


def test_a_heading_and_the_items_of_a_list_stand_by_themselves() -> None:
    page = lines(["Caso clínico"], y=620, size=14) + lines(PROSE) + lines(["• uno", "• dos", "1. tres"], y=552)
    assert text_of(page).split("\n\n") == ["Caso clínico", JOINED, "• uno", "• dos", "1. tres"]


def test_the_lines_of_a_reference_hang_together() -> None:
    reference = lines(["1. García J, Pérez L. Un caso de hematuria con una lesión que"]) + lines(
        ["ocupa la vejiga. Actas Urol. 2005."], x=65, y=588
    )
    assert "una lesión que ocupa la vejiga" in text_of(reference)


def test_what_repeats_at_the_edges_of_pages_goes() -> None:
    pages = [
        [
            Text(50, 800, f"Actas Urol Esp. 2005;29(1):{10 + number}" if number % 2 else "García J et al. Un caso"),
            *lines([f"La página {number} dice algo propio."]),
            Text(290, 30, str(10 + number)),
        ]
        for number in range(4)
    ]
    pages[0].append(Text(50, 60, "Recibido el 3 de enero de 2005."))
    assert text_of(*pages).split("\n\n") == [
        "La página 0 dice algo propio.",
        "Recibido el 3 de enero de 2005.",
        *(f"La página {number} dice algo propio." for number in range(1, 4)),
    ]


def test_numbers_that_do_not_grow_with_the_pages_are_no_page_numbers() -> None:
    pages = [lines([f"Caso {number}"], y=800) + lines(PROSE) for number in (1, 2, 2, 9)]
    assert [part for part in text_of(*pages).split("\n\n") if part != JOINED] == ["Caso 9"]


def test_what_repeats_within_pages_or_stands_on_one_page_stays() -> None:
    page = [Text(50, 800, "Título de la página"), *lines(["Diagnóstico: asma."], y=450)]
    assert text_of(page).split("\n\n") == ["Título de la página", "Diagnóstico: asma."]
    twice = text_of([*lines(["Diagnóstico: asma."], y=450)], [*lines(["Diagnóstico: asma."], y=450)])
    assert twice.count("Diagnóstico") == 2


def test_raised_and_lowered_digits() -> None:
    line = [Text(50, 700, "Leucocitos 10"), Text(112, 704, "6", 6), Text(119, 700, "y CO"), Text(142, 697, "2", 6)]
    assert text_of([*line, Text(148, 700, "bajo, 36 y 40.")]) == "Leucocitos 10⁶ y CO₂ bajo, 36 y 40."


def test_a_line_that_an_exponent_pushes_down_begins_no_paragraph() -> None:
    first, second = (
        "Varón de 66 años controlado en consultas por una anemia y",
        "92 % de saturación en reposo, sin fiebre ni tos de interés.",
    )
    exponent = [
        Text(50, 685, "leucocitos de 4 10"),
        Text(132, 689, "6", 6),
        Text(135.4, 685, " y salbutamol de 5 µg, más de"),
    ]
    lowered = [
        Text(50, 673, "una dosis de CO"),
        Text(123, 670, "2", 6),
        Text(126.4, 673, " y se traslada a su domicilio con"),
    ]
    page = [Text(50, 700, first), *exponent, *lowered, *lines([second] * 3, y=657)]
    assert text_of(page) == (
        f"{first} leucocitos de 4 10⁶ y salbutamol de 5 µg, más de una dosis de CO₂ y se traslada a su domicilio con "
        f"{second} {second} {second}"
    )
    assert text_of([*lines([first] * 3), *lines([second] * 3, y=544)]).count("\n\n") == 1


def test_ligatures_symbols_and_loose_accents() -> None:
    names = "/Differences [1 /fi /fl /ffi /beta /lessequal /acute]"
    font = f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding {names} >> >>"
    page = b"BT /F1 10 Tf 50 700 Td (in\x01ltrado, re\x02ejo, di\x03cil, \x04-bloqueante \x05 5, atenci\x06on) Tj ET"
    data = pdf_of([page]).replace(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>", font.encode()
    )
    [item] = read(data)
    assert isinstance(item, RawDocument)
    assert item.text == "infiltrado, reflejo, difícil, β-bloqueante ≤ 5, atención".replace("difícil", "difficil")


def test_title_and_date_where_they_are_sane() -> None:
    page = lines(PROSE)
    for title, date, expected in (
        ("Un caso de asma", "D:20170305120000+01'00'", ("Un caso de asma", "2017-03-05")),
        ("Microsoft Word - caso1.doc", "D:19700101000000", (None, None)),
        ("caso_final.indd", "D:20171399", (None, "2017")),
        ("PII: S0210-4806", "ayer", (None, None)),
        ("12-34", "D:201703", (None, "2017-03")),
    ):
        [item] = read(pdf(page, info={"Title": title, "CreationDate": date}))
        assert isinstance(item, RawDocument)
        assert (item.title, item.date) == expected


def test_what_cannot_be_read_says_why() -> None:
    locked = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<00> <00>]"
    assert read(pdf_of([content(lines(PROSE))], trailer=locked)) == [Broken(0, "encrypted", "a PDF that is encrypted")]
    assert read(b"%PDF-1.4 nothing") == [Broken(0, "corrupt", "a PDF that is corrupt")]
    assert read(b"") == [Broken(0, "corrupt", "a PDF that is corrupt")]
    assert read(pdf([])) == [Skipped(0, "no_text_layer")]
    assert read(pdf([Text(50, 700, "--- ...")])) == [Skipped(0, "no_text_layer")]


def test_bounds_on_the_file_and_on_its_text() -> None:
    data = pdf(lines(PROSE))
    with pytest.raises(DocumentError, match="larger than 100 bytes"):
        read(data, max_record_bytes=100)
    many = pdf_of([content(lines(PROSE * 10, leading=5))] * 20)
    assert read(many, max_record_bytes=len(many)) == [Broken(0, "too large", "a PDF that is too large")]


def test_a_stream_that_expands_ends_the_extractor_only() -> None:
    bomb = pdf_of([b"BT /F1 10 Tf 50 700 Td " + b"(aaaaaaaa) Tj " * 3_000_000 + b"ET"])
    assert len(bomb) < 1 << 20
    with pytest.raises(DocumentError, match="processor time"):
        extract(bomb, 1 << 20, seconds=1)
    assert text_of(lines(PROSE)) == JOINED


def test_forms_that_show_each_other_without_end() -> None:
    """Each of the forms shows the next one many times, the last one the first."""
    forms = " ".join(f"/X{number} {7 + number} 0 R" for number in range(20))
    resources = f"/Resources << /XObject << {forms} >> /Font << /F1 3 0 R >> >>"
    entries = f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] {resources}"
    shown = [b" ".join([b"/X%d Do" % ((number + 1) % 20)] * 20) + b" BT /F1 9 Tf (a) Tj ET" for number in range(20)]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< >>",
        f"<< /Type /Page /Parent 2 0 R {resources} /MediaBox [0 0 595 842] /Contents 6 0 R >>".encode(),
        stream(b"/X0 Do"),
        *(stream(data, entries) for data in shown),
    ]
    with pytest.raises(DocumentError, match="processor time"):
        extract(assemble(objects), 1 << 20, seconds=1)


def test_pages_that_are_one_object_many_times() -> None:
    data = pdf(lines(PROSE)).replace(b"/Kids [5 0 R] /Count 1", b"/Kids [" + b"5 0 R " * 50_000 + b"] /Count 50000")
    [item] = read(data, max_record_bytes=len(data))
    assert isinstance(item, RawDocument | Broken)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_bytes_are_read_or_refused(data: st.DataObject) -> None:
    sound = pdf(lines(PROSE), lines(["Otra página."]), info={"Title": "Un caso"})
    changed = bytearray(sound)
    for _ in range(data.draw(st.integers(0, 8))):
        changed[data.draw(st.integers(0, len(sound) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(sound)))
    for some in (bytes(changed), bytes(changed[:cut]), data.draw(st.binary())):
        try:
            read(some)
        except DocumentError:
            continue
