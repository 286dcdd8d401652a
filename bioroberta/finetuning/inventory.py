"""Whether a task's folders can be what the recipe says. Runs before the cluster is touched, so it reads little."""

from __future__ import annotations

from bioroberta.annotations import parse_annotations
from bioroberta.errors import InputError
from bioroberta.finetuning.config import TaskConfig
from bioroberta.storage import Folder


def check_task(name: str, task: TaskConfig) -> None:
    """Raise InputError naming `tasks.NAME.SPLIT`, its folder and the remedy for the first split that cannot be used."""
    key = f"tasks.{name}"
    train = _documents(f"{key}.train", task.train)
    if isinstance(task.selection, str):
        _documents(f"{key}.selection", task.selection)
    elif len(train) < 2:
        raise InputError(f"{key}.selection: {task.train} has one document, which cannot be shared; name a folder")
    _documents(f"{key}.report", task.report)
    if not any(_has_span(task, document) for document in train):
        raise InputError(
            f"{key}.train: no .ann file in {task.train} has a text-bound annotation (T line) of a label that is not "
            f"ignored, so there is nothing to learn; correct the path or ignore_labels in the recipe"
        )


def check_texts(key: str, location: str) -> None:
    """Raise InputError, naming the recipe's key, for a folder without texts."""
    _stems(key, location, ".txt")


def _documents(key: str, location: str) -> list[str]:
    documents = sorted(_stems(key, location, ".txt") & _stems(key, location, ".ann"))
    if not documents:
        raise InputError(f"{key}: no .txt file in {location} has its .ann file beside it; name a brat folder")
    return documents


def _stems(key: str, location: str, suffix: str) -> set[str]:
    try:
        files = Folder(location).files(f"**/*{suffix}")
    except InputError as error:
        raise InputError(f"{key}: {error}") from None
    if not files:
        raise InputError(
            f"{key}: there are no {suffix} files in {location}; correct the path in the recipe, or `inputs`"
        )
    return {file.path.removesuffix(suffix) for file in files}


def _has_span(task: TaskConfig, document: str) -> bool:
    content = Folder(task.train).read_bytes(f"{document}.ann").decode(errors="replace")
    return any(span.label not in task.ignore_labels for span in parse_annotations(content, document).spans)
