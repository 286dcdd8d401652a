"""The company of words: notices that no list has, and sentences that share their words."""

from __future__ import annotations

import pytest

from bioroberta.corpus.furniture import count_controls, notice_score
from bioroberta.corpus.wording import (
    CLINICAL_WEIGHT,
    HEAVY,
    TOLD,
    UNKNOWN,
    clinical,
    is_english,
    root,
    speaks,
    weigh,
    words_of,
)


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
        "Has cerrado sesión correctamente.",
        "Este mensaje fue retirado por el moderador por incumplir las normas de la comunidad.",
        "Su formulario no pudo ser enviado.",
        "No se admiten más comentarios en esta noticia.",
        "Estimado usuario: la plataforma estará inaccesible desde las 22 horas.",
        "El hilo se encuentra cerrado y no admite más respuestas.",
        "Refresque la pantalla y escoja otro nombre de usuario.",
        "Límite de descargas alcanzado.",
    ],
)
def test_notices_without_a_phrase(sentence: str) -> None:
    assert notice_score(sentence) > 0


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
        "La noticia le sorprendió.",
        "Se avisó a emergencias.",
        "Requiere bastón como ayuda técnica para una deambulación eficaz.",
        "Al expandirse la prótesis, permitió ver la infiltración.",
        "Se entregó el informe y se cerró el caso a los doce meses.",
        "Si se presentan estos síntomas, se recomienda buscar atención médica.",
        "Lávese las manos y desinfecte la herida antes de cambiar el apósito.",
        "Si usa una mascarilla, cambie de mascarilla en cuanto se moje.",
    ],
)
def test_sentences_of_prose_are_none(sentence: str) -> None:
    assert notice_score(sentence) == 0


@pytest.mark.parametrize(
    "line",
    [
        "Ver más",
        "Volver arriba",
        "Descargar artículo en PDF",
        "Imprimir",
        "Buscar en la web",
        "Copiar al portapapeles",
        "Escucha este artículo",
        "Tema siguiente",
        "1 2 3 4 5 6 7 8 9 10 Siguiente Última",
        "Inicio Nuestro equipo Pida cita Trabaja con nosotros Sala de prensa Contacto",
    ],
)
def test_buttons(line: str) -> None:
    assert count_controls(line) > 0


@pytest.mark.parametrize(
    "line", ["Valorar", "Iniciar dieta", "Evolución", "Sin interés", "Ver figura", "ALIMENTACIÓN REGULAR EN CANTIDAD"]
)
def test_orders_of_the_clinic_are_no_buttons(line: str) -> None:
    assert count_controls(line) == 0


def test_words_are_known_in_all_their_forms() -> None:
    assert root("páginas") == root("pagina")
    assert weigh("eliminadas") == weigh("eliminado") > 0
    assert weigh("configurarlas") == weigh("configurar") >= HEAVY
    assert weigh("imprímelo") > 0
    assert weigh("peritoneo") == UNKNOWN
    assert weigh("ingresaron") == weigh("presentaba") == TOLD


def test_words_of_the_clinic_count_against_a_notice_in_sentences_only() -> None:
    assert notice_score("Actualice la página y vuelva a intentarlo más tarde.") > 0
    assert notice_score("Actualice la pauta de antibiótico y vuelva a urgencias.") == 0
    assert clinical(words_of("antibiótico urgencias página")) == 2 * CLINICAL_WEIGHT
    assert notice_score("Descargar tratamiento") > 0


def test_every_notice_has_a_word_that_speaks() -> None:
    assert speaks("usuario")
    assert speaks("server")
    assert not speaks("paciente")


def test_short_english_is_told_by_its_words() -> None:
    assert is_english(words_of("Rate limit exceeded."))
    assert not is_english(words_of("Escala de Glasgow Outcome"))
