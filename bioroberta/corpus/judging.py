"""Preset `clinical`: what stays of a document, judged with its context.

The language of a sentence is its own where it is long enough to say, or has words enough of another, else that of its
line or document; rules for ill-formed sentences are in `filters.py`.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from bioroberta.corpus.config import CleanConfig
from bioroberta.corpus.filters import letters, reject_copy, reject_note, reject_sentence
from bioroberta.corpus.furniture import hints_in
from bioroberta.corpus.language import another, detect, detect_sentences
from bioroberta.corpus.surroundings import reject_surroundings
from bioroberta.corpus.unmistakable import may_have_notices
from bioroberta.corpus.verdicts import Rejection, Span, Verdict

MAJORITY = 0.5
"""Share of a document's judged text in the wanted languages from which a sentence too short to judge is taken for one
of them; below, it goes with the judged sentence before it, the first ones with the one after."""

SURE = 0.985
"""Probability of another language (`language.another`) at which a sentence of a page goes, however short. Of 88,000
different ones of cantemist_background and meddocan one that is Spanish had it, for want of a word among the small."""


class Judgement(NamedTuple):
    """The language of a sentence (None: too short to say) and the confidence."""

    language: str | None
    confidence: float


UNJUDGED = Judgement(None, 0.0)


def judge(text: str, spans: list[Span], config: CleanConfig, crawled: bool) -> Verdict:
    """The document first: it goes where too little of it is in a wanted language; then sentence by sentence. Of a page
    (`crawled`) also what stands around text goes; notes have the strangest forms, so of them only what is no text.
    """
    judgements = judge_languages([text[start:end] for start, end in spans], config)
    shares = language_shares(text, spans, judgements, config, crawled)
    language = max(config.languages, key=lambda code: shares.get(code, 0.0))
    score, rest = shares.get(language, 0.0), sum(shares.get(code, 0.0) for code in config.languages)
    if shares and rest < config.min_language_share:
        foreign = max(shares, key=lambda code: shares[code])
        return Verdict(language, score, Rejection("language", rest, config.min_language_share, foreign), [])
    wanted = rest if shares else 1.0
    rejections = reject_sentences(text, spans, config, crawled)
    lines = _lines(text, spans)
    contexts = list(_contexts(lines, judgements, wanted, config))
    sure = wanted >= config.sure_share or not crawled
    reject_foreign(contexts, rejections, config.sure_confidence if sure else 0.0, config)
    if crawled:
        sentences = [text[start:end] for start, end in spans]
        reject_strangers(sentences, judgements, rejections, config)
        reject_foreign_lines(sentences, lines, judgements, rejections, config)
        reject_surroundings(sentences, lines, rejections, config)
        reject_copies(sentences, rejections, config)
    return Verdict(language, score, None, rejections)


def judge_languages(sentences: list[str], config: CleanConfig) -> list[Judgement]:
    """Each sentence's own language, as far as it is long enough to say."""
    found = detect_sentences(sentences, config.min_language_letters)
    return [Judgement(*language) if language else UNJUDGED for language in found]


def language_shares(
    text: str, spans: list[Span], judgements: list[Judgement], config: CleanConfig, crawled: bool
) -> dict[str, float]:
    """Each language's share of the characters that could be judged without doubt. Where no sentence could the text is
    judged as a whole; empty where that is in doubt as well, or too short.
    """
    lengths: Counter[str] = Counter()
    for (start, end), judgement in zip(spans, judgements, strict=True):
        if judgement.language in config.languages or _is_foreign(judgement, config.foreign_confidence, config):
            lengths[str(judgement.language)] += end - start
    if not lengths and (language := _language_of_all(text, config, crawled)):
        return {language: 1.0}
    total = lengths.total()
    return {language: length / total for language, length in lengths.items()}


def _language_of_all(text: str, config: CleanConfig, crawled: bool) -> str | None:
    """The language of a text without a sentence that could be judged; None where that is in doubt or it is too short.

    A row of a table can be a whole note, and `Alergia a AAS.` is Estonian to fastText: short ones want small words.
    """
    count = letters(text)
    if count < config.min_document_letters:
        return None
    if not crawled and count < config.min_language_letters:
        found = another(text, config.languages)
        return found[0] if found and found[1] >= SURE else None
    whole, limit = Judgement(*detect(text)), config.foreign_confidence if crawled else config.sure_confidence
    return whole.language if whole.language in config.languages or _is_foreign(whole, limit, config) else None


