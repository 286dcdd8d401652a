"""The identity of the inputs."""

from __future__ import annotations

from pathlib import Path

import pytest

from bioroberta.corpus.config import IngestConfig
from bioroberta.corpus.inventory import inventory
from bioroberta.errors import InputError


def config(path: Path, **options: str) -> IngestConfig:
    return IngestConfig.model_validate({"corpora": [{"name": "casos", "format": "text", "path": str(path), **options}]})


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_content_and_names_are_identity_and_the_place_is_not(tmp_path: Path) -> None:
    files = {"a.txt": "uno", "b/c.txt": "dos", "d.ann": "no"}
    first = inventory(config(write(tmp_path / "one", files)))
    assert first == inventory(config(write(tmp_path / "two", dict(reversed(files.items())))))
    assert (first["casos"]["files"], first["casos"]["bytes"]) == (2, 6)
    for changed in ({**files, "a.txt": "UNO"}, {**files, "e.txt": ""}, {"a2.txt": "uno", "b/c.txt": "dos"}):
        other = inventory(
            config(write(tmp_path / str(len(str(changed)) + len(changed)) / str(hash(str(changed))), changed))
        )
        assert other["casos"]["sha256"] != first["casos"]["sha256"]


def test_compressed_files_match_by_their_inner_name(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt.gz": "x", "b.txt.zst": "y", "c.gz": "z"})
    assert inventory(config(tmp_path))["casos"]["files"] == 2


def test_missing_and_empty_folders_are_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"casos.*nowhere.*path"):
        inventory(config(tmp_path / "nowhere"))
    write(tmp_path, {"a.md": "x"})
    with pytest.raises(InputError, match=r"casos.*\*\*/\*\.txt"):
        inventory(config(tmp_path))
