"""Junk of pages: menus, notices of cookies, error pages, as a text extractor leaves them."""

from __future__ import annotations

from functools import partial

from tests.benchmarks._junk import Dice, Sort, fill

WORDS = {
    "section": (
        "Inicio|Quiénes somos|Contacto|Noticias|Servicios|Especialidades|Cuadro médico|Blog|Agenda|Enlaces|Mapa web|Portada|"
        "Publicaciones|Formación|Investigación|Empleo|Pacientes|Profesionales|Sala de prensa|Galería|Videoteca|Foro|"
        "Preguntas frecuentes|Aviso legal|Política de privacidad|Accesibilidad|Tienda|Eventos|Cursos|Congresos|Biblioteca|"
        "Trabaja con nosotros|Cita previa|Pedir cita|Dónde estamos|La institución|Junta directiva|Transparencia|Directorio|"
        "Buzón de sugerencias|Área privada|Zona de usuarios|Boletín|Descargas|Multimedia|RSS|Actualidad|Opinión|Sociedad"
    ).split("|"),
    "topic": (
        "Cardiología|Pediatría|Neurología|Dermatología|Salud|Nutrición|Embarazo|Cáncer|Diabetes|Vacunas|Oncología|Enfermería|"
        "Atención primaria|Urgencias|Salud mental|Farmacia|Odontología|Ginecología|Tercera edad|Bebés|Belleza|Deporte"
    ).split("|"),
    "tag": (
        "diabetes|obesidad|embarazo|cáncer de mama|gripe|asma|vacunas|dieta|hipertensión|alergia|ansiedad|artrosis|celiaquía|"
        "colesterol|depresión|insomnio|lactancia|menopausia|migraña|piel|tabaco|sida|sueño|estrés"
    ).split("|"),
    "network": "Facebook|Twitter|LinkedIn|WhatsApp|Google+|Pinterest|Telegram|Instagram|YouTube|Tumblr|Meneame".split(
        "|"
    ),
    "site": (
        "Clínica San Rafael|Hospital Virgen del Mar|SaludDigital|Colegio de Médicos|El Médico Interactivo|Instituto Vélez|"
        "Fundación Corazón|Revista de Enfermería|Portal de Salud|Farmacia Sol|Webconsultas|MediSalud"
    ).split("|"),
    "who": "admin|Redacción|webmaster|María G.|anónimo|Dr. López|invitado".split("|"),
    "month": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
}

SEPARATORS = (" | ", " · ", " » ", " / ", " > ", " - ", " :: ", " • ", " – ", "  ", " ~ ")

CRUMBS = (
    "Está usted en: ",
    "Está aquí: ",
    "",
    "Usted se encuentra en: ",
    "Estás en ",
    "Ruta de navegación: ",
    "Se encuentra usted aquí: ",
)

FOOTERS = (
    "© §year§ §site§. Todos los derechos reservados.",
    "Copyright © §year§-§year§ §site§ | Diseño web: Kreativa",
    "Aviso legal | Política de privacidad | Política de cookies",
    "© §site§ §year§ - Aviso Legal - Privacidad - Cookies - Mapa del sitio",
    "Todos los derechos reservados. Prohibida la reproducción total o parcial sin autorización.",
    "Aviso legal Política de privacidad Mapa web Accesibilidad Contacto",
    "Powered by WordPress | Theme: Twenty Eleven",
    "Esta web utiliza el tema Sydney de aThemes. Funciona gracias a WordPress",
    "Resolución recomendada 1024 x 768. Optimizado para Internet Explorer 8",
    "Visitas: §nn§ | Usuarios en línea: §n§",
    "Última actualización: §date§ | Webmaster | Volver arriba",
    "Desarrollado con Joomla! §n§.§n§ - Plantilla de JoomlArt",
    "Copyright §year§ · All Rights Reserved · §site§",
    "Condiciones de uso · Protección de datos · Publicidad · Contacta · Mapa del sitio",
    "W3C XHTML 1.0 | CSS | WAI-AA",
)

