"""Templates of wikitext that stand within sentences."""

from __future__ import annotations

import pytest

from bioroberta.corpus.readers.wiki_templates import find
from bioroberta.corpus.readers.wikitext import plain_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("4,5·10{{e|6}}", "4,5·10⁶"),
        ("4,5{{E|6}}/L", "4,5·10⁶/L"),
        ("210{{e|-3}}", "210·10⁻³"),
        ("de {{e|n}} a 10{{e|x}}", "de 10ⁿ a 10^x"),
        ("{{frac|1|2}} o {{fracción|3|1|4}} o {{sfrac|3}}", "1/2 o 3 1/4 o 1/3"),
        ("{{val|5.2|u=cm}}, {{val|5|1|e=3|ul=kg}}", "5.2 cm, 5±1·10³ kg"),
        ("{{unidad|5,2|cm}}, {{unidad|10|-|20|mg}}, {{unidad|4|e=6|L}}", "5,2 cm, 10 - 20 mg, 4·10⁶ L"),
        ("{{formatnum:12345}} y {{Formatnum: -1.5 |R}}", "12345 y -1.5"),
        ("{{convert|5|km|mi}}, {{cvt|5|-|10|km|mi}}", "5 km, 5 - 10 km"),
        ("{{nowrap|1=5 mg}} {{nobr|{{unidad|2|L}}}} {{idioma|en|stroke}}", "5 mg 2 L stroke"),
        ("{{chem|SO|4|2-}} {{chem|H|2|O}} {{chem2|C6H12O6}} {{chem|Na|+}}", "SO₄²⁻ H₂O C₆H₁₂O₆ Na⁺"),
        ("37{{esp}}{{°C}}, p{{=}}0,5", "37 °C, p=0,5"),
        ("{{cita|4,5}}{{Ficha|a={{unidad|1|g}}}}", ""),
        ("{{e}}{{frac}}{{val}}{{chem}}{{siglo}}{{lang}}{{formatnum:x}}", ""),
    ],
)
def test_what_they_show(source: str, text: str) -> None:
    assert plain_text(source) == text


def test_names_in_any_spelling() -> None:
    assert find("lang-la") is find(" Lang-EN") is not None
    assert find("nombre_científico") is not None
    assert find("cita requerida") is None
