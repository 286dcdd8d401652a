"""Settings of `bioroberta sample`."""

from __future__ import annotations

import re
from typing import Annotated, Any

import pydantic

from bioroberta.config import Config

SIZE = re.compile(r"\d+(\.\d+)?\s*([kmgtp]i?)?b|\d+", re.IGNORECASE)


def checked_size(value: Any) -> Any:
    """A size as it is. Raises ValueError for text of which pydantic would read the beginning (`1,5GB`: 1 byte)."""
    if value is None or (type(value) is int and value > 0):
        return value
    if not isinstance(value, str) or not SIZE.fullmatch(value.strip()) or not re.search("[1-9]", value):
        raise ValueError(f"{value!r} is not a size above 0; write for example 1.5GB, 200MB or 8000000")
    return value.strip()


class SampleConfig(Config):
    """What to write, and how wide. The same seed and size give the same bytes, whatever the number of workers."""

    size: Annotated[pydantic.ByteSize | None, pydantic.BeforeValidator(checked_size)] = None
    """Of the corpora together, such as `200MB` or `1GB`; none: that of the sample that ships with bioroberta."""
    seed: pydantic.NonNegativeInt = 0
    """Of everything that is written."""
    workers: pydantic.PositiveInt | None = None
    """Processes; none: as many as this machine has CPUs."""
