"""What pages and scans have around their text: notices, buttons, menus, error messages, running heads.

Words decide here, so they are listed, and each list says what it takes. *Notices* speak for themselves in a sentence of
ordinary length, *controls* in a short one. *Companions* count only beside a sentence that went as furniture: `Puede
retirar su consentimiento en cualquier momento` after one on cookies. Menus are told by their form and by the entries
that sites have in common.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bioroberta.corpus.phrases import CONTROLS, ENTRIES, HINTS, NOTICES
from bioroberta.corpus.wording import SMALL, button_words, class_of, count_hits, root, speaks, words_of

_NOTICE = re.compile("|".join(NOTICES))
_CONTROL = re.compile("|".join(CONTROLS))
_MARKS = ".,;:()[]«»\"'¿?¡!“”‘’…*-–—|·•›<>="
_STEM = 4
"""Letters by which a hint is looked for: those in front of its longest word, or none for a sign."""
_HINTS_BY_STEM: dict[str, list[str]] = {}
for _hint in HINTS:
    _word = max((word.strip(_MARKS) for word in _hint.replace("/", " ").split()), key=len)
    _HINTS_BY_STEM.setdefault(_word[:_STEM] if _word.isascii() or _word.isalpha() else "", []).append(_hint)

CONTROL_WORDS, MANY_WORDS, WORDS_PER_CONTROL, WORDS_PER_NOTICE, FEW_WORDS = 8, 24, 6, 12, 6


HEADERS = frozenset(
    """n|%|n (%)
    |media|mediana|mín|máx|mín.|máx.|min|max|rango|ic 95%|ic95%|ic (95%)|or|rr|hr|p|±|de|dt|sd|χ²|total|sí|no
    |valor|valor p|casos|controles|nº|variable|variables|frecuencia|porcentaje|edad|sexo""".replace("\n    ", "").split(
        "|"
    )
)
"""What stands above the columns of tables."""

LOUD = ("site", "sure", "excuse", "order", "english")
"""Classes of words that clinical prose hardly has."""
VAGUE = frozenset(
    root(word)
    for word in """
    información uso utilizar utilizando utiliza utilizado instalación servicio técnica propia duración minutos año
    distinguir acuerdo sigues estás aceptas acepta aceptación implica retirar obtenga asumiremos entendemos
    entenderemos consideramos tratamiento datos análisis contar fuentes momento permiten ofrecerle estadística lee
    saber política trabajando solucionarlo solucionar resolverlo posible paciencia gracias comprensión escrita
    buscaba busca parece intentos enseguida pronto volvemos correcta seguro protección personales recopilar sesión
    visitas ok acepto clave intento persiste técnico equipo sistema unos causas
    """.split()
)
"""Words of prose that are frequent in notices: they count beside one where they are dense."""
WORDS_PER_COMPANION, WORDS_PER_VAGUE = 7, 3
COMPANY = frozenset(
    root(word)
    for word in """
    terceros estadísticas necesarias marketing tráfico instalado instalar entendido plantilla diseño versión
    legítimo legitimación titular rectificación supresión estrictamente almacenar almacenamos almacenamiento
    electrónico redes sugerencias ortografía opciones acceso mantenimiento contenido contenidos clientes socios
    producto oferta precio envío hilo soporte pedido cuenta configuración boletín tienda privilegio comentario
    pestaña sitio portal sesión búsqueda artículo mapa historial herramientas vale entiendo interacción personalizar
    personalizado personalizada lamentable inconveniente ubicación atrás dominio recurso dirección vínculo botón
    pantalla dispositivo sección entrada perfil autor proveedor consentimiento preferencia etiqueta categoría
    descarga solicitud publicitarias publicitarios política ofertas experiencia caracteres datos rendimiento
    """.split()
)
"""Words which sites have around their notices; they count only beside one."""

_CALLS = re.compile(
    r"^\W*(?:filtrar|compartir|descargar|imprimir|ampliar|exportar|suscribir|denunciar|reportar|comentar|editar|publicar"
    r"|ordenar|buscar|ocultar|navegar|votar|tuitear)(?:se|me)?\b(?! \w+(?: \w+)*\.$)"
    r"|^(?:[Aa][a+-]?[ /|]*){2,}$|^[\w ]{2,30} \*$"
)
"""A button's verb in front, letters of several sizes, an obligatory field."""
_SEPARATOR = re.compile(r"\s+(?:[|»›•·~>/–-]|::|>>)\s+|\s*[|»›]\s*|\t+| {2,}")
_CONTACT = re.compile(r"\b(?:tel|tfno|tlf|fax)\w*[.:]|@\w", re.IGNORECASE)
_TAG_COUNTS = re.compile(r"(?:[^\W\d][\w ]{1,30} ?\(\d{1,4}\)[ ,]*){4,}")
_BARRED = ("|", "@", "»", "›", "·", "←", "→", "...", ": ")
_TRAIL = re.compile(
    r"^(?:(?:usted )?est[aá]s?(?: usted)? (?:aqu[ií]|en)\b|ruta de navegaci[oó]n|navegaci[oó]n):? *", re.IGNORECASE
)
LOOK = 1000
"""Characters over which a sentence is no furniture, whatever it says."""
DIALOGUE = "—"
_BULLETS = "*•·-–—»›> "
_SHORT = 5
"""Words of a menu's entry, at most."""
RUN = 3
"""Entries that make a menu: lines below one another, or items of a bar."""


