"""What the content of a page says of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.corpus.readers.page_signs import error_words, is_reserved, is_robots_text

PROSE = "El asma es una enfermedad crónica de los bronquios que cursa con disnea y sibilancias. " * 6


@pytest.mark.parametrize(
    "text",
    [
        "Error 404\n\nLa página que busca no existe o ha cambiado de dirección. Vuelva al inicio o use el buscador.",
        "Lo sentimos, no hemos podido encontrar la página solicitada.",
        "La página solicitada no ha sido encontrada",
        "Hospital\n\nAcceso denegado\n\nNo tiene permiso para ver esta página.",
        "Esta web está en construcción. Disculpe las molestias.",
        "Su sesión ha caducado",
        "Su búsqueda no produjo ningún resultado",
        "La pàgina que cerques no existeix",
        "No s’ha trobat la pàgina",
        "404 Not Found\nnginx",
        "The page you are looking for could not be found.",
        "Just a moment...\nChecking your browser before accessing a.es",
        "Please enable JavaScript to view the page content.",
        "Index of /docs",
        "Servicio no disponible\nInicio\nPacientes\nProfesionales\nAviso legal\nContacto\nAccesibilidad\nMapa\nCitas",
    ],
)
def test_short_pages_that_say_that_they_are_none(text: str) -> None:
    assert error_words(text) == len(text.split())
    assert error_words(f"{text}\n{PROSE * 3}") == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        PROSE,
        f"{PROSE}\n\n{PROSE}\nDebe habilitar JavaScript para ver los comentarios.",
        "El nuevo hospital, en construcción desde 2015, abrirá en mayo.",
        "Se detectó un error 40 veces en 500 casos.",
        "No se encontró la causa de la fiebre.",
        "La página del paciente en la historia no se había firmado.",
        "Los errores innatos del metabolismo son enfermedades raras.",
        "Servicio no disponible los fines de semana; acuda al hospital comarcal. Paciente de 70 años con disnea. "
        "Se traslada a urgencias para valoración por cardiología.",
        "Urgencias\nServicio no disponible hasta el lunes\nSe trasladó al paciente al hospital comarcal en ambulancia",
        "Acceso denegado al tratamiento: los migrantes sin papeles esperaron once meses de media la primera consulta.\n"
        "La demora empeoró el pronóstico de los tumores de mama.",
    ],
)
def test_other_short_pages(text: str) -> None:
    assert error_words(text) == 0


def test_rules_for_crawlers_under_any_address() -> None:
    assert is_robots_text("# www.a.es\n\nUser-agent: *\nDisallow: /intranet/\n")
    assert is_robots_text("\nuser-agent : Googlebot\nsitemap: https://a.es/s.xml")
    assert not is_robots_text("User-agent: es una cabecera de HTTP.")
    assert not is_robots_text("<html>User-agent: *\nDisallow: /")
    assert not is_robots_text("#\n" * 100_000)


@pytest.mark.parametrize(
    ("page", "headers"),
    [
        ("", {"tdm-reservation": " 1"}),
        ("", {"x-robots-tag": "noindex, noai"}),
        ('<head><meta name="tdm-reservation" content="1"></head>', {}),
        ("<META CONTENT='noimageai, NOAI' NAME='robots'>", {}),
    ],
)
def test_pages_that_are_reserved(page: str, headers: dict[str, str]) -> None:
    assert is_reserved(page, headers)


@pytest.mark.parametrize(
    "page",
    [
        '<meta name="robots" content="noindex, noarchive, nofollow">',
        '<meta name="tdm-reservation" content="0">',
        '<meta name="description" content="noai">',
        "<meta " * 50_000,
        "",
    ],
)
def test_pages_that_are_not(page: str) -> None:
    assert not is_reserved(page, {"tdm-reservation": "0", "x-robots-tag": "noarchive"})


@given(st.text(), st.text())
def test_any_text_is_judged(text: str, value: str) -> None:
    assert error_words(text) in (0, len(text.split()))
    assert is_robots_text(text) in (True, False)
    assert is_reserved(text, {"x-robots-tag": value}) in (True, False)
