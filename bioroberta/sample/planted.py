"""Things planted in the sample, one function a kind: what cleaning and deduplication must find, or must keep.

Each function is told the text to change and, where it chooses, a random stream. Those that put something into a text
return a `Changed`: the text, and the pieces that the truth names.
"""

import random
import re
from typing import NamedTuple

from bioroberta.sample.annotated import SPLITS, document
from bioroberta.sample.documents import disease_writer, foreign
from bioroberta.sample.grammar import Writer, load_rules
from bioroberta.sample.lexicon import Renewal


class Changed(NamedTuple):
    """A text, and the pieces of it (lines, sentences) that are planted."""

    text: str
    pieces: tuple[str, ...]


def with_header(rng: random.Random, text: str) -> str:
    """A near duplicate: the same case below a form with the data of an invented patient."""
    writer = Writer(rng, load_rules("lists"), {"sexo": "m"})
    header = (
        "Datos del paciente.\nNombre: {inicial} {apellido}.\nNHC: {100000-999999}.\n"
        "Domicilio: calle {apellido}, {1-90}, {lugar}.\nFecha de ingreso: {10-28}/0{1-9}/{2008-2018}.\n"
        "Médico: {inicial} {apellido}. NºCol: {10-28} {10-49} {10000-99999}.\nInforme clínico del paciente: "
    )
    return writer.write(header) + text


def with_edits(rng: random.Random, text: str) -> str:
    """A near duplicate: a few numbers changed and the last sentence gone; well over half of the 5-grams stay."""
    start, _, _ = text.rstrip().rpartition(". ")
    numbers = list(re.finditer(r"\b\d{2}\b", start))
    for found in sorted(rng.sample(numbers, min(3, len(numbers))), key=re.Match.start, reverse=True):
        start = f"{start[: found.start()]}{rng.randint(10, 99)}{start[found.end() :]}"
    return f"{start}.\n"


def templated(rng: random.Random, name: str = "certificado", fresh: bool = False) -> str:
    """A form letter: its frame is the same each time, its content is not, and it must survive. `name` is its rule in
    `template.txt`; `fresh` puts invented words into the content.
    """
    rules = load_rules("lists", "template")
    writer, _ = disease_writer(rng, rules)
    text = writer.rule(name) + "\n"
    frame = re.sub(r"\{[^{}]*\}", " ", rules[name][0])
    return Renewal(rng, frozenset(re.findall(r"\w+", frame.lower()))).renew(text) if fresh else text


def foreign_document(rng: random.Random, language: str) -> str:
    """A whole text in English (en), Catalan (ca) or Portuguese (pt)."""
    return " ".join(foreign(rng, language, 7)) + "\n"


def untranslated(rng: random.Random, count: int) -> list[tuple[str, str]]:
    """Parallel lines whose Spanish side was left in English."""
    return [(line, line) for line in foreign(rng, "en", count)]


LAYOUT = ("12/34", "- - - - - - - -", "…………………………", "* * *", "13/34")
"""Lines that are page numbers and rules of an original layout."""


def with_foreign_paragraph(rng: random.Random, text: str, language: str) -> Changed:
    """Four sentences in another language, as a paragraph in the middle."""
    paragraphs = text.split("\n")
    sentences = foreign(rng, language, 4)
    paragraphs.insert(len(paragraphs) // 2, " ".join(sentences))
    return Changed("\n".join(paragraphs), tuple(sentences))


def with_foreign_sentence(rng: random.Random, text: str, language: str) -> Changed:
    """One sentence in another language, between two of the text's own."""
    first, _, rest = text.partition(". ")
    (sentence,) = foreign(rng, language, 1)
    return Changed(f"{first}. {sentence} {rest}", (sentence,))


def with_menu(text: str) -> Changed:
    """Navigation of a web page, as copied along with its text."""
    above = ("Inicio | Quiénes somos | Especialidades | Contacto", "Compartir Twitter Facebook", "[Volver al índice]")
    below = ("« Anterior   Siguiente »", "Imprimir   Enviar   PDF")
    return Changed("\n".join((*above, text.rstrip("\n"), *below)) + "\n", (*above, *below))


def with_code(text: str) -> Changed:
    """A script that a poor extraction left in the text."""
    script = "var _gaq = _gaq || []; _gaq.push(['_setAccount', 'UA-0000-1']); if (document.all) { init(); }"
    style = ".cabecera { margin: 0; padding: 0 4px; color: #336699; }"
    return Changed(f"{script}\n{text.rstrip()}\n{style}\n", (script, style))


def with_table_debris(rng: random.Random, text: str) -> Changed:
    """Cells of a table without their header."""
    rows = (" ".join(str(rng.randint(1, 990)) for _ in range(9)) for _ in range(3))
    debris = (*rows, "--- --- ---", "n % n % p p p", "| | | |")
    return Changed(text.rstrip("\n") + "\n" + "\n".join(debris) + "\n", debris)


def with_repeated_characters(text: str) -> Changed:
    """Rules made of dots and equals signs, and a stuck key."""
    above, *below = runs = ("." * 120, "=" * 60, "A" * 28)
    return Changed("\n".join((above, text.rstrip(), *below)) + "\n", runs)


def with_repeated_sentence(text: str) -> Changed:
    """One sentence four times in a row."""
    first, _, rest = text.partition(". ")
    return Changed(". ".join([first] * 4) + f". {rest}", (first.rpartition("\n")[2] + ".",))


def with_quotation(text: str, other: str) -> Changed:
    """A text with sentences of another one in it, up to a quarter of either: both have their own to say."""
    room = min(len(text), len(other)) // 4
    quoted = ""
    for sentence in re.findall(r"[^\n]+?\.(?= [A-ZÁÉÍÓÚ]|$)", other, re.MULTILINE):
        if len(quoted) + len(sentence) < room:
            quoted = f"{quoted} {sentence.strip()}".strip()
    return Changed(f"{text.rstrip()}\nEn otro caso se leía: «{quoted}».\n", (quoted,))


def mojibake_line(text: str) -> tuple[str, str]:
    """The first line of a text that mojibake changes: as it becomes, and as it was."""
    line = next(line for line in text.split("\n") if not line.isascii())
    return mojibake(line), line


def mojibake(text: str) -> str:
    """UTF-8 read as Latin-1 and stored again: "tensiÃ³n"."""
    return text.encode().decode("latin-1")


def invalid_utf8(text: str) -> bytes:
    """Bytes that are neither UTF-8 nor any declared charset."""
    data = text.encode()
    return data[:200] + b"\xff\xfe\xc3\x28\x00\x81" + data[200:400] + b"\xf5\x80\x80\xc0\xaf" + data[400:]


def truncated(data: bytes, share: float = 0.6) -> bytes:
    """A download that stopped: the first `share` of the bytes."""
    return data[: int(len(data) * share)]


def cut(text: str) -> str:
    """The first half of a text; nothing tells that there was more."""
    return truncated(text.encode(), 0.5).decode(errors="ignore")


def broken_json(line: str) -> str:
    """A line cut in the middle of a string."""
    return line[: len(line) * 2 // 3].rstrip("\n") + "\n"


class Evaluation(NamedTuple):
    """A document of a report split, to be leaked into a corpus; `path` is below the sample."""

    stem: str
    text: str
    path: str


def evaluation_text(seed: int, name: str, place: int) -> Evaluation:
    """The document at `place` of a set's report split, counted round."""
    annotated = document(seed, name, "report", place % SPLITS["report"])
    return Evaluation(annotated.stem, annotated.text, f"ner/{name}/report/{annotated.stem}.txt")
