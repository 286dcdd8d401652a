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
from bioroberta.corpus.wording import HEAVY, TELLING, clinical, is_english, numbers, speaks, weigh, words_of

_NOTICE = re.compile("|".join(NOTICES))
_CONTROL = re.compile("|".join(CONTROLS))
_MARKS = ".,;:()[]«»\"'¿?¡!“”‘’…*-–—|·•›<>="
_STEM = 4
"""Letters by which a hint is looked for: those in front of its longest word, or none for a sign."""
_HINTS_BY_STEM: dict[str, list[str]] = {}
for _hint in HINTS:
    _word = max((word.strip(_MARKS) for word in _hint.replace("/", " ").split()), key=len)
    _HINTS_BY_STEM.setdefault(_word[:_STEM] if _word.isascii() or _word.isalpha() else "", []).append(_hint)

CONTROL_WORDS, MANY_WORDS, WORDS_PER_CONTROL, WORDS_PER_NOTICE = 8, 24, 6, 12


HEADERS = frozenset(
    """n|%|n (%)
    |media|mediana|mín|máx|mín.|máx.|min|max|rango|ic 95%|ic95%|ic (95%)|or|rr|hr|p|±|de|dt|sd|χ²|total|sí|no
    |valor|valor p|casos|controles|nº|variable|variables|frecuencia|porcentaje|edad|sexo""".replace("\n    ", "").split(
        "|"
    )
)
"""What stands above the columns of tables."""

NOTICE, HEAVY_NOTICE = 3, 2
"""Score of a notice, and of a line with a word that weighs much."""
FULL_STOPS = ".!?)"
"""What ends a sentence of prose: in one words of the clinic count against a notice (`Descargue la receta.`)."""
COMPANION = -1
"""Weight of the words of what goes beside one; it has a word of sites, or none that is not small."""

_CALLS = re.compile(
    r"^\W*(?:filtrar|compartir|descargar|imprimir|ampliar|exportar|suscribir|denunciar|reportar|comentar|editar|publicar"
    r"|ordenar|buscar|ocultar|navegar|votar|tuitear)(?:se|me)?\b(?! \w+(?: \w+)*\.$)"
    r"|^(?:[Aa][a+-]?[ /|]*){2,}$|^[\w ]{2,30} \*$"
)
"""A button's verb in front, letters of several sizes, an obligatory field."""
_SEPARATOR = re.compile(r"\s+(?:[|»›•·~>/–-]|::|>>)\s+|\s*[|»›]\s*|\t+| {2,}")
_CONTACT = re.compile(r"\b(?:tel|tfno|tlf|fax)\w*[.:]|@\w", re.IGNORECASE)
_COUNTED = re.compile(r"[^\W\d][\w ]{1,30} ?\(\d{1,4}\)")
_ABOVE = re.compile(
    r"relacionad[ao]s\b|interesar|lo (?:m[aá]s|[uú]ltimo)\b|m[aá]s (?:le[ií]d|vist|comentad|popular|valorad|vendid)"
    r"|(?:noticias|entradas|art[ií]culos|comentarios|temas|posts?) (?:recientes|populares|destacad|similares)"
    r"|[uú]ltim[ao]s (?:noticias|entradas|art[ií]culos|comentarios|temas|posts?|publicaciones|novedades|n[uú]meros)"
    r"|te (?:recomendamos|sugerimos)|^(?:nube de )?(?:tags?|etiquetas?|categor[ií]as?|archivos?|secciones|enlaces)\b"
    r"|art[ií]culos (?:anteriores|siguientes)|otr[ao]s (?:noticias|art[ií]culos|entradas|temas)|tambi[eé]n (?:te|le) "
)
"""What stands above the titles of other pages, in lower case."""
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
BAR = 4
"""Items that make a bar without signs between."""
_CAPITAL = re.compile(r"(?<=[^\W\d_]) (?=[^\W\d_a-zß-ÿ])")
_FIGURES = re.compile(r"\d+")
RUN = 3
"""Entries that make a menu: lines below one another, or items of a bar."""


class Hints(NamedTuple):
    """What a document has of notices: phrases of `HINTS`, and, as they stand, words of which all others have one."""

    phrases: list[str]
    words: frozenset[str]


def hints_in(text: str) -> Hints:
    """The hints of a document; phrases are looked for by the first letters of a word of theirs."""
    lowered = text.lower()
    words = {word: word.strip(_MARKS) for word in telling(set(_pieces(lowered)))}
    stems = {"", *(bare[:_STEM] for bare in words.values())}
    phrases = [hint for stem in stems for hint in _HINTS_BY_STEM.get(stem, ()) if hint in lowered]
    return Hints(phrases, frozenset(word for word, bare in words.items() if speaks(bare)))


