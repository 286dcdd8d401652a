"""Optional masking of personal data: what it is stays readable, whose it is does not.

Each kind has one placeholder, always the same, so that masked copies of a text are equal. Patterns alone find no names:
this is a help, not an anonymisation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bioroberta.corpus.config import PersonalData

# Each begins at a border and is bounded, so that no input makes it slow.
_URL = re.compile(r"\b(?:https?://|ftp://|www\.)[^\s<>\"'«»()\[\]{}]{2,2000}", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])")
_PREFIX = r"\(?(?:\+|00)34\)?[ .-]?"
_CODED = r"\((?:[89]\d\)[ .-]?\d|[89]\d{2}\))(?:[ .-]?\d){6}"
_NINE = r"[6-9](?:[ .-]?\d){8}"
_IN_GROUPS = r"(?!\d{9}(?!/\d{2}\b))[6-9]\d(?:\d(?:[ .-]?\d{3}){2}|\d(?:[ .-]?\d{2}){3}|[ .-]\d{3}(?:[ .-]?\d{2}){2})"
_EXTENSION = r"(?:/\d{1,3}(?!\d))*"
_UNIT = (
    r"(?:copias|viriones|part[íi]culas|U|UI|UFC|unidades|[mcdµμn]?[lL]|[mkµμnp]?g|mcg|mmol|mEq|c[ée]ls?|c[ée]lulas|"
    r"leucocitos|plaquetas|hemat[íi]es|eritrocitos|linfocitos|neutr[óo]filos|bacterias|euros|"
    r"[mc]m|mm ?Hg|lpm|rpm)\b|[%€×]|x ?10|/ ?[^\W\d_]"
)
_END_OF_PHONE = rf"{_EXTENSION}(?![\w-]|/(?![6-9]\d{{8}})|[.,]\d|\s{{0,2}}(?:{_UNIT}))"
_CUE = (
    r"tel(?:[ée]f(?:onos?|[óo]nic[oa]s?)?|fnos?|fs?|s)?|t(?:lfno|lfn|lf|fno|fn|f)s?|m[óo]vil(?:es)?|fax|whatsapp|"
    r"ll[áa]m(?:ar|e|ese|enos|ad|ando)|contact(?:o|ar|e|ando)"
)

_PHONE = re.compile(
    rf"(?:(?=\+)|(?<![\w.,/-]))(?:{_PREFIX}{_NINE}|(?:{_PREFIX})?(?:{_CODED}|{_IN_GROUPS})){_END_OF_PHONE}"
)
_ANY_PHONE = rf"(?:{_PREFIX}|34[ .-])?(?:{_CODED}|{_NINE}|[89]\d/ ?\d(?:[ .-]?\d){{6}}){_END_OF_PHONE}"
_NUMBER = re.compile(_ANY_PHONE)
_CUED = re.compile(rf"\b(?:{_CUE})(?![^\W\d_])(?:[^\d\n]{{0,30}}?{_ANY_PHONE})+", re.IGNORECASE)
"""Nine figures in a row are a telephone number only after a word that says so, or after another one: they may be a
count of copies as well."""
_IDENTITY = re.compile(
    r"(?:(?<![\w-])|(?<=\bDNI)|(?<=\bNIF)|(?<=\bNIE))([XYZ]?)-?(\d{7,8}|\d{1,2}\.\d{3}\.\d{3})[ -]?([A-HJ-NP-TV-Z])"
    r"(?![\w-])",
    re.IGNORECASE,
)
_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
"""Control letters of the Spanish identity number, by its remainder modulo 23."""
_END = ".,;:!?…"


def mask(text: str, kinds: Iterable[PersonalData]) -> str:
    """The text with the chosen kinds of personal data replaced by `[EMAIL]`, `[URL]`, `[PHONE]`, `[ID]`."""
    chosen = frozenset(kinds)
    for kind, pattern, replace in _MASKS:
        if kind in chosen:
            text = pattern.sub(replace, text)
    return text


def _url(match: re.Match[str]) -> str:
    """The punctuation of the sentence is none of the address."""
    address = match[0]
    return "[URL]" + address[len(address.rstrip(_END)) :]


def _cued(match: re.Match[str]) -> str:
    return _NUMBER.sub("[PHONE]", match[0])


def _identity(match: re.Match[str]) -> str:
    """DNI and NIE by their control letter: eight digits and a letter are often something else."""
    foreign, digits, letter = match[1].upper(), match[2].replace(".", ""), match[3].upper()
    if len(digits) != (7 if foreign else 8):
        return match[0]
    number = int(f"{'XYZ'.index(foreign)}{digits}" if foreign else digits)
    return "[ID]" if _LETTERS[number % 23] == letter else match[0]


_MASKS: tuple[tuple[PersonalData, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    ("url", _URL, _url),
    ("email", _EMAIL, "[EMAIL]"),
    ("id", _IDENTITY, _identity),
    ("phone", _CUED, _cued),
    ("phone", _PHONE, "[PHONE]"),
)
"""In this order: an address may hold an e-mail, an identity number looks like the beginning of a telephone number."""
