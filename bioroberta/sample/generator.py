"""Writes the sample: the corpora, the truth about them, the NER sets and the classification set, from a seed alone."""

from collections import Counter
from pathlib import Path

from bioroberta.sample.annotated import classification_files, ner_files
from bioroberta.sample.corpora import corpora
from bioroberta.sample.growth import grow, write_files
from bioroberta.sample.part import Part
from bioroberta.sample.truth import MANIFEST, PLANTED, lines, manifest

Files = dict[str, bytes]


def sample_files(seed: int = 0) -> Files:
    """All files of the sample in its shipped size, as relative POSIX path -> bytes; the manifest comes last."""
    files, rows = corpora(Part(seed))
    about = {"seed": seed, "size": None, "parts": 0, "files": len(files), "bytes": sum(map(len, files.values()))}
    truth = {
        PLANTED: lines(rows).encode(),
        MANIFEST: manifest(about, Counter(row.kind for row in rows)).encode(),
    }
    return files | _annotated_files(seed) | truth


def _annotated_files(seed: int) -> Files:
    return ner_files(seed) | classification_files(seed)


def write_sample(folder: Path, seed: int = 0, size: int | None = None, workers: int | None = None) -> None:
    """Writes the sample below `folder`, which should be empty; the same seed and size give the same bytes.

    Without a size the sample has that of the shipped data, which are those of seed 0. With one the corpora have about
    that many bytes together (see `growth`), written by so many processes (None: one a CPU); the annotated sets stay.
    Raises RunError when a worker process dies. A sample whose writing was stopped has no manifest.
    """
    if size is None:
        write_files(folder, sample_files(seed))
        return
    write_files(folder, _annotated_files(seed))
    grow(folder, seed, size, workers)