SOCIAL = (
    "Compartir en §network§",
    "Compartir",
    "Tweet",
    "Me gusta §n§",
    "Síguenos en §network§",
    "Enviar por correo electrónico",
    "Imprimir",
    "Enviar a un amigo",
    "Compártelo: §network§ §network§ §network§",
    "Share on §network§ (Se abre en una ventana nueva)",
    "Haz clic para compartir en §network§ (Se abre en una ventana nueva)",
    "Seguir a @salud_§n§",
    "§n§ veces compartido",
    "Me gusta esto: Me gusta Cargando...",
    "Pin it",
    "§network§ §network§ §network§ Email Imprimir",
    "§n§ Shares",
)

PAGERS = (
    "« Anterior 1 2 3 4 5 … §n§ Siguiente »",
    "Página §n§ de §n§",
    "Mostrando 1-10 de §nn§ resultados",
    "< Anterior | Siguiente >",
    "1 2 3 4 5 6 7 8 9 10 Siguiente ›",
    "[1] [2] [3] [4] [5] >>",
    "Primera Anterior §n§ §n§ §n§ Siguiente Última",
    "← Entradas anteriores Entradas siguientes →",
    "Ir a la página: 1, 2, 3 ... §n§, §n§ Siguiente",
    "Resultados por página: 10 20 50 100",
    "Ver todos (§n§) | Ordenar por: Fecha · Relevancia · Título",
)

CONTROLS = (
    "Leer más",
    "Leer más »",
    "Ver más",
    "Descargar PDF",
    "Iniciar sesión | Registrarse",
    "Usuario: Contraseña: ¿Olvidó su contraseña?",
    "Tamaño de letra: A- A A+",
    "Buscar en este sitio: Buscar",
    "Castellano | Català | English",
    "ES | EN | FR | PT",
    "Publicado por §who§ el §date§ | §n§ comentarios",
    "§n§ comentarios | Deja un comentario",
    "Suscríbete a nuestra newsletter",
    "Suscríbase a nuestro boletín de noticias: Su e-mail Enviar",
    "Los campos marcados con * son obligatorios",
    "Tu dirección de correo electrónico no será publicada. Los campos obligatorios están marcados con *",
    "Nombre * Correo electrónico * Web Publicar comentario",
    "Saltar al contenido principal",
    "Ir al contenido | Ir al menú",
    "Volver arriba",
    "Añadir a favoritos",
    "Agregar al carrito",
    "§date§ §time§ - Por §who§ - Archivado en: §topic§",
    "Archivos: §month§ §year§ (§n§) §month§ §year§ (§n§)",
    "Versión para imprimir | Enviar por e-mail | Descargar PDF",
    "Categorías: §topic§, §topic§ | Sin comentarios",
    "Responder ↓ Citar Denunciar",
    "Cerrar [x]",
    "Ocultar / Mostrar comentarios",
    "Lun Mar Mié Jue Vie Sáb Dom « §month§ »",
    "Abrir menú Cerrar menú",
    "Valoración: 1 2 3 4 5 (§n§ votos)",
)

RELATED = (
    "También te puede interesar: §topic§ · §topic§ · §topic§",
    "Lo más leído",
    "Lo más leído | Lo más comentado | Lo último",
    "Artículos relacionados",
    "Noticias relacionadas: ver todas",
    "Entradas recientes Comentarios recientes Archivos Categorías Meta",
    "Acceder RSS de las entradas RSS de los comentarios WordPress.org",
)

