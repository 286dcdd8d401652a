"""HTML pages to text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bioroberta.corpus.readers.web_page import read_page
from bioroberta.errors import DocumentError

LONG = "El asma es una enfermedad crónica de los bronquios que cursa con disnea y sibilancias, sobre todo de noche. "
PROSE = f"<p>{LONG * 3}</p>"
MENU = "<ul>" + "".join(f"<li><a href='/{place}'>Sección {place}</a></li>" for place in range(9)) + "</ul>"


def text_of(body: str, attributes: str = "") -> str:
    return read_page(f"<html><head><title>El  asma</title></head><body {attributes}>{body}</body></html>")[1]


def lines_of(body: str) -> list[str]:
    return [line for line in text_of(f"<main>{PROSE}{body}</main>").split("\n") if line][1:]


CONSENT = "<p>Usamos cookies propias y de terceros.</p><button>Aceptar</button><a href='/c'>Configurar</a>"


@pytest.mark.parametrize(
    "furniture",
    [
        f'<div id="cookie-law-info-bar">{CONSENT}</div>',
        f'<div id="onetrust-banner-sdk" role="alertdialog">{CONSENT}</div>',
        f'<section class="CookieBanner_wrapper__2aF">{CONSENT}</section>',
        f'<div class="cmp-container"><h2>Privacidad</h2>{CONSENT}</div>',
        f'<div class="modal consent-popup">{CONSENT}</div>',
        f'<div class="cookies" role="dialog">{CONSENT * 10}</div>',
        f"<nav><h2>Menú</h2>{MENU}</nav>",
        f'<div role="navigation">{MENU}</div>',
        MENU,
        f"<div><div>{MENU.replace('ul', 'ol')}</div></div>",
        '<p class="migas">Inicio &gt; Salud &gt; Asma</p>',
        '<ol aria-label="Migas de pan"><li>Inicio</li><li>Asma</li></ol>',
        '<div class="breadcrumbs">Inicio / Asma</div>',
        f"<header><a href='/'>Salud Riobravo</a>{MENU}</header>",
        "<footer>© 2017 Salud Riobravo | Aviso legal</footer>",
        '<div class="post share"><a>Compartir en X</a></div>',
        '<a class="skip-link" href="#c">Saltar al contenido</a>',
    ],
)
def test_furniture_goes_wherever_it_stands(furniture: str) -> None:
    plain = text_of(f"<div><h1>El asma</h1>{PROSE}</div>")
    assert text_of(f"{furniture}<div><h1>El asma</h1>{PROSE}</div>") == plain
    assert text_of(f"<div><h1>El asma</h1>{PROSE}</div>{furniture}") == plain


@pytest.mark.parametrize(
    "page",
    [
        f'<div class="page cookies-accepted">{PROSE}</div><script>{"var a = 1;" * 999}</script>',
        f'<div id="consent-wrapper"><article>{PROSE}</article></div>',
        f'<article class="cookie-policy"><h1>Cookies</h1>{PROSE}</article>',
        f'<div class="documento-consentimiento-informado">{PROSE}</div>{PROSE}',
        f"<header><h1>El asma</h1>{PROSE}</header>{PROSE}",
        f"<article><header><p>Resumen</p></header>{PROSE}</article>",
    ],
)
def test_what_holds_the_article_stays_whatever_its_name(page: str) -> None:
    assert text_of(page, 'class="home has-cookie-banner gdpr"').count(LONG.strip()) == 3 * page.count("<p>El asma")


ADVICE = "No usar en insuficiencia hepática grave ni durante el embarazo, salvo criterio médico."


@pytest.mark.parametrize(
    "piece",
    [
        f"<div style='display: none'><p>{ADVICE}</p></div>",
        f"<div class='panel' aria-hidden='true' hidden><div hidden>{ADVICE}</div></div>",
        f"<div class='accordion-body collapsed'>{ADVICE}</div>",
        f"<p><span style='display:none'>{ADVICE}</span></p>",
        f"<details><summary><button>{ADVICE}</button></summary></details>",
        f"<h3><button aria-expanded='false'>{ADVICE}</button></h3>",
        f"<aside>{ADVICE}</aside>",
        "<aside class='nota'>No usar en insuficiencia hepática grave</aside>",
        f"<div class='popup-info'>{ADVICE}</div>",
        f"<div class='share decision'><p>{ADVICE}</p></div>",
        f"<div class='cmp-text'>{ADVICE}</div>",
        "<div class='cmp-title'>No usar en insuficiencia hepática grave</div>",
        f"<div class='informed-consent'>{ADVICE}</div>",
        f"<div id='hormigas'>{ADVICE}</div>",
        f"<figure class='foto'><img alt='x'><figcaption>{ADVICE}</figcaption></figure>",
    ],
)
def test_content_by_other_names_stays(piece: str) -> None:
    assert lines_of(piece) == [ADVICE if ADVICE in piece else "No usar en insuficiencia hepática grave"]


@pytest.mark.parametrize(
    "piece",
    [
        f"<div style='display:none'>{CONSENT}</div>",
        f"<div class='modal' style='display:none'>{ADVICE}</div>",
        "<span class='visually-hidden'>Saltar al contenido</span>",
        "<div class='share'>Compartir en X. Compartir en Facebook. Enviar por correo a un amigo o a varios</div>",
        "<div class='social-share'>Comparta este artículo con sus amigos en las redes sociales que usted quiera.</div>",
        "<div class='popup'>Suscríbase a nuestro boletín y reciba cada semana las noticias de salud.</div>",
    ],
)
def test_notices_go_hidden_or_not(piece: str) -> None:
    assert lines_of(piece) == []


def test_long_content_by_such_a_name_stays() -> None:
    assert text_of(f"<main>{PROSE}<div class='popup'>{PROSE * 20}</div></main>").count(LONG.strip()) == 63


def test_asides_of_the_site_are_content_with_a_sentence_only() -> None:
    article, links = f"<div><h1>El asma</h1>{PROSE}</div>", "<p><a>Ver también</a></p><p><a>Citas</a></p>"
    assert text_of(f"{article}<aside>{links}</aside>") == text_of(article)
    assert ADVICE in text_of(f"{article}<aside>{ADVICE}<aside>{links}</aside></aside>")


def test_deleted_text_goes_and_what_is_struck_stays() -> None:
    assert lines_of("<p>Dosis: <del>50</del> 5 mg <s>cada día</s></p>") == ["Dosis: 5 mg cada día"]


def test_lists_items_and_breaks_are_lines() -> None:
    assert lines_of("<ul><li>Fiebre</li><li>Tos <ul><li>seca</li></ul></li></ul>") == ["Fiebre", "Tos", "seca"]
    assert lines_of("<ol><li>Reposo</li><li>Dieta</li></ol>") == ["Reposo", "Dieta"]
    assert lines_of("<p>Uno<br>Dos</p><dl><dt>Asma</dt><dd>Disnea</dd></dl>") == ["Uno", "Dos", "Asma", "Disnea"]


def test_a_list_of_some_links_within_text_stays() -> None:
    assert lines_of("<ul><li>Fiebre de <a>38 ºC</a> o más</li><li>Tos</li></ul>") == ["Fiebre de 38 ºC o más", "Tos"]
    references = "".join(f"<li><a href='/{place}'>{LONG}</a></li>" for place in range(3))
    assert len(lines_of(f"<ol>{references}</ol>")) == 3


def test_rows_of_data_are_lines_and_cells_stand_apart() -> None:
    rows = "<tr><th>Prueba</th><th>Valor</th></tr><tr><td><p>Na</p></td><td><div>140</div><div>mmol/L</div></td></tr>"
    assert lines_of(f"<table>{rows}<tr><td></td><td>4<br>5</td></tr></table>") == [
        "Prueba\tValor",
        "Na\t140 mmol/L",
        "\t4 5",
    ]


def test_a_table_that_lays_out_the_page_is_none_of_data() -> None:
    text = text_of(f"<table><tr><td>{MENU}</td><td><h1>El asma</h1>{PROSE}{PROSE}</td></tr></table>")
    assert text.split("\n\n")[-2:] == [(LONG * 3).strip()] * 2


def test_exponents_and_indices() -> None:
    assert lines_of(
        "<p>10<sup>6</sup>, CO<sub><b>2</b></sub>, caso<sup><a href='#1'>1</a></sup>, 1<sup>er</sup></p>"
    ) == ["10⁶, CO₂, caso¹, 1er"]


def test_title_and_pages_without_anything() -> None:
    assert read_page("<title> El\n asma </title>") == ("El asma", "")
    assert read_page("") == ("", "")
    assert text_of(f"<nav>{MENU}</nav>{MENU}") == ""


@pytest.mark.parametrize("opening", ["<div>", "<b><i>", "<ul><li>", "<table><tr><td>", "<x-y>"])
def test_what_is_nested_without_end_is_refused(opening: str) -> None:
    with pytest.raises(DocumentError, match="nested"):
        text_of(opening * 600)
    with pytest.raises(DocumentError, match="not closed"):
        text_of(opening * 60_000)


def test_much_that_is_closed_is_read() -> None:
    piece = f"{PROSE}{MENU}<table><tr><td><p>a</p></td><td>b</td></tr></table><div class='cookies'>c</div><br>"
    assert text_of(piece * 300).count("a\tb") == 300


TAGS = (
    "div p ul ol li table tr td nav header article main sup b a br span section title body script !-- aside figure "
    "figcaption h2 button del summary"
).split()
ATTRIBUTES = (
    *("", ' class="cookie"', ' id="consent"', ' role="navigation"', " href=x", ' aria-label="migas"', " hidden"),
    *(' style="display:none"', ' class="popup collapsed"', ' class="share"'),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)).map(lambda tag: f"<{tag[0]}{tag[1]}>"),
            st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
            st.sampled_from(["hola ", "<", "&aacute;", "&#0;", "\0", "]]>", "á\n", LONG]),
        )
    ).map("".join)
    | st.text()
)
def test_any_text_is_read_or_refused(page: str) -> None:
    try:
        title, text = read_page(page)
    except DocumentError:
        return
    assert "\n\n\n" not in text
    assert title == " ".join(title.split())
