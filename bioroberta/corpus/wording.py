"""What the words of a sentence say of its place: of a site's interface, or of its text.

Hardly a phrase is listed but words by weight, and it is their company that speaks: `documento` and `eliminado` alone
are any text's, `el documento ha sido eliminado` is a notice. They are words of the interfaces of some eighty programs,
and of Spanish sites. A word weighs the more the rarer it is in clinical text: 4 at most twice in 81,000 different
sentences, 3 at most twenty times, 2 at most 150 times, 0 above, as the small words; less where novels, news or a
textbook have it, or prose was seen to. A word that is not listed has -1, and so has a number.
"""

from __future__ import annotations

import re
from functools import lru_cache

FORMS: dict[int, str] = {
    3: """
        acceda accede aceptar actualice actualiza actualizar agradecemos autenticar avísame avísanos avísenos
        añada bienvenido bienvenidos borrar bájate cancelar cierra comentar comente comparta compartir
        comunícate comuníquese configurar conozca contacte contestaremos contratar contrate contáctenos copiar
        copie crear cuéntanos denegar denunciar desactiva desactivar desactive descargar descargas descargue
        descarguen desconectar descubra descárguelo deshabilitar desinstalar dinos dirígete diríjase disculpa
        disculpad disculpas disculpe disculpen disfruta disfrute déjanos echa editar elegir elige elija
        encontrarás enseguida entendido enviar enviaremos envíe escoge escoja escribe escríbanos escríbenos
        espere exportar faq filtrar gestiona gestionar gestione guarde habilita habilitar habilite haga haz
        hazte hola home hágase imprimir infórmate insertar inserte intente introduzca inténtelo lamentamos
        listar llámenos marcando modifique navegar navegue notifique obtenga obtén ofrecemos oops opina opine
        participe personalizar pincha pinchando pinche ponte portada prefiere procesar próximamente publicar
        pulsa pulsando pulsar póngase recarga recargue recibirás recuerde redirige redirigir refresca refresque
        registrarse regresa regresar regrese reinicie reintente reinténtelo rellena rellene reportar
        responderemos restaurar rogamos selecciona seleccionar seleccione sentimos solucionarlo suscribirse
        suscribo tecleando teclear teclee tecleó trabajamos ups usas utilizas valoramos valórala verifique
        volveremos vota vote vuelva vuélvalo únete
    """,
    2: """
        abrir acceder acceso acepta aceptas acepte acepto activa activar adjuntar agotó agregar almacenar
        ampliar asegúrate asegúrese asistencia asumimos asumiremos atenderemos avisaremos ayuda ayudarle
        ayudarte añade añadir bajar bajas bloquear bloqueó borró busca buscaba buscando buscar buscas busco
        caducó cambiando cambiar canceló cargar cerrar cerró citar comenta comparar comprueba comunicarse
        conectar confirmar consta contacta contactar continuar continúas copia cuota descarga
        descubre detectamos detectó elimina eliminar eliminó encontró entendemos entiendo entrar enviarle
        enviarte envía esperamos expiró finalizó gracias guarda guardar identificarse ingresar
        inmediatamente instala instalar intenta intentas introduce introducir introdujo labores lamentablemente
        lea lee leer llamaremos llame límite mantenimiento mejoras modifica mostrar movió navega navegues
        ocultar ocurrió ofrecerle ofrecerte ok ordenar pagar participa pase pegar perdido permite permitir
        preguntas preparando produjo programada programado protección pásate queremos quieren rechazar recibir
        recomendar recomienda recopilar recuperar registro reparación reproducir resolverlo responder
        restablecer saltar segundos seguridad solicitar solucionar subida subir superó tareas tecleaste terminó
        trabajando tráfico turno técnico técnicos términos usamos usen utilizamos venció verifica verificar
        visita visitando visitas visite visualizar volvemos votar vuelve
    """,
    1: """
        abajo adelante aquí arriba atrás breve comparte compre conoce contigo debes deseas encontramos
        encuentras eres escuchar espera estamos estás estés haciendo has hayas hemos instante ir mira mire
        necesitas niega nosotros os perdona perdone perdón pida pide pidió podamos podemos podrás pronto pruebe
        prueben puedas puedes quieres rato recuerda responda salir seas seguir sigues somos te tendrás tenemos
        tengas ti tienes tu tus tú ustedes vaya ver verás vosotros vuestra vuestro
    """,
    0: """
        admite admiten cierre condiciones consulta contiene continúa corresponde dejó encuentra encuentran
        estimado frecuentes importar ingreso ingresó inicia iniciar inicio luego minutos momento necesita nos
        nuestra nuestro principal realizamos responde secundario solicita solicitó soporte uso usted valorar
        volver
    """,
    -3: """
        dijo dio hizo puso quiso tuvo vino
    """,
}
"""Verbs and pronouns, which weigh in this form only: what readers are asked to do and told that they have done."""

