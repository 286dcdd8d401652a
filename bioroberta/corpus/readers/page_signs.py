"""What the content of a page says of it: that it is no page, or that its owner reserves it."""

from __future__ import annotations

import re

from bioroberta.text import count_tokens

ERROR_WORDS = 120
"""Words of the longest page that is taken for an error page by its text: a sentence of error, advice, some links."""

LONGEST_WORD = 20
LEADING_LINES = 2
ERROR_SHARE = 1 / 3
"""Of the words, in lines with such a sentence: a short article may end with a line about JavaScript."""
OTHER_WORDS = 8
"""Words of sentences about something else that a page with a sentence of error can have: `Servicio no disponible los
fines de semana.` may begin a notice of a hospital, which goes on with what patients are to do."""

HEAD_CHARACTERS = 50_000
"""Where in a page metadata are looked for."""

_ROBOTS = re.compile(r"\A\s*+(?:#[^\n]*+\n\s*+)*+user-agent[ \t]*+:", re.IGNORECASE)
_RULE = re.compile(r"^[ \t]*(?:(?:dis)?allow|sitemap|crawl-delay)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_PHRASES = (
    # Spanish
    r"p[aá]gina (?:\w+ ){0,6}no (?:ha sido |fue |se ha )?(?:encontrad[ao]|existe|est[aá] disponible|se encuentra)",
    r"no (?:se )?(?:(?:ha|han|he|hemos) )?(?:podido )?encontr\w+ (?:la|esta) (?:p[aá]gina|direcci[oó]n|url)",
    r"(?:acceso|permiso) denegado|error (?:interno del|en el) servidor|error (?:40|50)\d|servicio no disponible",
    r"(?:p[aá]gina|web|sitio|portal) (?:web )?(?:est[aá] )?en (?:construcci[oó]n|mantenimiento)",
    r"(?:la|su|tu) sesi[oó]n ha (?:expirado|caducado)|(?:debe|necesita)s? (?:habilitar|activar) (?:el )?javascript",
    r"b[uú]squeda no (?:produjo|ha producido|ha dado|dio) (?:ning[uú]n )?resultado",
    # Catalan
    r"p[aà]gina (?:\w+ ){0,6}no (?:s['’]ha |ha estat )?(?:trobada|trobat|existeix|est[aà] disponible)",
    r"no s['’]ha (?:pogut )?troba[tr] la p[aà]gina|acc[eé]s denegat|error intern del servidor",
    r"(?:p[aà]gina|web|lloc) (?:web )?(?:est[aà] )?en (?:construcci[oó]|manteniment)\b",
    # English
    r"page (?:\w+ ){0,6}(?:not (?:be )?found|does(?: not|n['’]t) exist|no longer (?:exists|available))",
    r"(?:40\d|50\d) (?:error|not found|forbidden|bad gateway|service unavailable|internal server error)",
    r"(?:access|permission) (?:is )?denied|internal server error|service (?:temporarily )?unavailable",
    r"error establishing a database connection|(?:site|page) (?:is )?under (?:construction|maintenance)",
    r"(?:enable|activate) javascript|javascript (?:is |must be )?(?:disabled|enabled|required)",
    r"checking (?:if the site|your browser)|verify (?:that )?you are (?:a )?human|domain (?:name )?is for sale",
    r"requested url (?:\S+ )?(?:was )?(?:not found|could not be)|\Aindex of /|\Ait works!",
)
_ERROR = re.compile("|".join(_PHRASES), re.IGNORECASE)
_ADVICE = re.compile(
    r"p[aáà]gina|\bweb|sitio|\burl\b|enlace|direcci[oó]n|buscador|navegador|javascript|cookies|servidor|administrador"
    r"|\binicio\b|permisos?\b|sesi[oó]n|disculp|lo sentimos|int[eé]nt[ae]"
    r"|\blink|\bpage|browser|\bsite\b|server|\bclick|\bclic\b|nginx",
    re.IGNORECASE,
)
"""What a page of error says besides: of itself, and where to go on."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n")
_META = re.compile(r"<meta\s[^<>]{0,500}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(name|content)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_NO_AI = re.compile(r"\bnoai\b", re.IGNORECASE)


def is_robots_text(page: str) -> bool:
    """Whether it is a site's rules for crawlers, whatever its address."""
    return bool(_ROBOTS.match(page) and _RULE.search(page))


def error_words(text: str) -> int:
    """The number of words of a short page that says that it is none, first of all or for the most part, and little
    else; else 0.
    """
    if len(text) > LONGEST_WORD * ERROR_WORDS:
        return 0
    lines = [line for line in text.split("\n") if line.strip()]
    words = count_tokens(text)
    signs = [number for number, line in enumerate(lines) if _ERROR.search(line)]
    share = sum(count_tokens(lines[number]) for number in signs) / max(words, 1)
    leading = bool(signs) and signs[0] < LEADING_LINES
    is_error = words <= ERROR_WORDS and (leading or share >= ERROR_SHARE) and _other_words(text) < OTHER_WORDS
    return words if is_error else 0


def _other_words(text: str) -> int:
    """The words of sentences that are neither of error nor of advice. Labels of links are no sentences."""
    sentences = (sentence.strip() for sentence in _SENTENCE_END.split(text))
    return sum(
        count_tokens(sentence)
        for sentence in sentences
        if (sentence.endswith((".", "!", "?")) or count_tokens(sentence) >= OTHER_WORDS)
        and not _ERROR.search(sentence)
        and not _ADVICE.search(sentence)
    )


def is_reserved(page: str, headers: dict[str, str]) -> bool:
    """Whether the owner reserves the page against mining, in a way that machines can read (Directive (EU) 2019/790,
    article 4.3): the TDM Reservation Protocol's header or metadata, or `noai` for robots.

    `noindex`, `noarchive` and `nofollow` speak to search engines of their index and cache, and are not this.
    """
    if headers.get("tdm-reservation", "").strip() == "1" or _NO_AI.search(headers.get("x-robots-tag", "")):
        return True
    return any(_reserves(tag) for tag in _META.findall(page[:HEAD_CHARACTERS]))


def _reserves(tag: str) -> bool:
    stated = {name.lower(): double or single or bare for name, double, single, bare in _ATTRIBUTE.findall(tag)}
    name, content = stated.get("name", "").lower(), stated.get("content", "").strip()
    return (name == "tdm-reservation" and content == "1") or (name == "robots" and _NO_AI.search(content) is not None)
