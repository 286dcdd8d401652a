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
    NS/NC Ns/Nc NS-NC E.T. E.E. D.E. D.T. I.C. (n (N R Sens. Esp. Sens Esp típ. Desv. desv. Est. Frec. frec. Porc.
    Acum. acum. Rel. Abs. Coef. MC Gl GL Exp
    """.split()
)
"""What stands in a table's cells or above them."""

CELLS = frozenset(
    """
    total totales subtotal media medias mediana moda rango mínimo máximo mín máx mín. máx. min max min. max. suma
    frecuencia frecuencias porcentaje porcentajes válido válidos perdidos acumulado relativa absoluta promedio
    varianza sí si no casos controles valor valores coeficiente error estándar típico beta wald odds ratio
    significación bilateral nunca siempre casi nada poco bastante mucho algo algunas veces sabe contesta acuerdo
    desacuerdo cuadrado cuadrados cuadrática corregida suma acum frec desv
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
    concepto importe saldo precio cantidad camas urgencias ventajas inconvenientes desventajas modelo estimación mayores
    menores presentación laboratorio principio activo marca título revista volumen páginas población comunidad país
    ciudad objetivo objetivos actividad actividades responsable indicaciones contraindicaciones dominio subescala escala
    mejoría recidiva recidivas éxitus exitus altas ingresos estancia coste costes euros kg cm mg ml horas minutos
    """.split()
)
"""What stands above the columns of tables, and beside their rows."""

TITLES = frozenset(
    """
    tratamiento evolución diagnóstico antecedentes resultado resultados seguimiento hallazgos complicaciones síntomas
    signos patología intervención técnica procedimiento observaciones clínica recomendación indicaciones actividad
    laboratorio dosis urgencias mortalidad supervivencia incidencia prevalencia pronóstico escala mejoría objetivos
    """.split()
)
"""Those of them that head parts of a case as well."""
CODE = 5
"""Letters of an abbreviation above a column."""
BULLETS = frozenset("- – — * • · # +".split())
LETTERS = frozenset("ABCDEFGH")
FEW_CELLS, MANY_CELLS = 3, 5
HEAD_SHARE = 0.6
"""Of the words of a table's head that are known as such."""
HEAD_WORDS = 16

_FIGURE = re.compile(r"[\[(<>≤≥=~±+*-]*[<>≤≥=~±+-]?[.,]?\d[\d.,;:/%×x±<>=()\[\]º°*–-]*(?:[a-d*†‡]\b)?[)\].,;*†]*")
_CELL = re.compile(r"[-–—+*/|.±=]+|(?:[IVX]{1,4}|[ivx]{1,4})[a-c]?|[A-HMVX]|[TNM][0-4][a-c]?")
_EQUATION = re.compile(r"\(?[nNpPFtr] ?[=<>≤≥] ?[\d.,]+[);]*")
_LEVEL = re.compile(r"[-–+]+|[IVX]{1,4}[a-c]?")
"""What stands in rows beside figures: signs and steps."""
_BOX = re.compile(r"(?:\( ?\)|\[ ?\]|[□☐○◯❏])\s*\w")
_SPREAD = re.compile(r"±|\bNS\b|\bns\b|n\.s\.|[<=]")
_LABEL = re.compile(r"[^\d±<>=:;]{2,60}?(?:\([^\d()]{1,20}\d?\))? +(?=[(<>≤]?\d|NS\b|[-–+]+ |I{1,2} )")
_MONTHS = "ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic"
_MARGIN = re.compile(
    # page numbers
    rf"^\W*(?:p[aá]g(?:ina|s?\.?)?|p\.) ?\|? ?\d{{1,4}}(?: ?(?:de|/|\|) ?\d{{1,4}})?\W*$"
    # volumes, numbers, months of an issue
    rf"|^(?:vol(?:umen|\.)?|tomo) ?[\divxlc]+\b|\bn(?:[uú]m(?:ero|\.)?|\.? ?[º°]|\.) ?\d+[^.]{{0,30}}\b(?:19|20)\d\d\b"
    rf"|^año [ivxlc]+\b|\bvol\.? ?[\divxlc]+[ ,;]{{0,2}}(?:n|\(\d|p)"
    rf"|^(?:{_MONTHS})[a-z]*\.?(?: ?[-–/] ?(?:{_MONTHS})[a-z]*\.?)?(?: de)? (?:19|20)\d\d(?: ?\(\d+\))?$"
    # an article's place, and where it is from
    r"|\b(?:19|20)\d\d(?: [a-z]{3}(?: \d\d?)?)? ?[;,] ?(?:vol\.? ?)?\d+ ?(?:\([\d\w .-]{1,10}\) ?|supl[a-z.]* ?\d*)?"
    r"[:,] ?(?:pp?\. ?)?e?\d+"
    r"|\bpp\. ?\d+ ?[-–] ?\d+"
    r"|\b(?:doi|issn|isbn|nipo|svr)\b ?:? ?\d|\b10\.\d{4,5}/\S|\be-?issn\b|dep[oó]sito legal|front matter"
    r"|^\W*(?:https?://|www\.)\S+$|^[^\s:]+@[\w-]+(?:\.[\w-]+)+$"
    r"|^recibido:? (?:el )?\d|^aceptado:? (?:el )?\d|^key ?words:"
    r"|^(?:edita|imprime|maquetaci[oó]n|imprenta|suscripciones|d\. ?l\.) ?:"
    # running heads, tables that go on
    r"|^(?:[a-zñáéíóú][\w.,-]* ){1,3}(?:et al|y col(?:s|aboradores)?)\.?$"
    r"|^\(?contin[uú]a(?:ci[oó]n)?(?: en la (?:p[aá]gina|tabla) \w+)?\)?$"
    r"|^(?:tabla|cuadro|figura|fig\.?|gr[aá]fic[oa]|imagen|anexo|ap[eé]ndice|esquema|algoritmo) [\divx]+\.?$"
    r"|^(?:tabla|cuadro) [\divx]+\W+\(?cont|^fuentes?: ?\w|^\*+ ?p ?[<=]|^[\w%]{1,5} ?[=:] ?no significativ"
    r"|^(?-i:DE|DT|NS|OR|RR|HR|EE|RIC|RIQ|AUC)[:=] ?[a-zñáéíóú]{3}|^[a-d*†‡]\)? ?(?:prueba|test) "
    # where to write, what kind of article, numbers of chapters
    r"|^(?:direcci[oó]n (?:para|de) )?correspondencia\b|^abreviaturas?:|^\S+\.(?:com|org|net|es|mx|ar|cl)(?:/\S*)?$"
    r"|^(?:art[ií]culos? (?:originale?s?|especiale?s?)|originale?s?|notas? cl[ií]nicas?|cartas? al director)$"
    r"|^cap(?:[ií]tulo|\.) [\divx]+\b.* \d{1,4}$"
    # what setters leave, names between page numbers
    r"|\.(?:qx[dp]|indd)\b|^\d{1,4} ?\| ?[a-zñáéíóú]|[a-zñáéíóú.] ?\| ?\d{1,4}$",
    re.IGNORECASE,
)
"""In a sentence of up to `MARGIN_WORDS` words."""
MARGIN_WORDS = 14
_MARGIN_SIGN = re.compile(r"\d|@|www|http")
_MARGIN_START = re.compile(
    r"key|\(?contin|fuente|vol|tomo|año|tabla|fig|cuadro|edita|impr|maquet|suscrip|d\. ?l\.|ns\b|gr[aá]f|imag|anexo"
    r"|ap[eé]n|esquema|algor|original|art[ií]culo|nota|carta|cap|abrev|correspon|direcci|\w{1,3}[:=]"
    r"|[a-d*†‡]\)? ?(?:prueba|test)"
    r"|\S+\.(?:com|org|net|es|mx|ar|cl)\b",
    re.IGNORECASE,
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
    known = word in STATISTICS or word.lower() in CELLS
    return known or is_figure(word) or any(form.fullmatch(word) for form in (_CELL, _EQUATION))


def table_cells(sentence: str) -> int:
    """Cells of a row or a head of a table; 0 for a sentence that is none."""
    words = sentence.split()
    if len(words) > 4 * HEAD_WORDS or (sentence[-1] in ".:;?!" and not is_cell(words[-1])):
        return 0
    cells = sum(map(is_cell, words))
    if cells == len(words):
        return cells if cells >= FEW_CELLS or (any(word in STATISTICS for word in words) and cells > 1) else 0
    if len(boxes := _BOX.findall(sentence)) > 1:
        return len(boxes)
    if cells >= FEW_CELLS and is_mixed(words, cells):
        return cells
    return _row_cells(sentence) or _head_cells(words) or title_words(words)


def is_mixed(words: list[str], cells: int) -> bool:
    """Whether what is no cell in a row is one word in a numbered row or before steps (`Grado I II III`), or the same
    each time (`ASA I ASA II ASA III`).
    """
    others = [word for word in words if not is_cell(word)]
    if not COMMON.isdisjoint(others) or not all(map(str.isalpha, others)):
        return False
    if len(others) == 1:
        return all(map(_LEVEL.fullmatch, words[1:])) or (words[0].isdigit() and cells >= MANY_CELLS)
    return len(others) == cells and len(set(others)) == 1


def row_cells(sentence: str) -> int:
    """Figures and signs of a row behind its label; 0 where there is anything else."""
    label = _LABEL.match(sentence)
    if not label or ":" in sentence:
        return 0
    rest = sentence[label.end() :].split()
    return len(rest) if all(is_figure(word) or _LEVEL.fullmatch(word) for word in rest) else 0


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
    common = sum(word in COMMON for word in (lowered if capitals else words))
    if words[0] in BULLETS or any(":" in word for word in words):
        return 0
    statistics = sum(word in STATISTICS and any(map(_tells, word)) for word in words)
    heads = sum(word in STATISTICS or low in HEADS or word in LETTERS for word, low in zip(words, lowered, strict=True))
    capital = sum(word[0].isupper() for word in words)
    figures = sum(map(is_figure, words))
    if common:
        return heads if heads >= MANY_CELLS - 1 and heads == len(words) - common and capital > 1 else 0
    if heads < max(HEAD_SHARE * (len(words) - figures), 2 if statistics else FEW_CELLS):
        return 0
    told = statistics > 0 and (statistics >= 2 * figures or heads + figures == len(words))
    return heads if told or len(words) in (capital + figures, max(heads, MANY_CELLS - 1)) else 0


def _tells(character: str) -> bool:
    """Whether a character of a statistic is no mere sign."""
    return character.isalnum() or character == "%"


def is_label(line: str) -> bool:
    """Whether a line is what stands above columns or at an axis; the titles of a case's parts are not."""
    words = [word for word in line.split() if word not in COMMON]
    lowered = [word.strip("(),;*").lower() for word in words]
    named = all(low in HEADS or word in STATISTICS for word, low in zip(words, lowered, strict=True))
    if len(words) <= FEW_CELLS + 1:
        return bool(words) and named and TITLES.isdisjoint(lowered)
    return all(len(word) <= CODE and word.isalpha() for word in words)


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
