"""Junk made of text: other languages, text whose bytes were lost, and what is left of tables and page furniture."""

from __future__ import annotations

import collections
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import ftfy

from tests.benchmarks._junk import Dice, Sort, fill

SENTENCES_A_PARAGRAPH = 4
MIN_LOST = 3
"""Letters of a sentence that no repair brings back: with fewer a careful reader could still keep it."""


_TWO = re.compile(r"[.!?…:;]\s+[^\W\d_a-z]")


def languages(folder: Path) -> dict[str, Sort]:
    """A sort a file of news in another language than Spanish: one to four successive sentences as a paragraph."""
    return {
        path.stem: partial(_paragraph, path.read_text(encoding="utf-8").splitlines())
        for path in sorted(folder.glob("*.txt"))
        if not path.stem.startswith("spa")
    }


def _paragraph(lines: Sequence[str], dice: Dice) -> str:
    start = dice.choose(range(0, len(lines), SENTENCES_A_PARAGRAPH))
    return " ".join(line.strip() for line in lines[start : start + dice.count(1, SENTENCES_A_PARAGRAPH)])


def mojibake(sentences: Sequence[str]) -> dict[str, Sort]:
    """A sort a way of losing bytes, on one or two of the sentences: with letters beyond ASCII enough, and without a second
    sentence within, which could come through unharmed.
    """
    single = [each for each in sentences if not _TWO.search(each)]
    fitting = [each for each in single if sum(not letter.isascii() for letter in each) >= 2 * MIN_LOST]
    return {name: partial(_damaged, fitting, damage) for name, damage in DAMAGES.items()}


def _damaged(sentences: Sequence[str], damage: Callable[[str, Dice], str], dice: Dice) -> str:
    """Sentences damaged beyond repair; those from which ftfy brings nearly everything back are drawn anew."""
    damaged: list[str] = []
    wanted = dice.count(1, 2)
    while len(damaged) < wanted:
        original = dice.choose(sentences)
        text = " ".join(damage(original, dice).split())
        if text and lost(original, ftfy.fix_encoding(text)) >= MIN_LOST:
            damaged.append(text)
    return " ".join(damaged)


def lost(original: str, text: str) -> int:
    """Letters of the original that the text has not."""
    return sum((collections.Counter(filter(str.isalpha, original)) - collections.Counter(text)).values())


def replaced(text: str, _: Dice) -> str:
    """Read with the wrong decoder: a replacement character for each letter beyond ASCII."""
    return text.encode("latin-1", errors="ignore").decode("ascii", errors="replace")


def replaced_twice(text: str, _: Dice) -> str:
    """The same, saved as UTF-8 and read as Latin-1."""
    return replaced(text, _).encode().decode("latin-1")


def questioned(text: str, _: Dice) -> str:
    """Written to a column that knows ASCII only."""
    return text.encode("ascii", errors="replace").decode()


def bytes_questioned(text: str, _: Dice) -> str:
    """UTF-8 in an ASCII column: two question marks a letter."""
    return text.encode().decode("ascii", errors="replace").replace("\ufffd", "?")


def halved(text: str, _: Dice) -> str:
    """UTF-8 read as windows-1252, its second byte a question mark or gone."""
    return "".join(letter if letter.isascii() else "Ã?" if _.chance(0.5) else "Ã" for letter in text)


def doubled(text: str, dice: Dice) -> str:
    """Encoded as UTF-8 two or three times, and bytes that windows-1252 does not know dropped on the way."""
    for _ in range(dice.count(2, 3)):
        text = text.encode().decode("cp1252", errors="ignore").replace("ƒ", dice.choose(("", "?", "ƒ")))
    return text


def chinese(text: str, _: Dice) -> str:
    """UTF-8 read as GBK: `informaci贸n`."""
    return text.encode().decode("gbk", errors="replace")


def cyrillic(text: str, _: Dice) -> str:
    """Latin-1 read as windows-1251 or KOI8-R: `informaciуn`."""
    return text.encode("latin-1", errors="ignore").decode(_.choose(("cp1251", "koi8-r", "iso8859-5")), errors="replace")


def boxes(text: str, _: Dice) -> str:
    """UTF-8 read as DOS text, its box characters then lost to the next encoding."""
    dos = text.encode().decode(_.choose(("cp437", "cp850")))
    return dos.encode("cp1252", errors="replace").decode("cp1252")


