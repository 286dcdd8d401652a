"""What stands beside, between and below: lines that go for their neighbours, and those that stay in spite of them."""

from __future__ import annotations

from bioroberta.corpus.config import CleanConfig
from bioroberta.corpus.filters import reject_sentence
from bioroberta.corpus.furniture import hints_in
from bioroberta.corpus.surroundings import Rejections, reject_surroundings

CONFIG = CleanConfig()
PROSE = "El paciente fue dado de alta a los tres días con tratamiento antibiótico por vía oral."


def rules(*lines: str) -> list[str | None]:
    """The rule of every line, each of which is one sentence."""
    return rules_of(list(lines), [range(at, at + 1) for at in range(len(lines))])


def rules_of(sentences: list[str], lines: list[range]) -> list[str | None]:
    hints = hints_in("\n".join(sentences))
    rejections: Rejections = [reject_sentence(sentence, hints, CONFIG) for sentence in sentences]
    reject_surroundings(sentences, lines, rejections, CONFIG)
    return [rejection.rule if rejection else None for rejection in rejections]


def test_what_follows_a_notice_goes_with_it() -> None:
    assert rules(PROSE, "Esta web utiliza cookies propias.", "Entendido", PROSE) == [
        None,
        "boilerplate",
        "boilerplate",
        None,
    ]


def test_prose_beside_a_notice_stays() -> None:
    assert rules("Este enlace ha caducado.", "Continúa con sus revisiones.", "Hábito intestinal normal.")[1:] == [
        None,
        None,
    ]


def test_short_lines_below_a_known_entry_are_a_menu() -> None:
    assert None not in rules("Inicio", "Tarifas", "Edificio norte", "Cómo llegar")
    assert rules("Antecedentes", "Nuestros edificios", "Evolución") == [None] * 3


def test_any_short_lines_are_a_menu_where_half_are_known() -> None:
    assert None not in rules(PROSE, "Añadir a la cesta", "Entrega en 24/48 h", "Mi cuenta", PROSE)[1:4]
    assert rules("Mi cuenta", "Hb 12", "Na 140", "K 4,5", "Cl 101")[1:] == [None] * 4


def test_titles_below_what_announces_them_go() -> None:
    titles = ["La gripe llega antes este invierno", "Dos hospitales abren consultas para niños con asma"]
    assert rules("Noticias relacionadas", *titles, PROSE)[1:] == ["menu", "menu", None]
    assert rules("Imprimir", *titles, PROSE)[1:] == [None] * 3


def test_lines_between_furniture_go() -> None:
    assert rules("Imprimir", "La fiebre del heno en 2010", "Compartir en Facebook")[1] == "menu"
    assert rules("Imprimir", PROSE, "Compartir en Facebook")[1] is None


def test_rows_go_beside_rows_and_tables() -> None:
    assert rules("Andalucía 12,3 11,2 10,9", "Aragón 9,8 9,5 9,1") == ["table"] * 2
    assert rules("Variable Grupo A Grupo B p", "Constant 34 67", PROSE)[1:] == ["table", None]
    assert rules("Andalucía 12,3 11,2 10,9", PROSE) == [None] * 2
    assert rules("Glucosa 98 70", "Urea 34 50") == [None] * 2
    assert rules(PROSE, "Meses", "0 20 40 60 80")[1:] == ["table", "letters"]
    assert rules(PROSE, "Tratamiento", "0 20 40 60 80")[1] is None


def test_columns_of_cells_go_with_their_head() -> None:
    assert rules(PROSE, "Supervivencia", "I", "II", "III", "IV", PROSE) == [None, *["table"] * 5, None]


def test_values_below_one_another_stay() -> None:
    assert rules("Hb 12,3", "Na 140", "K 4,5", "TA 120/80") == [None] * 4


def test_contents_without_leaders_go_by_their_pages() -> None:
    assert rules("Presentación 3", "Objetivos 5", "Metodología 9") == ["table"] * 3
    assert rules("Urea 45", "Glucosa 98", "Sodio 140", "Potasio 4") == [None] * 4


def test_lines_with_hints_are_code_together() -> None:
    assert rules(PROSE, "jobs:", "runs-on: ubuntu-latest", PROSE) == [None, "code", "code", None]
    assert rules(PROSE, "jobs:", PROSE) == [None] * 3


def test_scraps_between_code_go_but_prose_stays() -> None:
    assert rules("if (a) {", "pausa", "}") == ["code", "code", "letters"]
    assert rules("if (a) {", PROSE, "}")[1] is None


def test_teasers_go_in_runs_only() -> None:
    teaser = "La consejería anuncia nuevas plazas para el próximo año en los hospitales..."
    assert rules(teaser, teaser, teaser) == ["truncated"] * 3
    assert rules(teaser, PROSE, teaser) == [None] * 3
    assert rules(teaser, "Leer más") == ["truncated", "controls"]
    assert (
        rules("—No lo sé, respondió el conde con la voz quebrada...", *["—¿Y quién lo sabe, señora mía?..."] * 2)
        == [None] * 3
    )


def test_the_rest_of_a_broken_line_goes() -> None:
    broken = "Se cubre con una membrana de colÃ¡geno reabsorbible y se sutura el colgajo."
    assert rules_of([broken, "(Suiza)."], [range(2)]) == ["broken_characters", "line"]
    assert rules_of([broken, "(Suiza)."], [range(1), range(1, 2)]) == ["broken_characters", None]