COOKIE_WORDS = {
    "we": (
        "Este sitio web utiliza cookies|Utilizamos cookies propias y de terceros|Esta página web usa cookies|Usamos cookies|"
        "§site§ utiliza cookies propias y de terceros|Esta web utiliza cookies propias y de terceros|"
        "Nosotros y nuestros socios utilizamos cookies o tecnologías similares|Este portal emplea cookies técnicas y analíticas|"
        "Solicitamos su permiso para obtener datos estadísticos de su navegación en esta web mediante cookies|"
        "En este sitio se usan cookies de sesión y de terceros|Nuestra web instala cookies|Le informamos de que usamos cookies"
    ).split("|"),
    "why": (
        "para mejorar su experiencia de navegación|para ofrecerle un mejor servicio|para analizar el tráfico de la web|"
        "para personalizar el contenido y los anuncios, ofrecer funciones de redes sociales y analizar el tráfico|"
        "para mostrarle publicidad relacionada con sus preferencias mediante el análisis de sus hábitos de navegación|"
        "para que usted tenga la mejor experiencia de usuario|con fines estadísticos y de personalización|"
        "para recopilar información estadística sobre su navegación|con el fin de facilitar el uso de la página|"
        "para recordar sus preferencias y visitas repetidas|para almacenar y acceder a información en su dispositivo"
    ).split("|"),
    "consent": (
        "Si continúa navegando, consideramos que acepta su uso.|Al continuar navegando está aceptando su utilización.|"
        'Si continúa navegando, entendemos que acepta su instalación.|Al hacer clic en "Aceptar", acepta el uso de TODAS las '
        "cookies.|Si sigues utilizando este sitio asumiremos que estás de acuerdo.|El uso de este sitio implica su aceptación.|"
        "Pulse el botón Aceptar para confirmar que ha leído esta información.|Puede aceptar todas, rechazarlas o configurarlas "
        'pulsando en "Configurar".|Si pulsa en cualquier enlace de este sitio está dando su consentimiento.|'
        "Mediante la navegación por nuestra página usted consiente su uso.|Su consentimiento es necesario para seguir."
    ).split("|"),
    "more": (
        "Puede cambiar la configuración u obtener más información aquí.|Más información en nuestra política de cookies.|"
        "Puede obtener más información, o bien conocer cómo cambiar la configuración, en nuestra Política de cookies.|"
        "Consulte nuestra política de cookies.|Lea nuestra política de privacidad y de cookies.|"
        "Puede desactivarlas en su navegador.|Para más información, haga clic aquí.|Obtenga más información sobre el "
        "tratamiento de sus datos.|Puede retirar su consentimiento en cualquier momento desde el pie de página.|"
        "Ver preferencias de cookies."
    ).split("|"),
    "buttons": (
        "Aceptar|Aceptar Rechazar Configurar|Acepto|Aceptar todas Rechazar todas Personalizar|Aceptar y cerrar|De acuerdo|"
        "Aceptar todo Solo necesarias|Entendido|OK Más información|Configurar cookies Aceptar cookies|Guardar preferencias|"
        "Leer más Aceptar|Gestionar opciones|X"
    ).split("|"),
    "kind": (
        "Cookies técnicas Siempre activas|Cookies de análisis: permiten contar las visitas y las fuentes de tráfico.|"
        "Necesarias Preferencias Estadística Marketing|Cookies estrictamente necesarias: se guardan durante la sesión.|"
        "_ga Esta cookie se utiliza para distinguir usuarios. Duración: 2 años|PHPSESSID Sesión Técnica Propia|"
        "Cookies de terceros: Google Analytics, DoubleClick, YouTube.|_gat_gtag_UA_§nn§_1 1 minuto Google|"
        "cookielawinfo-checkbox-necessary 11 months This cookie is set by GDPR Cookie Consent plugin.|"
        "Cookies publicitarias: gestionan los espacios publicitarios de la página."
    ).split("|"),
    "site": WORDS["site"],
}

COOKIE_NOTICES = (
    "§we§ §why§. §consent§ §more§",
    "§we§ §why§. §more§",
    "§we§. §consent§ §buttons§",
    "§we§ §why§. §consent§\n§buttons§",
    "Uso de cookies\n§we§ §why§. §consent§ §more§",
    "Aviso de cookies: §we§ §why§. §more§ §buttons§",
    "§we§. §buttons§",
    "POLÍTICA DE COOKIES\n§we§ §why§.\n§kind§\n§kind§\n§buttons§",
    "Centro de preferencia de la privacidad\n§kind§\n§kind§\n§kind§\n§buttons§",
    "Su privacidad es importante para nosotros. §we§ §why§. §more§",
    "De acuerdo con la Ley 34/2002 de servicios de la sociedad de la información (LSSI), le informamos de que esta web usa "
    "cookies. §consent§ §more§",
    "This website uses cookies to improve your experience. We'll assume you're ok with this, but you can opt-out if you wish. "
    "Accept Read More",
    "We use cookies on this site to enhance your user experience. §buttons§",
    "Valoramos tu privacidad. §we§ §why§. §consent§",
)

