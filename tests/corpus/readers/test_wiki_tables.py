"""Tables of wikitext."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.corpus.readers.wiki_tables import rows_as_lines
from bioroberta.corpus.readers.wikitext import plain_text

DOSES = """Antes
{| class="wikitable" style="a"
|+ Dosis de '''ejemplo'''
! Fármaco !! scope="col" | Dosis
|-
| style="x" | [[Ibuprofeno|ibuprofeno]] || {{unidad|400|mg}}
|- style="y"
| Paracetamol
| * cada
* 8 h<ref>{{Cita
|título=no}}</ref>
|-
|
|[[Archivo:a.png]] || 5 | 10 || a<br>b
|-
| ||
|}
Después"""


def test_rows_are_lines_of_cells() -> None:
    assert plain_text(DOSES).split("\n") == [
        "Antes",
        "",
        "Dosis de ejemplo",
        "Fármaco\tDosis",
        "ibuprofeno\t400 mg",
        "Paracetamol\tcada 8 h",
        "\t\t5 | 10\ta b",
        "",
        "Después",
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{| class='navbox plain'\n| a\n|}", ""),
        ("{|\n| a\n{|\n| b || c\n|}\n| d\n|}", "a\nb\tc\nd"),
        ("{|\nsuelto\n| a\n|}", "suelto\ta"),
        ("{|\n| {{Cita\n| b\n|}", "{{Cita | b"),
        ("{| sin final\n| a", "{| sin final\n| a"),
        ("|} a", "|} a"),
        ("{|\n|}", ""),
    ],
)
def test_odd_tables(source: str, text: str) -> None:
    assert rows_as_lines(source).strip() == text


def test_big_tables_are_read() -> None:
    assert rows_as_lines("{|\n" + "|-\n| a || b\n" * 50_000 + "|}").count("a\tb") == 50_000
    assert len(rows_as_lines("{|\n| a" + "|" * 200_000 + "\nb" * 200_000 + "\n|}")) > 200_000


@given(st.text("{|}!-+[]\n a*:="))
def test_any_table_is_lines(inner: str) -> None:
    assert isinstance(rows_as_lines("{|\n" + inner + "\n|}"), str)
