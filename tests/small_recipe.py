"""The smallest recipe that has every kind of input: one corpus of text files and one annotated set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bioroberta.config import parse
from bioroberta.recipe import Recipe

TEXT = "El paciente ingresa por dolor torácico. Se inicia tratamiento con amoxicilina."


def write_inputs(folder: Path) -> None:
    """A corpus `cases` of two texts and a brat set `ner` of three splits below `folder`."""
    for name in ("b.txt", "a.txt"):
        write(folder / "cases" / name, f"{TEXT} Es el caso {name}.")
    for split in ("train", "selection", "report"):
        write(folder / "ner" / split / f"{split}1.txt", f"Toma {split}.")
        write(folder / "ner" / split / f"{split}1.ann", "T1\tDRUG 5 9\ttext\n")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def values(inputs: Path, storage: Path) -> dict[str, Any]:
    """The recipe as YAML would give it."""
    splits = {split: f"ner/{split}" for split in ("train", "selection", "report")}
    return {
        "name": "small",
        "inputs": str(inputs),
        "storage": str(storage),
        "ingest": {"corpora": [{"name": "cases", "format": "text", "path": "cases"}]},
        "tasks": {"drugs": splits},
    }


def small_recipe(folder: Path) -> Recipe:
    """The recipe over inputs written to `folder/inputs`, with storage in `folder/runs`."""
    write_inputs(folder / "inputs")
    return parse(Recipe, values(folder / "inputs", folder / "runs"))