ERROR_WORDS = {
    "path": "/salud/noticia.php?id=§nn§|/wp-content/uploads/§year§/§n§.pdf|/especialidades/§n§|/index.php/es/§nn§|/foro".split(
        "|"
    ),
    "host": "www.hospitalexample.es|www.saludexample.com|revista.example.org|localhost".split("|"),
    "site": WORDS["site"],
}

ERRORS = (
    "Error 404\nPágina no encontrada",
    "404 Not Found\nThe requested URL §path§ was not found on this server.\nApache/2.4.§n§ (Debian) Server at §host§ Port 80",
    "Lo sentimos, la página que busca no existe o ha cambiado de dirección.",
    "¡Vaya! No se puede encontrar esa página.\nParece que no se ha encontrado nada en esta ubicación. ¿Quieres probar una búsqueda?",
    "403 Forbidden\nYou don't have permission to access §path§ on this server.",
    "HTTP Error 404.0 - Not Found\nThe resource you are looking for has been removed, had its name changed, or is temporarily "
    "unavailable.",
    "Acceso denegado. No tiene permisos para ver esta página.",
    "500 Internal Server Error\nThe server encountered an internal error or misconfiguration and was unable to complete your request.",
    "Error interno del servidor. Vuelva a intentarlo pasados unos minutos.",
    "Error al establecer una conexión con la base de datos",
    "Sitio en mantenimiento. Estamos realizando tareas de mantenimiento. Disculpe las molestias.",
    "Página en construcción. Vuelva pronto.",
    "503 Service Unavailable\nThe server is temporarily unable to service your request due to maintenance downtime or capacity "
    "problems. Please try again later.",
    "Briefly unavailable for scheduled maintenance. Check back in a minute.",
    "Por favor, demuestre que no es un robot. Escriba los caracteres que ve en la imagen.",
    "Checking your browser before accessing §host§.\nThis process is automatic. Your browser will redirect to your requested "
    "content shortly.\nDDoS protection by Cloudflare Ray ID: §token§",
    "Please complete the security check to access §host§\nWhy do I have to complete a CAPTCHA?",
    "Su sesión ha caducado. Vuelva a iniciar sesión para continuar.",
    "Para ver esta página debe iniciar sesión.",
    "Su navegador no admite JavaScript o lo tiene desactivado. Actívelo para ver correctamente esta página.",
    "Necesita tener instalado Adobe Flash Player para ver este contenido.",
    "Tu búsqueda no produjo ningún resultado.",
    "No se han encontrado resultados para su búsqueda. Inténtelo con otras palabras.",
    "La noticia solicitada no está disponible.",
    "Request unsuccessful. Incapsula incident ID: §nn§-§nn§",
    "Index of §path§\nName Last modified Size Description\nParent Directory -\nfoto§n§.jpg §date§ §time§ §n§K",
    "User-agent: *\nDisallow: /wp-admin/\nDisallow: §path§\nSitemap: https://§host§/sitemap.xml",
    "Estado HTTP 404 - §path§\ntype Informe de estado\nmensaje §path§\ndescripción El recurso requerido no está disponible.\n"
    "Apache Tomcat/7.0.§n§",
    "This Account Has Been Suspended. Contact your hosting provider for more information.",
    "Este dominio está en venta. Haga clic aquí para comprar §host§",
    "502 Bad Gateway\nnginx/1.§n§.0",
    "Error 403: acceso prohibido. Si cree que se trata de un error, contacte con el administrador del sitio.",
    "Se ha producido un error al procesar su solicitud. Código de error: §token§",
    "El enlace que ha seguido ha caducado. Por favor, inténtelo de nuevo.",
    "Redireccionando... Si su navegador no le redirige automáticamente, pulse aquí.",
    "El servidor no responde. Inténtelo de nuevo más tarde.",
    "Object moved to here.",
    "It works! This is the default web page for this server.",
    "No se puede mostrar la página. Error de servidor en la aplicación '/'.",
    "Página no encontrada (404) | §site§",
    "El artículo que intenta consultar ya no se encuentra en §site§. Vuelva a la página de inicio o utilice el buscador.",
    "Error: la URL §path§ no existe en §host§. Compruebe que la ha escrito correctamente.",
    "Ha ocurrido un error inesperado (ref. §token§). Por favor, póngase en contacto con el webmaster.",
    "Not Acceptable! An appropriate representation of the requested resource could not be found on this server. This error was "
    "generated by Mod_Security.",
)


