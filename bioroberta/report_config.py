"""Settings of `bioroberta report`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, NonNegativeInt

from bioroberta.config import Config


class ReportConfig(Config):
    """What the report shows of the text. It changes no stage's output and is no part of a fingerprint."""

    samples: Annotated[int, Field(ge=0, le=30)] = 20
    """Rejected sentences and documents shown a rule; 0 shows no text at all, repeated lines included. More than 30
    would make the page too large. A corpus with `samples: false` is never shown."""

    seed: NonNegativeInt = 0
    """Of the choice of samples."""
