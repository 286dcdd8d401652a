"""A task's folders, looked into before anything runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bioroberta.errors import InputError
from bioroberta.finetuning.config import TaskConfig
from bioroberta.finetuning.inventory import check_task, check_texts
from tests.small_recipe import write, write_inputs


@pytest.fixture
def task(tmp_path: Path) -> TaskConfig:
    write_inputs(tmp_path)
    return TaskConfig(**{split: str(tmp_path / "ner" / split) for split in ("train", "selection", "report")})


def refusal(task: TaskConfig) -> str:
    with pytest.raises(InputError) as caught:
        check_task("drugs", task)
    return str(caught.value)


def test_three_brat_folders_pass(task: TaskConfig) -> None:
    check_task("drugs", task)


@pytest.mark.parametrize("split", ["train", "selection", "report"])
def test_a_split_that_cannot_be_used_is_named_with_its_folder(task: TaskConfig, split: str) -> None:
    folder = Path(getattr(task, split))
    (folder / f"{split}1.ann").rename(folder / "other.ann")
    assert refusal(task) == (
        f"tasks.drugs.{split}: no .txt file in {folder} has its .ann file beside it; name a brat folder"
    )
    (folder / "other.ann").unlink()
    assert refusal(task).startswith(f"tasks.drugs.{split}: there are no .ann files in {folder}; correct the path")
    shutil.rmtree(folder)
    assert refusal(task).startswith(f"tasks.drugs.{split}: there are no .txt files in {folder}; correct the path")
    folder.write_text("a file")
    assert refusal(task) == f"tasks.drugs.{split}: {folder} is a file; name the folder that holds it"


def test_train_without_a_span_to_learn_is_refused(task: TaskConfig) -> None:
    ignoring = task.with_overrides({"ignore_labels": ["DRUG"]})
    assert refusal(ignoring).startswith(f"tasks.drugs.train: no .ann file in {task.train} has a text-bound annotation")
    write(Path(task.train) / "more.txt", "Toma eso.")
    write(Path(task.train) / "more.ann", "T1\tGENE 0 4\tToma\n")
    check_task("drugs", ignoring)


def test_a_report_without_spans_is_a_report(task: TaskConfig) -> None:
    write(Path(task.report) / "report1.ann", "")
    check_task("drugs", task)


def test_one_document_cannot_be_shared(task: TaskConfig) -> None:
    assert refusal(task.with_overrides({"selection": 0.5})).startswith("tasks.drugs.selection: ")
    write(Path(task.train) / "more.txt", "Toma eso.")
    write(Path(task.train) / "more.ann", "")
    check_task("drugs", task.with_overrides({"selection": 0.5}))


def test_folders_of_texts_need_no_annotations(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "")
    check_texts("dedup.evaluation.0", str(tmp_path))
    with pytest.raises(InputError, match=r"^dedup.evaluation.0: there are no .txt files in .*nowhere; correct"):
        check_texts("dedup.evaluation.0", str(tmp_path / "nowhere"))
