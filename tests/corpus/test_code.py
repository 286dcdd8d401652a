"""Code by its marks and hints, and notation of the clinic and the laboratory that looks like it."""

from __future__ import annotations

import pytest

from bioroberta.corpus.code import code_hints, code_marks


@pytest.mark.parametrize(
    "line",
    [
        "def suma(a, b):",
        "x <- c(1, 2, 3)",
        "$('#menu').slideToggle();",
        ".btn-primary:hover { color: red; }",
        "server.port=8080",
        "2019-03-04 12:33:01,123 INFO [main] org.apache.Foo - started",
        "at com.foo.Bar.baz(Bar.java:12)",
        "user@host:~$ ls -la",
        "drwxr-xr-x 2 root root 4096 Mar 4 12:33 bin",
        "RewriteCond %{REQUEST_URI} !=/favicon.ico",
        "Content-Type: text/html; charset=UTF-8",
        "SELECT * FROM pacientes WHERE edad > 40",
        r"\begin{table}[ht]",
        "[url=http://ejemplo.org]Asma[/url]",
        "from django.db import models",
        "KeyError: 'edad'",
        "npm ERR! code ELIFECYCLE",
        "#DIV/0!",
    ],
)
def test_marks_are_found_in_any_language(line: str) -> None:
    assert code_marks(line) > 0


@pytest.mark.parametrize(
    "line",
    [
        "Hb 12,3 g/dl, Na 140, K 4,5; urea=45, Cr=0,9 [0,5-1,1].",
        "Nitritos (+), bacterias +++, cuerpos cetónicos ++.",
        "La vejiga tenía una forma 'en abeto'.",
        'Se buscaron "Lymphoma" y "T cell" en PubMed.',
        "Paracetamol 1 g/8 h v.o., amoxicilina/clavulánico 875/125 mg c/8 h.",
        "IMC 14,1 kg/m2 (Z <-2), FC 118, p<0,001.",
        "3-(4-hidroxi-3-metoxifenil)prop-2-enoato de etilo",
        "Correspondencia: nombre.apellido@hospital.es",
        "sulfato de cobre(II) y óxido de plomo(IV)",
        "ANTECEDENTES PERSONALES",
    ],
)
def test_clinical_notation_has_none(line: str) -> None:
    assert code_marks(line) == 0


def test_hints_count_only_where_there_is_no_prose() -> None:
    assert code_hints("runs-on: ubuntu-latest") > 0
    assert code_hints("camelCase de los nombres") == 0
    assert code_hints("función camelCase") == 0