ROOTS: dict[int, str] = {
    4: """
        abonado actualizando actualízalo administrador adsense agregue akismet alfabéticamente alojamiento
        alternar analytics android anunciante anunciarse anúnciate anúnciese aparecerán aprende archivado
        archivo auspiciado autenticación autenticado automáticamente avatar banner bibtex blog blogger
        blogosfera blogspot bloguero bloqueado boletín borrador bot buscador button buzón caduca caducado
        caducan caducará caducidad cancelado captcha cargando carpeta carrito cartelera casilla categorizado
        categorizar chat chrome cifrado clarivate clic clickea clickear clique cliquea cloudflare cofinanciada
        coincidan coincidir colegiación comentarista comillas consola contextual contraseña contribuciones
        controlador contáctanos cookie copatrocinado copiando copyright correo corresponsal corrija creador
        credencial crossref crucigrama csv cupón cursor dailymotion damos delicious denegado desactivado
        desactualizado desambiguación desarrollador desbloqueado desbloquear descargado descuento descárgala
        descárgalo deshabilita deshabilitado desplegable desplegar despublicado destinatario desuscribirse
        devoluciones devolver diccionario digg directorio disculparnos disqus dns doi donativos drupal dspace
        duplicate déjelo editable editado editando editor editorial ejecute eliminarán emergente emoticono
        encabezado encuesta endnote enviarán epub escaparate escritorio esquela estatuto excede expira
        expiración expirado expirar facebook fallado faltantes favicon favoritos feed feedburner felicitaciones
        fichero fila firefox firmante flickr forero foristas foro fotogalería ftp galería gdpr geolocalización
        gestor gigabytes gmail google googlemaps grabar gratis guiones gustaría hardware hemeroteca hipervínculo
        homepage honcode horóscopo hosting html icono identificador identifícate identifíquese iframe ignorar
        ilimitado importando impreso inaccesible indisponible influencer infórmate infórmese inscribir
        inscripción inscríbete instagram interactuar inténtalo inténtelo inténtenlo invitación inválido iphone
        isbn issn ivoox javascript joomla jpeg licencia licenciante link linkedin llámenos login logotipo
        lotería lssi léelo magazine mail malicioso malware maquetación maximizar mayorista megabytes mendeley
        meneame mensajería menú merchandising metadato miniatura minorista moderación moderador momentáneamente
        mostrarán mozilla multidispositivo myspace mysql navegación navegador navegando necesitamos newsletter
        nginx nombredeusuario notificar obtén ocultación olvidaste omitido omitir online opcional opcionalmente
        organigrama ortografía ortográfico outbrain outlet paciencia paginación papelera parent password
        patrocinado patrocinadores patronato paypal pdf perderán permalink personalización personalizado php
        phpbb phpsessid pinterest pixel plataforma plegar plesk plugin podamos podcast popup portapapeles
        postprint predefinidos premium preprint privacidad privilegio probar procesando proxy publicidad píxeles
        públicamente quiniela ranking rebaja recaptcha rectorado recuérdame recuérdeme redacción redireccionado
        redireccionando redirección redirigido redirigiendo reembolso reenviar reestablecer refrescar refworks
        regístrate regístrese reintentar rellenado remitente renombrado renombrar reportaje repositorio
        reproducible reproductor reseñas restablecido restringir retuitear retuits rgpd router rss safari
        scimago script seguidor seleccionando semáforos sindicación sindicar sintaxis sitioweb skype smartphone
        smtp sobrecargado sobrescribir soltar sorteo spotify sql ssl stock streaming streetview subcategoría
        subforo subiendo subtítulo sudoku sugerencias suscribir suscripción suscrito suscríbase suscríbete
        síganos tablero taboola tarifa tecla teclado ticket tiktok titular token tomcat trackback traducido
        traductor trending tuenti tuitear tuits twittear twitter unicode uri url urls usarán username utilicen
        vicerrectorado vimeo vincular visibilidad visítanos votación webinar webmail webmaster webs website
        whatsapp widget wifi wikcionario wikipedia wordpress xhtml xml youtube zoom
    """,
    3: """
        actualizado agotado antivirus anunciado arrastrar borra botón buscado catálogo
        ciberseguridad clasificado coincidencia commons compártelo configura consentido cookiebot creative
        descargable desconectado dublin email erróneo exitosamente firma formulario girar hacker herramientas
        historial http instrucciones ip liga limpiar listado manuscrito marketing minimizar ministerio módulo
        noticia patrocinador permanentemente personalizador pestaña petición publicitario pudimos pulsado página
        recomendamos reemplazar registrado revista servidor software spam suprimir tecleo traducción trámite
        usuario validar vendedor versión visitado votos válido vídeo web ítem
    """,
    2: """
        accesibilidad accesible aceptado acreditado actualización admitido agenda ajuste alertas almacenamiento
        alumno antiguo anual anuncio anónimo aplicación app aprobar artículo asignado audiencia audio autor
        autorización autorizado aviso ayer bandeja beca bibliografía biblioteca bibliotecario bienvenida borrado
        buscable búsqueda caché cambiado campus carácter castellano catalogación catalán categoría cerrado cesta
        cita ciudadano ciudadanía clasificación cliente coincide coinciden coincidente colaboradores comando
        comentario compartido compartidos complemento compra comprar comprensión comprobar comunicaciones
        comunicado comunidad conectado conexión configuración configurado confirme congreso consejería
        consentimiento construcción contador contratante contáctenos convocatoria copiado correctamente creado
        código desconocido deseado destacado destacamos devuelto devuelve dirección diseño disponible
        dispositivo docencia documentación documento duplicado edición ejecutar ejemplar electrónico elegido
        eliminado emisión emisora empleo enciclopedia encontrado encontrar entrada entrega enviado envío
        equivocado error erróneamente escrito español especifique esperado estadísticas etiqueta etiquetado
        euskera exceder excedido exclusivo expandir explorador factura fallido falta fascículo fax filtro
        finalizado finalizó flash formato foros foto francés fuente gestionado glosario gratuito guardado gusta
        habilitado hilo horario hoy identificado idioma idiomático importado importe inactividad inactivo
        incorrecto indicado inesperado inexistente inglés instalación instalado intento interfaz internacional
        internet interrumpido introducido invitado invitar lector lectura legal legislación legítimo letra leído
        librería licitación likes localizar mapa marcar matrícula mayúscula medianoche mencionado mensaje
        mensual modificación modificado modificar movido multimedia máquina máster móvil nota notificaciones
        novedad obligatorio obsoleto ocurrido ocurrió oferta ofrecido olvidado opción operativo opiniones
        ordenador ordenanza ortográfica pago palabra panel pantalla patrocina patrocinio pedido pedimos
        permanente permiso permitido plantilla ponente popular portugués posgrado posicionamiento precio
        primitiva privado producido produjo prohibida promedio propietario proporcionado proveedor publicado
        publicitaria público quitado ratón recargar rechazado recibido recomendado recordatorio rectificación
        recurso redifusión registro relevancia remoto repetido requerido reservado reseñado restablecimiento
        restringido retuit reubicado revocar robot roto récord sección sede seleccionado sitio solicitado
        solicitud soportado sucesos sugerimos superado suplemento supresión suscriptor tablet tecleado
        telediario televisión teléfono tema temporada temporalmente tendencias tienda titulación tramite
        transparencia tributo turismo tutorial ubicación usabilidad usado usar vacío valenciano validación
        ventana verificación verificado virtual vistazo visto votante
    """,
    0: """
        abril actual actualidad acuerdo además agosto ahora algo alguien anterior antes apellido atención aunque
        año campo colección columna conseguido contacto contenido contraste criterio cualquier cuenta cumplan
        cumple dato datos debido dejado dejó diciembre directo distinguir domingo duración elevado encontraron
        enero enlace entonces envían episodio equipo escuela espacio especial estemos estimado existe existen
        experiencia extensión externo facilitar fallo febrero fecha finalidad forma fue funciona funcionan
        funcionar función gran grande hacia haya hayan hora hábito ido imagen implica importar incidencia
        información intentando intentar interno irá jueves julio llegado llegar lo localizado logrado longitud
        luego lugar lunes martes marzo mayo mediante mejor miércoles moderados molestia momento mucha muchas
        mucho muchos muchísimo más máximo mínimo nada nadie necesario nombre noviembre número octubre ofrecer
        parámetro peor perfil persiste personal poco podría podrían portal preferencia previa previo primer
        primera primeras principal producto programa propio puntuación quizá quizás quiénes razones razón
        reciente relacionado responde respuestas resultado retirado sea septiembre servicio servir será serán
        sesión siguiente similar sirve sistema solamente sábado tal tamaño tarde temporal tercero tipo total
        técnica término título valoraciones varias varios veces viernes viral volver índice última últimas
        último últimos
    """,
}
"""Things of a site and what is said of them, whatever their number and gender."""

