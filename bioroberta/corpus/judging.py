"""Preset `clinical`: what stays of a document, judged with its context.

The language of a sentence is its own where it is long enough to say, else its document's; rules for ill-formed
sentences are in `filters.py`.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from bioroberta.corpus.config import CleanConfig
from bioroberta.corpus.filters import letters, reject_copy, reject_sentence
from bioroberta.corpus.furniture import RUN, hints_in, is_companion, is_entry, may_be_entry
from bioroberta.corpus.language import detect, detect_sentences
from bioroberta.corpus.verdicts import Rejection, Span, Verdict

MAJORITY = 0.5
"""Share of a document's judged text in the wanted languages from which a sentence too short to judge is taken for one
of them; below, it goes with the judged sentence before it, the first ones with the one after."""


class Judgement(NamedTuple):
    """The language of a sentence (None: too short to say) and the confidence."""

    language: str | None
    confidence: float


UNJUDGED = Judgement(None, 0.0)
FURNITURE = ("boilerplate", "controls", "menu")
"""Rules whose neighbours are looked at again."""
MENU_SHARE = 3
"""One line of a menu in so many must be known."""


def judge(text: str, spans: list[Span], config: CleanConfig) -> Verdict:
    """The document first: it goes where too little of it is in a wanted language; then sentence by sentence."""
    judgements = judge_languages([text[start:end] for start, end in spans], config)
    shares = language_shares(text, spans, judgements, config)
    language = max(config.languages, key=lambda code: shares.get(code, 0.0))
    score, rest = shares.get(language, 0.0), sum(shares.get(code, 0.0) for code in config.languages)
    if shares and rest < config.min_language_share:
        foreign = max(shares, key=lambda code: shares[code])
        return Verdict(language, score, Rejection("language", rest, config.min_language_share, foreign), [])
    wanted = rest if shares else 1.0
    return Verdict(language, score, None, reject_sentences(text, spans, judgements, wanted, config))


def judge_languages(sentences: list[str], config: CleanConfig) -> list[Judgement]:
    """Each sentence's own language, as far as it is long enough to say."""
    found = detect_sentences(sentences, config.min_language_letters)
    return [Judgement(*language) if language else UNJUDGED for language in found]


def language_shares(text: str, spans: list[Span], judgements: list[Judgement], config: CleanConfig) -> dict[str, float]:
    """Each language's share of the characters that could be judged. Where no sentence could the text is judged as a
    whole; empty where that is too short as well, or in doubt.
    """
    lengths: Counter[str] = Counter()
    for (start, end), judgement in zip(spans, judgements, strict=True):
        if judgement.language:
            lengths[judgement.language] += end - start
    if not lengths and letters(text) >= config.min_document_letters:
        whole = Judgement(*detect(text))
        if whole.language in config.languages or _is_foreign(whole, config.foreign_confidence, config):
            return {str(whole.language): 1.0}
    total = lengths.total()
    return {language: length / total for language, length in lengths.items()}


def reject_sentences(
    text: str, spans: list[Span], judgements: list[Judgement], wanted: float, config: CleanConfig
) -> list[Rejection | None]:
    """For every sentence of a document the rule that it breaks, or None; `wanted` is the share of its judged text in
    the wanted languages.
    """
    sentences = [text[start:end] for start, end in spans]
    lines = _lines(text, spans)
    contexts = _contexts(lines, judgements, wanted, config)
    limit = config.sure_confidence if wanted >= config.sure_share else config.foreign_confidence
    hints = hints_in(text)
    rejections = [
        reject_sentence(sentence, hints, config)
        or _reject_language(judgement if _is_judged(judgement) else context, limit, config)
        for sentence, judgement, context in zip(sentences, judgements, contexts, strict=True)
    ]
    reject_menus(sentences, lines, rejections)
    if any(map(_is_furniture, rejections)):
        reject_companions(sentences, rejections, config)
    seen: Counter[str] = Counter()
    for number, sentence in enumerate(sentences):
        seen[sentence] += 1
        rejections[number] = rejections[number] or reject_copy(sentence, seen[sentence], config)
    return rejections


def reject_menus(sentences: list[str], lines: list[range], rejections: list[Rejection | None]) -> None:
    """Reject, in place, what stands in menus: runs of short lines of which a third are entries that sites have in
    common, or went as furniture.
    """
    alone = [line[0] for line in lines if len(line) == 1]
    known = {at for at in alone if _is_furniture(rejections[at]) or is_entry(sentences[at])}
    if not known:
        return
    fits = {at for at in alone if at in known or may_be_entry(sentences[at])}
    for fitting, members in itertools.groupby(range(len(sentences)), fits.__contains__):
        run = list(members)
        if fitting and len(run) >= RUN and len(known.intersection(run)) * MENU_SHARE >= len(run):
            for at in run:
                rejections[at] = rejections[at] or Rejection("menu", len(run), RUN - 1)


def reject_companions(sentences: list[str], rejections: list[Rejection | None], config: CleanConfig) -> None:
    """Reject, in place, the companions of furniture, and theirs, backwards and forwards; going backwards also the
    heading of a notice.
    """
    last = len(sentences) - 1
    for order, step in ((range(last - 1, -1, -1), 1), (range(1, last + 1), -1)):
        for at in order:
            beside = rejections[at + step]
            if rejections[at] or beside is None or beside.rule not in FURNITURE:
                continue
            heads = step > 0 and beside.rule == "boilerplate" and may_be_entry(sentences[at])
            if heads or is_companion(sentences[at], config.boilerplate_words):
                rejections[at] = Rejection("boilerplate", 1, config.max_boilerplate)


def _lines(text: str, spans: list[Span]) -> list[range]:
    """The numbers of the sentences of each line."""
    starts = [at for at in range(len(spans)) if at == 0 or "\n" in text[spans[at - 1][1] : spans[at][0]]]
    return [range(start, end) for start, end in itertools.pairwise([*starts, len(spans)])]


def _contexts(
    lines: list[range], judgements: list[Judgement], wanted: float, config: CleanConfig
) -> Iterator[Judgement]:
    """For every sentence the judgement that stands for it where it is too short for one of its own: its line's, else,
    in a document that is mostly foreign, that of the judged sentence before it (of the first ones: after it).
    """
    before = UNJUDGED if wanted >= MAJORITY else next(filter(_is_judged, judgements), UNJUDGED)
    for line in lines:
        judged = [judgements[at] for at in line if _is_judged(judgements[at])]
        foreign = [judgement for judgement in judged if _is_foreign(judgement, config.foreign_confidence, config)]
        own = foreign[0] if len(foreign) > MAJORITY * len(judged) else None
        for at in line:
            if wanted < MAJORITY and _is_judged(judgements[at]):
                before = judgements[at]
            yield own or before


def _is_furniture(rejection: Rejection | None) -> bool:
    return rejection is not None and rejection.rule in FURNITURE


def _is_judged(judgement: Judgement) -> bool:
    return judgement.language is not None


def _is_foreign(judgement: Judgement, limit: float, config: CleanConfig) -> bool:
    """Whether a text is in a language that is not wanted, with a confidence of `limit`."""
    known = judgement.language is not None and judgement.language not in config.languages
    return known and judgement.confidence >= limit


def _reject_language(judgement: Judgement, limit: float, config: CleanConfig) -> Rejection | None:
    if not _is_foreign(judgement, limit, config):
        return None
    return Rejection("language", judgement.confidence, limit, judgement.language)
