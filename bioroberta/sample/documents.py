"""Documents by genre, each made from its own random stream: one patient, one disease, one medicine, one invention."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bioroberta.sample.grammar import (
    Alternatives,
    Block,
    Writer,
    capitalised,
    load_blocks,
    load_rules,
    paired,
    spanish,
)

Bound = dict[str, str | Alternatives]

_AREA_NOUN = {
    "Digestivo": "gastroenterología",
    "Enfermedades Infecciosas": "infectología",
    "Medicina Interna": "medicina interna",
    "Cirugía General": "cirugía",
}

# ICD-O-3 morphologies from 9590 on are haematological: they have no TNM.
_HAEMATOLOGY_STAGES = ("de riesgo {?estándar|intermedio|alto}", "de pronóstico {?favorable|adverso}")


@dataclass(frozen=True)
class Section:
    """A heading (empty where there is none) and its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """A written document: its title, its subject (a disease, a medicine ...) and its sections."""

    title: str
    subject: str
    sections: tuple[Section, ...]

    def text(self) -> str:
        """Plain text: headings on lines of their own, a blank line between sections."""
        return "\n\n".join("\n".join(filter(None, (part.heading, *part.paragraphs))) for part in self.sections)

    def paragraphs(self) -> list[str]:
        """The paragraphs of all sections, without headings."""
        return [paragraph for part in self.sections for paragraph in part.paragraphs]

    def mapped(self, change: Callable[[str], str]) -> "Document":
        """With `change` called on the title and on each paragraph; headings stay, empty paragraphs go."""
        title = change(self.title)
        sections = (Section(part.heading, tuple(filter(None, map(change, part.paragraphs)))) for part in self.sections)
        return Document(title, self.subject, tuple(sections))


def bind_disease(disease: Block) -> Bound:
    """What the rules call a disease's fields. Values: `diseases.txt`."""
    name = disease["nombre"][0]
    article = "el" if disease["genero"][0] == "m" else "la"
    symptoms = spanish(disease["sint"])
    area = disease["area"][0]
    return {
        "enfermedad": name,
        "enfermedad_con": f"{article} {name}",
        "otra": tuple(other["nombre"][0] for other in load_blocks("diseases") if other is not disease),
        "area": area,
        "area_min": _AREA_NOUN.get(area, area.lower()),
        "definicion": disease["definicion"][0],
        "causa": "; ".join(disease["causa"]),
        "sintoma": symptoms,
        "sintoma_breve": tuple(symptom for symptom in symptoms if "{" not in symptom),
        "signo": disease["expl"],
        "laboratorio": disease["lab"],
        "imagen": disease["imagen"],
        "factor": disease["fact"],
        "terapia": disease["trat"],
        "complicacion": disease["comp"],
    }


def bind_patient(rng: random.Random, subject: Block) -> Bound:
    """A patient of a sex that the subject allows, and a time course."""
    sex = subject.get("sexo", (rng.choice("mf"),))[0]
    nouns = ("Varón", "Hombre", "Paciente varón") if sex == "m" else ("Mujer", "Paciente mujer", "Enferma")
    young = subject["nombre"][0] in {"preeclampsia", "endometriosis"}
    noun = rng.choice(nouns)
    return {
        "sexo": sex,
        "Paciente": noun,
        "paciente": "un varón" if sex == "m" else "una mujer",
        "oficio": rng.choice(load_rules("lists")["oficio"]),
        "edad": str(rng.randint(19, 44) if young else rng.randint(19, 91)),
        "tiempo": tuple(f"{rng.randint(2, 23)} {unit}" for unit in ("horas", "días", "semanas", "meses")),
        "quimico": load_rules("lists")["quimico_analitico"],
        "n": ("{38-96}", "{112-480}", "{510-980}", "{102-188}", "{41-79}"),
        "edad_media": ("{41,2-58,9}", "{59,0-74,8}"),
    }


def disease_writer(rng: random.Random, rules: Mapping[str, Alternatives]) -> tuple[Writer, Block]:
    """A writer about one patient with one disease, both drawn from `rng`."""
    disease = rng.choice(load_blocks("diseases"))
    return Writer(rng, rules, bind_patient(rng, disease) | bind_disease(disease)), disease


def clinical_case(rng: random.Random, rare: bool = True, length: int = 1) -> Document:
    """A case report of about 190 words times `length`; `rare` False keeps rare words out."""
    rules = {**load_rules("lists", rare=rare), **load_rules("clinical")}
    disease = rng.choice(load_blocks("diseases"))
    bound = bind_patient(rng, disease) | bind_disease(disease) | {"quimico": rules["quimico_analitico"]}
    writer = Writer(rng, rules, bound)
    plan = (
        ("Anamnesis", ("apertura", *["antecedentes"] * (2 * length))),
        ("Exploración física", ("exploracion",) * length),
        ("Pruebas complementarias", ("analitica",) * (2 * length) + ("radiologia",) * length + ("inmunohistoquimica",)),
        ("Diagnóstico y tratamiento", ("diagnostico",) * length),
        ("Evolución", ("evolucion",) * (3 * length)),
        ("Discusión", ("discusion",) * length),
    )
    sections = tuple(Section(name, (_prose(writer, _some(rng, names)),)) for name, names in plan)
    return Document(writer.rule("titulo"), disease["nombre"][0], sections)


