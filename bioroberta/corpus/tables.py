"""What tables, contents and page margins leave of themselves: cells without words, heads of columns, running heads."""

from __future__ import annotations

import re

from bioroberta.corpus.code import COMMON

STATISTICS = frozenset(
    """
    % (%) n N n= N= p P p= valor-p DE SD DS ds sd EE ES EEM ET SE SEM IC CI IC95% IC95 IC-95% (IC95%) (IC RR OR HR
    ORa RRa ns NS n.s. N.S. N.S NA ND NR NC NE N/A n/a n.d. gl g.l. df SC CM F t z r r2 R2 R² β B b Exp(B) χ2 χ²
    chi2 χ κ AUC ABC VPP VPN RIQ RIC IQR Q1 Q3 P25 P50 P75 Mdn M(DE) Me X x vs vs. v. ± + - – — * ** *** † ‡ § / | =
    < > ≤ ≥ x̄ Sig. sig. (DE) (SD) (n) (N) (%), n(%) N(%) [IC95%] 95%) 95% Nº N.º N° nº n.º Núm. núm. IC(95%)
    p-valor Rho rho β0 log (IC95%), (IC (rango) (DE), DE, n, %, (n= (N= ↑ ↓ ↔ ✓ ✗ • # &
    """.split()
)
"""What stands in a table's cells or above them."""

CELLS = frozenset(
    """
    total totales subtotal media medias mediana moda rango mínimo máximo mín máx mín. máx. min max min. max. suma
    frecuencia frecuencias porcentaje porcentajes válido válidos perdidos acumulado relativa absoluta promedio
    varianza sí si no casos controles valor valores coeficiente error estándar típico beta wald odds ratio
    significación bilateral nunca siempre
    """.split()
)
"""Likewise, words."""

HEADS = CELLS | frozenset(
    """
    variable variables grupo grupos edad sexo género año años mes meses día días semana semanas caso control paciente
    pacientes autor autores estudio estudios diagnóstico tratamiento evolución localización tipo tipos grado estadio
    nivel niveles categoría característica características parámetro parámetros ítem ítems pregunta respuesta resultado
    resultados hombre hombres mujer mujeres varón varones masculino femenino número nº dosis fecha código descripción
    referencia referencias unidad unidades intervalo desviación diferencia diferencias sensibilidad especificidad
    prevalencia incidencia mortalidad supervivencia seguimiento basal inicial final pre post antes después preoperatorio
    postoperatorio pretratamiento postratamiento placebo intervención cruda ajustada univariante multivariante factor
    factores riesgo bajo medio alto leve moderado grave severo país tabla cuadro nombre apellidos
    observaciones puntuación escala positivo negativo positivos negativos presente ausente técnica procedimiento lado
    derecho izquierdo tiempo duración complicaciones síntomas clínica germen fármaco vía cohorte muestra
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre ene feb mar abr may jun jul
    ago sep oct nov dic hallazgo hallazgos síntoma signo signos antecedentes comorbilidad patología puntaje dimensión
    indicador criterio criterios evidencia recomendación fármacos efecto efectos centro hospital servicio especialidad
    provincia región tasa razón participantes sujetos serie lunes martes miércoles jueves viernes sábado domingo
    """.split()
)
"""What stands above the columns of tables, and beside their rows."""

BULLETS = frozenset("- – — * • · # +".split())
LETTERS = frozenset("ABCDEFGH")
FEW_CELLS, MANY_CELLS = 3, 5
HEAD_SHARE = 0.6
"""Of the words of a table's head that are known as such."""
HEAD_WORDS = 16

