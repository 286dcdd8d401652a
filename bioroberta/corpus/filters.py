"""Rules for ill-formed sentences: each measures one value and compares it with one threshold.

Made for clinical text: laboratory values, doses, stages and headings are mostly figures, signs and capitals, and stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bioroberta.corpus.config import CleanConfig

_SYMBOL = re.compile(r"[{}\[\]|\\<>=#@~^$&*`]")
_CODE = re.compile(
    r"\bfunction\s*\w*\s*\(|\b(?:var|let|const)\s+\w+\s*=|</\w+>|<\w+(?:\s+[\w-]+=[^<>]*)?/?>"
    r"|\)\s*\{|\}\s*;|!important|[\w.#-]+\s*\{\s*[\w-]+\s*:|\{\{|\}\}|\[\[|<!--|&(?:nbsp|amp|lt|gt|quot);|\\[ntux]\w"
)
_CODE_HINT = re.compile(r"[{}\[<>=&\\!]")
"""Every piece of code has one of these; a scan for them is fifty times as fast."""
_RUN = re.compile(r"([^\s\d])\1{7,}")
_LONG_WORD = re.compile(r"\w{40,}")
_OTHER_SCRIPT = re.compile(r"[\u0400-\u1cff\u2c00-\uab2f\uac00-\ufaff\ufb1d-\ufeff]")
_BROKEN = re.compile(r"\ufffd|Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|â€|Â[\u00a0-\u00bf]")
_SEPARATOR = re.compile(r"[|»›•·]")
_NOTICE = re.compile(
    r"\bcookies?\b|javascript|todos los derechos reservados|all rights reserved|pol[ií]tica de privacidad|aviso legal"
    r"|p[aá]gina no encontrada|not found|error 404|newsletter|copyright\b|(?<!\w)©"
    r"|(?:olvid\w+|recordar|restablecer|cambiar) (?:su |tu |la |mi )?contraseña|usuario (?:y |o )?contraseña"
)
_FURNITURE = re.compile(
    r"mapa del? (?:sitio|web)|(?:iniciar|inicie|cerrar) sesi[oó]n|suscr[ií]b(?:ete|ase)|comp[aá]rt(?:ir|elo) en"
    r"|s[ií]guenos en|\bleer m[aá]s\b|\bver m[aá]s\b|haz clic|haga clic|pulse aqu[ií]|(?:saltar|ir) al contenido"
    r"|volver arriba|carrito\b|imprimir (?:la )?(?:p[aá]gina|art[ií]culo)|enviar por correo"
)
_NOTICE_HINTS = (
    *"cookie javascript derechos rights privacidad legal encontrada found 404 newsletter contrase copyright".split(),
    "©",
)
"""Every notice has one of these words; looking for them first is twenty times as fast."""
FURNITURE_WORDS = 8
"""Longer sentences with words of page furniture are prose: `sin dejar ver más que su pálido marfil`."""


@dataclass(frozen=True)
class Rejection:
    """The rule that a sentence or document broke, what it measured, and the threshold."""

    rule: str
    value: float
    threshold: float


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


def code_marks(sentence: str) -> int:
    """Pieces that only program or page source has."""
    return len(_CODE.findall(sentence)) if _CODE_HINT.search(sentence) else 0


def longest_repeat(sentence: str) -> int:
    """Length of the longest run of one character other than a digit or white space (1 below eight)."""
    return max((len(match[0]) for match in _RUN.finditer(sentence)), default=1)


def longest_word(sentence: str) -> int:
    """Length of the longest run of letters and digits (0 below forty)."""
    return max((len(match[0]) for match in _LONG_WORD.finditer(sentence)), default=0)


def other_script_share(sentence: str) -> float:
    """Letters of scripts other than Latin and Greek among all letters."""
    return len(_OTHER_SCRIPT.findall(sentence)) / max(letters(sentence), 1)


def broken_characters(sentence: str) -> int:
    """Replacement characters, and pairs that mojibake leaves."""
    return len(_BROKEN.findall(sentence))


def menu_separators(sentence: str) -> int:
    """Separators between items of at most four words on average; 0 for prose. A closing quotation mark is none."""
    count = len(_SEPARATOR.findall(sentence)) - min(sentence.count("«"), sentence.count("»"))
    return count if count and len(sentence.split()) <= 5 * (count + 1) else 0


def boilerplate(sentence: str, config: CleanConfig) -> int:
    """Notices (cookies, rights, logins) in up to `boilerplate_words` words, buttons and menu items in up to eight."""
    words = sentence.count(" ") + 1
    lowered = sentence.lower()
    count = len(_FURNITURE.findall(lowered)) if words <= FURNITURE_WORDS else 0
    if words <= config.boilerplate_words and any(hint in lowered for hint in _NOTICE_HINTS):
        count += len(_NOTICE.findall(lowered))
    return count


Measure = Callable[[str, CleanConfig], float]
Limit = Callable[[CleanConfig], float]

AT_LEAST: tuple[tuple[str, Measure, Limit], ...] = (
    ("letters", lambda sentence, config: letters(sentence), lambda config: config.min_letters),
    ("letter_share", lambda sentence, config: letter_share(sentence), lambda config: config.min_letter_share),
)
"""Rules broken by a value below the threshold."""

AT_MOST: tuple[tuple[str, Measure, Limit], ...] = (
    ("code", lambda sentence, config: code_marks(sentence), lambda config: config.max_code_marks),
    ("symbols", symbol_share, lambda config: config.max_symbol_share),
    ("repeated_character", lambda sentence, config: longest_repeat(sentence), lambda config: config.max_repeat),
    ("long_word", lambda sentence, config: longest_word(sentence), lambda config: config.max_word),
    ("script", lambda sentence, config: other_script_share(sentence), lambda config: config.max_other_script_share),
    ("broken_characters", lambda sentence, config: broken_characters(sentence), lambda config: config.max_broken),
    ("menu", lambda sentence, config: menu_separators(sentence), lambda config: config.max_menu_separators),
    ("boilerplate", boilerplate, lambda config: config.max_boilerplate),
)
"""Rules broken by a value above the threshold."""


def reject_sentence(sentence: str, config: CleanConfig) -> Rejection | None:
    """The first rule that a sentence breaks, None for a well-formed one."""
    for rule, measure, limit in AT_LEAST:
        if (value := measure(sentence, config)) < limit(config):
            return Rejection(rule, value, limit(config))
    for rule, measure, limit in AT_MOST:
        if (value := measure(sentence, config)) > limit(config):
            return Rejection(rule, value, limit(config))
    return None
