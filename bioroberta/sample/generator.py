"""Writes the sample data: the corpora, the NER sets and the classification set, from a seed alone."""

from pathlib import Path

from bioroberta.sample.annotated import classification_files, ner_files
from bioroberta.sample.corpora import CORPORA

Files = dict[str, bytes]


def sample_files(seed: int = 0) -> Files:
    """All files of the sample as relative POSIX path -> bytes."""
    files: Files = {}
    for name, make in CORPORA.items():
        files |= {f"corpora/{name}/{path}": data for path, data in make(seed).items()}
    return files | ner_files(seed) | classification_files(seed)


def write_sample(folder: Path, seed: int = 0) -> None:
    """Writes the sample below `folder`; the same seed gives the same bytes. The shipped data are those of seed 0."""
    for path, data in sorted(sample_files(seed).items()):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