SMALL = """
    a al ante con de del desde e el en entre la las le lo los me mi mis o para por que se si sin su sus un una y ya no
    es son ha han esta este esto estos estas ese esa como más muy también cuando donde dónde hasta sobre ser fue era hay
    pero nos les cada otro otra otros otras cual u ni según tras bajo puede pueden debe deben sido haber estar siendo
    tiene tienen hace hacer hecho podido pudo poder todo toda todos todas ningún ninguna algún alguna algunos algunas
    qué cuál quién cómo aún todavía parece bien mal menos nuevo nueva nuevos nuevas nuevamente después antes durante
    mientras posible favor motivo motivos causa caso parte momento vez veces porque aunque quien cuyo cuya solo sólo sí
    así
"""
"""What stands between them, and says nothing."""

ENGLISH = """
    page pages site server request access browser file domain session account denied unavailable expired moved
    forbidden failed allowed permission found requested click here please sorry login sign continue try again back
    home search read the this that you your we our is are was were be been to of and for with cannot could not have
    can't didn't from it its more there which all accept reject agree learn now too many gateway input specified
    connection database invalid wrong something went looks timeout loading user password next previous view full
    text download share print contact about us help privacy policy terms use rights reserved
    status exception limit exceeded rate seconds minutes later type report warning unexpected security secure checking
    enable required logged buy offer news links archives categories recent posts comments leave reply related
    articles submit subscribe follow menu main skip content top close open show less step powered by on at if will
    should
"""
"""A Spanish sentence has two of them at most."""

