"""Dates."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bioroberta.corpus.readers.dates import earliest, iso_date, parse_date


@pytest.mark.parametrize(
    ("stated", "date"),
    [
        ("2017-03-05", "2017-03-05"),
        ("2017-03-05T08:15:00Z", "2017-03-05"),
        ("2017/3/5", "2017-03-05"),
        (20170305, "2017-03-05"),
        ("20170305081500", "2017-03-05"),
        ("2017-03", "2017-03"),
        ("201703", "2017-03"),
        ("2017", "2017"),
        ("2017.0", "2017"),
        ("2017-13-45", "2017"),
        ("2017-02-30", "2017-02"),
        ("5/3/2017", "2017-03-05"),
        ("31.12.1999 10:00", "1999-12-31"),
        ("5 de marzo de 2017", "2017-03-05"),
        ("Madrid, a 5 de Enero de 2017", "2017-01-05"),
        ("Dec 15, 1999", "1999-12-15"),
        ("Sun, 05 Mar 2017 10:20:30 GMT", "2017-03-05"),
        ("1998 Dec-1999 Jan", "1998-12"),
        ("1978-1979", "1978"),
        ("2000 Spring", "2000"),
        ("out. 2010", "2010-10"),
        ("1488672000", None),
        ("s. f.", None),
        ("", None),
        (0, None),
        (None, None),
    ],
)
def test_what_people_and_programs_write(stated: object, date: str | None) -> None:
    assert parse_date(stated) == date


@settings(deadline=None)
@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31)))
def test_every_date_in_every_order(date: datetime.date) -> None:
    iso = date.isoformat()
    for form in ("%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%d-%m-%Y %H:%M:%S"):
        assert parse_date(date.strftime(form)) == iso
    assert parse_date(f"{date.day} de {date:%b} de {date.year}") == iso
    assert parse_date(datetime.datetime.combine(date, datetime.time())) == iso


@settings(deadline=None)
@given(st.text() | st.text("0123456789-/. marde"))
def test_any_text_gives_a_date_or_none(text: str) -> None:
    date = parse_date(text)
    if date is not None:
        assert date == datetime.date.fromisoformat(date + "-01-01"[len(date) - 4 :]).isoformat()[: len(date)]


def test_parts_of_a_date() -> None:
    assert iso_date("2022", "Jan-Mar") == "2022-01"
    assert iso_date("2022", "9" * 5000, "1") == "2022"
    assert iso_date("", "3", "5") is None


def test_the_first_year_as_well_as_it_is_known() -> None:
    assert earliest(["2025-06-20", None, "2019-01"]) == "2019-01"
    assert earliest(["2019", "2019-12-20", "2020-03"]) == "2019-12-20"
    assert earliest([None]) is None
