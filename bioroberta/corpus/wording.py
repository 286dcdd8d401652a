"""What a sentence says of a site: its things, the state they are in, what the reader should do with them.

Hardly a phrase is listed but words by class, and it is their company that speaks: `documento` and `eliminado` alone are
any text's, `el documento ha sido eliminado` is a notice. Words that clinical prose puts together are in no class.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

SURE = """
    cookie javascript captcha copyright newsletter webmaster wordpress joomla drupal rgpd lssi gdpr iframe hipervínculo
    mysql nginx cloudflare webmail
    mendeley refworks endnote bibtex issn isbn
"""
"""One is enough in a sentence that is not long."""

SITE = """
    web website internet online login email blog hosting navegador contraseña app rss podcast firefox chrome safari
    página link servidor explorador usuario archivo fichero documento vídeo
    solicitada petición formulario conexión administrador correo mensaje excepción ventana privacidad
    publicidad anuncio suscripción suscriptor noticia navegación navegando credencial menú
    buscador foro carrito revista listado reproductor twitter google flash
    html xhtml php url tuenti whatsapp facebook linkedin instagram youtube meneame
    pdf xml sql doi hemeroteca audiencia foto galería licencia portada pestaña script plugin anunciante abonado
    catálogo cargando procesando subcategoría interrupción dns ip sitioweb
"""
"""Things of a site; some are of the clinic as well, so one alone says nothing."""

STATE = """
    encontrado encontrar encontraron localizado localizar existe disponible caducado expirado eliminado borrado
    movido trasladado roto denegado restringido bloqueado suspendido incorrecto inválido válido obligatorio
    requerido permitido autorizado agotado excedido superado construcción temporalmente redirigido redireccionado
    producido produjo inesperado desconocido desactivado deshabilitado habilitado obsoleto admitido soportado
    operativo publicado actualizado reservado exclusivo privado compartido buscado error fallo actualización
    relacionado solicitado introducido ocurrido momentáneamente automáticamente correctamente visitado leído
    descargado patrocinado recomendado gratuito gratis molestia olvidado artículo búsqueda portal sesión idioma
    sitio clic permiso
"""
"""The state that these are in, and what else is said of them."""

ORDER = """
    inténtelo inténtalo intente intenta vuelva vuelve actualice recargue recarga compruebe comprueba verifique
    revise introduzca introduce escriba pulse pulsa haga haz seleccione selecciona elija elige habilite habilita
    desactive instale descargue inicie contacte póngase ponte consulte regístrese regístrate suscríbase suscríbete
    rellene acepte espere cierre visite síguenos síganos comparte compártelo comparta utilice identifíquese
    identifícate envíe recomiende guarde gestione lea navegue continúe pida active complete acceda pruebe pulsando
    pinchando marcando aquí utilizamos usamos hágase hazte regrese valoramos descargar imprimir compartir
    registrarse exportar suscribirse denunciar filtrar navegar configurar descarga
"""
"""What readers are asked to do."""

EXCUSE = """
    sentimos lamentamos lamentablemente disculpe disculpen disculpa disculpad ups oops
"""
"""How a site begs their pardon; counts as one of its things."""

BUTTON = """
    ver leer enviar añadir guardar buscar cerrar aceptar rechazar volver entrar salir acceder continuar mostrar ocultar
    ampliar citar comentar responder editar ordenar tuitear seleccionar elegir cambiar gestionar permitir denegar subir
    seguir votar valorar iniciar consultar recibir saltar recomendar visualizar solicitar ir abrir reportar activar
"""
"""What buttons do."""

ENGLISH = """
    page pages site server request access browser file domain session account denied unavailable expired moved
    forbidden failed allowed permission found requested click here please sorry login sign continue try again back
    home search read the this that you your we our is are was were be been to of and for with cannot could not have
    can't didn't from it its more there which all accept reject agree learn now too many gateway input specified
    connection database invalid wrong something went looks timeout loading user password next previous view full
    text download share print contact about us help privacy policy terms use rights reserved
