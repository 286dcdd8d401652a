"""Every key that a recipe may have, with its type, default and meaning: read off the config models themselves."""

from __future__ import annotations

import difflib
import inspect
import json
import textwrap
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Union

import pydantic
from pydantic.fields import FieldInfo

from bioroberta.config import Config, FilledIn, Locates, is_marked
from bioroberta.errors import ConfigError
from bioroberta.recipe import Recipe

WIDTH, INDENT = 100, " " * 4
"""Of the explanations, in characters."""

SECTION = "section"

BOUNDS = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<", "min_length": "length >=", "pattern": "matching"}
"""Constraints of pydantic and annotated-types, and how they are shown."""


@dataclass(frozen=True)
class Key:
    """A dotted key as an override spells it; `NAME` and `N` in it stand for a name and for an index."""

    name: str
    type: str
    default: str
    """As YAML; empty for a key that must be given, and for a section."""
    meaning: str

    def text(self) -> str:
        """For a terminal: `key = default  (type)` and the meaning below."""
        head = f"{self.name} = {self.default}" if self.default else self.name
        lines = textwrap.wrap(self.meaning, WIDTH - len(INDENT), break_on_hyphens=False)
        meaning = textwrap.indent("\n".join(lines), INDENT)
        return f"{head}  ({self.type})" + (f"\n{meaning}" if meaning else "")


def keys(prefix: str = "") -> list[Key]:
    """All keys that are `prefix` or stand below it, which may be spelled as in an override (`ingest.corpora.0.path`).

    Raises ConfigError, with the nearest name, when there are none.
    """
    everything = list(_keys_of(Recipe, ""))
    prefix = prefix.rstrip(".")
    found = [key for key in everything if not prefix or _begins(key.name.split("."), prefix.split("."))]
    if not found:
        # Sections too: `fintune` is nearer to `finetune` than to any whole key.
        known = {".".join(key.name.split(".")[:depth]) for key in everything for depth in range(1, 6)}
        near = difflib.get_close_matches(prefix, sorted(known), n=1, cutoff=0.5)
        hint = f"did you mean '{near[0]}'?" if near else "`bioroberta keys` lists all"
        raise ConfigError(f"no key begins with '{prefix}'; {hint}")
    return found


def _begins(name: list[str], prefix: list[str]) -> bool:
    return len(name) >= len(prefix) and all(
        part in (wanted, "NAME") or (part == "N" and wanted.isdecimal())
        for part, wanted in zip(name, prefix, strict=False)
    )


def _keys_of(model: type[pydantic.BaseModel], above: str) -> Iterator[Key]:
    for name, field in model.model_fields.items():
        if not is_marked(field, FilledIn):
            yield from _keys_below(f"{above}{name}", field)


def _keys_below(name: str, field: FieldInfo) -> Iterator[Key]:
    sections = list(_sections(field.annotation))
    meaning = field.description or (sections[0][1].__doc__ if sections else "") or ""
    yield Key(name, type_of(field), _default(field), " ".join(meaning.split()))
    for suffix, model in sections:
        yield from _keys_of(model, f"{name}{suffix}.")


def _sections(annotation: Any) -> Iterator[tuple[str, type[pydantic.BaseModel]]]:
    """The models inside an annotation, each with what an override writes between the field's name and its keys."""
    if inspect.isclass(annotation) and issubclass(annotation, pydantic.BaseModel):
        yield "", annotation
        return
    origin, members = typing.get_origin(annotation), typing.get_args(annotation)
    step = ".NAME" if origin is dict else ".N" if origin is tuple else ""
    for member in members[1:] if origin is dict else members[:1] if origin is typing.Annotated else members:
        yield from ((f"{step}{suffix}", model) for suffix, model in _sections(member))


def type_of(field: FieldInfo) -> str:
    """A field's type in words: `int, >= 1`, `path or URI`, `list of text`, `float32 | bfloat16`."""
    located = is_marked(field, Locates) and field.annotation is str
    name = "path or URI" if located else _name_of(field.annotation)
    return ", ".join([name, *_bounds(field.metadata), *(["required"] if field.is_required() else [])])


NAMES = {str: "text", int: "int", float: "float", bool: "true or false", types.NoneType: "null", Any: "any"}


def _name_of(annotation: Any) -> str:
    origin, members = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        located = any(isinstance(item, Locates) for item in members[1:])
        return "path or URI" if located else ", ".join([_name_of(members[0]), *_bounds(members[1:])])
    if origin is typing.Literal:
        return " | ".join(map(str, members))
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(map(_name_of, members)))
    if origin is tuple:
        same = len(members) == 2 and members[1] is Ellipsis
        return f"list of {_name_of(members[0])}" if same else f"{len(members)} x {_name_of(members[0])}"
    if origin is dict:
        return f"names to {_name_of(members[1])}"
    return NAMES.get(annotation, SECTION)


def _bounds(metadata: Any) -> Iterator[str]:
    for item in metadata:
        if isinstance(item, FieldInfo):
            yield from _bounds(item.metadata)
            continue
        for name, sign in BOUNDS.items():
            value = getattr(item, name, None)
            if value is not None:
                yield f"{sign} {value}"


def _default(field: FieldInfo) -> str:
    """As YAML in one line; the defaults of a section stand at its keys."""
    value = None if field.is_required() else field.get_default(call_default_factory=True, validated_data={})
    if field.is_required() or isinstance(value, Config):
        return ""
    plain = pydantic.TypeAdapter(Any).dump_python(value, mode="json")
    return json.dumps(plain, ensure_ascii=False)  # JSON is YAML
