"""Addresses and titles of pages."""

from __future__ import annotations

import pytest

from bioroberta.corpus.readers.pages import address, is_error, is_robots


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "404 Not Found",
        "Error 404",
        "404 - Página no encontrada",
        "404. That’s an error.",
        "Página no encontrada | Hospital",
        "403 Forbidden",
        "Hospital - Acceso denegado.",
        "No se encontró la página",
        "You don't have permission to access",
    ],
)
def test_titles_of_error_pages(title: str) -> None:
    assert is_error(title)


@pytest.mark.parametrize(
    "title",
    [
        "500 casos de neumonía",
        "404.000 vacunados",
        "Errores innatos del metabolismo",
        "Fundación Found",
        "Acceso denegado a la sanidad: barreras de los migrantes",
        "Error diagnóstico: 500 autopsias",
        "",
    ],
)
def test_titles_of_pages(title: str) -> None:
    assert not is_error(title)


def test_an_address_has_a_scheme_and_may_be_malformed() -> None:
    stated = (": /", "<http://a.es/asma>", "http://[a/b", None, 3)
    assert [address(uri) for uri in stated] == [None, "http://a.es/asma", "http://[a/b", None, None]


def test_rules_for_crawlers() -> None:
    assert is_robots("http://a.es/robots.txt?x")
    assert not is_robots("http://a.es/robots.txt.html")
    assert not is_robots(None)
