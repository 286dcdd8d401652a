"""Encyclopaedia pages in wikitext, with a category graph: life sciences, a loop in it, and places outside it."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bioroberta.sample.documents import Bound, bind_disease
from bioroberta.sample.grammar import (
    Writer,
    capitalised,
    load_blocks,
    load_rules,
    spanish,
)

ARTICLE, TEMPLATE, CATEGORY = 0, 10, 14
"""Namespace numbers of MediaWiki."""

CATEGORIES: dict[str, tuple[str, ...]] = {
    "Ciencias de la vida": ("Ciencia",),
    "Biología": ("Ciencias de la vida",),
    "Medicina": ("Ciencias de la vida",),
    "Bioquímica": ("Biología", "Ciencias de la vida"),
    "Microbiología": ("Biología",),
    "Anatomía": ("Biología", "Medicina"),
    "Órganos": ("Anatomía",),
    "Enfermedades": ("Medicina",),
    "Farmacología": ("Medicina", "Bioquímica"),
    "Fármacos": ("Farmacología",),
    "Seres vivos": ("Biología", "Microbiología"),
    "Ciencia": ("Seres vivos",),
    "Geografía": (),
    "Municipios imaginarios": ("Geografía",),
}
"""Category -> its parents. "Ciencia" hangs below "Seres vivos": real category graphs have such loops."""

_MARKUP = re.compile(r"(<ref>.*?</ref>|\{\|.*?\|\}|\{\{.*?\}\}|\[\[.*?\]\]|==.*?==|''+)", re.DOTALL)

_LINKED = ("glucosa", "sodio", "potasio", "calcio", "hierro", "hemoglobina", "insulina", "hígado", "riñón", "corazón")


@dataclass(frozen=True)
class Page:
    """A page of the dump; `redirect` is the title that it points to."""

    title: str
    namespace: int
    text: str
    redirect: str | None = None

    def mapped(self, change: Callable[[str], str]) -> "Page":
        """With `change` called on the title and on what stands between the markup; headings stay."""
        title = change(self.title)
        pieces = (
            piece if number % 2 or not piece.strip() else change(piece)
            for number, piece in enumerate(_MARKUP.split(self.text))
        )
        return replace(self, title=title, text="".join(pieces))


def _linked(rng: random.Random, text: str) -> str:
    """Wiki links on known words, some with another text shown."""

    def link(found: re.Match[str]) -> str:
        word = found[0]
        return f"[[{capitalised(word)}|{word}]]" if rng.random() < 0.5 else f"[[{word}]]"

    return re.sub(rf"\b(?:{'|'.join(_LINKED)})\b", link, text)


def _reference(writer: Writer) -> str:
    book = "<ref>{{cita libro|apellidos=%s|nombre=%s|título=%s|año=%s|páginas=%s}}</ref>"
    fields = ("{apellido}", "{inicial}", "Tratado de {?patología|terapéutica|biología}", "{1958-2016}", "{10-600}")
    return book % tuple(writer.write(field) for field in fields)


def _paragraphs(rng: random.Random, writer: Writer, rule: str, counts: tuple[int, ...]) -> list[str]:
    return [_linked(rng, " ".join(writer.sentences(rule, count))) + _reference(writer) for count in counts]


def _infobox(kind: str, fields: dict[str, str]) -> str:
    lines = [f"| {key} = {value}" for key, value in fields.items()]
    return "\n".join([f"{{{{Ficha de {kind}", *lines, "}}"])


def _table(writer: Writer, rows: int) -> str:
    """A table of laboratory values: text of a kind that a reader drops or keeps whole."""
    lines = ['{| class="wikitable sortable"', "|+ Valores de referencia", "! Parámetro !! Mínimo !! Máximo"]
    for _ in range(rows):
        lines += ["|-", writer.write("| {quimico} || {1,0-4,9} || {5,0-9,9} mmol/L")]
    return "\n".join([*lines, "|}"])


def _page(title: str, lead: list[str], sections: list[tuple[str, list[str]]], categories: list[str]) -> Page:
    parts = [*lead]
    for heading, paragraphs in sections:
        parts += [f"== {heading} ==", *paragraphs]
    parts += ["== Referencias ==", "{{listaref}}", "{{Control de autoridades}}"]
    parts.append("\n".join(f"[[Categoría:{name}]]" for name in categories))
    return Page(title, ARTICLE, "\n\n".join(parts))


def _rules_writer(rng: random.Random, bound: Bound) -> Writer:
    rules = load_rules("lists", "encyclopedia", "organisms")
    values: Bound = {"sexo": "m", "quimico": rules["quimico_analitico"], **bound}
    return Writer(rng, rules, values)


def disease_page(rng: random.Random, place: int) -> Page:
    """The disease at `place`: causes, treatment, history; an info box, a picture, a table."""
    disease = load_blocks("diseases")[place % len(load_blocks("diseases"))]
    writer = _rules_writer(rng, bind_disease(disease))
    name = capitalised(disease["nombre"][0])
    box = _infobox("enfermedad", {"nombre": name, "especialidad": disease["area"][0], "síntomas": "véase el texto"})
    image = writer.write("[[Archivo:Ilustración {100-999}.png|miniatura|Esquema de {signo}.]]")
    lead = [box, image, writer.rule("enfermedad.intro") + _reference(writer)]
    sections = [
        ("Causas y síntomas", _paragraphs(rng, writer, "enfermedad.causas", (2, 1))),
        ("Diagnóstico y tratamiento", [*_paragraphs(rng, writer, "enfermedad.tratamiento", (3,)), _table(writer, 3)]),
        ("Historia", _paragraphs(rng, writer, "enfermedad.historia", (2, 1))),
    ]
    return _page(name, lead, sections, ["Enfermedades", "Medicina"][: rng.randint(1, 2)])


def medicine_page(rng: random.Random, place: int) -> Page:
    """The medicine at `place`: kinetics, use, history."""
    medicine = load_blocks("medicines")[place % len(load_blocks("medicines"))]
    bound: Bound = {key: spanish(values) for key, values in medicine.items()}
    name = spanish(medicine["nombre"])[0]
    extra: Bound = {
        "clase_con": spanish(medicine["clase"])[0],
        "clase_plural": medicine["grupo"][0],
        "complicacion": spanish(medicine["aviso"]),
        "enfermedad": tuple(disease["nombre"][0] for disease in load_blocks("diseases")),
        "nombre": name,
    }
    writer = _rules_writer(rng, bound | extra)
    box = _infobox("medicamento", {"nombre": name, "vía": "oral", "masa": writer.write("{120-900},{1-9} g/mol")})
    body = _paragraphs(rng, writer, "farmaco.cuerpo", (2, 2, 2))
    sections = [("Farmacocinética", body[:1]), ("Uso clínico", body[1:2]), ("Historia", body[2:])]
    return _page(capitalised(name), [box, writer.rule("farmaco.intro")], sections, ["Fármacos"])


def organ_page(rng: random.Random, place: int) -> Page:
    """The organ at `place`: structure and function."""
    organ = load_blocks("organs")[place % len(load_blocks("organs"))]
    disease = bind_disease(rng.choice(load_blocks("diseases")))
    fields: Bound = {key: values[0] for key, values in organ.items()}
    writer = _rules_writer(rng, {**disease, **fields})
    body = _paragraphs(rng, writer, "anatomia.cuerpo", (2, 2, 2))
    name = capitalised(organ["nombre"][0])
    return _page(name, body[:1], [("Estructura", body[1:2]), ("Función", body[2:])], ["Órganos"])


def organism_page(rng: random.Random, place: int) -> Page:
    """The invented species at `place`."""
    species = load_rules("organisms")["especie"]
    name = species[place % len(species)]
    diseases = tuple(disease["nombre"][0] for disease in load_blocks("diseases"))
    writer = _rules_writer(rng, {"especie": name, "enfermedad": diseases})
    body = _paragraphs(rng, writer, "organismo.cuerpo", (2, 2))
    box = _infobox("taxón", {"nombre": f"''{name}''", "reino": "[[Seres vivos]]"})
    lead = [box, writer.rule("organismo.intro")]
    return _page(name, lead, [("Descripción", body[:1]), ("Ecología", body[1:])], ["Seres vivos", "Microbiología"])


def town_page(rng: random.Random, place: int) -> Page:
    """The invented town at `place`: outside the life sciences."""
    towns = load_rules("lists")["lugar"]
    name = towns[place % len(towns)]
    others = tuple(town for town in towns if town != name)
    first = _rules_writer(rng, {"lugar": name}).write(load_rules("encyclopedia")["municipio.cuerpo"][0])
    writer = _rules_writer(rng, {"lugar": others})
    body = [writer.write(line) for line in load_rules("encyclopedia")["municipio.cuerpo"][1:]]
    return _page(name, [first], [("Economía y fiestas", body)], ["Municipios imaginarios"])


def category_pages() -> list[Page]:
    """A page a category: its parents as links, as in a real dump."""
    return [
        Page(
            f"Categoría:{name}",
            CATEGORY,
            "\n".join([f"{{{{AP|{name}}}}}", *(f"[[Categoría:{parent}]]" for parent in parents)]),
        )
        for name, parents in CATEGORIES.items()
    ]


def service_pages() -> list[Page]:
    """Pages that are not articles: redirects and a template."""
    return [
        Page("Azúcar en sangre", ARTICLE, "#REDIRECCIÓN [[Glucosa]]", "Glucosa"),
        Page("Mal de Parkinson", ARTICLE, "#REDIRECCIÓN [[Enfermedad de Parkinson]]", "Enfermedad de Parkinson"),
        Page("Plantilla:Listaref", TEMPLATE, '<div class="listaref"><references /></div><noinclude>Uso</noinclude>'),
    ]
