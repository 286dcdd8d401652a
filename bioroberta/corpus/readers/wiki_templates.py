"""What the few templates show that stand within sentences: numbers, units, formulas, and text in another shape.

The names are those of the Spanish, Catalan and English Wikipedia that articles on medicine use most. A number without
its exponent is another number: `4,5·10{{e|6}}` is not `4,5·10`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bioroberta.corpus.readers.markup import subscript, superscript


@dataclass(frozen=True)
class Call:
    """What stands in a template: values by place and by name; and the text before it."""

    values: list[str]
    named: dict[str, str]
    before: str


Show = Callable[[Call], str]

_FORMATTED = re.compile(r"formatnum:\s*([-−+]?\d[\d.,]*)", re.IGNORECASE)
_ENDS_IN_TEN = re.compile(r"(?:\A|[^\d.,])10\s?\Z")
_ENDS_IN_DIGIT = re.compile(r"\d\Z")
_CHARGE = re.compile(r"\d*[+−-]")
_ATOMS = re.compile(r"(?<=[A-Za-z)\]])\d+")
_BETWEEN = frozenset("- – to a and y or o x by × ±".split())
"""What stands between two numbers that are converted together."""


def find(name: str) -> Show | None:
    """How a template is shown; None for one that is not known, of which nothing is."""
    name = " ".join(name.replace("_", " ").split()).lower()
    if number := _FORMATTED.fullmatch(name):
        return lambda _: number[1]
    return _SHOWN.get("lang-" if name.startswith("lang-") else name)


def _first(call: Call) -> str:
    return call.values[0] if call.values else ""


def _last(call: Call) -> str:
    return call.values[-1] if call.values else ""


def _power(call: Call) -> str:
    """`10{{e|6}}` -> `10⁶`, `4,5{{e|6}}` -> `4,5·10⁶`."""
    exponent = _exponent(_first(call))
    if not exponent or _ENDS_IN_TEN.search(call.before):
        return exponent
    return f"·10{exponent}" if _ENDS_IN_DIGIT.search(call.before) else f"10{exponent}"


def _exponent(text: str) -> str:
    raised = superscript(text)
    return raised if raised != text or not text else f"^{text}"


def _fraction(call: Call) -> str:
    """`1/2`, with three values `3 1/2`."""
    if len(call.values) < 2:
        return f"1/{call.values[0]}" if call.values else ""
    *whole, over, under = call.values[:3]
    return " ".join([*whole, f"{over}/{under}"])


def _measure(call: Call) -> str:
    """`{{val|5.2|0.1|e=3|u=cm}}` -> `5.2±0.1·10³ cm`."""
    number = "±".join(call.values[:2])
    power = f"·10{_exponent(call.named['e'])}" if call.named.get("e") else ""
    unit = next((call.named[name] for name in ("u", "ul", "up") if call.named.get(name)), "")
    return f"{number}{power} {unit}".strip()


def _unit(call: Call) -> str:
    """`{{unidad|5,2|cm}}` -> `5,2 cm`."""
    number, *rest = call.values or [""]
    power = f"·10{_exponent(call.named['e'])}" if call.named.get("e") else ""
    return " ".join([number + power, *rest]).strip()


def _converted(call: Call) -> str:
    """As the article has it: `{{convert|5|-|10|km|mi}}` -> `5 - 10 km`."""
    is_range = len(call.values) > 2 and call.values[1] in _BETWEEN
    return " ".join(call.values[: 4 if is_range else 2])


def _formula(call: Call) -> str:
    """`{{chem|SO|4|2-}}` and `{{chem2|H2O}}`."""
    if len(call.values) == 1:
        return _ATOMS.sub(lambda count: subscript(count[0]), call.values[0])
    return "".join(superscript(part) if _CHARGE.fullmatch(part) else subscript(part) for part in call.values)


_SHOWN: dict[str, Show] = {
    **dict.fromkeys(("e", "x10^"), _power),
    **dict.fromkeys(("frac", "sfrac", "fracción", "fraccion", "fracció"), _fraction),
    "val": _measure,
    **dict.fromkeys(("unidad", "unitat", "unitats"), _unit),
    **dict.fromkeys(("convertir", "convert", "cvt"), _converted),
    **dict.fromkeys(("chem", "chem2"), _formula),
    **dict.fromkeys(
        ("nowrap", "nobr", "nobreak", "esd", "lang-", "small", "versalitas", "math", "mvar", "var"), _first
    ),
    **dict.fromkeys(("abbr", "abreviatura", "tooltip", "nombre científico"), _first),
    **dict.fromkeys(("lang", "idioma", "color"), _last),
    "siglo": lambda call: f"siglo {call.values[0]}" if call.values else "",
    "sub": lambda call: subscript(_first(call)),
    "sup": lambda call: superscript(_first(call)),
    **dict.fromkeys(("°c", "ºc"), lambda _: "°C"),
    **dict.fromkeys(("nbsp", "esp"), lambda _: " "),
    "=": lambda _: "=",
    "±": lambda _: "±",
}
"""By name in small letters."""
