"""Phrases of pages: notices, what hints at them, buttons and the entries of menus.

What can be told by the company of words is told by `wording.py`; here stands what has to be known.
"""

from __future__ import annotations

NOTICES = (
    # cookies, rights, data protection
    r"\bcookies?\b|todos los derechos reservados|all rights reserved|\bcopyright\b|(?<!\w)©",
    r"pol[ií]tica de privacidad|aviso legal|condiciones de uso\b(?! (?:autoriz|recom))",
    r"ley 34/2002|2016/679|\brgpd\b",
    # forms, logins, newsletters
    r"(?:olvid\w+|recordar|restablecer|cambiar) (?:su |tu |la |mi )?contraseña|usuario:? (?:y |o )?contraseña",
    r"newsletter|nuestro bolet[ií]n|suscr[ií]b(?:ete|ase|irse) |javascript|\b(?:su|tu) navegador\b",
    r"your browser",
    # errors
    r"not found\b|\berror:? (?:4|5)\d\d\b",
    r"\b(?:40[0134]|50[0234]) (?:bad|unauth|forbid|not|internal|service|gateway)|\bforbidden\b",
    r"(?:access|acceso) (?:is )?de(?:nied|negado)|don't have permission",
    r"no tiene (?:permisos?|autorizaci[oó]n) para (?:acceder|ver)|no es un robot|\bcaptcha\b",
    r"int[eé]nt[ea]lo (?:de nuevo|m[aá]s tarde|otra vez|con otr)|vuelva a intentarlo|bad gateway",
    r"service (?:temporarily )?unavailable|internal server error|gateway time-?out|server at \S+ port",
    r"\b(?:url|enlace|p[aá]gina|archivo)\b.{0,60}\bno (?:existe|se encuentra|est[aá] disponible)",
    r"tr[aá]fico inusual|index of /|parent directory|last modified|flash player|c[oó]digo de error",
    r"error al procesar|no se han encontrado resultados|dominio .{0,12}(?:en|a la) venta",
    r"^(?:user-agent|disallow|allow|sitemap): |redireccionando|^it works|default (?:web )?page",
    r"ha producido un (?:error|fallo)(?: inesperado| interno| al| en (?:el|la) (?:serv|sist|apli|p[aá]g)|\W*$)",
    r"\berror de(?:l)? servidor|error (?:interno|inesperado|desconocido)\b",
    r"debe (?:estar registrad|iniciar sesi|(?:identificarse|registrarse) (?:para|como|antes))",
    r"(?:p[aá]gina|contenido|enlace|producto|usuario) ya no existe|checking your|cloudflare",
    r"please (?:wait|enable|try|contact|check)|database (?:error|connection)",
    r"conexi[oó]n (?:con|a) (?:la base de datos|el servidor)|under construction|coming soon",
    r"^pr[oó]ximamente\W*$|account (?:has been )?suspended|cuenta (?:ha sido )?suspendida|temporarily",
    r"(?:page|file|site) (?:you|cannot|can't|could|is not|was not|has)|^(?:error |\d+ )*no autorizado\b",
    r"espere (?:un (?:momento|segundo|instante)|por favor|mientras)|^error$|\bunavailable\b|check back",
    r"[-–] error$|^error [-–] |aviso del servidor|administrador del sitio",
    r"campos (?:marcados|obligatorios|con \*)|(?:se )?abre en (?:una )?(?:nueva ventana|ventana nueva)",
    # programs that made the page
    r"^(?:desarrollado|funciona|creado) (?:con|gracias a) \w+|\b(?:powered|proudly)\b|wordpress|joomla",
    r"dise[ñn]o web|^dise[ñn]o(?: y desarrollo)?:|web (?:dise[ñn]ad|cread|desarrollad|realizad)a",
    r"creative commons|algo (?:ha ido|fue|sali[oó]|ha salido) mal",
    r"ha (?:ocurrido|surgido) (?:un |alg[uú]n )?(?:problema|error)|verifi\w+ que (?:es|eres) ",
    r"^\W*(?:error )?[45]\d\d\b.{0,40}(?:error|\bnot\b|\bno\b|servidor|petici|acceso|servicio|p[aá]gina|request)",
    r"acceso (?:no autorizad|prohibid)o|fuera de (?:servicio|l[ií]nea)",
    r"demasiad[ao]s (?:solicitude|peticion|redirec)",
    r"(?:id|n[uú]mero) del? (?:error|incidencia|transacci[oó]n)|inter[eé]s leg[ií]timo",
    r"modificar (?:la|su) configuraci[oó]n|cambiar (?:la|su) configuraci[oó]n|configuraci[oó]n de privacidad",
    r"^impreso en |printed in|acrobat|adobe reader",
    r"no (?:hay|se (?:han )?(?:obtuv|obten|encontr)\w+|existen) (?:resultados|coincidencias|entradas|noticias)"
    r"(?: que| para|\W*$)",
    r"no hay (?:\w+ ){1,3}(?:que|para) mostrar",
    r"no se (?:pued|pud|ha podid|han podid)\w+ (?:mostrar|cargar|conectar|procesar)",
    r"servicio .{0,20}\bno (?:est[aá]|se encuentra) (?:operativ|activ|disponible)",
    r"(?:introduzca|escriba|teclee) (?:los|el|las|su|sus) (?:caracteres|c[oó]digo|letras|texto|palabra|nombre)",
    r"(?:operaci[oó]n|acci[oó]n|petici[oó]n|solicitud|m[eé]todo) no (?:permitid|v[aá]lid|autorizad|admitid|soportad)",
    r"\b(?:su|tu|nueva) b[uú]squeda .{0,40}(?:produ|devuel|coincid)",
    r"(?:este|el) enlace (?:ha (?:sid|cad|exp|cam)|no (?:exi|fun|es v)|est[aá] (?:rot|ca))",
    r"sesi[oó]n .{0,15}(?:caduc|expir)|\btu (?:navegador|dispositivo|consentimiento|privacidad|equipo)\b",
    r"(?:privilegios|permisos) (?:necesari|suficient)|ancho de banda|protecci[oó]n de datos",
    r"\bhorarios?\b.{0,25}\blunes|lunes a (?:viernes|s[aá]bado)s? de \d",
    r"responsable del fichero|derechos de acceso|acceso, rectificaci",
    r"resoluci[oó]n recomendada|optimizad[ao] para (?:internet|firefox|chrome|una resoluci)|\bxhtml\b",
    r"\bwebmaster\b|(?:última|fecha de) actualizaci[oó]n:",
    # running heads and imprints
    r"\bissn\b|\bisbn\b|dep[oó]sito legal|printed from|downloaded from",
    r"^(?:\w+ ){0,3}descargado (?:de|el|desde)",
    r"impreso (?:el|desde)|\bb\.?o\.?e\.? n[uú]m\b|\bvol\. ?\d+ .{0,12}\bn[º°o.]|\blun mar mi[eé]",
    r"correo electr[oó]nico \*|\d\d/\d\d/\d{4} \d\d:\d\d(?::\d\d)? - por ",
    r"^(?:nube de )?(?:tags?|etiquetas?|categor[ií]as?|archivos?):",
)
"""Each in lower case; one is enough in a sentence of up to `boilerplate_words` words."""