def _pieces(lowered: str) -> list[str]:
    return lowered.replace("/", " ").split()


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
    if words <= limit and not hints.words.isdisjoint(_pieces(lowered)) and (hits := notice_score(sentence)):
        return hits
    if not any(hint in lowered for hint in hints.phrases):
        return 0
    count = len(_NOTICE.findall(lowered))
    return count if words <= limit or count * WORDS_PER_NOTICE >= words else 0


def notice_score(sentence: str) -> int:
    """The weight of the words and numbers of a notice; 0 for any other sentence."""
    words = words_of(sentence)
    weights = list(map(weigh, words))
    heaviest, total = max(weights, default=0), sum(weights)
    if heaviest >= TELLING and total >= HEAVY_NOTICE:
        full = sentence[-1] in FULL_STOPS
        total += numbers(sentence) + (clinical(words) if full else 0)
        if total >= (HEAVY_NOTICE if heaviest >= HEAVY and not full else NOTICE):
            return total
    return int(is_english(words))


def count_controls(sentence: str) -> int:
    """Controls in a sentence that is short or, with a bar or an arrow in it, has little else; none has a full stop."""
    if (sentence[-1] == "." and sentence[-3:] != "...") or sentence.count(" ") >= MANY_WORDS or sentence[0] == DIALOGUE:
        return 0
    words = sum(word.strip(_BULLETS) != "" and not word.isdigit() for word in sentence.split())
    if words > CONTROL_WORDS and not any(sign in sentence for sign in _BARRED):
        return bar_items(sentence)
    count = len(_CONTROL.findall(sentence.lower()))
    if count and (words <= CONTROL_WORDS or count * WORDS_PER_CONTROL >= words):
        return count
    called = words <= CONTROL_WORDS and _CALLS.search(sentence.lower()) is not None
    bare = _FIGURES.sub("", sentence)
    return notice_score(bare) or int(called or is_button(bare)) or bar_items(sentence)


def is_button(line: str) -> bool:
    """Whether a line has nothing but words of sites and small ones."""
    weights = [weigh(word) for word in words_of(line)]
    return len(weights) > 1 and min(weights) >= 0 and max(weights) >= TELLING and line[-1] not in ":,;!?"


def bar_items(sentence: str) -> int:
    """Items of a bar that begin with capitals (`Inicio Noticias Pida cita`), a third of them known; 0 for others."""
    items = _CAPITAL.split(sentence)
    if len(items) < BAR or len(sentence.split()) > _SHORT * len(items) or sentence[-1] in ".:;," or sentence.isupper():
        return 0
    known = sum(is_entry(item) or notice_score(item) > 0 for item in items)
    return len(items) if 3 * known >= len(items) else 0


def is_companion(sentence: str, limit: int) -> bool:
    """Whether a sentence goes when one beside it went as furniture: it has hardly a word that is not of sites."""
    if sentence.count(" ") >= limit or len(sentence) > LOOK:
        return False
    weights = [weigh(word) for word in words_of(sentence)] or [COMPANION - 1]
    return sum(weights) >= COMPANION and (max(weights) > 0 or min(weights) == 0)


def is_line(sentence: str) -> bool:
    """Whether a sentence is a short one without a full stop."""
    return sentence.count(" ") < CONTROL_WORDS and sentence[-1] not in ".;,"


def is_entry(sentence: str) -> bool:
    """Whether a line is what menus of sites have in common, or counts what is below it (`Dietas (12)`)."""
    if len(sentence) >= 40:
        return False
    return sentence.strip(_BULLETS + ".:").lower() in ENTRIES or _COUNTED.fullmatch(sentence) is not None


def announces(sentence: str) -> bool:
    """Whether a line stands above a list of other pages."""
    return len(sentence) < 60 and is_line(sentence.rstrip(":")) and _ABOVE.search(sentence.lower()) is not None


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
    bare = _TRAIL.sub("", sentence)
    items = [item.lower() for item in _SEPARATOR.split(bare) if item]
    if len(items) < 2 or len(sentence.split()) > _SHORT * len(items):
        return 0
    entries, figures = sum(item in ENTRIES for item in items), sum(map(str.isdigit, sentence))
    cells = ("\t" in sentence or "|" in sentence or "   " in sentence) and figures <= 2 * sentence.count("%")
    contact = _CONTACT.search(sentence) is not None
    barred = contact or not any(sign in sentence for sign in (" / ", " - ", " – ", "•"))
    if all(item in HEADERS for item in items) or (len(items) >= RUN and (contact or not figures) and barred) or cells:
        return len(items)
    return len(items) if 3 * entries >= len(items) else 0
