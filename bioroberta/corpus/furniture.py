"""What pages and scans have around their text: notices, buttons, menus, error messages, running heads.

Words decide here, so they are listed, and each list says what it takes. *Notices* speak for themselves in a sentence of
ordinary length, *controls* in a short one. *Companions* count only beside a sentence that went as furniture: `Puede
retirar su consentimiento en cualquier momento` after one on cookies. Menus are told by their form and by the entries
that sites have in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

NOTICES = re.compile(
    # cookies, rights, data protection
    r"\bcookies?\b|todos los derechos reservados|all rights reserved|\bcopyright\b|(?<!\w)©|pol[ií]tica de privacidad"
    r"|aviso legal|condiciones de uso|prohibida (?:la|su) reproducción|\blssi\b|ley 34/2002|2016/679|\brgpd\b"
    # forms, logins, newsletters
    r"|(?:olvid\w+|recordar|restablecer|cambiar) (?:su |tu |la |mi )?contraseña|usuario:? (?:y |o )?contraseña"
    r"|newsletter"
    r"|nuestro bolet[ií]n|suscr[ií]b(?:ete|ase|irse) |javascript|\b(?:su|tu) navegador\b|your browser"
    # errors
    r"|p[aá]gina (?:no (?:encontrada|disponible|existe)|(?:solicitada|que (?:busca|ha solicitado|est[aá]s? buscando)))"
    r"|not found\b|\berror:? (?:4|5)\d\d\b|\b(?:40[0134]|50[0234]) (?:bad|unauth|forbid|not|internal|service|gateway)"
    r"|\bforbidden\b|(?:access|acceso) (?:is )?de(?:nied|negado)"
    r"|don't have permission|no tiene (?:permisos?|autorizaci[oó]n) para (?:acceder|ver)|no es un robot|\bcaptcha\b"
    r"|(?:sitio|web|p[aá]gina|servicio) (?:web )?(?:est[aá] )?(?:temporalmente )?(?:en mantenimiento|en construcci[oó]n"
    r"|no disponible)"
    r"|(?:tareas|labores|trabajos) de mantenimiento|disculpen? las molestias"
    r"|int[eé]nt[ea]lo (?:de nuevo|m[aá]s tarde|otra vez|con otr)|vuelva a intentarlo"
    r"|bad gateway|service (?:temporarily )?unavailable|internal server error|gateway time-?out|server at \S+ port"
    r"|\b(?:url|enlace|p[aá]gina|archivo)\b.{0,60}\bno (?:existe|se encuentra|est[aá] disponible)|unusual traffic"
    r"|no (?:se )?(?:ha podido|hemos podido|pudo|puede) (?:encontrar|mostrar|cargar) (?:la|esta) p[aá]gina"
    r"|tr[aá]fico inusual"
    r"|index of /|parent directory|last modified|flash player|c[oó]digo de error|error al procesar"
    r"|no se han encontrado resultados"
    r"|dominio .{0,12}(?:en|a la) venta|(?:que intenta|solicitad[ao]s?) .{0,20}no (?:se encuentra|est[aá]|existe)"
    r"|que intenta consultar"
    r"|^(?:user-agent|disallow|allow|sitemap): |redireccionando|^it works|default (?:web )?page"
    r"|vuelva (?:pronto|m[aá]s tarde)"
    r"|el tema \w+ de \w|ha producido un (?:error|fallo)|\berror de(?:l)? servidor"
    r"|error (?:interno|inesperado|desconocido)\b|(?:su )?sesi[oó]n ha (?:caducado|expirado)"
    r"|debe (?:estar registrad|iniciar sesi|identificarse|registrarse)"
    r"|contenido (?:exclusivo|restringido|no disponible)|(?:p[aá]gina|contenido|enlace|producto|usuario) ya no existe"
    r"|checking your|cloudflare|please (?:wait|enable|try|contact|check)|database (?:error|connection)"
    r"|conexi[oó]n (?:con|a) (?:la base de datos|el servidor)"
    r"|under construction|coming soon|^pr[oó]ximamente\W*$|account (?:has been )?suspended"
    r"|cuenta (?:ha sido )?suspendida"
    r"|temporarily"
    r"|(?:page|file|site) (?:you|cannot|can't|could|is not|was not|has)|no autorizado|en obras|serás? redirigid"
    r"|redirigi(?:do|r|endo)|espere (?:un|por)|^error$|\bunavailable\b|check back|scheduled maintenance"
    r"|[-–] error$|^error [-–] |aviso del servidor"
    r"|administrador del sitio|campos (?:marcados|obligatorios|con \*)"
    r"|(?:se )?abre en (?:una )?(?:nueva ventana|ventana nueva)"
    # programs that made the page
    r"|(?:desarrollado|funciona|creado|powered|proudly) (?:con|gracias a|by) \w+|wordpress|joomla|\bdrupal\b"
    r"|dise[ñn]o web"
    r"|resoluci[oó]n recomendada|optimizad[ao] para (?:internet|firefox|chrome|una resoluci)|\bxhtml\b|\bwebmaster\b"
    r"|(?:última|fecha de) actualizaci[oó]n:"
    # running heads and imprints
    r"|\bissn\b|\bisbn\b|dep[oó]sito legal|printed from|downloaded from|descargado (?:de|el|desde)"
    r"|impreso (?:el|desde)"
    r"|\bb\.?o\.?e\.? n[uú]m\b|\bvol\. ?\d+ .{0,12}\bn[º°o.]|\blun mar mi[eé]|correo electr[oó]nico \*"
    r"|\d\d/\d\d/\d{4} \d\d:\d\d(?::\d\d)? - por |^(?:nube de )?(?:tags?|etiquetas?|categor[ií]as?|archivos?):"
)
"""Each in lower case; one is enough in a sentence of up to `boilerplate_words` words."""

HINTS = tuple(
    hint.strip()
    for hint in """
    cookie, derechos reservados, rights, copyright, privacidad, aviso legal, condiciones de u, prohibida, lssi,
    ley 34, 2016/679, rgpd, contrase, ©, newsletter, bolet, suscr, javascript, navegador, browser, página, pagina,
    not found, error, forbidden, denied, denegado, obligatori, permiso, don't have, autorizaci, robot, captcha,
    mantenimiento, las molestias, inténtelo, inténtalo, intentelo, intentarlo, gateway, unavailable, server, enlace,
    traffic, tráfico, desarrollado, funciona con, funciona grac, creado, powered, proudly, wordpress, joomla,
    drupal, web, webmaster, xhtml, resolución rec, resolucion rec, no disponible, está disponible, optimizad,
    actualizaci, issn, isbn, depósito legal, deposito legal, printed, downloaded, descargado, impreso, boe, b.o.e,
    archivo no, archivos:, archivo:, categor, flash, en construcci, vol., index of, directory, modified,
    encontrado resultados, dominio, solicitad, intenta consultar, administrador, lun mar, nube, - por,
    electrónico *, etiqueta, tags, url, campos m, campos o, campos con, servidor, check, schedul, abre en, el tema,
    user-agent, disallow, sitemap, redirec, redirig, it works, caducado, expirado, identific, registrarse,
    registrad, exclusivo, restringido, no existe, checking, cloudfl, please, database, conexi, under con, coming,
    próximamente, proximamente, suspen, temporarily, page, file, site, no autori, en obras, espere, producido,
    vuelva, default, bad req, 401 un, 503 ser, 500 int, 404 not, 403 for, 502 bad, 504 gat""".split(",")
)
"""Each notice has one of these; looking for them first is many times as fast."""
_STEM = re.compile(r"(?<!\w)\w{1,4}")
_HINTS_BY_STEM = [(stem[0] if (stem := _STEM.search(hint)) else "", hint) for hint in HINTS]

CONTROLS = re.compile(
    r"mapa del? (?:sitio|web)|(?:iniciar|inicie|cerrar|inicio de) sesi[oó]n|reg[ií]str(?:ate|ese|arse)|suscr[ií]b"
    r"|comp[aá]rt(?:ir|elo|e)\b"
    r"|s[ií]g(?:ue|a)nos|\b(?:leer|ver|saber|mostrar|cargar) (?:m[aá]s|todo|todas|todos)\b|ha(?:z|ga) clic"
    r"|pulse aqu[ií]"
    r"|(?:saltar|ir) (?:al?|a la) (?:contenido|men[uú]|portada|inicio|p[aá]gina)|^volver\b|carrito|\bimprimir\b"
    r"|enviar (?:por|a un)"
    r"|seguir a @|me gusta esto|^me gusta$|\btweet|\bpin it\b|\bshares?\b|twitter|facebook|linkedin|whatsapp|youtube"
    r"|instagram|google\+|meneame|tuenti"
    r"|\d+ comentarios?\b|deja (?:un|tu) comentario|comentarios? recientes?|publicar comentario|sin comentarios"
    r"|archivado en"
    r"|publicado (?:por|el)|entradas (?:recientes|populares|antiguas)|lo m[aá]s (?:le[ií]do|visto|comentado)"
    r"|^lo [uú]ltimo"
    r"|(?:noticias|art[ií]culos|entradas|enlaces|contenidos) relacionad[ao]s|^categor[ií]as?:|^etiquetas?:|^tags?:"
    r"|^archivos?:"
    r"|^est[aá]s? aqu[ií]\b|^est[aá]s? en:|usted est[aá] (?:aqu[ií]|en):|p[aá]gina \d+ de \d+|\d+ resultados"
    r"|^resultados? \d+|^siguiente|entradas siguientes|\d siguiente\b|^\W*(?:entradas )?anterior|p[aá]gina siguiente"
    r"|ordenar por"
    r"|mostrando \d+|\(cont\.?\)"
    r"|^ocultar|^valoraci[oó]n:|votos\)|\bcastellano\b|\benglish\b|^aceptar\b|\baceptar (?:y|todas|rechazar|cookies)"
    r"|^rechazar|^configurar|^cerrar\b"
    r"|^skip to\b|^home\b"
    r"|^buscar\b|b[uú]squeda avanzada|tama[ñn]o de (?:la )?letra|versi[oó]n (?:para imprimir|m[oó]vil)"
    r"|a[ñn]adir a favoritos"
    r"|p[aá]gs?\. ?\d+|\d{4} ?; ?\d+ ?(?:\(\d+\))? ?:|\bvol\. ?\d+ .{0,12}\bn[º°o.]|^m[aá]s informaci[oó]n$"
    r"|^\W*p[aá]gina \d+$"
)
"""Likewise, in a sentence of up to `CONTROL_WORDS` words, or one that has as many of them as one for six words."""
CONTROL_WORDS, WORDS_PER_CONTROL, WORDS_PER_NOTICE, FEW_WORDS = 8, 6, 12, 6

COMPANIONS = re.compile(
    r"\b(?:webs?|sitio|portal|naveg\w+|su consentimiento|acept\w+|configur\w+|ajust\w+|preferencias|privacidad"
    r"|publici\w+"
    r"|usuarios?|contenidos?|enlaces?|servidor|dispositivo|terceros|m[aá]s informaci[oó]n|bolet[ií]n|volver|portada"
    r"|inicio|url"
    r"|https?|direcci[oó]n|correo electr[oó]nico|redes sociales|compart\w+|comentari\w+|suscri\w+|registr\w+"
    r"|sesi[oó]n|servicios?"
    r"|estad[ií]sticas?|contin[uú]a naveg\w+|p[aá]ginas?|haga|pulse|men[uú]|buscador|escrib\w+|clic|permiso|server"
    r"|request|apache|nginx"
    r"|experiencia|disculp\w+|las molestias|caracteres|plantilla|dise[ñn]o|versi[oó]n|autorizaci[oó]n|language|search"
    r"|entendido|de acuerdo|rechaz\w+|necesarias|marketing|visitas|tr[aá]fico|google|minutos?|sesi[oó]n|t[eé]cnicas?"
    r"|compruebe que|prefer\w+"
    r"|duraci[oó]n|pol[ií]tica|consultar|datos|cerrar|permitir|instalad[ao]|cookies?)\b|^\W*x\W*$|^\W*ok\W*$"
)
"""Likewise, in a sentence of up to `boilerplate_words` words beside one that went as furniture."""

ENTRIES = frozenset(
    entry.strip()
    for entry in """
    inicio, portada, home, principal, contacto, contactar, contáctenos, contacta, quiénes somos, quienes somos,
    nosotros, sobre nosotros, acerca de, la institución, institución, dónde estamos, donde estamos, cómo llegar,
    directorio, mapa web, mapa del sitio, aviso legal, política de privacidad, política de cookies, privacidad,
    accesibilidad, transparencia, actualidad, noticias, novedades, agenda, eventos, blog, blogs, foro, foros, chat,
    tienda, carrito, mi cuenta, área privada, zona de usuarios, acceso usuarios, intranet, registro, regístrate,
    registrarse, iniciar sesión, entrar, salir, descargas, documentos, publicaciones, videoteca, vídeos, videos,
    galería, fotos, multimedia, podcast, servicios, productos, preguntas frecuentes, faq, ayuda,
    trabaja con nosotros, empleo, bolsa de empleo, opinión, opiniones, congresos, cursos, formación, investigación,
    enlaces, links, enlaces de interés, suscripción, suscripciones, boletín, newsletter, prensa, sala de prensa,
    cita previa, pacientes, profesionales, portal del paciente, especialidades, secciones, categorías, etiquetas,
    archivo, archivos, buscar, buscador, búsqueda, siguiente, anterior, volver, subir, imprimir, compartir, enviar,
    comentarios, más, menú, cerrar, idioma, castellano, español, catalá, català, english, euskera, galego, valencià,
    twitter, facebook, instagram, youtube, linkedin, rss, redes sociales, publicidad, anúnciate, anunciantes,
    condiciones de uso, términos y condiciones, protección de datos, créditos, el tiempo, deportes, cultura,
    sociedad, economía, política, internacional, televisión, hemeroteca, última hora, lo más leído, lo último,
    recetas, revista, números anteriores, número actual, instrucciones para autores, comité editorial,
    normas de publicación, socios, estatutos, junta directiva, patrocinadores, colaboradores, donaciones,
    hazte socio, salud, bienestar, nutrición, belleza, familia, bebés, sexualidad, deporte, diccionario,
    diccionario médico, vademécum, consultorio, directorio médico, webmaster, gestión, calidad, docencia,
    biblioteca, fondo editorial, localización, horarios""".split(",")
)
"""What stands in the menus of Spanish sites."""

HEADERS = frozenset(
    """n|%|n (%)
    |media|mediana|mín|máx|mín.|máx.|min|max|rango|ic 95%|ic95%|ic (95%)|or|rr|hr|p|±|de|dt|sd|χ²|total|sí|no
    |valor|valor p|casos|controles|nº|variable|variables|frecuencia|porcentaje|edad|sexo""".replace("\n    ", "").split(
        "|"
    )
)
"""What stands above the columns of tables."""

_SEPARATOR = re.compile(r"\s+(?:[|»›•·~>/–-]|::|>>)\s+|\s*[|»›]\s*|\t+| {3,}")
_TAG_COUNTS = re.compile(r"(?:[^\W\d][\w ]{1,30} ?\(\d{1,4}\)[ ,]*){4,}")
_BARRED = re.compile(r"[|»›·←→]|\.\.\.|: ")
_TRAIL = re.compile(
    r"^(?:(?:usted )?est[aá]s?(?: usted)? (?:aqu[ií]|en)\b|ruta de navegaci[oó]n|navegaci[oó]n):? *", re.IGNORECASE
)
LOOK = 1000
"""Characters over which a sentence is no furniture, whatever it says."""
_BULLETS = "*•·-–—»›> "
_SHORT = 5
"""Words of a menu's entry, at most."""
RUN = 3
"""Entries that make a menu: lines below one another, or items of a bar."""


