"""Rules for ill-formed sentences: each measures one value and compares it with one threshold.

Made for clinical text: laboratory values, doses, stages and headings are mostly figures, signs and capitals, and stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bioroberta.corpus.code import COMMON, code_marks
from bioroberta.corpus.config import CleanConfig
from bioroberta.corpus.furniture import Hints, count_controls, count_notices, menu_items
from bioroberta.corpus.tables import is_margin, leaders, table_cells
from bioroberta.corpus.unmistakable import code_pieces, notice_pieces
from bioroberta.corpus.verdicts import Rejection

_SYMBOL = re.compile(r"[{}\[\]|\\<>=#@~^$&*`]")
_RUN = re.compile(r"([^\s\d])\1{7,}")
_LONG_WORD = re.compile(r"[^\W_]{40,}")
_OTHER_SCRIPT = re.compile(r"[\u0400-\u1cff\u2c00-\uab2f\uac00-\ufaff\ufb1d-\ufeff]")
_BROKEN = re.compile(
    r"\ufffd|ï¿½|\(cid:\d+\)|Ã(?:[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ?]|(?<=[a-zñ]Ã)|(?=[a-z]))|â€"
    r"|Â[\u00a0-\u00bf]|[a-zA-Z]\?\?[a-zñ]"
    r"|[a-zA-Z][\u0400-\u04ff\u3400-\u9fff]|[\u0400-\u04ff\u3400-\u9fff][a-z]"
)
_LOST = re.compile(r"[a-zñáéíóú]\?(?!\w{1,20}=)[a-zñ¡®í³º±]")
_VOWEL = re.compile("[aeiouáéíóúüàèìòùâêôãõäö]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")
_TRUNCATED = re.compile(
    r"(?:\[(?:\.\.\.|…|\+)\]|\((?:\.\.\.|…)?(?:sigue|continúa|contin[uú]a en .*|leer .*|ver .{0,3}m[aá]s.*)\))\W*$",
    re.IGNORECASE,
)
VOWEL_LETTERS = 60
PLAIN_LETTERS = 0.3
SCRAPS = 6
_ODD = re.compile(r"[][{}|\\<>=#@~^$&*`!?»›•·…©_\t\"\ufffdÃÂâï\u0400-\u1cff\u2c00-\uab2f\uac00-\ufaff\ufb1d-\ufeff]")
_ODD_SIGNS = (*"// :: -> () ... --".split(), " - ", " – ", " / ", "   ", ". .")
"""What a sentence must have one of for the rules on code, symbols, leaders, scripts, broken characters and menus."""


def letters(sentence: str) -> int:
    """Letters of any script."""
    return sum(map(str.isalpha, sentence))


def visible(sentence: str) -> int:
    """Characters that are not white space."""
    return len("".join(sentence.split()))


def letter_share(sentence: str) -> float:
    """Letters among visible characters."""
    return letters(sentence) / max(visible(sentence), 1)


def symbol_share(sentence: str, config: CleanConfig) -> float:
    """Signs of code, markup and tables among visible characters; 0 for fewer than `min_symbols`."""
    count = len(_SYMBOL.findall(sentence))
    return count / max(visible(sentence), 1) if count >= config.min_symbols else 0.0


def longest_repeat(sentence: str) -> int:
    """Length of the longest run of one character other than a digit or white space (1 below eight)."""
    return max((len(match[0]) for match in _RUN.finditer(sentence)), default=1)


def longest_word(sentence: str) -> int:
    """Length of the longest run of letters and digits (0 below forty)."""
    return max((len(match[0]) for match in _LONG_WORD.finditer(sentence)), default=0)


def other_script_share(sentence: str) -> float:
    """Letters of scripts other than Latin and Greek among all letters."""
    count = len(_OTHER_SCRIPT.findall(sentence))
    return count / max(letters(sentence), 1) if count else 0.0


def broken_characters(sentence: str) -> int:
    """Replacement characters, pairs that mojibake leaves, question marks in the place of letters."""
    lost = 0 if "¿" in sentence else len(_LOST.findall(sentence))
    return len(_BROKEN.findall(sentence)) + lost


def vowel_share(sentence: str) -> float:
    """Vowels among the letters of a sentence's words (of three letters and more), from `VOWEL_LETTERS` such letters on;
    1 for shorter ones. Spanish has 0.45.
    """
    words = "".join(_WORD.findall(sentence))
    return len(_VOWEL.findall(words)) / len(words) if len(words) >= VOWEL_LETTERS else 1.0


def scrap_share(sentence: str) -> float:
    """Of a sentence without a word of three letters: pieces of one character among all pieces, or, where there are
    fewer than `SCRAPS` pieces, signs among the visible characters (0 for fewer than `SCRAPS` signs).
    """
    if _WORD.search(sentence):
        return 0.0
    pieces, solid = sentence.split(), "".join(sentence.split())
    alone = [piece for piece in pieces if len(piece) == 1]
    scattered = alone == pieces or 2 * sum(not piece.isalnum() for piece in alone) >= SCRAPS
    if len(pieces) >= SCRAPS and scattered:
        return len(alone) / len(pieces)
    signs = sum(not character.isalnum() for character in solid)
    return signs / len(solid) if signs >= SCRAPS else 0.0


Measure = Callable[[str, CleanConfig], float]
Limit = Callable[[CleanConfig], float]

AT_LEAST: tuple[tuple[str, Measure, Limit], ...] = (
    ("letters", lambda sentence, config: letters(sentence), lambda config: config.min_letters),
    ("vowels", lambda sentence, config: vowel_share(sentence), lambda config: config.min_vowel_share),
    ("letter_share", lambda sentence, config: letter_share(sentence), lambda config: config.min_letter_share),
)
"""Rules broken by a value below the threshold."""

AT_MOST: tuple[tuple[str, Measure, Limit], ...] = (
    ("repeated_character", lambda sentence, config: longest_repeat(sentence), lambda config: config.max_repeat),
    ("long_word", lambda sentence, config: longest_word(sentence), lambda config: config.max_word),
    ("code", lambda sentence, config: code_marks(sentence), lambda config: config.max_code_marks),
    ("symbols", symbol_share, lambda config: config.max_symbol_share),
    ("script", lambda sentence, config: other_script_share(sentence), lambda config: config.max_other_script_share),
    ("leaders", lambda sentence, config: leaders(sentence), lambda config: config.max_leaders),
    ("table", lambda sentence, config: table_cells(sentence), lambda config: config.max_table_cells),
    ("scraps", lambda sentence, config: scrap_share(sentence), lambda config: config.max_scrap_share),
    ("broken_characters", lambda sentence, config: broken_characters(sentence), lambda config: config.max_broken),
    ("menu", lambda sentence, config: menu_items(sentence), lambda config: config.max_menu_items),
)
"""Rules broken by a value above the threshold."""

OF_NOTES: tuple[tuple[str, Measure, Limit], ...] = (
    ("long_word", lambda sentence, config: longest_word(sentence), lambda config: config.max_word),
    ("code", lambda sentence, config: code_pieces(sentence), lambda config: config.max_code_marks),
    ("script", lambda sentence, config: other_script_share(sentence), lambda config: config.max_other_script_share),
    ("broken_characters", lambda sentence, config: broken_characters(sentence), lambda config: config.max_broken),
)
"""Likewise, of what is not crawled: notes have lines without a letter (`1-0-1`), cells of tables, arrows, rulers."""


def is_plain(sentence: str, config: CleanConfig) -> bool:
    """Whether a sentence has enough words of letters alone and nothing that a rule on form counts: it breaks none.

    Ten times as fast as the rules, and so are nine of ten sentences.
    """
    words = sentence.split()
    length, alphabetic = len(sentence) - len(words), sum(map(len, filter(str.isalpha, words)))
    if alphabetic < config.min_letters or alphabetic < max(config.min_letter_share, PLAIN_LETTERS) * length:
        return False
    longest, capitals = max(map(len, words), default=0), sum(map(str.isupper, words))
    if not 2 < longest <= min(config.max_repeat, config.max_word) or 2 * capitals > len(words) or is_odd(sentence):
        return False
    return not COMMON.isdisjoint(words)


def is_odd(sentence: str) -> bool:
    """Whether a sentence has a sign that prose is without."""
    if _ODD.search(sentence) or sentence[-1] == ";":
        return True
    for sign in _ODD_SIGNS:  # noqa: SIM110  # `any` takes twice as long, and most of this function's time is this
        if sign in sentence:
            return True
    return False


def reject_sentence(sentence: str, hints: Hints, config: CleanConfig) -> Rejection | None:
    """The first rule that a sentence breaks, None for a well-formed one; `hints` are those of its document."""
    if not is_plain(sentence, config) and (rejection := break_rule(sentence, config)):
        return rejection
    notices = count_notices(sentence, hints, config.boilerplate_words)
    if notices > config.max_boilerplate:
        return Rejection("boilerplate", notices, config.max_boilerplate)
    controls = count_controls(sentence) or int(is_margin(sentence))
    if controls > config.max_controls:
        return Rejection("controls", controls, config.max_controls)
    marks = int(_TRUNCATED.search(sentence) is not None)
    return Rejection("truncated", marks, config.max_truncated) if marks > config.max_truncated else None


def reject_note(sentence: str, noticed: bool, config: CleanConfig) -> Rejection | None:
    """Likewise, for what is not crawled; `noticed`: its document may have notices (`unmistakable.may_have_notices`).

    Plain prose that mentions a piece of code (`tardó la consulta SELECT nombre FROM pacientes`) stays.
    """
    for rule, measure, limit in () if is_plain(sentence, config) else OF_NOTES:
        if (value := measure(sentence, config)) > limit(config):
            return Rejection(rule, value, limit(config))
    notices = notice_pieces(sentence) if noticed else 0
    return Rejection("boilerplate", notices, config.max_boilerplate) if notices > config.max_boilerplate else None


def break_rule(sentence: str, config: CleanConfig) -> Rejection | None:
    """The first rule on form that a sentence breaks, rule by rule."""
    for rule, measure, limit in AT_LEAST:
        if (value := measure(sentence, config)) < limit(config):
            return Rejection(rule, value, limit(config))
    for rule, measure, limit in AT_MOST:
        if (value := measure(sentence, config)) > limit(config):
            return Rejection(rule, value, limit(config))
    return None


def reject_copy(sentence: str, copy: int, config: CleanConfig) -> Rejection | None:
    """The rule for a sentence that its document has had before; `copy` counts from 1. Headings may come again."""
    if copy <= config.max_copies or len(sentence.split()) < config.min_copied_words:
        return None
    return Rejection("repeated_sentence", copy, config.max_copies)
