"""XML by element paths."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bioroberta.corpus.records import Broken, RawDocument, Skipped
from tests.corpus.reading import read

CASES = """<?xml version="1.0" encoding="iso-8859-1"?><!DOCTYPE c:cases SYSTEM "none.dtd">
<c:cases xmlns:c="urn:c"><c:case id="7" xml:lang="es"><front><title>Asma</title><date>5/3/2017</date></front>
<body><p>Se contaron 10<sup>6</sup> <i>células</i> de <drug>insulina</drug>.</p><sec><p>Dos.</p></sec></body>
<note type="x">No.</note><note type="y">&lt;p&gt;Sí &lt;b&gt;o&lt;/b&gt; no.&lt;/p&gt;</note></c:case>
<c:case id="8" xml:lang="en"><body><p>Text.</p></body></c:case>
<c:case id="9"><body/></c:case><c:case><body><p>&unknown;</p></body></c:case>
<c:case id="10"><body>Fin.</body></c:case></c:cases>""".encode("latin-1")


def cases(*text: str, **fields: str) -> list[Any]:
    return read("xml", CASES, fields={"document": "case", "text": text, **fields})


def test_documents_by_name() -> None:
    assert cases("body", title="front/title", url="@id", date="front/date", language="@xml:lang") == [
        RawDocument(0, "Se contaron 10⁶ células de insulina.\n\nDos.", "Asma", "7", "es", "2017-03-05"),
        Skipped(1, "language"),
        Skipped(2, "empty"),
        Broken(3, "bad record", "XML entity that is not one of HTML's; not expanded"),
        RawDocument(4, "Fin.", url="10"),
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("body//p", "Se contaron 10⁶ células de insulina.\n\nDos."),
        ("c:body/sec/x:p", "Dos."),
        ("//p[1]", "Se contaron 10⁶ células de insulina.\n\nDos."),
        ("front/*", "Asma\n\n5/3/2017"),
        ("note[@type='y']", "Sí o no."),
        ("note/@type", "x\n\ny"),
        (".//@type", "x\n\ny"),
        (".//drug", "insulina"),
    ],
)
def test_paths(path: str, text: str) -> None:
    assert cases(path)[0] == RawDocument(0, text)


def test_parts_in_the_order_of_the_recipe() -> None:
    assert cases("front/date", "nothing", "front/title")[0] == RawDocument(0, "5/3/2017\n\nAsma")


@pytest.mark.parametrize("path", ["a[", "a]b[", "a[(]", "a[@", "///", "@", "a//", "ñ o", ""])
def test_paths_that_mean_nothing(path: str) -> None:
    assert not [item for item in cases(path) if isinstance(item, RawDocument)]


@settings(deadline=None)
@given(st.text("a/@.*[]='1:(){}!- "))
def test_any_path_ends_in_records(path: str) -> None:
    assert len(cases(path)) == 5


def test_a_name_that_never_occurs() -> None:
    [item] = read("xml", CASES, fields={"document": "caso"})
    assert isinstance(item, Broken)
    assert item.reason == "no record"


def test_a_file_that_is_a_document() -> None:
    data = b"<div><head>A</head><div><case>B <b>b</b></case><case><b>C</b><i>c</i></case></div><div>D</div></div>"
    assert read("xml", data, fields={"text": ["div"]}) == [RawDocument(0, "B b\n\nCc\n\nD")]
    assert read("xml", data, fields={"text": ["."]}) == [RawDocument(0, "A\n\nB b\n\nCc\n\nD")]
    assert read("xml", data) == [Skipped(0, "empty")]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("TA 120/80<br/>FC 72", "TA 120/80\nFC 72"),
        ("TA 120/80<salto/>FC 72<marca/>.", "TA 120/80 FC 72."),
        ("<b>Uno</b><br/><b>Dos</b>", "Uno\nDos"),
        ("Motivo:<dato>disnea</dato><dato>tos</dato>", "Motivo:disnea tos"),
        (
            "Antes<nota1>FC 72</nota1>después: anti-<x>TNF alfa</x>-like (<x>a b</x>), hiper<x>tensión</x>",
            "Antes FC 72 después: anti-TNF alfa-like (a b), hipertensión",
        ),
        ("De <dato>disnea</dato><punto>.</punto> <b>C</b><i>c</i> <x>H</x><sub>2</sub><x>O</x>", "De disnea. Cc H₂O"),
        ("Antes <paragraph>uno</paragraph><list><item>dos</item></list>fin", "Antes\n\nuno\n\ndos\n\nfin"),
        ("<seg>ANTECEDENTES: HTA\n   EVOLUCIÓN:  Buena\n\n  ALTA</seg>", "ANTECEDENTES: HTA\nEVOLUCIÓN: Buena\n\nALTA"),
        ("<![CDATA[ANTECEDENTES: <HTA>\nALTA]]>", "ANTECEDENTES: <HTA>\nALTA"),
        ("<seg>\n   <b>HTA</b>\n   y EPOC\n</seg>", "HTA y EPOC"),
        ('<seg xml:space="preserve">HTA: <b>sí</b>\nEPOC: <b>no</b>\n</seg>', "HTA: sí\nEPOC: no"),
        ('<seg xml:space="preserve">HTA: <x xml:space="default">\nsí <b>o</b></x>\nno</seg>', "HTA: sí o\nno"),
        ("El <x>ácido\n  acético</x>", "El ácido acético"),
        ("<seg>HTA&nbsp;leve\nEPOC</seg>", "HTA leve\nEPOC"),
        ("<![CDATA[TA 120/80<br>FC 72]]>", "TA 120/80\n\nFC 72"),
        ("<![CDATA[TA: <b>120/80</b>\nFC: 72]]>", "TA: 120/80\n\nFC: 72"),
        ("<![CDATA[<p>TA:\n\n120/80</p>\n<p>FC: 72</p>]]>", "TA: 120/80\n\nFC: 72"),
    ],
)
def test_words_and_lines(inner: str, text: str) -> None:
    [item] = read("xml", f"<!DOCTYPE a SYSTEM 'b'><a><nota>{inner}</nota></a>".encode(), fields={"text": ["nota"]})
    assert isinstance(item, RawDocument)
    assert item.text == text


def test_rows_of_tables_are_lines() -> None:
    rows = """<thead><tr><th>Prueba</th><th>Valor</th></tr></thead>
    <tbody><tr><td>Na</td><td><paragraph>140</paragraph><paragraph>mmol/L</paragraph></td></tr>
    <tr><td/><td>4<br/>5</td></tr><tr><td/><td/></tr></tbody>"""
    [item] = read("xml", f"<a>Analítica<table>{rows}</table>Fin</a>".encode(), fields={"text": ["."]})
    assert item == RawDocument(0, "Analítica\n\nPrueba\tValor\nNa\t140 mmol/L\n\t4 5\n\nFin")


def test_a_table_that_lays_out_text_is_none_of_data() -> None:
    prose = "Paciente con disnea. " * 10
    rows = f"<tr><td><p>{prose}</p><p>{prose}</p></td><td>Alta</td></tr><row>Sin celdas</row>"
    [item] = read("xml", f"<a><table>{rows}</table></a>".encode(), fields={"text": ["."]})
    assert item == RawDocument(0, "\n\n".join([prose.strip(), prose.strip(), "Alta", "Sin celdas"]))


def test_a_title_is_one_line() -> None:
    data = b"<a><t>Caso\nde  asma</t><t>B</t><p>Uno.</p></a>"
    assert read("xml", data, fields={"text": ["p"], "title": "t"}) == [RawDocument(0, "Uno.", "Caso de asma")]


@pytest.mark.parametrize("document", ["", "case"])
def test_broken_files(document: str) -> None:
    items = read("xml", CASES[:-30], fields={"document": document, "text": ["body"]}, max_record_bytes=2000)
    assert isinstance(items[-1], Broken)
    assert "XML broken at line 7" in items[-1].message
    [item] = read("xml", CASES.replace(b"Dos", b"Dos" * 1000), fields={"document": document}, max_record_bytes=2000)
    assert isinstance(item, Broken)
    assert "larger than 2000" in item.message


WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1)


@settings(deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1), max_size=5))
def test_paragraphs_come_back(documents: list[list[str]]) -> None:
    root = etree.Element("{urn:a}root")
    for texts in documents:
        document = etree.SubElement(etree.SubElement(root, "item"), "{urn:b}doc")
        for text in texts:
            etree.SubElement(document, "anything").text = text
    items = read("xml", etree.tostring(root), fields={"document": "doc", "text": ["."]})
    if documents:
        assert items == [RawDocument(number, "\n\n".join(texts)) for number, texts in enumerate(documents)]


def test_entities_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY f SYSTEM "file:///etc/passwd">]><a><text>&b;</text><text>&f;</text></a>'
    )
    [item] = read("xml", bomb.encode())
    assert isinstance(item, Broken)
