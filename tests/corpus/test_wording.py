"""The company of words: notices that no list has, and sentences that share their words."""

from __future__ import annotations

import pytest

from bioroberta.corpus.wording import button_words, class_of, count_hits, root, words_of


@pytest.mark.parametrize(
    "sentence",
    [
        "El documento solicitado no está disponible en este momento.",
        "Usuario o contraseña incorrectos.",
        "El fichero que intenta descargar ya no está en el servidor.",
        "Para ver esta página necesita activar JavaScript.",
        "Lo sentimos, ha ocurrido un error inesperado.",
        "La noticia que usted busca no ha podido ser localizada en la hemeroteca.",
        "Please log in to continue.",
        "The page has moved.",
    ],
)
def test_notices_without_a_phrase(sentence: str) -> None:
    assert count_hits(words_of(sentence)) > 0


@pytest.mark.parametrize(
    "sentence",
    [
        "No se encontraron alteraciones en el fondo de ojo.",
        "Se administró por error una dosis doble.",
        "Acudió a una sesión de diálisis y solicitó el alta.",
        "Se registró un acceso febril sin foco localizado.",
        "Consulte a su médico antes de tomar este medicamento.",
        "Dio la contraseña y no pudo volver más.",
        "Cuestionario Quality of Life",
        "El enlace covalente no existe entre iones.",
    ],
)
def test_sentences_of_prose_are_none(sentence: str) -> None:
    assert count_hits(words_of(sentence)) == 0


@pytest.mark.parametrize(
    "line", ["Ver más", "Volver arriba", "Descargar artículo en PDF", "Imprimir", "Buscar en la web"]
)
def test_buttons(line: str) -> None:
    assert button_words(words_of(line)) > 0


@pytest.mark.parametrize("line", ["Valorar", "Iniciar dieta", "Evolución", "Sin interés", "Ver figura", ""])
def test_orders_of_the_clinic_are_no_buttons(line: str) -> None:
    assert button_words(words_of(line)) == 0


def test_words_are_known_in_all_their_forms() -> None:
    assert root("páginas") == root("pagina")
    assert class_of("eliminadas") == class_of("eliminado") == "state"
    assert class_of("configurarlas") == class_of("configurar") == "order"