HINTS = tuple(
    " ".join(hint.split())
    for hint in """
    - por, 2016/679, 401 un, 403 for, 404 not, 500 int, 502 bad, 503 ser, 504 gat, abre en, acceso no, acceso
    proh, acrobat, actualizaci, administrador, adobe, algo fue, algo ha, algo sal, aplicación no, archivo no,
    archivo:, archivos:, autorizaci, aviso legal, b.o.e, bad req, boe, bolet, browser, busqueda avanzada, su
    busqueda, su búsqueda, tu búsqueda, nueva búsqueda, búsqueda avanzada, caducado, campos con, campos m,
    campos o, captcha, cargar, categor, check, checking, cloudfl, coming, condiciones de u, conectar, conexi,
    configuración, tu consentimiento, contrase, cookie, copyright, creado, creative, cuenta ha s, cuenta sus,
    database, ancho de banda, de error, default, del error, demasiadas p, demasiadas r, demasiadas s, deposito
    legal, depósito legal, derechos de a, derechos reservados, desarrollado, descargado, directory, disallow,
    disen, diseñ, tu dispositivo, dominio, don't have, downloaded, electrónico *, encontrado resultados,
    encontraron coin, encontraron resultados, enlace, error, escriba, espere, está disponible, etiqueta,
    expirado, file, flash, forbidden, fuera de línea, fuera de servicio, funciona con, funciona grac, gateway,
    ha ocurrido, ha surgido, horario d, horarios, identificarse, impreso, impreso en, incidencia:, index of,
    intentarlo, intentelo, interés leg, introduzca, inténtalo, inténtelo, ion de datos, isbn, issn, it works,
    ión de datos, javascript, joomla, ley 34, lun mar, lunes a s, lunes a v, modified, navegador, newsletter, no
    autori, no está act, no está oper, no existe, no existen resultados, no hay coin, no hay entradas, no hay
    noticias, no hay resultados, n no permitid, d no permitid, no vali, no váli, not found, nube, obligatori,
    optimizad, page, pagina, para mostrar, permiso, please, podido mostrar, powered, printed, privacidad,
    privileg, procesar, producido, proudly, proximamente, próximamente, pudo mostrar, puede mostrar, pueden
    mostrar, página, que mostrar, rectificac, redirec, registrad, registrarse, resolucion rec, resolución rec,
    responsable del f, rgpd, rights, robot, server, servidor, site, sitemap, suscr, suspended, tags, teclee,
    temporarily, tráfico, unavailable, under con, url, user-agent, verifica que, verificar que, verifique, vol.,
    vuelva, web, webmaster, wordpress, xhtml, ©
    """.split(",")
)
"""Each notice has one of these; looking for them first is many times as fast."""

