"""What no clinical note says: program source and notices of pages that a single piece gives away.

These go wherever a text comes from, so that nothing stands here that a note could have: an arrow, `BCR::ABL1`,
`<NOMBRE>`, `dolor_abdominal`, `error 500`, a mention of cookies or of Instagram.
"""

from __future__ import annotations

import re

_CODE = re.compile(
    "|".join(
        (
            r"\bfunction ?\w* ?\([^()]*\) ?\{|\b(?:var|let|const) \w+ ?= ?\S|\)\s?\{$|\}\s?\)?;$|\}\s?(?:catch|else)\b",
            r"\{\{.*\}\}|\{%.*%\}",
            r"^\$\(|\bdocument\.\w+|\bwindow\.\w+|\bconsole\.\w+\(|^(?:import|export) .{1,80}['\"];?$|^return .*;$",
            r"[\w.#-]+ ?\{ ?[\w-]+ ?:[^{}]*;|\{[\w-]+:[^{};]+\}|:[^:;]*!important|^@(?:media|import|font-face)\b",
            r"^[a-z-]+: ?[^;]*\d(?:px|em|%);$",
            r"\"[\w-]+\" ?: ?(?:[\[{\"\d-]|true|false|null)",
            r"\b(?:INSERT INTO|DELETE FROM|ALTER TABLE|CREATE TABLE|DROP TABLE|PRIMARY KEY)\b|\bSELECT\b.+\bFROM\b",
            r"\bUPDATE \w+ SET\b|\"(?:GET|POST|HEAD) /|HTTP/\d\.\d|Mozilla/\d",
            r"Traceback \(|File \"[^\"]+\", line \d|[a-z](?:Exception|Error)\b|\bat [\w$]+(?:\.[\w$<>]+)+\(",
            r"Stack trace:|(?:Fatal|Parse) error: |(?:Warning|Notice): \w+\(|\bon line \d+$",
            r"\\(?:begin|end|documentclass|usepackage|includegraphics|newcommand|label|hline|frac|rtf\d|bibitem|emph)\b",
            r"\\text\w\w\b",
            r"<\?(?:php|xml)|<!(?:DOCTYPE|\[CDATA)|</?(?:script|style|iframe|meta|link|input|form|img|td|tr|div)\b[^<>]*>",
            r"(?=[\w+/]{0,40}\d)(?=[\w+/]{0,40}[A-Z])(?=[\w+/]{0,40}[a-z])(?<![\w+/.-])[A-Za-z0-9+/]{40,}={0,2}(?![\w.-])",
            r"\b[0-9a-f]{32,}\b|\bendobj\b|\b\d+ 0 obj\b|^%PDF|^(?:User-agent|Disallow): ",
        )
    )
)
_NOTICE = re.compile(
    "|".join(
        (
            r"cookies (?:propias|de (?:terceros|sesi[oó]n|an[aá]lisis)|t[eé]cnicas|anal[ií]ticas|publicitarias)",
            r"cookies estrictamente necesarias",
            r"(?:utiliza|usa|emplea)mos cookies|(?:sitio|web|p[aá]gina|portal)(?: web)? (?:utiliza|usa|emplea) cookies",
            r"(?:pol[ií]tica|aviso|uso|configuraci[oó]n|preferencias) de cookies",
            r"(?:aceptar?|configurar|rechazar) (?:las |todas las )?cookies",
            r"\buses? cookies|cookie (?:consent|policy)|si (?:contin[uú]a|sigues?) navegando",
            r"todos los derechos reservados|all rights reserved|copyright (?:©|\d{4})|© ?\d{4}|powered by \w+",
            r"aviso legal\W+pol[ií]tica de|gracias a wordpress|\bwordpress\.org|con joomla",
            r"mapa del? (?:sitio web|web)\b",
            r"p[aá]gina no encontrada|\b404\W+not found|not found on this server|internal server error|bad gateway",
            r"service unavailable|403 forbidden|access denied|\bcaptcha\b|(?:habilitar|activar) (?:el )?javascript",
            r"javascript (?:est[aá] )?des\w+|server at \S+ port \d|account (?:has been )?suspended",
            r"dominio est[aá] en venta",
            r"checking your browser|cloudflare|p[aá]gina que (?:busca|ha solicitado) no (?:existe|est[aá]|se ha)",
            r"compartir en (?:facebook|twitter|whatsapp|linkedin|pinterest)|s[ií]guenos en|leer m[aá]s »",
            r"suscr[ií]b(?:ete|ase) a nuestr|iniciar sesi[oó]n \||olvid\w+ (?:su|tu) contrase",
            r"se abre en una ventana nueva",
        )
    )
)
_HINTS = tuple(
    hint.strip()
    for hint in """
    cookie, reservados, reserved, copyright, ©, powered, legal, wordpress, joomla, mapa, encontrada, found, error,
    gateway, unavailable, forbidden, denied, captcha, javascript, server, suspended, dominio, checking, cloudflare,
    compartir, guenos en, leer m, suscr, iniciar sesi, contrase, ventana nueva, si contin, si sigue, página que,
    pagina que""".split(",")
)
"""Each notice has one of these."""
LOOK = 1000
"""Characters of a sentence that are looked at: some patterns take time with the square of the length."""


def code_pieces(sentence: str) -> int:
    """Pieces that only program source, data and logs have."""
    return len(_CODE.findall(sentence[:LOOK]))


def may_have_notices(text: str) -> bool:
    """Whether a document has a word of those that all notices have one of."""
    lowered = text.lower()
    return any(hint in lowered for hint in _HINTS)


def notice_pieces(sentence: str) -> int:
    """Pieces that only notices and buttons of pages have."""
    return len(_NOTICE.findall(sentence[:LOOK].lower()))
