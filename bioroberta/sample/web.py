"""HTML pages of five invented sites (hosts under the reserved domain `.example`, RFC 2606)."""

from dataclasses import dataclass
from html import escape

from bioroberta.sample.documents import Document
from bioroberta.sample.formats import Response


@dataclass(frozen=True)
class Site:
    """A site: its menu, the tag that wraps its content, its cookie notice."""

    host: str
    name: str
    menu: tuple[str, ...]
    wrapper: str
    cookie: str


SITES = (
    Site(
        "www.saludriobravo.example",
        "Salud Riobravo",
        ("Inicio", "Noticias", "Especialidades", "Pedir cita", "Contacto"),
        "article",
        "Utilizamos cookies propias y de terceros para mejorar el servicio. Si sigue navegando, acepta su uso.",
    ),
    Site(
        "hospital-valdeoro.example",
        "Hospital Universitario de Valdeoro",
        ("El hospital", "Pacientes", "Profesionales", "Docencia", "Intranet"),
        'div class="contenido"',
        "Este sitio web utiliza cookies. Aceptar Rechazar Configurar",
    ),
    Site(
        "www.farmaciaenlinea.example",
        "Farmacia en Línea",
        ("Tienda", "Prospectos", "Ofertas", "Mi cuenta", "Carrito (0)"),
        "main",
        "Al pulsar «Aceptar» consiente el uso de cookies de análisis y publicidad.",
    ),
    Site(
        "foro.vivirconello.example",
        "Vivir con ello",
        ("Foro", "Registrarse", "Últimos mensajes", "Normas"),
        'div id="hilo"',
        "Usamos cookies. Más información",
    ),
    Site(
        "revista.montesclaros.example",
        "Revista Montesclaros de Divulgación",
        ("Portada", "Números anteriores", "Autores", "Suscripción", "RSS"),
        'section class="post"',
        "Política de cookies · Aviso legal · Aceptar todas",
    ),
)

_SCRIPT = (
    "<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments);}"
    "gtag('config','G-0000000');</script>"
)


def _menu(site: Site) -> str:
    links = "".join(f'<li><a href="/{place}">{escape(item)}</a></li>' for place, item in enumerate(site.menu))
    return f"<nav><ul>{links}</ul></nav>"


def _content(document: Document) -> str:
    parts = []
    for section in document.sections:
        heading = f"<h2>{escape(section.heading)}</h2>\n" if section.heading else ""
        parts.append(heading + "".join(f"<p>{escape(text)}</p>\n" for text in section.paragraphs))
    return "".join(parts)


def html_page(site: Site, document: Document, language: str = "es", charset: str = "utf-8") -> str:
    """A page with head, menu, cookie banner, breadcrumbs, content, related links and footer."""
    title = escape(document.title)
    tag = site.wrapper.split()[0]
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head><meta charset="{charset}">'
        f"<title>{title} - {escape(site.name)}</title>\n"
        f'<link rel="stylesheet" href="/estilo.css">{_SCRIPT}</head>\n<body>\n'
        f'<header><a href="/">{escape(site.name)}</a>{_menu(site)}</header>\n'
        f'<div class="cookies" role="dialog">{escape(site.cookie)}</div>\n'
        f'<p class="migas">{escape(site.menu[0])} &gt; {escape(site.menu[1])} &gt; {title}</p>\n'
        f"<{site.wrapper}>\n<h1>{title}</h1>\n{_content(document)}</{tag}>\n"
        f'<aside><h3>Lo más leído</h3><ul><li><a href="/a">Dormir bien</a></li>'
        f'<li><a href="/b">Dieta y verano</a></li></ul></aside>\n'
        f"<footer>© 2017 {escape(site.name)} | Aviso legal | Mapa web</footer>\n</body>\n</html>\n"
    )


def page(site: Site, document: Document, place: int) -> Response:
    """An ordinary page in UTF-8."""
    return Response(f"https://{site.host}/pagina/{place:04d}", html_page(site, document).encode())


def windows_1252_page(site: Site, document: Document, place: int) -> Response:
    """A page in windows-1252 whose server and document both declare it; what it lacks becomes an entity."""
    body = html_page(site, document, charset="windows-1252").encode("windows-1252", "xmlcharrefreplace")
    return Response(f"http://{site.host}/antiguo/{place}.htm", body, "text/html; charset=windows-1252")


def not_found(site: Site) -> Response:
    """An error page with status 404."""
    body = (
        f"<html><head><title>404 - Página no encontrada</title></head><body>{_menu(site)}<h1>Error 404</h1>"
        f"<p>La página que busca no existe o ha cambiado de dirección. Vuelva al inicio o use el buscador.</p>"
        "</body></html>"
    )
    return Response(f"https://{site.host}/no-existe", body.encode(), status="404 Not Found")


def robots(site: Site) -> Response:
    """The site's robots.txt."""
    body = f"User-agent: *\nDisallow: /intranet/\nSitemap: https://{site.host}/sitemap.xml\n"
    return Response(f"https://{site.host}/robots.txt", body.encode(), "text/plain")


def moved(site: Site) -> Response:
    """A redirect with an empty body."""
    return Response(f"http://{site.host}/portada", b"", status="301 Moved Permanently")


def picture(site: Site) -> Response:
    """A binary answer: the signature of a PNG file and nothing to read."""
    return Response(f"https://{site.host}/logo.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "image/png")


def menu_only(site: Site) -> Response:
    """A page with links and no text."""
    body = f"<html><head><title>Mapa web</title></head><body>{_menu(site) * 4}</body></html>"
    return Response(f"https://{site.host}/mapa", body.encode())
