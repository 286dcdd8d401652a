"""A small text grammar: rules in ``seeds/*.txt``, expanded by a `Writer`.

Placeholders, which nest:

| written | becomes |
|---|---|
| ``{name}`` | the value bound to ``name``, or the next alternative of the rule ``name`` |
| ``{^name}`` | the same with a capital first letter |
| ``{4-12}``, ``{1,5-2,5}``, ``{01-49}`` | a number of the range; decimals and leading zeros as in the lower bound |
| ``{?a|b|c}`` | one of these |
| ``{a|b}`` | ``a`` for a man, ``b`` for a woman |
| ``{Label=text}`` | ``text``, marked as a span with this label (see `extract_spans`) |

Alternatives of a rule are dealt like cards: none comes twice in a document before all have come once.
"""

import functools
import importlib.resources
import random
import re
from collections.abc import Iterable, Mapping

Alternatives = tuple[str, ...]
Rules = Mapping[str, Alternatives]
Block = Mapping[str, Alternatives]

_NUMBER = re.compile(r"(\d+)(?:,(\d+))?-(\d+)(?:,(\d+))?")
_LABEL = re.compile(r"([A-Za-z_]+)=(.*)", re.DOTALL)
_SLOT = re.compile(r"\{(\^?)([a-z_]+\d?|n\d+-\d+)\}")
_PAIR = " ||| "
# Private-use code points: they never stand in the seed text.
_OPEN, _MIDDLE, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"{_OPEN}([^{_MIDDLE}]*){_MIDDLE}([^{_CLOSE}]*){_CLOSE}")


def stream(*key: object) -> random.Random:
    """The random stream of one document: it depends on the key (seed, corpus, index) and on nothing else."""
    return random.Random("/".join(str(part) for part in key))  # noqa: S311 (texts, not secrets)


def _seed_lines(name: str) -> list[str]:
    resource = importlib.resources.files(__package__).joinpath("seeds", f"{name}.txt")
    lines = (line.rstrip() for line in resource.read_text(encoding="utf-8").split("\n"))
    return [line.replace("\\n", "\n") for line in lines if not line.startswith("#")]


@functools.cache
def load_rules(*names: str, rare: bool = True) -> Rules:
    """Rules of ``seeds/<name>.txt``. Lines that start with ``~`` are rare words: left out when not `rare`."""
    rules: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (line for name in names for line in _seed_lines(name) if line):
        header = re.fullmatch(r"\[([\w.]+)\]", line)
        if header:
            current = rules.setdefault(header[1], [])
        elif rare or not line.startswith("~"):
            current.append(line.removeprefix("~"))
    return {name: tuple(lines) for name, lines in rules.items()}


@functools.cache
def load_blocks(name: str) -> tuple[Block, ...]:
    """Blocks of ``key: value ; value`` lines of ``seeds/<name>.txt``, in file order."""
    blocks: list[dict[str, Alternatives]] = [{}]
    for line in _seed_lines(name):
        if line:
            key, _, values = line.partition(": ")
            blocks[-1][key] = tuple(value.strip() for value in values.split(" ; "))
        elif blocks[-1]:
            blocks.append({})
    return tuple(block for block in blocks if block)


def spanish(values: Iterable[str]) -> Alternatives:
    """The Spanish side of ``español = English`` values."""
    return tuple(value.partition(" = ")[0] for value in values)


def paired(values: Iterable[str]) -> Alternatives:
    """``español = English`` values in the form that `Writer.write_pair` reads."""
    return tuple(value.replace(" = ", _PAIR, 1) if " = " in value else value + _PAIR + value for value in values)


def capitalised(text: str) -> str:
    """The text with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]


def euphonic(text: str) -> str:
    """Spanish contractions and conjunctions where slots meet: al, del; e before i-, u before o-."""
    text = re.sub(r"\b([Aa]|[Dd]e) el\b", lambda found: found[1] + "l", text)
    text = re.sub(r"(?<=[\w,)] )y (?=h?[ií](?![aeoáéó]))", "e ", text)
    return re.sub(r"(?<=[\w,)] )o (?=h?[oó])", "u ", text)


@functools.lru_cache(maxsize=8192)
def _parse(template: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The literals of a template and the placeholders between them: one literal more than placeholders."""
    literals: list[str] = []
    placeholders: list[str] = []
    position = 0
    while (start := template.find("{", position)) >= 0:
        end = _closing(template, start)
        literals.append(template[position:start])
        placeholders.append(template[start + 1 : end])
        position = end + 1
    return (*literals, template[position:]), tuple(placeholders)