def hints_in(text: str) -> list[str]:
    """Those hints that a document has: looked for by the first letters of its words."""
    lowered = text.lower()
    stems = {"", *_STEM.findall(lowered)}
    return [hint for stem, hint in _HINTS_BY_STEM if stem in stems and hint in lowered]


def count_notices(sentence: str, hints: Iterable[str], limit: int) -> int:
    """Notices in a sentence of up to `limit` words, or with one for every twelve; `hints` are those of its document."""
    lowered = sentence.lower()
    if len(lowered) > LOOK or not any(hint in lowered for hint in hints):
        return 0
    count, words = len(NOTICES.findall(lowered)), lowered.count(" ") + 1
    return count if words <= limit or count * WORDS_PER_NOTICE >= words else 0


def count_controls(sentence: str) -> int:
    """Controls in a sentence that is short or, with a bar or an arrow in it, has little else."""
    words = sentence.count(" ") + 1
    if len(sentence) > LOOK:
        return 0
    if words > CONTROL_WORDS and (words > 3 * CONTROL_WORDS or not _BARRED.search(sentence)):
        return 0
    count = len(CONTROLS.findall(sentence.lower()))
    return count if words <= CONTROL_WORDS or count * WORDS_PER_CONTROL >= words else 0


def is_companion(sentence: str, limit: int) -> bool:
    """Whether a sentence goes when one beside it went as furniture: two companions, or one in few words."""
    words = sentence.count(" ") + 1
    return (
        words <= limit
        and len(sentence) <= LOOK
        and len(COMPANIONS.findall(sentence.lower())) >= (1 if words <= FEW_WORDS else 2)
    )


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
    cells = ("\t" in sentence or "|" in sentence) and figures <= 2 * sentence.count("%")
    barred = not any(sign in sentence for sign in (" / ", " - ", " – ", "•"))
    if all(item in HEADERS for item in items) or (len(items) > RUN and not figures and barred) or cells:
        return len(items)
    return len(items) if 3 * entries >= len(items) else 0
