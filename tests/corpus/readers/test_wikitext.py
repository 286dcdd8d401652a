"""Wikitext to prose."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mwparserfromhell.parser import ParserError

from bioroberta.corpus.readers.wikitext import MAX_LENGTH, MAX_UNCLOSED, plain_text
from bioroberta.errors import DocumentError

ARTICLE = """{{Ficha de enfermedad|nombre=Asma}}
[[Archivo:Asma.png|thumb|Una imagen]]
El '''asma''' es una [[enfermedad]] de los [[bronquio|bronquios]].<ref>Gil, 2010.</ref> Hay 10<sup>6</sup> casos.

== Causas ==
* Alergia
* [[Polen]]
{| class="wikitable"
| celda
{|
| otra
|}
|}
Una<br>Dos &alpha; &#x3b2; &#x110000; [http://a.es un sitio] <!-- nada --> <nowiki>[[tal]]</nowiki>
== Referencias ==
{{listaref}}
* Un libro
[[Categoría:Enfermedades]]"""


def test_wikitext_to_prose() -> None:
    lines = [line.strip() for line in plain_text(ARTICLE).splitlines() if line.strip()]
    assert lines == [
        "El asma es una enfermedad de los bronquios. Hay 10⁶ casos.",
        "Causas",
        "Alergia",
        "Polen",
        "celda",
        "otra",
        "Una",
        "Dos α β &#x110000; un sitio  [[tal]]",
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Pesa {{unidad|5,2|kg}} o {{esd|10 g}}.", "Pesa 5,2 kg o 10 g."),
        ("H{{sub|2}}O, 10{{sup|-3}} y {{lang|la|in vitro}}", "H₂O, 10⁻³ y in vitro"),
        ("Del {{siglo|XX||s}}. {{lang-en|stroke}} {{cita requerida}}", "Del siglo XX. stroke"),
        ("{{unidad}} {{unidad|valor=1}}", ""),
        ("Entre 4,5·10{{e|6}} y 5·10{{e|-3}}/L", "Entre 4,5·10⁶ y 5·10⁻³/L"),
        ("<table><tr><th>A</th><td>b<br>c</td></tr><tr><td>1</td><td>2</td></tr></table>", "A\tb c\n1\t2"),
        ("Dosis <del>50</del><s>5</s> mg", "Dosis 5 mg"),
        ("__SINÍNDICE__ Texto __TOC__", "Texto"),
        ("{| sin final\n| a", "{| sin final\n| a"),
        ("|} a", "|} a"),
    ],
)
def test_pieces(source: str, text: str) -> None:
    assert plain_text(source) == text


@pytest.mark.parametrize(
    "opening", ["{{a|", "[[a|", "[http://a ", "<!-- ", "{|\n", "<b>", "<ref>", "}}{{", "<div class='a'>"]
)
def test_what_would_take_very_long_is_refused(opening: str) -> None:
    assert plain_text(f"Texto {opening}")
    if opening != "}}{{":
        with pytest.raises(DocumentError, match="not closed"):
            plain_text(opening * (MAX_UNCLOSED + 1))
    with pytest.raises(DocumentError, match="characters"):
        plain_text(opening + "a" * MAX_LENGTH)


def test_much_that_is_closed_is_read() -> None:
    row = "* {{a|b}} [[c|d]]<ref>e</ref> <br> [http://f g] '''h'''\n{| i\n| j\n|}\n"
    assert plain_text(row * 3000).count("d") == 3000


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "{{ }} [[ ]] {| |} | = == ''' '' <ref> </ref> <ref/> <nowiki> </nowiki> <!-- --> <br> & &#1; &x; * # : ; ---- "
            "http://a [http://a ] < > / <sup>2</sup> __TOC__ Archivo: {{{ }}} \n texto á".split(" ")
        )
    ).map("".join)
    | st.text(max_size=200)
)
def test_any_text_is_read_or_refused(source: str) -> None:
    try:
        assert isinstance(plain_text(source), str)
    except (DocumentError, ParserError, RecursionError):
        return