@functools.lru_cache(maxsize=8192)
def _split(body: str) -> tuple[str, ...]:
    """Parts between the ``|`` that stand outside of inner braces."""
    parts, depth = [""], 0
    for character in body:
        depth += (character == "{") - (character == "}")
        if character == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return tuple(parts)


def _closing(template: str, start: int) -> int:
    """Position of the brace that closes the one at `start`; ValueError where there is none."""
    depth = 0
    for position in range(start, len(template)):
        depth += (template[position] == "{") - (template[position] == "}")
        if depth == 0:
            return position
    raise ValueError(f"unclosed brace in the seed text: {template!r}")


class Writer:
    """Expands templates for one document: its random stream, its bound values and the decks dealt so far."""

    def __init__(self, rng: random.Random, rules: Rules, bound: Mapping[str, str | Alternatives]) -> None:
        self.rng = rng
        self._rules = rules
        self._bound = dict(bound)
        self._decks: dict[str, list[str]] = {}

    def write(self, template: str) -> str:
        """The text of a template. KeyError names an unknown rule."""
        if "{" not in template:
            return template
        literals, placeholders = _parse(template)
        pieces = [literals[0]]
        for body, literal in zip(placeholders, literals[1:], strict=True):
            pieces += [self._placeholder(body), literal]
        return euphonic("".join(pieces))

    def rule(self, name: str) -> str:
        """The next alternative of a rule, expanded."""
        return self.write(self._deal(name))

    def sentences(self, name: str, count: int) -> list[str]:
        """The next `count` alternatives of a rule."""
        return [self.rule(name) for _ in range(count)]

    def write_pair(self, template: str) -> tuple[str, str]:
        """Both sides of an ``español ||| English`` template; a slot gets the same pair of values on both."""
        left, _, right = template.partition(_PAIR)
        values: dict[str, tuple[str, str]] = {}
        for slot in dict.fromkeys(match[2] for match in _SLOT.finditer(left + right)):
            values[slot] = self._pair_value(slot)
        sides = []
        for side, text in enumerate((left, right)):
            filled = _SLOT.sub(lambda found, side=side: _cased(found, values, side), text)  # type: ignore[misc]
            sides.append(self.write(filled))
        return sides[0], sides[1]

    def pair(self, name: str) -> tuple[str, str]:
        """The next alternative of a parallel rule, both sides."""
        return self.write_pair(self._deal(name))

    def _pair_value(self, slot: str) -> tuple[str, str]:
        if re.fullmatch(r"n\d+-\d+", slot):
            number = self._number(slot[1:])
            return number, number
        return self.write_pair(self._deal(slot))

    def _deal(self, name: str) -> str:
        bound = self._bound.get(name)
        if isinstance(bound, str):
            return bound
        deck = self._decks.setdefault(name, [])
        if not deck:
            deck.extend(bound if bound is not None else self._rules[name])
            self.rng.shuffle(deck)
        return deck.pop()

    def _number(self, body: str) -> str:
        found = _NUMBER.fullmatch(body)
        if not found:
            raise ValueError(f"not a range: {body!r}")
        low, fraction, high, high_fraction = found.groups(default="")
        value = str(self.rng.randint(int(low + fraction), int(high + high_fraction)))
        if not fraction:
            return value.zfill(len(low)) if low.startswith("0") and low != "0" else value
        value = value.zfill(len(fraction) + 1)
        return f"{value[: -len(fraction)]},{value[-len(fraction) :]}"

    def _placeholder(self, body: str) -> str:
        if _NUMBER.fullmatch(body):
            return self._number(body)
        if body.startswith("?"):
            return self.write(self.rng.choice(_split(body[1:])))
        if label := _LABEL.fullmatch(body):
            return f"{_OPEN}{label[1]}{_MIDDLE}{self.write(label[2])}{_CLOSE}"
        if "|" in body:
            return self.write(_split(body)[self._bound["sexo"] == "f"])
        return capitalised(self.rule(body[1:])) if body.startswith("^") else self.rule(body)


def _cased(found: re.Match[str], values: Mapping[str, tuple[str, str]], side: int) -> str:
    value = values[found[2]][side]
    return capitalised(value) if found[1] else value


def extract_spans(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """A written text without its marks, and the marked spans as (start, end, label) in it, in code points."""
    pieces: list[str] = []
    spans: list[tuple[int, int, str]] = []
    length = position = 0
    for found in _MARK.finditer(marked):
        before = marked[position : found.start()]
        start = length + len(before)
        length = start + len(found[2])
        spans.append((start, length, found[1]))
        pieces += [before, found[2]]
        position = found.end()
    return "".join(pieces) + marked[position:], spans