def reject_sentences(text: str, spans: list[Span], config: CleanConfig, crawled: bool) -> list[Rejection | None]:
    """For every sentence of a document the rule on single sentences that it breaks, or None."""
    if crawled:
        reject = partial(reject_sentence, hints=hints_in(text), config=config)
    else:
        reject = partial(reject_note, noticed=may_have_notices(text), config=config)
    return [reject(text[start:end]) for start, end in spans]


def reject_foreign(
    judgements: list[Judgement], rejections: list[Rejection | None], confidence: float, config: CleanConfig
) -> None:
    """Reject, in place, sentences in other languages, of which that is known with this confidence at least."""
    limit = max(confidence, config.foreign_confidence)
    for at, judgement in enumerate(judgements):
        rejections[at] = rejections[at] or _reject_language(judgement, limit, config)


def reject_strangers(
    sentences: list[str], judgements: list[Judgement], rejections: list[Rejection | None], config: CleanConfig
) -> None:
    """Reject, in place, sentences in other languages that are too short to be judged, or were with doubt."""
    for at, sentence in enumerate(sentences):
        known = rejections[at] is not None or judgements[at].language in config.languages
        if known or letters(sentence) < config.min_document_letters:
            continue
        found = another(sentence, config.languages)
        if found and found[1] >= SURE:
            rejections[at] = Rejection("language", found[1], SURE, found[0])


def reject_foreign_lines(
    sentences: list[str],
    lines: list[range],
    judgements: list[Judgement],
    rejections: list[Rejection | None],
    config: CleanConfig,
) -> None:
    """Reject, in place, what is in doubt in lines of which more went as foreign than seems to be wanted."""
    foreign = {at for at, rejection in enumerate(rejections) if rejection and rejection.rule == "language"}
    for line in lines if foreign else ():
        gone = [at for at in line if at in foreign]
        rest = [at for at in line if rejections[at] is None]
        wanted = [at for at in rest if judgements[at].language in (None, *config.languages)]
        if sum(len(sentences[at]) for at in gone) <= sum(len(sentences[at]) for at in wanted):
            continue
        for at in rest:
            rejections[at] = None if _is_sure(judgements[at], config) else rejections[gone[0]]


def reject_copies(sentences: list[str], rejections: list[Rejection | None], config: CleanConfig) -> None:
    """Reject, in place, sentences that the document has had before."""
    seen: Counter[str] = Counter()
    for number, sentence in enumerate(sentences):
        seen[sentence] += 1
        rejections[number] = rejections[number] or reject_copy(sentence, seen[sentence], config)


def _lines(text: str, spans: list[Span]) -> list[range]:
    """The numbers of the sentences of each line."""
    starts = [at for at in range(len(spans)) if at == 0 or "\n" in text[spans[at - 1][1] : spans[at][0]]]
    return [range(start, end) for start, end in itertools.pairwise([*starts, len(spans)])]


def _contexts(
    lines: list[range], judgements: list[Judgement], wanted: float, config: CleanConfig
) -> Iterator[Judgement]:
    """For every sentence its judgement; where it is too short for one of its own that of its line, else, in a document
    that is mostly foreign, that of the judged sentence before it (of the first ones: after it).
    """
    before = UNJUDGED if wanted >= MAJORITY else next(filter(_is_judged, judgements), UNJUDGED)
    for line in lines:
        judged = [judgements[at] for at in line if _is_judged(judgements[at])]
        foreign = [judgement for judgement in judged if _is_foreign(judgement, config.foreign_confidence, config)]
        own = foreign[0] if len(foreign) > MAJORITY * len(judged) else None
        for at in line:
            if wanted < MAJORITY and _is_judged(judgements[at]):
                before = judgements[at]
            yield judgements[at] if _is_judged(judgements[at]) else own or before


def _is_judged(judgement: Judgement) -> bool:
    return judgement.language is not None


def _is_foreign(judgement: Judgement, limit: float, config: CleanConfig) -> bool:
    """Whether a text is in a language that is not wanted, with a confidence of `limit`."""
    known = judgement.language is not None and judgement.language not in config.languages
    return known and judgement.confidence >= limit


def _is_sure(judgement: Judgement, config: CleanConfig) -> bool:
    """Whether a sentence is in a wanted language without doubt."""
    return judgement.language in config.languages and judgement.confidence >= config.sure_confidence


def _reject_language(judgement: Judgement, limit: float, config: CleanConfig) -> Rejection | None:
    if not _is_foreign(judgement, limit, config):
        return None
    return Rejection("language", judgement.confidence, limit, judgement.language)
