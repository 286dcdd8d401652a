"""Rules for ill-formed sentences: what must stay, what must go and by which rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.corpus.config import CleanConfig
from bioroberta.corpus.filters import OF_NOTES, break_rule, is_plain, reject_copy, reject_note, reject_sentence
from bioroberta.corpus.furniture import hints_in
from bioroberta.corpus.verdicts import Rejection

CONFIG = CleanConfig()


def reject(sentence: str) -> Rejection | None:
    return reject_sentence(sentence, hints_in(sentence), CONFIG)


@pytest.mark.parametrize(
    "sentence",
    [
        "La IgG fue de 450 mg/dl (VN: 751-1560), IgM 25,8 mg/dl (46-304) e IgA 3,7 mg/dl.",
        "FGF23 sérico fue de 6 pg/ml.",
        "TA 120/80, FC 72 lpm, T 36,5 ºC, SatO2 98%.",
        "Hb 12,3; Hto 36%; VCM 88; Na 140; K 4,2; Cl 101; Cr 0,9.",
        "Adenocarcinoma pT2N0M0, estadio IIA (p<0,001; OR=2,3 [IC95% 1,1-4,8]).",
        "ANTECEDENTES PERSONALES",
        "Evolución",
        "P53 29%.",
        "Paracetamol 1 g/8 h v.o.",
        "Celda Fe(s) | Fe²⁺(aq) en la que se mide el potencial estándar de reducción del metal sumergido.",
        "El paciente no dejaba ver más que la mano derecha, según su familia.",
        "3-(4-hidroxi-3-metoxifenil)prop-2-enoato de etilo",
        "ÁCIDO ÚRICO: 7,1 mg/dL ................ 3,5",
        "Se prescribió Algidol© (paracetamol 650 mg, codeína 10 mg) por síndrome gripal.",
        "Los poemas «El Lago», «El Crucifijo», «Las Estrellas» y «La Cruz».",
        "Dio la contraseña y no pudo volver más.",
        "No se encuentra foco; se solicita acceso venoso y registro de diuresis...",
        "Estadio III A (pT3N0M0)",
        "Siguiente cita en 3 meses.",
    ],
)
def test_clinical_sentences_stay(sentence: str) -> None:
    """The predecessor's digit rule (10% of characters) loses the first of these and most of the others."""
    assert reject(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("12", "letters"),
        ("---------- 3 ----------", "letters"),
        ("12,3 45,6 78,9 (0,01) 23,4 a 11,2 45,1 99,8", "letter_share"),
        ("function mostrar() { document.getElementById('a'); }", "code"),
        (".menu { color: #fff; }", "code"),
        ('<div class="pie">Contacto</div>', "code"),
        ("|| edad | sexo || 45 | M || 32 | F |", "symbols"),
        ("Introducción ............................................ 7", "repeated_character"),
        ("abcdefghijkl" * 10, "long_word"),
        ("Пациент был выписан без осложнений", "script"),
        ("El paciente fue dado de alta sin complicaci\ufffdn", "broken_characters"),
        ("Inicio › Salud › Enfermedades › Asma", "menu"),
        ("Este sitio utiliza cookies propias y de terceros para mejorar su experiencia.", "boilerplate"),
        ("© 2019 Hospital General. Todos los derechos reservados.", "boilerplate"),
        ("Saltar al contenido", "controls"),
        ("Error 404: página no encontrada", "boilerplate"),
        ("¿Ha olvidado su contraseña?", "boilerplate"),
        ("El documento solicitado ha sido eliminado o ha cambiado de dirección.", "boilerplate"),
        ("Su búsqueda no ha producido ningún resultado.", "boilerplate"),
        ("Media DE Media DE p", "table"),
        ("Edad (años) 45,3 ± 12,1 46,0 ± 11,8 NS", "table"),
        ("Rev Esp Cir 2008;12(3):45-50", "controls"),
        ("server.port=8080", "code"),
        ("Los expertos advierten de los riesgos de [...]", "truncated"),
        ("El consumo de alcohol entre los jóvenes aumenta (sigue)", "truncated"),
    ],
)
def test_junk_goes_with_the_rule(sentence: str, rule: str) -> None:
    rejection = reject(sentence)
    assert rejection is not None
    assert rejection.rule == rule
    assert rejection.value != rejection.threshold


@given(st.text(min_size=1))
def test_any_text_gets_an_answer(text: str) -> None:
    rejection = reject(text)
    assert rejection is None or rejection.value >= 0


WORDS = st.sampled_from(
    [
        "dolor",
        "función",
        "12",
        "|",
        "Inicio",
        "{",
        "a" * 30,
        ".....",
        "cookies",
        "función(",
        "function f(",
        "©",
        "ver más",
        "»",
        "b" * 45,
        "presentó",
        "Ñandú",
        "мама",
        "慐楣",
        "presentÃ³",
        "present\ufffd",
        "el?dolor",
        "NullPointerException",
    ]
)


@given(st.lists(WORDS, min_size=1, max_size=12).map(" ".join) | st.text(min_size=1))
def test_the_shortcut_changes_no_answer(sentence: str) -> None:
    if is_plain(sentence, CONFIG):
        assert break_rule(sentence, CONFIG) is None
        assert [rule for rule, measure, limit in OF_NOTES if measure(sentence, CONFIG) > limit(CONFIG)] in (
            [],
            ["code"],
        )


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Tardó la consulta SELECT nombre FROM pacientes.", None),
        ("SELECT nombre FROM pacientes;", "code"),
        ("java.lang.NullPointerException at java.util.List.get(Unknown Source)", "code"),
    ],
)
def test_prose_that_mentions_code_stays(sentence: str, rule: str | None) -> None:
    rejection = reject_note(sentence, noticed=False, config=CONFIG)
    assert (rejection.rule if rejection else None) == rule


def test_copies_go_from_the_third_on_but_headings_stay() -> None:
    sentence = "Servicio de Medicina Interna del Hospital General"
    assert [reject_copy(sentence, copy, CONFIG) is None for copy in (1, 2, 3)] == [True, True, False]
    assert reject_copy("Sin interés.", 9, CONFIG) is None


def test_the_line_of_a_form_is_no_word() -> None:
    line = f"Tratamiento al alta: amoxicilina 1 g cada 8 horas {'_' * 120}"
    assert reject_note(line, noticed=False, config=CONFIG) is None
    rejection = reject_note(f"Adjunto {'kX9' * 40}", noticed=False, config=CONFIG)
    assert rejection is not None
    assert rejection.rule == "long_word"