CLINICAL = """
    abdomen abdominal absceso abundante ácido acompañado actividad actualmente acude adecuada adenocarcinoma
    adenopatías administración adyacente afebril afectación aguda agudeza alteraciones ambas ambos ambulatorio
    análisis analítica anamnesis anatomía anatomopatológico anemia anestesia antecedentes antibiótico
    anticuerpos aorta aórtica aparición aprecia aproximadamente áreas arteria arterial asintomática asociado
    aspecto astenia aumentado aumento auscultación ausencia axial axilar basal bilateral biliar bilirrubina
    biopsia bioquímica blanca blandas bordes buena cabeza calcificaciones calcio cambios cantidad captación
    características carcinoma cardiaca casos catéter cavidad cefalea células central centro cerebral cervical
    ciclos cifras cinco cirugía claro clínica coagulación colgajo colocación colon colonoscopia color comienza
    compatible complementarias completa completar complicaciones componente compromiso computarizada conducto
    conocidas conservada consistencia control corte corticoides craneal creatinina crecimiento crisis crónica
    cuadro cuatro cuello cuerpo cuidados cultivo cutánea decide defecto déficit definidos definitivo delgado
    densidad dentro deposiciones derecho derivada derrame desarrollo descartar descrito destaca deterioro
    diabetes diagnosticado diagnóstico diámetro diaria diarrea dicho dieta dificultad difuso digestiva
    dilatación discreta disminución disnea distal dolor doloroso dosis drenaje duodenal ecocardiograma ecografía
    edema efecto elevación embarazo embargo empeoramiento endoscopia endoscópica enfermedad engrosamiento escasa
    esofágica espontánea esquema estable estadio estado estenosis estructuras estudio evaluación evidencia
    evolución examen existencia exploración extensa extremidades facial factor familia familiares favorable
    febril femenino fiebre finalmente física fístula flujo focal focos fondo fractura frecuencia frontal fueron
    fumador funcional ganglios gástrica general generalizada glucosa grado grasa grave había habitual hallazgos
    hematocrito hematoma hemocultivos hemodiálisis hemodinámica hemoglobina hemograma hemorragia hepática
    hepatitis herida heterogénea hipertensión hipocondrio histológico historia hombre hospital hospitalaria
    hospitalización íleon iliaca implante importante infección infecciosa inferior infiltración infiltrado
    inflamatorio informada informe ingresado inguinal inicial inicialmente injerto inmunohistoquímica
    insuficiencia intensidad intensivos intenso interés interior intervención intervenido intestinal intestino
    intravenosa irregular isquémica izquierdo junto laboratorio largo lateral lesión leucocitos leucocitosis
    libre ligera línea linfocitos linfoma líquido lóbulo local localización lumbar madre magnética maligno
    manejo manera mantiene mantuvo marcada marcadores márgenes masculino material mayor mecánica médico medidas
    medio mejoría menor mesentérica meses metastásica metástasis miembros mismo mucosa muestra mujer múltiples
    muscular músculo nasal náuseas necrosis negativos neoplasia nervio neumonía neurológica neutrófilos nivel
    nodular nódulos normal normalidad objetiva observa observan obstrucción ocasiones ocular origen orina
    paciente padres palpación parcial pared parénquima parietal partes patología patológica patrón pélvica
    pelvis pequeño pérdida periférica periodo peritoneal persistencia pesar pieza placa plano plaquetas
    plasmáticas pleural porción posibilidad positivo posterior posteriormente postoperatorio prednisona
    predominio presencia presenta presentado presentamos presentando presentar presión previamente primaria
    probable procedimiento proceso profunda progresión progresiva proteína prótesis proximal pruebas pulmón
    pulmonar punción punto quimioterapia quirúrgica quiste quística radiografía radiológico radioterapia rango
    reacción reactiva realiza realización realizada realizándose realizar recidiva reconstrucción rectal recto
    recuento recuperación refería refiere región relación remitido renal resección resolución resonancia
    respiratoria resto retroperitoneal revisión riesgo riñón sangrado sangre sanguínea secundaria segmento
    seguimiento segundo semanas sensación serología severa significativas signos simple síndrome síntomas
    sintomatología sistémica situación sólida sometido sospecha subcutáneo sugestivo superficie superior tanto
    tejido temperatura tenía terapia tercio tiempo tinción tiroidea tolerancia tomografía torácica tórax
    trasplante trata tratada tratamiento través trombosis tronco tumor tumoración tumoral úlcera único unidad
    urgencias urgente urinaria varón vascular vasos venosa ventricular ventrículo vesical virus visual volumen
    vómitos zonas
"""
"""The 500 most frequent words of over four letters in the cases of cantemist_background that stand in no list above."""