def _some(rng: random.Random, names: tuple[str, ...]) -> list[str]:
    """Now and then one sentence less, and stains (which most cases lack) in one case of five."""
    kept = [name for name in names if name != "inmunohistoquimica" or rng.random() < 0.2]
    return kept[:-1] if len(kept) > 2 and rng.random() < 0.4 else kept


def _prose(writer: Writer, names: list[str]) -> str:
    return " ".join(writer.rule(name) for name in names)


def oncology_case(rng: random.Random, rare: bool = True, length: int = 1) -> Document:
    """A tumour from the first symptom to the outcome; every sixth tumour of the list counts as rare."""
    tumours = load_blocks("tumours")
    tumour = rng.choice([one for place, one in enumerate(tumours) if rare or place % 6 != 5])
    rules = {**load_rules("lists", rare=rare), **load_rules("oncology")}
    bound = bind_patient(rng, tumour) | {
        "quimico": rules["quimico_analitico"],
        "tumor": tumour["nombre"][0],
        "tnm": _HAEMATOLOGY_STAGES if tumour["codigo"][0] >= "9590" else rules["tnm"],
        "otro": tuple(
            one["nombre"][0] for place, one in enumerate(tumours) if one is not tumour and (rare or place % 6 != 5)
        ),
        "sintoma": tumour["sint"],
        **{key: tumour[key] for key in ("hallazgo", "organo", "cirugia", "esquema", "marca", "distancia")},
    }
    writer = Writer(rng, rules, bound)
    plan = (
        ("ANAMNESIS", ("apertura", *["antecedentes"] * length)),
        ("EXPLORACIÓN FÍSICA", ("exploracion",)),
        ("PRUEBAS COMPLEMENTARIAS", ("pruebas",) * (2 * length) + ("patologia",) * length),
        ("DIAGNÓSTICO", ("estadio",)),
        ("TRATAMIENTO", ("tratamiento",) * (2 * length)),
        ("EVOLUCIÓN", ("evolucion",) * (2 * length) + ("discusion",)),
    )
    sections = tuple(Section(name, (_prose(writer, list(names)),)) for name, names in plan)
    return Document(f"{capitalised(tumour['nombre'][0])} de {tumour['organo'][0]}", tumour["nombre"][0], sections)


def article(rng: random.Random) -> Document:
    """A journal article of about 450 words; its first section is the structured abstract."""
    writer, disease = disease_writer(rng, load_rules("lists", "article"))
    abstract = tuple(
        f"{label}: {_prose(writer, [rule] * count)}"
        for label, rule, count in (
            ("Objetivo", "objetivo", 1),
            ("Métodos", "metodos", 1),
            ("Resultados", "resultados", 2),
            ("Conclusiones", "conclusion", 1),
        )
    )
    body = (
        ("Introducción", "introduccion", (2, 2)),
        ("Material y métodos", "metodos", (2, 2)),
        ("Resultados", "resultados", (3, 3)),
        ("Discusión", "discusion", (2, 3)),
        ("Conclusiones", "conclusion", (1,)),
    )
    sections = [Section(name, tuple(_prose(writer, [rule] * count) for count in counts)) for name, rule, counts in body]
    return Document(writer.rule("titulo"), disease["nombre"][0], (Section("Resumen", abstract), *sections))


def web_page(rng: random.Random) -> Document:
    """News, advice or questions of readers about one disease, in the manner of a health portal."""
    writer, disease = disease_writer(rng, load_rules("lists", "web"))
    kinds = {
        "noticia": (("", "noticia", (2, 2)), ("Qué es y por qué aparece", "explicacion", (3,)), ("", "noticia", (2,))),
        "consejo": (
            ("", "explicacion", (3, 2)),
            ("Consejos", "consejo", (2, 2)),
            ("Cuándo consultar", "consejo", (2,)),
        ),
        "foro": (("Pregunta", "pregunta", (1,)), ("Respuesta", "respuesta", (2,)), ("Comentarios", "pregunta", (1, 1))),
    }
    plan = kinds[rng.choice(sorted(kinds))]
    sections = tuple(
        Section(name, tuple(_prose(writer, [rule] * count) for count in counts)) for name, rule, counts in plan
    )
    return Document(writer.rule("titular"), disease["nombre"][0], sections)


def bind_medicine(medicine: Block) -> Bound:
    """A medicine's fields as ``español ||| English`` pairs. Values: `medicines.txt`."""
    bound: Bound = {key: paired(values) for key, values in medicine.items() if key != "grupo"}
    bound["grupo"] = (f"{medicine['grupo'][0]} ||| {medicine['clase'][0].partition(' = ')[2]} group",)
    return bound


