"""A brat task that a tiny model learns in seconds, and a run that keeps everything in a temporary folder."""

import json
import random
from pathlib import Path

import pytest

from bioroberta.annotations import Document, write_brat
from bioroberta.finetuning.config import TaskConfig
from bioroberta.run import Execution, Run
from bioroberta.spans import Span
from bioroberta.storage import Folder
from tests.tiny_models import byte_level_tokenizer, save_tiny_model

KINDS = {
    "X": ("DRUG", ("paracetamol", "morfina", "omeprazol", "amoxicilina con clavulánico")),
    "Y": ("PROTEIN", ("albúmina", "PSA", "proteína C reactiva")),
}
PATTERNS = ("Se administra {X} al paciente.", "Niveles de {Y} elevados (mg).", "Sin {X} ni {Y}.", "Refiere dolor.")


def annotated_text(name: str, generator: random.Random, sentences: int) -> Document:
    text, spans = "", []
    for _ in range(sentences):
        for piece in generator.choice(PATTERNS).replace("}", "{").split("{"):
            label, words = KINDS.get(piece, ("", (piece,)))
            word = generator.choice(words)
            if label:
                spans.append(Span(len(text), len(text) + len(word), label))
            text += word
        text += "\n"
    return Document(name, text, tuple(spans))


@pytest.fixture(scope="session")
def task(tmp_path_factory) -> TaskConfig:
    """Twenty train, five selection and five report documents; the report ones are longer than a window."""
    root, generator = tmp_path_factory.mktemp("task"), random.Random(0)
    for split, count, sentences in (("train", 20, 6), ("selection", 5, 6), ("report", 5, 12)):
        documents = [annotated_text(f"{split}-{number}", generator, sentences) for number in range(count)]
        write_brat(Folder(str(root / split)), documents)
    return TaskConfig(train=str(root / "train"), selection=str(root / "selection"), report=str(root / "report"))


@pytest.fixture(scope="session")
def pretrained(tmp_path_factory, task) -> Path:
    """A random masked language model with a tokenizer that knows the task's words."""
    texts = [path.read_text() for path in Path(task.train).glob("*.txt")]
    return save_tiny_model(tmp_path_factory.mktemp("pretrained"), "ForMaskedLM", byte_level_tokenizer(texts, 600))


@pytest.fixture
def run_for(tmp_path):
    """A run of one stage on the task "drugs"; all runs of a test lie in one folder."""
    return lambda stage: Run(Folder(str(tmp_path)), stage, Execution(workers=1), "drugs")


@pytest.fixture
def logged():
    """The lines of a run's metrics.jsonl."""

    def read(run):
        run.flush()
        return [json.loads(line) for line in run.folder.read_text("metrics.jsonl").splitlines()]

    return read
