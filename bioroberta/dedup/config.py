"""Settings of the stage `dedup`."""

from __future__ import annotations

from typing import Annotated, Literal

import pydantic
from pydantic import Field

from bioroberta.config import Config, FilledIn, Location, Unidentified


class NearConfig(Config):
    """Near duplicates: MinHash proposes pairs, the n-grams themselves decide."""

    threshold: float = Field(default=0.8, gt=0, le=1)
    """Jaccard similarity of the two sets of word n-grams from which on the later document goes (Lee et al. 2022)."""
    bands: int = Field(default=14, ge=1, le=200)
    """Of a MinHash signature; documents that share one are compared (FineWeb: 14 of 8 rows)."""
    rows: int = Field(default=8, ge=1, le=50)
    """Permutations of a band: with 14 bands of 8, a pair of similarity 0.8 is proposed with a chance of 0.92, one of
    0.9 with 0.9995."""


class SentencesConfig(Config):
    """Sentences that a source or the whole corpus repeats: the first copies in canonical order stay."""

    copies_per_source: pydantic.PositiveInt = 20
    """Occurrences that stay of one sentence in a source: a site of a crawl, or a corpus."""
    copies: pydantic.PositiveInt = 100
    """Occurrences that stay of one sentence in all corpora."""
    min_words: pydantic.PositiveInt = 10
    r"""Sentences with fewer words (runs of `\w`) are not counted: headings and short formulae ("Sin alergias
    conocidas") are language, not repetition."""


class DedupConfig(Config):
    """What counts as a repetition. Equal texts (rule `exact`) always do."""

    ngram: int = Field(default=5, ge=1, le=100)
    """Words of an n-gram. The published corpus was made with onion on word 5-grams (corpus-cleaner, `-n 5`)."""
    containment: Annotated[float, Field(ge=0, le=1)] | None = 0.5
    """A document goes when a larger share of its n-gram positions is in kept documents before it (onion, `-t 0.5`);
    null: this rule is not applied."""
    near: NearConfig | None = None
    """Left out by default: what it would remove at 0.8, containment at 0.5 removes as well."""
    sentences: SentencesConfig | None = SentencesConfig()
    """null: no sentence is removed for being repeated."""
    corpora: Annotated[tuple[str, ...], FilledIn()] = ()
    """Corpus names in rank order, filled in from `ingest.corpora`: the copy in the first of them is kept."""
    evaluation: tuple[Location, ...] = ()
    """brat folders whose texts must not be trained on; the recipe adds the report split of every task."""
    contamination: Literal["reject", "list"] = "reject"
    """What happens to a document that shares 13 words in a row with an evaluation text (GPT-3, Brown et al. 2020,
    appendix C): it goes, or it is only listed in `evidence/`. One with the name or the text of one always goes."""
    max_removed: Annotated[float, Field(ge=0, le=1), Unidentified()] = 0.5
    """The stage stops where a rule would take a larger share of a corpus's documents, tokens or sentences, and shows in
    `evidence/` what. Ten documents or sentences, or 10,000 tokens, may always go."""
    accept: Annotated[tuple[str, ...], Unidentified()] = ()
    """Corpora that may lose more: somebody has looked."""