@dataclass(frozen=True)
class Parallel:
    """A document as (Spanish, English) lines."""

    lines: tuple[tuple[str, str], ...]

    def mapped(self, change: Callable[[str], str]) -> "Parallel":
        """With `change` called on the Spanish lines as one text; lines that it cuts off go."""
        spanish = change(self.spanish()).split("\n")
        return Parallel(tuple(zip(spanish, (english for _, english in self.lines), strict=False)))

    def spanish(self) -> str:
        """The Spanish lines."""
        return "\n".join(line for line, _ in self.lines)


LEAFLET_PARTS = (("que_es", 3), ("antes", 6), ("como", 5), ("efectos", 4), ("conservacion", 3))


def leaflet_lines(rng: random.Random) -> list[tuple[str, str]]:
    """A package leaflet as parallel (Spanish, English) lines: title, headings and sentences."""
    rules = load_rules("leaflet")
    bound = bind_medicine(rng.choice(load_blocks("medicines"))) | {"forma": (rng.choice(rules["forma"]),)}
    writer = Writer(rng, rules, bound)
    headings = rules["seccion"]
    lines = [writer.pair("titulo")]
    for heading, (rule, count) in zip(headings, LEAFLET_PARTS, strict=True):
        lines.append(writer.write_pair(heading))
        lines += [writer.pair(rule) for _ in range(count)]
    return lines


def leaflet(rng: random.Random) -> Document:
    """The Spanish side of a leaflet as a document."""
    lines = [line for line, _ in leaflet_lines(rng)]
    title, rest = lines[0], lines[1:]
    sections = []
    for _, count in LEAFLET_PARTS:
        sections.append(Section(rest[0], tuple(rest[1 : count + 1])))
        rest = rest[count + 1 :]
    return Document(title, title.partition(" ")[0].lower(), tuple(sections))


HEALTH_PARTS = ("que_es", "sintomas", "causas", "diagnostico", "tratamiento", "prevencion")


def health_lines(rng: random.Random) -> tuple[str, list[tuple[str, str]]]:
    """A health-library article: its disease, and (Spanish, English) lines."""
    disease = rng.choice(load_blocks("diseases"))
    symptoms = paired(disease["sint"])
    bound: Bound = {
        "sexo": "m",
        "enfermedad": f"{disease['nombre'][0]} ||| {disease['en'][0]}",
        "sintoma": symptoms,
        "sintoma2": symptoms,
    }
    writer = Writer(rng, load_rules("health"), bound)
    return disease["nombre"][0], [writer.pair(part) for part in HEALTH_PARTS for _ in range(rng.randint(2, 4))]


@dataclass(frozen=True)
class Patent:
    """A patent application; `codes` are its CPC symbols."""

    title: str
    abstract: str
    description: str
    claims: str
    codes: tuple[str, ...]

    def mapped(self, change: Callable[[str], str]) -> "Patent":
        """With `change` called on each of the four texts."""
        title, abstract, description = map(change, (self.title, self.abstract, self.description))
        return replace(self, title=title, abstract=abstract, description=description, claims=change(self.claims))


def patent(rng: random.Random) -> Patent:
    """About 300 words on one invention of `patents.txt`; the last eight of them hold those outside medicine."""
    invention = rng.choice(load_blocks("patents"))
    name = invention["nombre"][0]
    feminine = name.split()[0].endswith(("ción", "sis")) or name.split()[0] in {"prótesis", "bomba", "vacuna"}
    bound: Bound = {
        "un_nombre": f"{'una' if feminine else 'un'} {name}",
        "pieza": invention["pieza"],
        "campo": invention["campo"][0],
        "problema": invention["problema"][0],
        "sexo": "f" if feminine else "m",
    }
    writer = Writer(rng, load_rules("lists", "patent_text"), bound)
    parts = (("SECTOR DE LA TÉCNICA", "sector", 2), ("ANTECEDENTES DE LA INVENCIÓN", "estado", 2))
    text = [f"{heading}\n{_prose(writer, [rule] * count)}" for heading, rule, count in parts]
    text.append("DESCRIPCIÓN DETALLADA\n" + "\n".join(_prose(writer, ["descripcion"] * 3) for _ in range(2)))
    claims = [writer.rule("reivindicacion_1")]
    claims += [f"{place}. {capitalised(name)} {writer.rule('reivindicacion')}" for place in range(2, 5)]
    return Patent(
        capitalised(name),
        _prose(writer, ["resumen"] * 2),
        "\n\n".join(text),
        "\n".join(claims),
        tuple(invention["cpc"][0].split()),
    )


def foreign(rng: random.Random, language: str, count: int) -> list[str]:
    """`count` sentences in English (en), Catalan (ca) or Portuguese (pt)."""
    return Writer(rng, load_rules("lists", "foreign"), {"sexo": "m"}).sentences(language, count)
