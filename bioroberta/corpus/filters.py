"""Rules for ill-formed sentences: each measures one value and compares it with one threshold.

Made for clinical text: laboratory values, doses, stages and headings are mostly figures, signs and capitals, and stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from bioroberta.corpus.config import CleanConfig
from bioroberta.corpus.furniture import count_controls, count_notices, menu_items
from bioroberta.corpus.verdicts import Rejection

_SYMBOL = re.compile(r"[{}\[\]|\\<>=#@~^$&*`]")
_CODE = re.compile(
    # any language: calls, blocks, operators, identifiers, comments
    r"[a-z]{2}\w*\(\)|\b\w+\('[^']*'|^(?:break;|default:|case [\w']+:)|\b[a-z]\w*\.\w+\("
    r"|\b[a-z_]{2}\w+\((?!e?s\)|a?s?\))[^()]*\);|\)\s*\{|\}\s*;|\}\s*\)|^\s*[{}]|\{\s*$|=>|\$\w+->\w|\w->\w+[(;]"
    r"|\w::\w|&&|\|\||[!=]==?|[a-z]\+\+;|\+="
    r"|(?<![\w./@-])[a-z]+_[a-z_]+\b(?![\w.]*@)|(?<![:\w])//\s|/\*|\*/|\breturn\b[^.]*;"
    r"|\b(?:if|while|switch|catch)\s?\(.*[){]"
    r"|\b(?:var|let|const)\s+\w+\s*[=;]|\bfunction\s*\w*\s*\(|\bnew [A-Z]\w*\(|\$[a-z_]\w*|\$\(|\$\{|\$[A-Z]{3,}\b"
    r"|\w+\(this\)"
    # pages and their styles
    r"|</\w+>|<\w+(?:\s+[\w-]+=[^<>]*)?/?>|<!--|-->|<[?%]|\?>|\{[{%]|[}%]\}|\[\[|\]\]|&(?:#\d+|[a-z]{2,6});"
    r"|!important"
    r"|\[/?\w+(?: \w+=[\"'])|@(?:media|import|font-face|keyframes|charset)|[\w.#-]+\s*\{\s*[\w-]+\s*:|url\([^)]*\)"
    r"|\b(?:color|width|height|margin|padding|display|float|clear|position|font|background|border|overflow|line-height|text-align"
    r"|opacity|z-index|cursor|content|list-style|max-width|min-width|filter"
    r"|-webkit-[\w-]+)(?:-\w+)*\s*:\s*[^;]{1,60};"
    # data, queries, logs
    r"|\"\w+\"\s*:|\{\"|'\w+'\s*=>"
    r"|\b(?:INSERT INTO|DELETE FROM|ALTER TABLE|CREATE TABLE|DROP TABLE|PRIMARY KEY|ORDER BY|LEFT JOIN)\b"
    r"|\bSELECT\b.+\bFROM\b|\bUPDATE \w+ SET\b|\bVALUES ?\(|\"(?:GET|POST|HEAD) /|HTTP/\d\.\d|Mozilla/\d"
    r"|\[\d\d/\w{3}/\d{4}:"
    r"|^\s*[0-9a-f]{6,8}:? (?:[0-9a-f]{2,} ?){3,}|\b\d{10} \d{5} [nf]\b|\bendobj\b|\b\d+ 0 obj\b"
    r"|^(?:xref|trailer|startxref|stream)$"
    # failures
    r"|Traceback \(|File \"[^\"]+\", line \d+|\b\w+(?:Exception|Error)\b:?|\bat [\w$.]+\([\w$. :]*\)|Stack trace"
    r"|#\d+ \{main\}"
    r"|\w+=\"|##|%%|__[A-Z]+__|`\w+`|\[CDATA\[|\bimport \{|\b[0-9a-f]{32,}\b|\bself\.\w|\w\._\w|\bthrown in\b"
    r"|^[\w-]+\.\w{2,4} +\d\d/\d\d/\d{4} |^Stack trace|undefined function"
    r"|\bon line \d+|\bline \d+, in\b|Caused by:|(?:Fatal|Parse) error|Warning: \w+\(|Notice: Undefined"
    r"|\bSQL syntax\b|errno"
    # typesetting
    r"|\\[a-zA-Z]{3,}|\\\\|\\[ntux]\w|\$\$|\{\\|\\\W"
    # files and shells
    r"|(?<![\w./@-])[\w-]+\.(?:js|css|php|aspx?|jsp|cs|py|java|dll|exe|swf|eot|woff2?|sql|tgz|json)\b"
    r"|/(?:usr|bin|var|htdocs|wp-\w+)/|^#!"
    r"|\b[A-Z]:\\|\b127\.0\.0\.1\b|^\s*(?:listen \d+|server_name \S+);"
    r"|(?=[\w+/]{0,40}\d)(?=[\w+/]{0,40}[A-Z])(?=[\w+/]{0,40}[a-z])(?<![\w+/.-])[A-Za-z0-9+/]{40,}={0,2}(?![\w.-])"
)
_CODE_SIGN = re.compile(
    r"[{}=&\\!$_#`]|</|<[\w!?%]|[-=?]>|//|/\*|\(\)|\);|::|\+\+|^--|;$|\[[/\[C]|\",|\":|\"[GPH]|File \"|\('|'\]|\bat \w"
    r"|[0-9a-f]{6}|[\w+/]{40}|\.[a-z]{2,4}\b|\w/\w+/|: ?\S+;|^#|\d [nf]$"
)
_CODE_WORD = tuple(
    "function return Stack thrown Exception Error rror: INTO TABLE SELECT UPDATE xref trailer obj stream HTTP line"
    " listen Caused Traceback errno syntax undefined".split()
)
"""Every piece of code has one of these; looking for them first is many times as fast."""
_CODE_LIKE = re.compile(r"(?<!\S)[^\s\d]*[(){}=<>_$#@\\&\"'`\[\]][^\s\d]*(?!\S)")
"""Words with signs of programs in them, without figures: `Na=140` is none."""
_RUN = re.compile(r"([^\s\d])\1{7,}")
_LEADERS = re.compile(r"(?:[.·_…]\s){5,}|·{6,}|…{3,}")
_LONG_WORD = re.compile(r"\w{40,}")
_OTHER_SCRIPT = re.compile(r"[\u0400-\u1cff\u2c00-\uab2f\uac00-\ufaff\ufb1d-\ufeff]")
_BROKEN = re.compile(
    r"\ufffd|ï¿½|\(cid:\d+\)|Ã(?:[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ?]|(?<=[a-zñ]Ã)|(?=[a-z]))|â€"
    r"|Â[\u00a0-\u00bf]|[a-zA-Z]\?\?[a-zñ]"
    r"|[a-zA-Z][\u0400-\u04ff\u3400-\u9fff]|[\u0400-\u04ff\u3400-\u9fff][a-z]"
)
_LOST = re.compile(r"[a-zñáéíóú]\?[a-zñ¡®í³º±]")
_VOWEL = re.compile("[aeiouáéíóúüàèìòùâêôãõäö]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")
LOOK = 1000
"""Characters of a sentence in which code is looked for: its patterns may take time with the square of the length."""
VOWEL_LETTERS = 60
PLAIN_LETTERS = 0.3
SCRAPS = 6
COMMON = frozenset("a al con de del el en la las los no para por que se sin su un una y".split())
"""What sentences of prose have one of."""
_ODD = re.compile(
    r"[][{}|\\<>=#@~^$&*`!?»›•·©_\t\"\ufffdÃÂâï\u0400-\u1cff\u2c00-\uab2f\uac00-\ufaff\ufb1d-\ufeff]"
    r"|//|::|->|\(\)|;$|[.…]\s?[.…]\s?[.…]|\(cid:|\(\d+\) \w| [-–/~] | {3}"
)
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


def may_be_code(sentence: str) -> bool:
    """Whether there is a sign or a word that every piece of code has one of."""
    return _CODE_SIGN.search(sentence) is not None or any(word in sentence for word in _CODE_WORD)


def code_marks(sentence: str) -> int:
    """Pieces that only program or page source has; where none is known, words with signs if they are half of all."""
    sentence = sentence[:LOOK]
    if not may_be_code(sentence):
        return 0
    words = sentence.split()
    odd = len(_CODE_LIKE.findall(sentence)) if sentence.isascii() and COMMON.isdisjoint(words) else 0
    return len(_CODE.findall(sentence)) or (odd if odd > 1 and 2 * odd >= len(words) else 0)


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


def leaders(sentence: str) -> int:
    """Length of the longest dotted line of a table of contents: points with spaces between, ellipses."""
    return max((len(match[0]) for match in _LEADERS.finditer(sentence)), default=0)


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
    ("scraps", lambda sentence, config: scrap_share(sentence), lambda config: config.max_scrap_share),
    ("broken_characters", lambda sentence, config: broken_characters(sentence), lambda config: config.max_broken),
    ("menu", lambda sentence, config: menu_items(sentence), lambda config: config.max_menu_items),
)
"""Rules broken by a value above the threshold."""


def is_plain(sentence: str, config: CleanConfig) -> bool:
    """Whether a sentence has enough words of letters alone and nothing that a rule on form counts: it breaks none.

    Ten times as fast as the rules, and so are nine of ten sentences.
    """
    words = sentence.split()
    length, alphabetic = len("".join(words)), len("".join(filter(str.isalpha, words)))
    if alphabetic < config.min_letters or alphabetic < max(config.min_letter_share, PLAIN_LETTERS) * length:
        return False
    longest, capitals = max(map(len, words), default=0), sum(map(str.isupper, words))
    if not 2 < longest <= min(config.max_repeat, config.max_word) or 2 * capitals > len(words) or _ODD.search(sentence):
        return False
    return not (COMMON.isdisjoint(words) and may_be_code(sentence))


def reject_sentence(sentence: str, hints: Collection[str], config: CleanConfig) -> Rejection | None:
    """The first rule that a sentence breaks, None for a well-formed one; `hints` are those of its document."""
    if not is_plain(sentence, config) and (rejection := break_rule(sentence, config)):
        return rejection
    controls, notices = count_controls(sentence), count_notices(sentence, hints, config.boilerplate_words)
    if controls > config.max_controls:
        return Rejection("controls", controls, config.max_controls)
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
