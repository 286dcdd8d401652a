"""Dates as sources write them, in the one form of documents: ISO 8601, as far as the date is known."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

_NAMES = (
    ("ene", "jan"),
    ("feb", "fev"),
    ("mar",),
    ("abr", "apr"),
    ("may", "mai"),
    ("jun",),
    ("jul",),
    ("ago", "aug"),
    ("sep", "set"),
    ("oct", "out"),
    ("nov",),
    ("dic", "dec", "dez"),
)
"""By month, how its name begins in Spanish, English and Portuguese: the journals of SciELO and PubMed."""
MONTHS = {name: str(number) for number, names in enumerate(_NAMES, 1) for name in names}

_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)", re.ASCII)
_YEAR_FIRST = re.compile(r"([12]\d{3})(?:([-/.]?)(\d\d?)(?:\2(\d\d?)(?:\d{6})?)?)?(?!\d)", re.ASCII)
_YEAR_LAST = re.compile(r"(\d\d?)[-/.](\d\d?)[-/.]([12]\d{3})(?!\d)", re.ASCII)
_MONTH = re.compile(rf"(?<![^\W\d_])({'|'.join(MONTHS)})[^\W\d_]*", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)\d\d?(?!\d)", re.ASCII)


def iso_date(year: str, month: str = "", day: str = "") -> str | None:
    """`("2017", "Mar", "5")` -> `2017-03-05`: as much of it as is a date from its year on, None without a year."""
    if not _YEAR.fullmatch(year):
        return None
    number = MONTHS.get(month[:3].lower(), month)
    for length, known in ((len("2017-03-05"), day), (len("2017-03"), "1")):
        try:
            return datetime.date(int(year), int(number), int(known)).isoformat()[:length]
        except (ValueError, OverflowError):
            continue
    return year


def parse_date(stated: object) -> str | None:
    """A date as people and programs state it: ISO with or without its time, `20170305`, `20170305081500`, `5/3/2017`
    (the day first, as in Spanish), `5 de marzo de 2017`, `Dec 15, 1999`, `1998 Dec-1999 Jan` (where it begins). None
    for anything else.
    """
    text = str(stated).strip()
    if match := _YEAR_FIRST.match(text):
        rest = _MONTH.match(text[match.end() :].lstrip()) if match[3] is None else None
        return _named(text) if rest else iso_date(match[1], match[3] or "", match[4] or "")
    if match := _YEAR_LAST.match(text):
        return iso_date(match[3], match[2], match[1])
    return _named(text)


def _named(text: str) -> str | None:
    """A date with the month's name, or a year alone anywhere."""
    year, month, day = _YEAR.search(text), _MONTH.search(text), _DAY.search(text)
    return iso_date(year[0] if year else "", month[1] if month else "", day[0] if day else "")


def earliest(dates: Iterable[str | None]) -> str | None:
    """Of the dates of one text the first one of the earliest year that is known best.

    Journals state those of print and of the web, and old volumes are put on the web decades later.
    """
    known = [date for date in dates if date]
    first = min((date[:4] for date in known), default=None)
    return max((date for date in known if date[:4] == first), key=len, default=None)