_FIGURE = re.compile(r"[\[(<>≤≥=~±+*-]*[<>≤≥=~±+-]?[.,]?\d[\d.,;:/%×x±<>=()\[\]º°*–-]*(?:[a-d*†‡]\b)?[)\].,;*†]*")
_CELL = re.compile(r"[-–—+*/|.±=]+|[IVX]{1,4}|[A-HMV]")
_SPREAD = re.compile(r"±|\bNS\b|\bns\b|n\.s\.|[<=]")
_LABEL = re.compile(r"[^\d±<>=:;]{2,60}?(?:\([^\d()]{1,20}\))? +(?=[(<>≤]?\d|NS\b)")
_MONTHS = "ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic"
_MARGIN = re.compile(
    # page numbers
    rf"^\W*(?:p[aá]g(?:ina|s?\.?)?|p\.) ?\|? ?\d{{1,4}}(?: ?(?:de|/|\|) ?\d{{1,4}})?\W*$"
    # volumes, numbers, months of an issue
    rf"|^(?:vol(?:umen|\.)?|tomo) ?[\divxlc]+\b|\bn(?:[uú]m(?:ero|\.)?|\.? ?[º°]|\.) ?\d+[^.]{{0,30}}\b(?:19|20)\d\d\b"
    rf"|^año [ivxlc]+\b|\bvol\.? ?[\divxlc]+[ ,;]{{0,2}}(?:n|\(\d|p)"
    rf"|^(?:{_MONTHS})[a-z]*\.?(?: ?[-–/] ?(?:{_MONTHS})[a-z]*\.?)?(?: de)? (?:19|20)\d\d(?: ?\(\d+\))?$"
    # an article's place, and where it is from
    r"|\b(?:19|20)\d\d ?[;,] ?(?:vol\.? ?)?\d+ ?(?:\([\d\w .-]{1,10}\) ?)?[:,] ?(?:pp?\. ?)?e?\d+"
    r"|\bpp\. ?\d+ ?[-–] ?\d+"
    r"|\b(?:doi|issn|isbn|nipo|svr)\b ?:? ?\d|\b10\.\d{4,5}/\S|\be-?issn\b|dep[oó]sito legal|front matter"
    r"|^\W*(?:https?://|www\.)\S+$|^[^\s:]+@[\w-]+(?:\.[\w-]+)+$"
    r"|^recibido:? (?:el )?\d|^aceptado:? (?:el )?\d|^key ?words:"
    r"|^(?:edita|imprime|maquetaci[oó]n|imprenta|suscripciones|d\. ?l\.) ?:"
    # running heads, tables that go on
    r"|^(?:[a-zñáéíóú][\w.,-]* ){1,3}(?:et al|y col(?:s|aboradores)?)\.?$"
    r"|^\(?contin[uú]a(?:ci[oó]n)?(?: en la (?:p[aá]gina|tabla) \w+)?\)?$|^(?:tabla|cuadro|figura|fig\.?) [\divx]+\.?$"
    r"|^(?:tabla|cuadro) [\divx]+\W+\(?cont|^fuente: elaboraci[oó]n|^\*+ ?p ?[<=]|^[\w%]{1,5} ?= ?no significativ",
    re.IGNORECASE,
)
"""In a sentence of up to `MARGIN_WORDS` words."""
MARGIN_WORDS = 14
_MARGIN_SIGN = re.compile(r"\d|@|www|http")
_MARGIN_START = re.compile(
    r"key|\(?contin|fuente|vol|tomo|año|tabla|fig|cuadro|edita|impr|maquet|suscrip|d\. ?l\.|ns\b", re.IGNORECASE
)
_MARGIN_END = ("et al", "et al.", "ET AL", "ET AL.", "cols", "cols.", "col.", "COLS", "COLS.", "colaboradores")
_CONTENTS = re.compile(r"(?:[._·…–-] ?){4,} *\d{1,4}$")
_LEADER_SIGNS = ("..", "…", "··", "__", "--", "––", ". .", "· ·", "_ _", "- -")
_LEADERS = re.compile(r"(?:[.·_…]\s){5,}|·{6,}|…{3,}")