TELLING, HEAVY = 2, 3
"""Weights of words of which every notice has one."""
UNKNOWN = -1
"""Weight of a word that is not listed, and of a number."""
CLINICAL_WEIGHT = -2
"""What a word of the clinic weighs more: advice on health has the imperatives of notices."""
TOLD = -3
"""Weight of a verb that is not listed, in the tense in which cases are told."""
ENGLISH_WORDS, ENGLISH_SHARE = 10, 3
"""A sentence of few words, one of English in so many, and at least two, is no Spanish; longer ones have a language."""

_PLAIN = str.maketrans("áéíóúü", "aeiouu")
_CLITIC = re.compile(r"(?<=[aei]r|do)(?:se|te|me|nos)?(?:l[aeo]s?)?$")
"""What verbs have at their end: `rechazarlas`, `registrarse`."""
_ENCLITIC = re.compile(r"(?:l[aeo]s?|se|te|me|nos)$")
"""The same of those with an accent: `descárgatelo`."""
_CLITICS = ("se", "te", "me", "nos", "la", "lo", "le", "las", "los", "les")
_TOLD = ("ó", "aron", "iron", "ieron", "aba", "aban")
_WORD = re.compile(r"[^\W\d_]+(?:'t)?")
_NUMBER = re.compile(r"\d[\d.,:/]*")


