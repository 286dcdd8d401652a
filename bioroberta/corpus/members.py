"""A file in an archive, as the readers of zip and tar give it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from bioroberta.corpus.records import Broken, Skipped


@dataclass(frozen=True)
class Member:
    """A file in an archive, good until the next one is asked for; `problem` is why its content is not to be read."""

    name: str
    stream: BinaryIO
    problem: Broken | Skipped | None = None


def clean_name(raw: bytes, encoding: str) -> str:
    """A member's name as valid text: UTF-8 where it is that, else of `encoding`; up to a NUL, without root and `..`."""
    raw = raw.partition(b"\0")[0]
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        name = raw.decode(encoding)
    return "/".join(part for part in name.split("/") if part not in ("", ".", ".."))