def leaders(sentence: str) -> int:
    """Length of the longest dotted line of a table of contents: points with spaces between, ellipses, rulers up to a
    page's number.
    """
    if not any(sign in sentence for sign in _LEADER_SIGNS):
        return 0
    found = [match[0] for match in _LEADERS.finditer(sentence)]
    if contents := _CONTENTS.search(sentence[-80:]):
        found.append(contents[0])
    return max(map(len, found), default=0)


def is_figure(word: str) -> bool:
    """Whether a word is a figure with what stands around figures in tables."""
    return _FIGURE.fullmatch(word) is not None


def is_cell(word: str) -> bool:
    """Whether a word is what tables have in their cells: a figure, a sign, a statistic."""
    return word in STATISTICS or is_figure(word) or _CELL.fullmatch(word) is not None or word.lower() in CELLS


def table_cells(sentence: str) -> int:
    """Cells of a row or a head of a table; 0 for a sentence that is none."""
    words = sentence.split()
    if len(words) > 4 * HEAD_WORDS or (sentence[-1] in ".:;?!" and words[-1] not in STATISTICS):
        return 0
    cells = sum(map(is_cell, words))
    if cells == len(words):
        return cells if cells >= FEW_CELLS or (any(word in STATISTICS for word in words) and cells > 1) else 0
    return _row_cells(sentence) or _head_cells(words) or title_words(words)


def _row_cells(sentence: str) -> int:
    """Cells behind a label: a row of figures without a word or a unit between them, or fewer with statistics."""
    label = _LABEL.match(sentence)
    if not label or ":" in sentence:
        return 0
    rest = sentence[label.end() :].split()
    figures = sum(map(is_figure, rest))
    enough = FEW_CELLS if _SPREAD.search(sentence, label.end()) else MANY_CELLS
    return len(rest) if figures >= enough and all(map(is_cell, rest)) else 0


def _head_cells(words: list[str]) -> int:
    """Words of a table's head: hardly any other, each with a capital or a statistic among them, and no full stop."""
    if not 1 < len(words) <= HEAD_WORDS or (words[-1][-1] in ".:;,?!" and words[-1] not in STATISTICS):
        return 0
    lowered = [word.strip("(),;*").lower() for word in words]
    capitals = all(word.isupper() for word in words)
    prose = not COMMON.isdisjoint(lowered if capitals else words)
    if prose or words[0] in BULLETS or any(":" in word for word in words):
        return 0
    statistics = sum(word in STATISTICS and any(map(_tells, word)) for word in words)
    heads = sum(word in STATISTICS or low in HEADS or word in LETTERS for word, low in zip(words, lowered, strict=True))
    capital = sum(word[0].isupper() for word in words)
    figures = sum(map(is_figure, words))
    if heads < max(HEAD_SHARE * (len(words) - figures), 2 if statistics else FEW_CELLS):
        return 0
    told = statistics > 0 and statistics >= 2 * figures
    return heads if told or len(words) in (capital + figures, max(heads, MANY_CELLS - 1)) else 0


def _tells(character: str) -> bool:
    """Whether a character of a statistic is no mere sign."""
    return character.isalnum() or character == "%"


def title_words(words: list[str]) -> int:
    """Words of a line that is nothing but names, of columns, authors, places; 0 for others."""
    inner = [word for word in words if not word.isdigit()]
    enough = MANY_CELLS if len(inner) == len(words) else 2
    titles = all(word[0].isupper() and word[1:].islower() and word.isalpha() for word in inner)
    edges = all(word.isalpha() for word in words[1:-1])
    return len(inner) if enough <= len(inner) <= HEAD_WORDS and titles and edges else 0


def is_margin(sentence: str) -> bool:
    """Whether a short sentence is a page's number, a running head, an article's place, an address."""
    if sentence.count(" ") >= MARGIN_WORDS:
        return False
    told = _MARGIN_SIGN.search(sentence) or _MARGIN_START.match(sentence) or sentence.endswith(_MARGIN_END)
    return bool(told) and _MARGIN.search(sentence) is not None
