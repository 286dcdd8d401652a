"""Things planted in the sample, one function a kind: what cleaning and deduplication must find, or must keep.

Each function is told the text to change and, where it chooses, a random stream: the place of every planted thing
follows from the seed, so that a truth table can be written by calling the same functions.
"""

import random
import re

from bioroberta.sample.annotated import SPLITS, document
from bioroberta.sample.documents import disease_writer, foreign
from bioroberta.sample.grammar import Writer, load_rules


def exact_copy(text: str) -> str:
    """A duplicate: the same text under another name."""
    return text


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


def templated(rng: random.Random) -> str:
    """A form letter: its frame is the same each time, its content is not, and it must survive."""
    writer, _ = disease_writer(rng, load_rules("lists", "template"))
    return writer.rule("certificado") + "\n"


def foreign_document(rng: random.Random, language: str) -> str:
    """A whole text in English (en), Catalan (ca) or Portuguese (pt)."""
    return " ".join(foreign(rng, language, 7)) + "\n"


def untranslated(rng: random.Random, count: int) -> list[tuple[str, str]]:
    """Parallel lines whose Spanish side was left in English."""
    return [(line, line) for line in foreign(rng, "en", count)]


def layout_lines() -> list[tuple[str, str]]:
    """Parallel lines that are page numbers and rules of the original layout."""
    return [(line, line) for line in ("12/34", "- - - - - - - -", "…………………………", "* * *", "13/34")]


def with_foreign_paragraph(rng: random.Random, text: str, language: str) -> str:
    """Four sentences in another language, as a paragraph in the middle."""
    paragraphs = text.split("\n")
    paragraphs.insert(len(paragraphs) // 2, " ".join(foreign(rng, language, 4)))
    return "\n".join(paragraphs)


def with_foreign_sentence(rng: random.Random, text: str, language: str) -> str:
    """One sentence in another language, between two of the text's own."""
    first, _, rest = text.partition(". ")
    return f"{first}. {foreign(rng, language, 1)[0]} {rest}"


def with_menu(text: str) -> str:
    """Navigation of a web page, as copied along with its text."""
    lines = ("Inicio | Quiénes somos | Especialidades | Contacto", "Compartir Twitter Facebook", "[Volver al índice]")
    return "\n".join((*lines, text.rstrip("\n"), "« Anterior   Siguiente »", "Imprimir   Enviar   PDF")) + "\n"


def with_code(text: str) -> str:
    """A script that a poor extraction left in the text."""
    script = "var _gaq = _gaq || []; _gaq.push(['_setAccount', 'UA-0000-1']); if (document.all) { init(); }"
    return f"{script}\n{text.rstrip()}\n.cabecera {{ margin: 0; padding: 0 4px; color: #336699; }}\n"


def with_table_debris(rng: random.Random, text: str) -> str:
    """Cells of a table without their header."""
    rows = (" ".join(str(rng.randint(1, 990)) for _ in range(9)) for _ in range(3))
    return text.rstrip("\n") + "\n" + "\n".join((*rows, "--- --- ---", "n % n % p p p", "| | | |")) + "\n"


def with_repeated_characters(text: str) -> str:
    """Rules made of dots and equals signs, and a stuck key."""
    return f"{'.' * 120}\n{text.rstrip()}\n{'=' * 60}\nAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"


def with_repeated_sentence(text: str) -> str:
    """One sentence four times in a row."""
    first, _, rest = text.partition(". ")
    return ". ".join([first] * 4) + f". {rest}"


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


def broken_json(line: str) -> str:
    """A line cut in the middle of a string."""
    return line[: len(line) * 2 // 3].rstrip("\n") + "\n"


def evaluation_text(seed: int, name: str, place: int) -> tuple[str, str]:
    """Stem and text of a document of a report split, to be leaked into a corpus."""
    annotated = document(seed, name, "report", place % SPLITS["report"])
    return annotated.stem, annotated.text