TITLES = ("Error | §site§", "§site§ - Error", "Error - §site§", "Página de error", "ERROR", "Aviso del servidor")


def bar(dice: Dice) -> str:
    """Sections between separators, of the site or of its subjects."""
    return dice.choose(SEPARATORS).join(_sections(dice, 4, 10))


def _sections(dice: Dice, low: int, high: int) -> list[str]:
    """Names of sections; some of them subjects, which alone could be headings of a text."""
    subjects = dice.several(WORDS["topic"], 1, max(1, low // 2)) if dice.chance(0.5) else []
    names = dice.several(WORDS["section"], low, high)
    at = dice.count(0, len(names))
    return [*names[:at], *subjects, *names[at:]]


def lines(dice: Dice) -> str:
    """The same as a list, one a line, now and then with bullets."""
    bullet = dice.choose(("", "", "", "- ", "* ", "• ", "› "))
    return "\n".join(bullet + name for name in _sections(dice, 5, 14))


def crumbs(dice: Dice) -> str:
    """The way from the front page to this one."""
    separator = dice.choose((" > ", " / ", " » ", " › ", " | ", " :: ", " -> "))
    first = dice.choose(("Inicio", "Portada", "Home", "Página principal"))
    return dice.choose(CRUMBS) + separator.join([first, *_sections(dice, 1, 2), dice.choose(WORDS["topic"])])


def tags(dice: Dice) -> str:
    """Tags, with counts or as a list."""
    chosen = dice.several(WORDS["tag"], 6, 16)
    if dice.chance(0.5):
        return " ".join(f"{tag} ({dice.count(1, 300)})" for tag in chosen)
    return dice.choose(("Etiquetas: ", "Tags: ", "Nube de etiquetas: ", "Temas: ")) + ", ".join(chosen)


def one_of(templates: tuple[str, ...], dice: Dice) -> str:
    return fill(dice.choose(templates), WORDS, dice)


def stack(templates: tuple[str, ...], dice: Dice) -> str:
    """Several of them, on lines of their own or on one."""
    joint = "\n" if dice.chance(0.7) else " "
    return joint.join(fill(each, WORDS, dice) for each in dice.several(templates, 2, 5))


def cookies(dice: Dice) -> str:
    return fill(dice.choose(COOKIE_NOTICES), COOKIE_WORDS, dice)


def error(dice: Dice) -> str:
    """An error page, at times with its title above and links below. (A site's bare name could head a text of its own.)"""
    page = fill(dice.choose(ERRORS), ERROR_WORDS, dice)
    if dice.chance(0.3):
        page = f"{fill(dice.choose(TITLES), WORDS, dice)}\n{page}"
    if dice.chance(0.3):
        page += dice.choose(
            ("\nVolver a la página de inicio", "\nVolver", "\nIr a la portada", "\nGo back", "\nInicio | Contacto")
        )
    return page


MENUS: dict[str, Sort] = {
    "bars": bar,
    "lists of links": lines,
    "breadcrumbs": crumbs,
    "footers": partial(stack, FOOTERS),
    "social buttons": partial(stack, SOCIAL),
    "pagination": partial(one_of, PAGERS),
    "tag clouds": tags,
    "controls": partial(stack, CONTROLS),
    "related": partial(stack, RELATED),
}
COOKIES: dict[str, Sort] = {"notices": cookies}
ERROR_PAGES: dict[str, Sort] = {"pages": error}