"""
"""A Spanish sentence has two of them at most."""

SMALL = frozenset(
    """
    a al ante con de del desde e el en entre este esta esto ese esa la las le lo los mi mis más me no o para por que se
    si sí sin su sus te todo toda todos todas tu tus un una y ya nuestra nuestro nueva siguiente anterior primera última
    atrás arriba abajo inicio nombre tema relevancia fecha título texto completo completa lista favoritos gusta amigo
    resultados también interesar hoy ayer total votos puntuación visitas tamaño letra versión móvil nuevo
    """.split()
)
"""What stands between these on buttons."""

ALONE = frozenset(
    """
    leer descargar imprimir enviar compartir guardar buscar aceptar rechazar configurar registrarse acceder mostrar
    ocultar exportar comentar responder denunciar editar filtrar denegar suscribirse votar navegar cerrar comenta
    tuitear descargas newsletter contraseña cargando anuncios publicidad
    """.split()
)
"""What may stand on a button alone."""

SPEAKING = ("site", "excuse", "sure", "english")
WORDS_PER_HIT = 7
"""A notice has one word of a class in so many: most have three."""
WORDS_PER_THING = 6
"""Things of a site alone are a notice where they are this dense."""
WORDS_PER_BUTTON = 3
"""Verbs of buttons are verbs of prose as well."""
MANY_BUTTONS = 3
"""Words of classes that may have as many others beside them on a line."""
ENGLISH_WORDS, ENGLISH_SHARE = 10, 3
"""A sentence of few words, one of English in so many, and at least two, is no Spanish; longer ones have a language."""

_PLAIN = str.maketrans("áéíóúü", "aeiouu")
_CLITIC = re.compile(r"(?<=[aei]r|do)(?:se|te|me|nos)?(?:l[aeo]s?)?$")
"""What verbs have at their end: `rechazarlas`, `registrarse`."""
_WORD = re.compile(r"[^\W\d_]+(?:'t)?")


def root(word: str) -> str:
    """A word without accents, number and gender."""
    word = word.translate(_PLAIN)
    if len(word) > 4:
        word = word.removesuffix("s")
    return word[:-1] if len(word) > 4 and word[-1] in "aeo" else word


_EXACT = {
    word.translate(_PLAIN): name
    for name, words in (("english", ENGLISH), ("button", BUTTON), ("order", ORDER), ("excuse", EXCUSE))
    for word in words.split()
}
_ROOTS = {
    root(word): name for name, words in (("state", STATE), ("site", SITE), ("sure", SURE)) for word in words.split()
}


@lru_cache(1 << 16)
def class_of(word: str) -> str:
    """The class of a word in lower case; empty for most words."""
    plain = _CLITIC.sub("", word.translate(_PLAIN))
    return _EXACT.get(plain) or _ROOTS.get(root(plain), "")


@lru_cache(1 << 16)
def speaks(word: str) -> bool:
    """Whether a word is of a class of which every notice has one."""
    return class_of(word) in SPEAKING


def words_of(sentence: str) -> list[str]:
    """Its words in lower case."""
    return _WORD.findall(sentence.lower())


def count_hits(words: list[str]) -> int:
    """Words of the classes in a notice; 0 where their company says none."""
    counts = Counter(map(class_of, words))
    english, things = counts["english"], counts["site"] + counts["excuse"]
    if english >= 2 and english * ENGLISH_SHARE >= len(words) <= ENGLISH_WORDS:
        return english
    hits = len(words) - counts[""] - english
    said = counts["state"] + counts["order"]
    company = things > 0 and hits > things and hits * (WORDS_PER_HIT if said else WORDS_PER_BUTTON) >= len(words)
    many = things > 1 and things * WORDS_PER_THING >= len(words)
    return hits if counts["sure"] or company or many else 0


def button_words(words: list[str]) -> int:
    """Words of classes in a line of nothing else but small words, or of many: buttons, tabs, links; 0 for others."""
    if not words:
        return 0
    hits = sum(bool(class_of(word)) for word in words)
    rest = sum(not class_of(word) and word not in SMALL for word in words)
    if rest:
        return hits if hits >= MANY_BUTTONS and hits >= rest else 0
    called = (
        class_of(words[0]) in ("button", "order") or any(map(speaks, words)) if len(words) > 1 else words[0] in ALONE
    )
    return hits if hits > 1 or called else 0