class Hints(NamedTuple):
    """What a document has of notices: phrases of `HINTS`, and whether there is a word that all others have one of."""

    phrases: list[str]
    words: bool


def hints_in(text: str) -> Hints:
    """The hints of a document; phrases are looked for by the first letters of a word of theirs."""
    lowered = text.lower()
    words = [word.strip(_MARKS) for word in telling(set(lowered.replace("/", " ").split()))]
    stems = {"", *(word[:_STEM] for word in words)}
    phrases = [hint for stem in stems for hint in _HINTS_BY_STEM.get(stem, ()) if hint in lowered]
    return Hints(phrases, any(map(speaks, words)))


_seen: set[str] = set()
_telling: set[str] = set()
SEEN = 1 << 18
"""Different words that are remembered. A document has some hundreds, and hardly one that none before it had."""


def telling(words: set[str]) -> set[str]:
    """Those by which a hint is looked for, or that are hints themselves. (Sets: a call a word takes longer.)"""
    if len(_seen) > SEEN:
        _seen.clear()
        _telling.clear()
    fresh = words - _seen
    _seen.update(fresh)
    _telling.update(filter(_is_telling, fresh))
    return words & _telling


def _is_telling(word: str) -> bool:
    bare = word.strip(_MARKS)
    return bare[:_STEM] in _HINTS_BY_STEM or speaks(bare)


def count_notices(sentence: str, hints: Hints, limit: int) -> int:
    """Notices in a sentence of up to `limit` words, or with one for every twelve; `hints` are those of its document."""
    if not (hints.words or hints.phrases) or len(sentence) > LOOK or sentence[0] == DIALOGUE:
        return 0
    lowered, words = sentence.lower(), sentence.count(" ") + 1
    hits = count_hits(words_of(sentence)) if hints.words and words <= limit else 0
    if hits or not any(hint in lowered for hint in hints.phrases):
        return hits
    count = len(_NOTICE.findall(lowered))
    return count if words <= limit or count * WORDS_PER_NOTICE >= words else 0


def count_controls(sentence: str) -> int:
    """Controls in a sentence that is short or, with a bar or an arrow in it, has little else; none has a full stop."""
    spaces, full = sentence.count(" "), sentence[-1] == "." and sentence[-3:] != "..."
    if full or spaces >= MANY_WORDS or sentence[0] == DIALOGUE:
        return 0
    if spaces >= CONTROL_WORDS and not any(sign in sentence for sign in _BARRED):
        return 0
    words = sum(word.strip(_BULLETS) != "" and not word.isdigit() for word in sentence.split())
    count = len(_CONTROL.findall(sentence.lower()))
    if words > CONTROL_WORDS and count * WORDS_PER_CONTROL < words:
        count = 0
    if count:
        return count
    called = words <= CONTROL_WORDS and _CALLS.search(sentence.lower()) is not None
    return button_words(words_of(sentence)) or int(called)


def is_companion(sentence: str, limit: int) -> bool:
    """Whether a sentence goes when one beside it went as furniture: two words of sites, or one in few words."""
    if sentence.count(" ") >= limit or len(sentence) > LOOK:
        return False
    words = words_of(sentence)
    hits = sum(class_of(word) in LOUD or root(word) in COMPANY for word in words)
    if hits >= (1 if len(words) <= FEW_WORDS else 2) and hits * WORDS_PER_COMPANION >= len(words):
        return True
    vague = hits + sum(root(word) in VAGUE or class_of(word) in ("state", "button") for word in words)
    content = sum(word not in SMALL for word in words)
    dense = vague >= min(2, content) > 0 and vague * WORDS_PER_VAGUE >= len(words)
    return dense or sentence.strip(_BULLETS).lower() in ("x", "ok")


def is_entry(sentence: str) -> bool:
    """Whether a line is what menus of sites have in common."""
    return len(sentence) < 40 and sentence.strip(_BULLETS + ".:").lower() in ENTRIES


def may_be_entry(sentence: str) -> bool:
    """Whether a line could stand in a menu: few words, no figures, no point."""
    line = sentence.lstrip(_BULLETS)
    if not line or len(line) > 50 or line.count(" ") >= _SHORT:
        return False
    return line[0].isupper() and line[-1] not in ".;:,?!)" and not any(map(str.isdigit, line))


def menu_items(sentence: str) -> int:
    """Items of a bar or a trail (`Inicio > Salud > Asma`), of a cloud of tags, or of a table's head; 0 for others."""
    if len(sentence) > LOOK or "«" in sentence:  # then » is a quotation mark
        return 0
    if "(" in sentence and (tags := _TAG_COUNTS.fullmatch(sentence)):
        return tags[0].count("(")
    items = [item.lower() for item in _SEPARATOR.split(_TRAIL.sub("", sentence)) if item]
    if len(items) < 2 or len(sentence.split()) > _SHORT * len(items):
        return 0
    entries, figures = sum(item in ENTRIES for item in items), sum(map(str.isdigit, sentence))
    cells = ("\t" in sentence or "|" in sentence or "   " in sentence) and figures <= 2 * sentence.count("%")
    contact = _CONTACT.search(sentence) is not None
    barred = contact or not any(sign in sentence for sign in (" / ", " - ", " – ", "•"))
    if all(item in HEADERS for item in items) or (len(items) >= RUN and (contact or not figures) and barred) or cells:
        return len(items)
    return len(items) if 3 * entries >= len(items) else 0