def root(word: str) -> str:
    """A word without accents, number and gender."""
    word = word.translate(_PLAIN)
    if len(word) > 4:
        word = word.removesuffix("s")
    return word[:-1] if len(word) > 4 and word[-1] in "aeo" else word


_ENGLISH = frozenset(ENGLISH.split())
_CLINICAL = frozenset(map(root, CLINICAL.split()))
_LISTED = {word.translate(_PLAIN): weight for weight, words in FORMS.items() for word in words.split()}
_ASKED = {
    verb[:-2] + ending: 1
    for verb in _LISTED
    if verb.endswith(("ar", "er", "ir"))
    for ending in ("a", "e", "as", "es", "an", "en")
}
"""What is asked or said of a verb that is listed: `escucha`, `impriman`."""
_FORMS = _ASKED | _LISTED | dict.fromkeys((word.translate(_PLAIN) for word in SMALL.split()), 0)
_ROOTS = {root(word): weight for weight, words in ROOTS.items() for word in words.split()}


@lru_cache(1 << 16)
def weigh(word: str) -> int:
    """The weight of a word in lower case."""
    plain = word.translate(_PLAIN)
    if len(plain) == 1:
        return 0
    if plain in _FORMS:
        return _FORMS[plain]
    if word.endswith(_TOLD):
        return TOLD
    weight = _ROOTS.get(root(plain))
    if weight is None and plain.endswith(_CLITICS):
        bare = (_ENCLITIC if word != plain else _CLITIC).sub("", plain, count=1)
        if word != plain and bare not in _FORMS:
            bare = _ENCLITIC.sub("", bare, count=1)
        return _FORMS[bare] if bare in _FORMS else _ROOTS.get(root(bare), UNKNOWN)
    return UNKNOWN if weight is None else weight


@lru_cache(1 << 16)
def speaks(word: str) -> bool:
    """Whether a word is one of those of which every notice has one."""
    return weigh(word) >= TELLING or word in _ENGLISH


def clinical(words: list[str]) -> int:
    """The weight of the words of the clinic that a sentence has beside what they weigh as unknown ones."""
    return CLINICAL_WEIGHT * sum(weigh(word) == UNKNOWN and root(word) in _CLINICAL for word in words)


def words_of(sentence: str) -> list[str]:
    """Its words in lower case."""
    return _WORD.findall(sentence.lower())


def numbers(sentence: str) -> int:
    """The weight of its numbers."""
    return UNKNOWN * len(_NUMBER.findall(sentence))


def is_english(words: list[str]) -> bool:
    """Whether a short sentence is English."""
    count = sum(word in _ENGLISH for word in words)
    return count >= 2 and count * ENGLISH_SHARE >= len(words) <= ENGLISH_WORDS
