"""Settings of `bioroberta sample`."""

from __future__ import annotations

import pydantic

from bioroberta.config import Config


class SampleConfig(Config):
    """What to write, and how wide. The same seed and size give the same bytes, whatever the number of workers."""

    size: pydantic.ByteSize | None = None
    """Of the corpora together, such as `200MB` or `1GB`; none: that of the sample that ships with bioroberta."""
    seed: pydantic.NonNegativeInt = 0
    """Of everything that is written."""
    workers: pydantic.PositiveInt | None = None
    """Processes; none: as many as this machine has CPUs."""