CONTROLS = (
    r"mapa del? (?:sitio|web)|(?:iniciar|inicie|cerrar|inicio de) sesi[oó]n|reg[ií]str(?:ate|ese|arse)",
    r"suscr[ií]b|comp[aá]rt(?:ir|elo|e)\b|s[ií]g(?:ue|a)nos",
    r"\b(?:leer|ver|saber|mostrar|cargar) (?:m[aá]s|todo|todas|todos)\b|ha(?:z|ga) clic|pulse aqu[ií]",
    r"(?:saltar|ir) (?:al?|a la) (?:contenido|men[uú]|portada|inicio|p[aá]gina)|^volver\b|carrito|\bimprimir\b",
    r"enviar (?:por|a un)|seguir a @|me gusta esto|^me gusta$|\btweet|\bpin it\b|\bshares?\b|twitter|facebook",
    r"linkedin|whatsapp|youtube|instagram|google\+|meneame|tuenti|\d+ comentarios?\b|deja (?:un|tu) comentario",
    r"comentarios? recientes?|publicar comentario|sin comentarios|archivado en|publicado (?:por|el)",
    r"entradas (?:recientes|populares|antiguas)|lo m[aá]s (?:le[ií]do|visto|comentado)|^lo [uú]ltimo",
    r"(?:noticias|art[ií]culos|entradas|enlaces|contenidos) relacionad[ao]s|^categor[ií]as?:|^etiquetas?:",
    r"^tags?:|^archivos?:|^est[aá]s? aqu[ií]\b|^est[aá]s? en:|usted est[aá] (?:aqu[ií]|en):",
    r"p[aá]gina \d+ de \d+|\d+ resultados|^resultados? \d+|^siguiente|entradas? siguientes?|\d siguiente\b",
    r"^\W*(?:entradas? |p[aá]gina )?anterior(?:es)?\W*(?:$|siguiente|\d)|^c[oó]mo citar|^foto \d+",
    r"^ver (?:ficha|detalle|perfil|mapa|galer|v[ií]deo|foto|art[ií]culo|noticia|cesta)",
    r"^(?:solicitar|pedir) (?:m[aá]s )?informaci|p[aá]gina siguiente|ordenar por|mostrando \d+|\(cont\.?\)",
    r"^ocultar|^valoraci[oó]n:|votos\)|\bcastellano\b|\benglish\b|^aceptar\b",
    r"\baceptar (?:y|todas|rechazar|cookies)|^rechazar|^configurar|^cerrar\b|^skip to\b|^home\b|^buscar\b",
    r"b[uú]squeda avanzada|tama[ñn]o de (?:la )?letra|versi[oó]n (?:para imprimir|m[oó]vil)",
    r"a[ñn]adir a favoritos|p[aá]gs?\. ?\d+|\d{4} ?; ?\d+ ?(?:\(\d+\))? ?:|\bvol\. ?\d+ .{0,12}\bn[º°o.]",
    r"^m[aá]s informaci[oó]n$|^\W*p[aá]gina \d+$|^\W*(?:sigue|seguir|contin[uú]\w+) leyendo",
    r"^\W*m[aá]s informaci[oó]n\W*$|^escrito por\b|\b(?:te|les?) (?:puede|podr[ií]an?) interesar",
    r"\bte (?:recomendamos|sugerimos)",
    r"^(?:visitas|votos|vistas|lecturas|visto|descargas|impresiones|usuarios|online|hoy)\b.{0,20}: ?\d",
    r"\d+ (?:visitas|votos|vistas|lecturas|me gusta)\b|^horarios?\b.*\blunes",
    r"tama[ñn]o (?:del? )?(?:la )?(?:letra|texto|fuente)|^valor[ae] est[ae] |p[aá]gina de inicio|imprimible",
    r"^v[ií]deos?:|^hazte|^(?:[ií]ndice|tabla) de contenidos?|^\W*links?\W*$|^resumen en |c[oó]digo fuente",
    r"^[\W\d]*(?:(?:primera|anterior|siguiente|[uú]ltima|p[aá]gina|inicio|fin)[\W\d]*){2,}$",
    r"^[\W\d]{6,}(?:siguiente|[uú]ltima)\W*$|[uú]til esta (?:informaci|p[aá]gina|respuesta)",
    r"^\W*volver (?:arriba|atr[aá]s|al (?:[ií]ndice|inicio|men[uú]|principio)|a la (?:portada|p[aá]gina))",
    r"p[aá]ginas especiales|enlaces r[aá]pidos|lo que enlaza",
)
"""Likewise, in a sentence of up to `CONTROL_WORDS` words, or one that has as many of them as one for six words."""

