"""Files of a local folder, whatever links stand in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bioroberta.walk import walk


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x" * len(name))


def found(folder: Path, below: bool = True) -> list[tuple[str, int | None]]:
    return sorted(walk(str(folder), below))


def test_files_with_their_sizes(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b/c/d.txt")
    os.mkfifo(tmp_path / "pipe")
    assert found(tmp_path) == [("a.txt", 5), ("b/c/d.txt", 9)]
    assert found(tmp_path, below=False) == [("a.txt", 5)]
    assert found(tmp_path / "nowhere") == []


def test_links_to_other_places_are_followed(tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt", "out/b.txt")
    (tmp_path / "in" / "folder").symlink_to("../out")
    (tmp_path / "in" / "file.txt").symlink_to("../out/b.txt")
    assert found(tmp_path / "in") == [("a.txt", 8), ("file.txt", 9), ("folder/b.txt", 9)]


@pytest.mark.parametrize("target", [".", "..", "../..", "../b"])
def test_links_that_lead_back_are_not(tmp_path: Path, target: str) -> None:
    write(tmp_path, "a.txt", "b/c.txt")
    (tmp_path / "b" / "one").symlink_to(target)
    (tmp_path / "b" / "two").symlink_to(target)
    assert found(tmp_path) == [("a.txt", 5), ("b/c.txt", 7)]
    assert found(tmp_path / "b") == [("c.txt", 7)]


def test_folders_that_link_to_each_other_end(tmp_path: Path) -> None:
    write(tmp_path, "a/1.txt", "b/2.txt")
    (tmp_path / "a" / "x").symlink_to("../b")
    (tmp_path / "b" / "y").symlink_to("../a")
    assert [path for path, _ in found(tmp_path / "a")] == ["1.txt", "x/2.txt"]


def test_links_that_lead_nowhere_have_no_size(tmp_path: Path) -> None:
    write(tmp_path, "b/a.txt")
    (tmp_path / "b" / "gone.txt").symlink_to("nowhere")
    (tmp_path / "b" / "itself").symlink_to("itself")
    assert found(tmp_path) == [("b/a.txt", 7), ("b/gone.txt", None), ("b/itself", None)]
