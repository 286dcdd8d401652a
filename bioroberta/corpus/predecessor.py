"""Preset `bsc-compat`: the sentence rules of the predecessor in its order and with its thresholds, for comparison.

As its command line applies them with a language filter (corpus-cleaner, commit 8640ef5, `sentence_filter.py`). Its
document filters are off by default there. The second opinion on the language was langid.py's; here it is langdetect's.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bioroberta.corpus.config import CleanConfig
from bioroberta.corpus.language import guess, second_opinion
from bioroberta.corpus.verdicts import Rejection, Span, Verdict

MIN_CHARACTERS, MIN_WORDS = 20, 3
"""A sentence needs more."""
MAX_CODE, MAX_DIGITS = 0.25, 0.10
FAST_CONFIDENCE, SLOW_CONFIDENCE = 0.3, 0.9

_KEYWORDS = frozenset("var function const if else script".split())
_SIGNS = re.compile(r"[;=&\[\](){}/\\]")


def judge(text: str, spans: list[Span], config: CleanConfig, crawled: bool) -> Verdict:
    """Every sentence by itself, the document never; where it comes from does not matter."""
    sentences = [_reject(text[start:end], config) for start, end in spans]
    return Verdict(config.languages[0], 0.0, None, sentences)


def _reject(sentence: str, config: CleanConfig) -> Rejection | None:
    rules: tuple[Callable[[str], Rejection | None], ...] = (_length, _code, _digits)
    found = (rule(sentence) for rule in rules)
    return next((rejection for rejection in found if rejection), None) or _language(sentence, config)


def _length(sentence: str) -> Rejection | None:
    if len(sentence) <= MIN_CHARACTERS:
        return Rejection("characters", len(sentence), MIN_CHARACTERS)
    words = len(sentence.split())
    return Rejection("words", words, MIN_WORDS) if words <= MIN_WORDS else None


def _code(sentence: str) -> Rejection | None:
    words = sentence.split()
    share = sum(word in _KEYWORDS for word in words) / len(words) + len(_SIGNS.findall(sentence)) / len(sentence)
    return Rejection("code", share, MAX_CODE) if share > MAX_CODE else None


def _digits(sentence: str) -> Rejection | None:
    solid = "".join(sentence.split())
    share = sum(map(str.isdigit, solid)) / len(solid)
    return Rejection("digits", share, MAX_DIGITS) if share >= MAX_DIGITS else None


def _language(sentence: str, config: CleanConfig) -> Rejection | None:
    language, confidence = next(iter(guess(sentence).items()))
    if language not in config.languages:
        return Rejection("language", confidence, FAST_CONFIDENCE, language)
    if confidence > FAST_CONFIDENCE:
        return None
    language, confidence = second_opinion(sentence) or (language, confidence)
    if language in config.languages and confidence > SLOW_CONFIDENCE:
        return None
    return Rejection("language", confidence, SLOW_CONFIDENCE, language)