ENTRIES = frozenset(
    " ".join(entry.split())
    for entry in """
    inicio, portada, home, principal, contacto, contactar, contáctenos, contacta, quiénes somos, quienes somos,
    nosotros, sobre nosotros, acerca de, la institución, institución, dónde estamos, donde estamos, cómo llegar,
    directorio, mapa web, mapa del sitio, aviso legal, política de privacidad, política de cookies, privacidad,
    accesibilidad, transparencia, actualidad, noticias, novedades, agenda, eventos, blog, blogs, foro, foros,
    chat, tienda, carrito, mi cuenta, área privada, zona de usuarios, acceso usuarios, intranet, registro,
    regístrate, registrarse, iniciar sesión, entrar, salir, descargas, documentos, publicaciones, videoteca,
    vídeos, videos, galería, fotos, multimedia, podcast, servicios, productos, preguntas frecuentes, faq, ayuda,
    trabaja con nosotros, empleo, bolsa de empleo, opinión, opiniones, congresos, cursos, formación,
    investigación, enlaces, links, enlaces de interés, suscripción, suscripciones, boletín, newsletter, prensa,
    sala de prensa, cita previa, pacientes, profesionales, portal del paciente, especialidades, secciones,
    categorías, etiquetas, archivo, archivos, buscar, buscador, búsqueda, siguiente, anterior, volver, subir,
    imprimir, compartir, enviar, comentarios, más, menú, cerrar, idioma, castellano, español, catalá, català,
    english, euskera, galego, valencià, twitter, facebook, instagram, youtube, linkedin, rss, redes sociales,
    publicidad, anúnciate, anunciantes, condiciones de uso, términos y condiciones, protección de datos,
    créditos, el tiempo, deportes, cultura, sociedad, economía, política, internacional, televisión, hemeroteca,
    última hora, lo más leído, lo último, recetas, revista, números anteriores, número actual, instrucciones
    para autores, comité editorial, normas de publicación, socios, estatutos, junta directiva, patrocinadores,
    colaboradores, donaciones, la clínica, la empresa, el hospital, el equipo, equipo médico, tarifas,
    tratamientos, pida cita, pedir cita, medicina general, cardiología, dermatología, neurología, pediatría,
    traumatología, ginecología, oftalmología, urología, psiquiatría, psicología, oncología, digestivo,
    endocrinología, neumología, reumatología, alergología, hematología, nefrología, odontología, geriatría,
    cirugía, enfermería, farmacia, local, nacional, historial, discusión, herramientas, enlaces rápidos, equipo,
    tarjeta sanitaria, mi perfil, ver todo, tendencias, hazte socio, salud, bienestar, nutrición, belleza,
    familia, bebés, sexualidad, deporte, diccionario, diccionario médico, vademécum, consultorio, directorio
    médico, webmaster, gestión, calidad, docencia, biblioteca, fondo editorial, localización, horarios,
    conócenos, conózcanos, conoce el centro, el centro, organigrama, memoria anual, memorias, misión y visión,
    misión, visión y valores, bienvenida, carta del presidente, equipo directivo, equipo humano, nuestro equipo,
    nuestros profesionales, nuestros centros, nuestros médicos, cuadro médico, instalaciones, cartera de
    servicios, unidades médicas, medicina nuclear, medicina interna, aparato digestivo, otorrinolaringología,
    maxilofacial, radiología, anestesiología, rehabilitación, fisioterapia, logopedia, podología, medicina
    deportiva, medicina estética, chequeos, unidad del dolor, unidad del sueño, segunda opinión, telemedicina,
    consulta online, cita online, área de pacientes, área profesional, área de socios, información al paciente,
    consejos de salud, consejos, escuela de pacientes, aula de pacientes, asociaciones, voluntariado,
    testimonios, grupos de apoyo, donativos, dona, colabora, hazte voluntario, hágase socio, atención al
    paciente, atención al usuario, atención al cliente, sugerencias y reclamaciones, reclamaciones, sugerencias,
    quejas y sugerencias, buzón de sugerencias, oferta formativa, guías clínicas, sesiones clínicas, casos
    clínicos, bolsa de trabajo, ofertas de empleo, empleo público, docencia e investigación, ensayos clínicos,
    innovación, proyectos, responsabilidad social, canal ético, compliance, compañías médicas, aseguradoras,
    mutuas, seguros, adeslas, sanitas, asisa, mapfre, dkv, tarifas y precios, precios, ayuntamiento, gobierno,
    gobierno abierto, ministerio, ministerios, consejería, trámites, trámites y servicios, sede electrónica,
    perfil del contratante, tablón de anuncios, turismo, normativa, legislación, licitaciones, datos abiertos,
    participa, ciudadanía, ciudadanos, empresas, competencias, estadísticas, secretaría de salud, ministerio de
    salud, consejería de salud, salud pública, temas de salud, campañas, mundo, américa latina, europa, madrid,
    barcelona, andalucía, galicia, cataluña, valencia, sevilla, bilbao, málaga, zaragoza, sucesos, tribunales,
    medio ambiente, vida sana, motor, loterías, horóscopo, esquelas, clasificados, pisos, coches, cartelera,
    pasatiempos, farmacias de guardia, edición impresa, edición digital, ediciones, especiales, suplementos,
    columnistas, editoriales, cartas al director, encuestas, gráficos, infografías, fotogalerías, vídeo, audios,
    autores, colecciones, materias, palabras clave, abstract, pdf, html, epub, xml, texto completo, números,
    sumario, equipo editorial, consejo editorial, comité científico, consejo de redacción, evaluadores,
    revisores, envíos, enviar artículo, enviar manuscrito, política editorial, indexación, suplemento,
    estadísticas de uso, permisos, derechos de autor, cómo citar, citado por, facultades, facultad, facultad de
    medicina, grados, másteres, másters, doctorado, posgrado, posgrados, plan de estudios, decanato,
    profesorado, estudiantes, alumnos, antiguos alumnos, alumni, pdi, pas, campus virtual, aula virtual,
    movilidad, guías docentes, exámenes, calendario académico, tablón, catálogo, préstamo, recursos
    electrónicos, bases de datos, repositorio, repositorio institucional, parafarmacia, cosmética, ofertas,
    promociones, marcas, outlet, más vendidos, regalos, packs, solares, dietética, herbolario, ortopedia,
    óptica, veterinaria, mascotas, mi cesta, lista de deseos, mis pedidos, mis datos, devoluciones, envíos y
    devoluciones, gastos de envío, formas de pago, pago seguro, condiciones de venta, guía de tallas, opiniones
    de clientes, blog de salud, ayuda online, psico, recetas sanas, fitness, plantas medicinales, remedios
    naturales, primeros auxilios, glosario, calculadoras, expertos, pregunta al experto, hilos, normas del foro,
    moderadores, panel de control, mensajes privados, notificaciones, programa científico, inscripción,
    inscripciones, sede, alojamiento, comunicaciones, comités, comité organizador, ponentes, patrocinio,
    expositores, fechas clave, secretaría técnica, delegaciones, secciones territoriales, filiales, vocalías,
    grupos de trabajo, premios y becas, reuniones, cursos online, webinars, jornadas, congreso anual
    """.split(",")
)
"""What stands in the menus of Spanish sites."""
