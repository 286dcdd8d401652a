"""Settings of the stage `dedup`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bioroberta.config import Config, FilledIn, Location


class DedupConfig(Config):
    """What counts as a repetition."""

    ngram: int = Field(default=5, ge=1)
    """Words of an n-gram. The published corpus was made with onion on word 5-grams (corpus-cleaner, `-n 5`)."""
    containment: float = Field(default=0.5, ge=0, le=1)
    """A document goes when a larger share of its n-gram positions is in kept documents before it (onion, `-t 0.5`)."""
    corpora: Annotated[tuple[str, ...], FilledIn()] = ()
    """Corpus names in rank order, filled in from `ingest.corpora`: the copy in the first of them is kept."""
    evaluation: tuple[Location, ...] = ()
    """brat folders whose texts must not be trained on; the recipe adds the report split of every task."""
