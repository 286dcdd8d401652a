"""A small corpus with something for every part of the report, run through ingest, clean and dedup without Ray."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bioroberta.config import parse
from bioroberta.execute import check, run_job
from bioroberta.recipe import Recipe
from bioroberta.run import Execution
from bioroberta.stages import plan
from tests.small_recipe import TEXT, write

SECRET = "Zacarías Quijano"
"""In every line of the corpus whose text must not be shown."""
HOSTILE = "<script>alert(\"x\")</script> & '{[|]}'"
ENGLISH = "The patient was admitted to the hospital with a history of abdominal pain and fever for three days."
COPIED = f"El informe de {SECRET} describe la evolución del dolor abdominal durante la semana."
REPEATED = "Consulte a su médico o farmacéutico."

Run = Callable[[Recipe, str], Recipe]


def write_corpora(folder: Path) -> None:
    """Three corpora: `closed` (its text must not be shown), `cases` and `web`, which has a copy from `closed`."""
    write(folder / "closed" / "1.txt", f"{COPIED}\n\n{REPEATED} Firma {SECRET}.")
    write(folder / "closed" / "2.txt", f"Paciente {SECRET} de alta.\n{SECRET} {{[|]}} {{[|]}} {{[|]}}\n{TEXT}")
    write(folder / "closed" / "3.txt", f"{ENGLISH} {SECRET} was discharged on the following day with treatment.")
    write(folder / "closed" / "4.txt", f"{COPIED}\n\n{REPEATED} Firma {SECRET}.")
    write(folder / "cases" / "1.txt", f"{TEXT}\n{REPEATED}\n{HOSTILE}\nSe pauta analgesia.")
    write(folder / "cases" / "2.txt", f"Otro caso distinto con cefalea intensa.\n{REPEATED}\n{ENGLISH}")
    write(folder / "cases" / "3.txt", ENGLISH)
    write(folder / "cases" / "4.txt", "   ")
    write(folder / "web" / "1.txt", f"{COPIED}\n\n{REPEATED} Firma {SECRET}.")
    write(folder / "web" / "2.txt", f"Página sobre el asma y su tratamiento habitual.\n{REPEATED}\n{'x' * 30}")
    write(folder / "web" / "3.txt", f"Página sobre el asma y su tratamiento habitual.\n{REPEATED}")


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    """The recipe over `write_corpora`, with storage in `tmp_path/runs`."""
    write_corpora(tmp_path / "inputs")
    return parse(
        Recipe,
        {
            "name": "small",
            "inputs": str(tmp_path / "inputs"),
            "storage": str(tmp_path / "runs"),
            "ingest": {
                "shard_bytes": 300,
                "group_bytes": 300,
                "corpora": [
                    {"name": "closed", "format": "text", "path": "closed", "license": "private", "samples": False},
                    {"name": "cases", "format": "text", "path": "cases", "license": "CC0-1.0"},
                    {"name": "web", "format": "text", "path": "web", "license": "CC-BY-4.0"},
                ],
            },
        },
    )


@pytest.fixture
def run(no_cluster: None) -> Run:
    """Runs a recipe's stages up to one of them and returns the recipe."""

    def until(recipe: Recipe, stage: str) -> Recipe:
        planned = plan(recipe, stage)
        sources = check(planned)
        for job in planned:
            run_job(job, sources, Execution(1))
        return recipe

    return until