def misaligned(text: str, _: Dice) -> str:
    """Bytes of Latin-1 taken in pairs: `慐楣湥整`."""
    raw = text.encode("latin-1", errors="ignore")
    return raw[: len(raw) // 2 * 2].decode(_.choose(("utf-16-le", "utf-16-be")), errors="replace")


def shifted(text: str, _: Dice) -> str:
    """A PDF font without a table to Unicode: glyph numbers for letters, 29 below ASCII."""
    return "".join(chr(ord(letter) - 29) if " " < letter < "\x7f" and ord(letter) > 61 else letter for letter in text)


def glyphs(text: str, _: Dice) -> str:
    """The same, written as numbers or in the private use area."""
    if _.chance(0.5):
        return "".join(f"(cid:{ord(letter) - 29})" for letter in text[:60])
    return "".join(chr(0xF000 + ord(letter)) if letter != " " else letter for letter in text)


DAMAGES: dict[str, Callable[[str, Dice], str]] = {
    "replacement characters": replaced,
    "ï¿½": replaced_twice,
    "question marks": questioned,
    "two question marks": bytes_questioned,
    "half of UTF-8": halved,
    "double UTF-8, lossy": doubled,
    "read as GBK": chinese,
    "read as Cyrillic": cyrillic,
    "read as DOS": boxes,
    "read as UTF-16": misaligned,
    "glyph numbers as letters": shifted,
    "glyph numbers": glyphs,
}

WORDS: Mapping[str, Sequence[str]] = {
    "chapter": (
        "Introducción|Prólogo|Material y métodos|Resultados|Discusión|Bibliografía|Anexo I|Anexo II|Tratamiento|Índice de tablas|"
        "Epidemiología|Diagnóstico diferencial|Agradecimientos|Objetivos|Capítulo §n§|Abreviaturas|Pronóstico|Glosario"
    ).split("|"),
    "journal": (
        "Rev Esp Cardiol|An Pediatr (Barc)|Med Clin (Barc)|Actas Urol Esp|Nutr Hosp|Gac Sanit|Rev Med Chile|Arch Soc Esp "
        "Oftalmol|Neurología|Aten Primaria|Rev Neurol|An Med Interna (Madrid)"
    ).split("|"),
}

HEADER_CELLS = "n|%|n (%)|DE|Media|IC 95%|p|OR|Mín|Máx|Total|Sí|No|N|Mediana|RR|χ²|Rango|ns|±".split("|")
CELL = ("|", " | ", ";", "\t", "  ", " || ", ",")
NUMBER = (
    "§n§",
    "§decimal§",
    "§nn§",
    "(§decimal§)",
    "-",
    "0",
    "§n§ (§decimal§)",
    "<0,01",
    "–",
    "NS",
    "§decimal§-§decimal§",
    "",
)

RULES = (
    "-" * 40,
    "_" * 60,
    "=" * 30,
    "* * * * *",
    "+------+------+------+",
    "- - - - - - - - -",
    "." * 70,
    "~" * 25,
    "|---|---|---|",
)

FURNITURE = (
    "- §page§ -",
    "§page§",
    "Página §page§",
    "Pág. §page§ de §page§",
    "[§page§]",
    "§journal§ §year§;§n§(§n§):§page§-§page§",
    "§page§ §journal§. §year§;§n§:§page§-§page§",
    "§journal§ - Vol. §n§ - Nº §n§ - §year§",
    "ISSN 1130-§nn§",
    "www.elsevier.es/§token§",
    "0210-§nn§/$ - see front matter © §year§",
    "Depósito legal: M-§nn§-§year§",
    "Documento descargado de http://www.example.es el §date§. Copia para uso personal, se prohíbe la transmisión de este documento "
    "por cualquier medio o formato.",
    "(Continúa en la página siguiente)",
    "Tabla §n§ (cont.)",
    "BOCM Núm. §n§ Pág. §page§",
    "B.O.E. núm. §n§ §date§ Sec. III. Pág. §nn§",
    "Printed from http://example.com on §date§",
    "§nn§.qxp §date§ §time§ Página §page§",
)


def rows(dice: Dice) -> str:
    """Rows of figures between separators, no label among them."""
    separator, width = dice.choose(CELL), dice.count(4, 9)
    return "\n".join(separator.join(_cells(dice, width)) for _ in range(dice.count(1, 6)))


def _cells(dice: Dice, width: int) -> list[str]:
    return [fill(dice.choose(NUMBER), WORDS, dice) for _ in range(width)]


def columns(dice: Dice) -> str:
    """A table read by columns: a figure or a sign a line."""
    cells = [fill(dice.choose(NUMBER[:-1]), WORDS, dice) for _ in range(dice.count(5, 14))]
    return "\n".join(cells)


def headers(dice: Dice) -> str:
    """Header cells, repeated for every group."""
    group = dice.choose((" ", " | ", "\t")).join(dice.several(HEADER_CELLS, 2, 4))
    return dice.choose((" ", " | ", "\n")).join([group] * dice.count(2, 5))


def contents(dice: Dice) -> str:
    """A table of contents with leaders."""
    leader = dice.choose((".", " .", "…", "_", "·")) * dice.count(8, 60)
    return "\n".join(_entry(dice, leader) for _ in range(dice.count(1, 7)))


def _entry(dice: Dice, leader: str) -> str:
    number = dice.choose(("", "§n§. ", "§n§.§n§ ", "§n§.§n§.§n§. "))
    return fill(f"{number}§chapter§ {leader} §page§", WORDS, dice)


def furniture(dice: Dice) -> str:
    return fill(dice.choose(FURNITURE), WORDS, dice)


def ruled(dice: Dice) -> str:
    """Rulers, alone or around empty cells."""
    rule = dice.choose(RULES)
    if dice.chance(0.5):
        return rule
    return "\n".join([rule, dice.choose(CELL[:2]).join([""] * dice.count(4, 8)) or rule, rule])


def scan(dice: Dice) -> str:
    """What recognition makes of lines, stamps and shadows."""
    pieces = dice.random.choices(
        ". , ' ; : ~ ^ i l I | / \\ ! _ - ° « » * t j r 1 ) ( ¡ ¬".split(), k=dice.count(8, 40)
    )
    return dice.choose((" ", " ", "")).join(pieces)


TABLES: dict[str, Sort] = {
    "rows of figures": rows,
    "columns of figures": columns,
    "header cells": headers,
    "contents": contents,
    "page furniture": furniture,
    "rulers": ruled,
    "scanning noise": scan,
}
