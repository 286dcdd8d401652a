"""Annotated sets: three brat NER sets and one text-classification set, each with three splits."""

import functools
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bioroberta.sample.documents import article, clinical_case, leaflet, oncology_case
from bioroberta.sample.grammar import extract_spans, load_blocks, load_rules, stream
from bioroberta.sample.stroke import stroke_report

Files = dict[str, bytes]
Span = tuple[int, int, str]

SPLITS = {"train": 60, "selection": 15, "report": 15}
"""Documents a split, about the 2:1:1 and larger of the shared tasks, scaled to a minute of training on a CPU."""

NER_SETS = {"pharmaconer": "ph", "cantemist": "onc", "ictusnet": "ict"}
"""Set name -> prefix of its file stems."""

CLASSES = {"caso_clinico": clinical_case, "prospecto": leaflet, "articulo": article}

_TUMOUR_WORDS = {
    "neoplasia": "8000/1",
    "tumoración": "8000/1",
    "lesión tumoral": "8000/1",
    "metástasis": "8000/6",
    "lesiones metastásicas": "8000/6",
    "metástasis a distancia": "8000/6",
    "micrometástasis": "8000/6",
}
"""Words beside the tumour names, with their morphology codes (ICD-O-3)."""


@dataclass(frozen=True)
class Annotated:
    """A text and its spans (start, end, label), sorted, in code points, none overlapping another."""

    stem: str
    text: str
    spans: tuple[Span, ...]


def _lexicon_lines(label_rules: Mapping[str, Iterable[str]]) -> dict[str, str]:
    rules = load_rules("lists")
    return {term: label for label, names in label_rules.items() for name in names for term in rules[name]}


@functools.cache
def lexicon(name: str) -> dict[str, str]:
    """Term -> label, for the sets whose spans are all mentions of known terms."""
    if name == "cantemist":
        terms = [tumour["nombre"][0] for tumour in load_blocks("tumours")] + list(_TUMOUR_WORDS)
        return dict.fromkeys(terms, "MORFOLOGIA_NEOPLASIA")
    labels = {
        "NORMALIZABLES": ("farmaco", "quimico_analitico", "quimico_mas"),
        "PROTEINAS": ("proteina", "proteina_mas", "marcador"),
        "NO_NORMALIZABLES": ("no_normalizable",),
        "UNCLEAR": ("dudoso",),
    }
    return _lexicon_lines(labels)


def _term_pattern(term: str) -> str:
    """A term as a regular expression: its ranges match numbers, its first letter either case."""
    pattern = "".join(r"\d+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^}]*\})", term))
    return f"[{term[0].upper()}{term[0].lower()}]{pattern[1:]}" if term[0].isalpha() else pattern


@functools.cache
def _matcher(name: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One expression with a group a term, longest first, and the labels of the groups."""
    terms = sorted(lexicon(name), key=lambda term: (-len(term), term))
    pattern = "|".join(f"({_term_pattern(term)})" for term in terms)
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])"), tuple(lexicon(name)[term] for term in terms)


def mentions(name: str, text: str) -> tuple[Span, ...]:
    """All mentions of a set's terms in a text, leftmost and longest first."""
    matcher, labels = _matcher(name)
    return tuple((found.start(), found.end(), labels[(found.lastindex or 1) - 1]) for found in matcher.finditer(text))


def document(seed: int, name: str, split: str, place: int) -> Annotated:
    """The document at `place` (from 0) of a split. The first of each split is over 512 sub-words long."""
    number = place + 1 + sum(list(SPLITS.values())[: list(SPLITS).index(split)])
    rng = stream(seed, "ner", name, number)
    rare, length = split == "report", 4 if place == 0 else 1
    stem = f"{NER_SETS[name]}-{number:04d}"
    if name == "ictusnet":
        text, marked = extract_spans(stroke_report(rng, rare, length))
        return Annotated(stem, text, tuple(marked))
    genre = oncology_case if name == "cantemist" else clinical_case
    case = genre(rng, rare, length)
    text = case.text() if name == "cantemist" else "\n".join(case.paragraphs())
    return Annotated(stem, text + "\n", mentions(name, text))


def _note(name: str, surface: str) -> str:
    """The text of an annotator's note: a morphology code, or a number of this sample's own."""
    if name == "cantemist":
        codes = {tumour["nombre"][0]: tumour["codigo"][0] for tumour in load_blocks("tumours")} | _TUMOUR_WORDS
        return codes[surface.lower() if surface.lower() in codes else surface[:1].lower() + surface[1:]]
    return f"MUESTRA:{int.from_bytes(hashlib.sha256(surface.lower().encode()).digest()[:3]):08d}"


def brat(name: str, annotated: Annotated) -> str:
    """Standoff lines: a T line a span; a note to the first of each surface. ValueError when an offset is wrong."""
    lines = []
    noted: set[str] = set()
    for place, (start, end, label) in enumerate(annotated.spans, start=1):
        surface = annotated.text[start:end]
        if not surface or surface != surface.strip() or "\n" in surface:
            raise ValueError(f"bad span {start}-{end} in {annotated.stem}")
        lines.append(f"T{place}\t{label} {start} {end}\t{surface}\n")
        if name != "ictusnet" and label != "UNCLEAR" and surface not in noted:
            noted.add(surface)
            lines.append(f"#{place}\tAnnotatorNotes T{place}\t{_note(name, surface)}\n")
    return "".join(lines)


def ner_files(seed: int) -> Files:
    """``ner/<set>/<split>/<stem>.txt`` and ``.ann``."""
    files: Files = {}
    for name in NER_SETS:
        for split, count in SPLITS.items():
            for place in range(count):
                annotated = document(seed, name, split, place)
                path = f"ner/{name}/{split}/{annotated.stem}"
                files[f"{path}.txt"] = annotated.text.encode()
                files[f"{path}.ann"] = brat(name, annotated).encode()
    return files


def _example(seed: int, split: str, place: int) -> dict[str, str]:
    """A text of 40 to 120 words: some paragraphs of a document, without headings that tell the class."""
    rng = stream(seed, "classification", split, place)
    label = sorted(CLASSES)[place % len(CLASSES)]
    paragraphs = CLASSES[label](rng).paragraphs()
    count = 6 if label == "prospecto" else 2
    start = rng.randrange(len(paragraphs) - count + 1)
    return {"id": f"{split}-{place + 1:03d}", "text": " ".join(paragraphs[start : start + count]), "label": label}


def classification_files(seed: int) -> Files:
    """``classification/<split>.jsonl``: id, text, label (the kind of document)."""
    files: Files = {}
    for split, count in SPLITS.items():
        rows = (_example(seed, split, place) for place in range(count))
        files[f"classification/{split}.jsonl"] = "".join(
            json.dumps(row, ensure_ascii=False) + "\n" for row in rows
        ).encode()
    return files
