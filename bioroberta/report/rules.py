"""What the rules say, for people who do not read code. A rule that is not here is shown by its name alone."""

from __future__ import annotations

_INGEST = {
    "http_status": "the server did not answer with the page",
    "media_type": "no HTML page",
    "robots": "a robots.txt file",
    "error_page": "a page that says that there is none",
    "empty": "no text in it",
    "namespace": "no article (talk, user or help page)",
    "redirect": "only leads to another article",
    "code": "a patent without one of the medical codes",
    "language": "stated to be in another language",
    "link": "a link in an archive, not a file",
    "no_text_layer": "a PDF of images",
    "resource_fork": "a file of the Macintosh beside the real one",
    "takedown": "withdrawn by its id",
}
_CLEAN = {
    "language": "another language",
    "tokens": "too few words were left of the document",
    "letters": "no letter in it",
    "vowels": "few vowels: letters of a font that could not be decoded",
    "letter_share": "few letters among its visible characters",
    "code": "program or page source",
    "symbols": "many signs of code, markup or tables",
    "repeated_character": "a long run of one character",
    "long_word": "a very long word: base64, a hash",
    "script": "mostly letters that are neither Latin nor Greek",
    "leaders": "a dotted line of a table of contents",
    "table": "cells of a table",
    "truncated": "text that goes on elsewhere",
    "line": "the rest of a line of which most went",
    "scraps": "what a scanner makes of rulers and stains",
    "broken_characters": "characters that an earlier wrong decoding broke",
    "controls": "buttons, counters, running heads",
    "menu": "items of a menu",
    "boilerplate": "notices: cookies, rights, errors, imprints",
    "repeated_sentence": "stood in the document too often already",
    "characters": "few characters (rule of the predecessor)",
    "words": "few words (rule of the predecessor)",
    "digits": "many digits (rule of the predecessor)",
}
_DEDUP = {
    "exact": "the same words as a kept document",
    "containment": "most of its word sequences stand in kept documents",
    "near": "nearly the same word sequences as a kept document",
    "sentences": "stood in kept documents too often already",
    "evaluation": "a text that an evaluation will score",
}

MEANINGS = {"ingest": _INGEST, "clean": _CLEAN, "dedup": _DEDUP}

_MEASURED = {
    "takedown": "Nothing is measured: the recipe names the document. Its text is kept nowhere.",
    "exact": "Value and threshold are 1: all words are equal in their order, whatever stands between them.",
    "containment": "Value: the share of the document's word sequences that stand in any kept document before it. "
    "Threshold: with a larger share it goes. The keeper has most of them.",
    "near": "Value: the word sequences that document and keeper share, of all that one of them has (Jaccard). "
    "Threshold: from this similarity on it goes.",
    "sentences": "Value: how many equal sentences stand before it, in its source or in all corpora. Threshold: how "
    "many of them stay. The keeper has the first.",
    "evaluation": "Value: 1 where name or text are those of an evaluation text, else the share of the document's "
    "sequences of 13 words that stand in one. Threshold: with a larger share it goes. The keeper is the evaluation "
    "text.",
}
"""Of the rules whose figures need an explanation."""


def meaning(stage: str, rule: str) -> str:
    """What a stage's rule says, empty for one that is not known."""
    return MEANINGS[stage].get(rule, "")


def measured(rule: str) -> str:
    """What value and threshold of a rule are, empty where its meaning tells."""
    return _MEASURED.get(rule, "")
