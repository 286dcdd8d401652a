"""Language detection."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.corpus import language as languages
from bioroberta.corpus.judging import SURE
from bioroberta.corpus.language import another, detect, detect_sentences, load_model, reads_spanish
from bioroberta.corpus.neighbours import SMALL_WORDS, SPELLINGS, UNLIKE

SENTENCES = [
    ("El paciente fue dado de alta sin complicaciones a los tres días.", "es"),
    ("O paciente foi dado de alta sen complicacións aos tres días e volveu á súa casa.", "gl"),
    ("O doente não apresentou complicações e teve alta ao fim de três dias.", "pt"),
    ("El pacient va ser donat d'alta sense complicacions al cap de tres dies.", "ca"),
    ("Al paciente diéron-y l'alta ensin complicaciones y volvió a la so casa nel mesmu día.", "ast"),
    ("O pacient estió dau d'alta sin complicacions dimpués de tres días.", "an"),
    ("Lo pacient foguèt liberat sens complicacions après tres jorns e tornèt al sieu ostal.", "oc"),
    ("Il paziente è stato dimesso senza complicazioni dopo tre giorni.", "it"),
    ("Le patient est sorti sans complications après trois jours.", "fr"),
    ("The patient was discharged without complications after three days.", "en"),
    ("Gaixoak alta jaso zuen konplikaziorik gabe hiru egunen buruan.", "eu"),
]


@pytest.mark.parametrize(("text", "language"), SENTENCES)
def test_close_languages(text: str, language: str) -> None:
    assert detect(text)[0] == language
    assert reads_spanish(text) == (language == "es")


@pytest.mark.parametrize(
    "text",
    [
        "O paciente atopábase estable e con febre.",
        "As probas de función hepática eran normais.",
        "A exploración física resultou normal.",
        "Iniciouse tratamento con amoxicilina e paracetamol.",
        "O paciente recibiu a alta en bo estado xeral.",
    ],
)
def test_galician_that_fasttext_takes_for_spanish(text: str) -> None:
    assert load_model().predict(text.lower(), k=1)[0] == ("__label__es",)
    assert detect(text)[0] == "gl"
    assert not reads_spanish(text)


@pytest.mark.parametrize(
    "text",
    [
        "Presenta talla baja e hipotiroidismo nunca valorado.",
        "Sin molestias osteoarticulares o respiratorias.",
        "La TAC cerebral de control no evidenció cambios evolutivos.",
        "Se aprecia una lesión en el polo inferior del riñón izquierdo.",
        "Vive en Los Ángeles con la familia de Xoán Ferreiro.",
    ],
)
def test_spanish_with_what_neighbours_have_too(text: str) -> None:
    assert detect(text)[0] == "es"


def test_words_without_capital_decide_not_names() -> None:
    assert not reads_spanish("Los Angeles, El Salvador and La Paz")
    assert detect("She flew from Los Angeles to El Salvador and La Paz in two days.")[0] == "en"


def test_every_language_differs_from_spanish_both_ways() -> None:
    for code, words in SMALL_WORDS.items():
        if code != "es":
            assert words - SMALL_WORDS["es"]
            assert SMALL_WORDS["es"] - words
    assert {"es", "ast", "an", *UNLIKE} == set(SMALL_WORDS)
    assert {code for _, codes in SPELLINGS for code in codes} <= set(SMALL_WORDS)


@pytest.mark.parametrize("piece", ["a", "e ", "unha ", "ã", "\n", "el la ", "x" * 50 + " "])
def test_long_texts_are_judged(piece: str) -> None:
    language, confidence = detect(piece * (1_000_000 // len(piece)))
    assert language
    assert 0 <= confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        "La analítica mostró AST 57 U/l, ALT 172 U/l, GGT 564 U/l, FA 272 U/l, bilirrubina total 8,15 mg/dl.",
        "La educación formal (en contraposición a la educación informal o no formal) e infantil suele ser cara.",
        "(a) covalente; (b) iónico; (c) metálico, E = hν (o E=hc/λ), donde h es la constante de Planck; (e) otro",
    ],
)
def test_values_and_enumerators_are_no_other_language(text: str) -> None:
    language, confidence = detect(text)
    assert language == "es" or confidence < 0.5


@pytest.mark.parametrize("text", ["", "120/80", " \n ", "..."])
def test_no_letters_no_language(text: str) -> None:
    assert detect(text) == ("und", 0.0)


@given(st.text(max_size=200))
def test_any_text_has_an_answer_and_always_the_same(text: str) -> None:
    language, confidence = detect(text)
    assert language
    assert 0 <= confidence <= 1
    assert detect(text) == (language, confidence)
    found = another(text, ("es",))
    assert found is None or 0 <= found[1] <= 1


def test_news_sentences(data_folder: Path) -> None:
    share = {}
    for name in ("spa", "cat", "glg", "por", "eng", "eus"):
        lines = (data_folder / "langid" / f"{name}.txt").read_text(encoding="utf-8").splitlines()[:200]
        share[name] = sum(detect(line)[0] == "es" for line in lines) / len(lines)
    assert share["spa"] > 0.98
    assert share["glg"] < 0.05
    assert max(share[name] for name in ("cat", "por", "eng", "eus")) < 0.02


def test_in_a_spanish_document_less_settles_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(languages, "guess", lambda sample: asked.append(sample) or {"ca": 0.9})
    case = [SENTENCES[0][0]] * 3
    leaning = "La ecografía abdominal mostró una hidronefrosis masiva del riñón derecho."
    assert detect_sentences([*case, leaning, "Hb 12"], 40) == [("es", 1.0)] * 3 + [detect(leaning, True), None]
    assert not asked
    assert detect(leaning, True)[0] == "es"
    foreign = "The patient was discharged on the third day of admission."
    assert detect_sentences([*case, foreign], 40)[3] == detect(foreign)
    assert detect_sentences([leaning, foreign], 40)[0] == detect(leaning)
    assert set(asked) == {foreign, leaning}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Il faut attendre encore un peu.", "fr"),
        ("We didn't know anything about it.", "en"),
        ("“Nobody told us.”", "en"),
        ("Això no és el que volíem dir.", "ca"),
        ("Isso é tudo o que sabemos.", "pt"),
        ("Iso é o que dixeron onte.", "gl"),
        ("Das haben wir nicht gewusst.", "de"),
        ("Dat hebben we niet gezien.", "nl"),
        ("“Non lo so.”", "it"),
        ("Hau da egin behar duguna.", "eu"),
        ("Nu știm încă nimic.", "ro"),
    ],
)
def test_a_few_words_are_enough_for_another_language(text: str, language: str) -> None:
    code, probability = another(text, ("es",)) or ("es", 0.0)
    assert code == language
    assert probability >= SURE


@pytest.mark.parametrize(
    "text",
    [
        "Ritmo intestinal normal.",
        "Hábito intestinal normal.",
        "Staphylococcus aureus resistente a meticilina.",
        "Paracetamol 1 g cada 8 h vo",
        "Tabaquismo e HTA mal controlada",
        "DQ2 (-) y DQ8 (+).",
        "Hospital do Meixoeiro.",
        "15706 Santiago de Compostela, A Coruña. e-mail: souseixo@correo.com",
        SENTENCES[0][0],
        "",
    ],
)
def test_terms_and_names_are_no_other_language(text: str) -> None:
    found = another(text, ("es",))
    assert found is None or found[1] < SURE


def test_between_neighbours_it_need_not_choose() -> None:
    text = "Foi a peor noite da tempada para todos os equipos."
    assert detect(text)[1] < 0.9
    found = another(text, ("es",))
    assert found is not None
    assert found[1] >= SURE


def test_another_is_none_of_the_wanted() -> None:
    galician = "Iso é o que dixeron onte."
    found = another(galician, ("es", "gl"))
    assert found is None or (found[0] != "gl" and found[1] < SURE)
    assert another(galician, UNLIKE) is None
