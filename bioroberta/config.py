"""Configuration as values: frozen pydantic models, one YAML recipe, `key=value` overrides.

A config is validated before the cluster is touched, hashed into a fingerprint, written beside the output, shipped to
workers and varied by Tune. It therefore reads neither the environment nor the machine.
"""

from __future__ import annotations

import difflib
import re
import typing
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Self, TypeVar

import pydantic
import yaml

from bioroberta.errors import ConfigError

T = TypeVar("T", bound=pydantic.BaseModel)


class Unidentified:
    """Marks a field that does not change the output (a limit, a port): it stays out of fingerprints."""


class FilledIn:
    """Marks a field that the recipe fills in from its other sections: giving it a value is refused."""


class Locates:
    """Marks a field whose text says where something is: its content is identity, not its name."""


Location = Annotated[str, Locates()]
"""A path or URI. A relative one is resolved against the recipe's `inputs` before a stage sees it."""


class Config(pydantic.BaseModel):
    """The base of every config model: frozen, closed to unknown keys, field docstrings kept."""

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False)

    @pydantic.model_validator(mode="before")
    @classmethod
    def _refuse_truth(cls, values: Any) -> Any:
        """Else true would count as 1."""
        for name in cls.model_fields.keys() & (values if isinstance(values, Mapping) else ()):
            kinds = set(_types(cls.model_fields[name].annotation))
            if isinstance(values[name], bool) and kinds & {int, float} and bool not in kinds:
                raise ValueError(f"{name} should be a number, not {str(values[name]).lower()}")
        return values

    def with_overrides(self, overrides: Mapping[str, Any]) -> Self:
        """A new config with dotted keys replaced: `{"optimizer.peak_lr": 3e-4}`.

        Raises ConfigError for an unknown key (with the nearest name) or a value that does not validate.
        """
        return parse(type(self), override(self.model_dump(mode="json"), overrides))

    def identity(self) -> dict[str, Any]:
        """The part of the config that changes the output: all but locations and fields marked Unidentified."""
        located = {key.split(".")[0] for key in self.locations()}
        return {
            name: _identity(getattr(self, name))
            for name, field in type(self).model_fields.items()
            if not is_marked(field, Unidentified) and not (is_marked(field, Locates) and name in located)
        }

    def locations(self) -> dict[str, str]:
        """Every location in the config by its dotted key: `{"corpora.0.path": "corpora/crawl"}`."""
        found: dict[str, str] = {}
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            if isinstance(value, str) and is_marked(field, Locates):
                found[name] = value
            else:
                found.update({f"{name}.{key}": location for key, location in _locations_in(value, field).items()})
        return found


def parse(model: type[T], values: Any) -> T:
    """Validate plain values into `model`; one ConfigError names every wrong key, its value and the nearest key."""
    if not isinstance(values, Mapping):
        raise ConfigError(f"a recipe is a mapping of keys to values, got {type(values).__name__}")
    try:
        return model.model_validate(values)
    except pydantic.ValidationError as error:
        found = [_explain(model, values, item) for item in _without_parents(error.errors())]
        raise ConfigError("; ".join(dict.fromkeys(found))) from None


class _Loader(yaml.SafeLoader):
    """YAML 1.1 as PyYAML reads it, but `1e-4` is a number, as in YAML 1.2, and no key may stand twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for name, _ in node.value:
            if name.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"'{name.value}' stands twice", name.start_mark)
            seen.add(name.value)
        return super().construct_mapping(node, deep)


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)[eE][-+]?[0-9]+$"), list("-+.0123456789")
)


def read_yaml(text: str, origin: str) -> Any:
    """Plain values of a YAML text. Raises ConfigError naming `origin` and the line."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        raise ConfigError(f"{origin} is not YAML: {' '.join(str(error).split())}") from None


def parse_overrides(arguments: Iterable[str]) -> dict[str, Any]:
    """`["clean.min_tokens=4"]` -> `{"clean.min_tokens": 4}`; values are read as YAML."""
    overrides = {}
    for argument in arguments:
        key, equals, value = argument.partition("=")
        if not equals or not key:
            raise ConfigError(f"'{argument}' is not key=value; write for example clean.min_tokens=4")
        overrides[key] = _read_value(key, value)
    return overrides


def _read_value(key: str, text: str) -> Any:
    """YAML, but `sample:` is text: YAML takes it for a mapping of one key without a value."""
    value = read_yaml(text, f"the value of {key}")
    alone = isinstance(value, Mapping) and list(value.values()) == [None]
    return text if alone and text.endswith(":") else value


def override(values: Mapping[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Plain nested values with dotted keys replaced; list elements are addressed by index (`ingest.corpora.0.path`)."""
    result: Any = _copy(values)
    for key, value in overrides.items():
        parent, last = result, key.split(".")[-1]
        for part in key.split(".")[:-1]:
            parent = _child(parent, part, key)
        if isinstance(parent, list):
            parent[_index(parent, last, key)] = value
        elif isinstance(parent, dict):
            parent[last] = value
        else:
            raise ConfigError(f"{key}: '{last}' is below a plain value, not a section")
    return typing.cast(dict[str, Any], result)


def _copy(values: Any) -> Any:
    if isinstance(values, Mapping):
        return {key: _copy(value) for key, value in values.items()}
    return [_copy(value) for value in values] if isinstance(values, list | tuple) else values


def _child(parent: Any, part: str, key: str) -> Any:
    if isinstance(parent, list):
        return parent[_index(parent, part, key)]
    if not isinstance(parent, dict):
        raise ConfigError(f"{key}: '{part}' is below a plain value, not a section")
    if parent.get(part) is None:  # a section left out of the YAML, or one whose default is none: validation judges it
        parent[part] = {}
    return parent[part]


def _index(parent: list[Any], part: str, key: str) -> int:
    if part.isdecimal() and int(part) < len(parent):
        return int(part)
    raise ConfigError(f"{key}: '{part}' should be an index from 0 to {len(parent) - 1}")


def _identity(value: Any) -> Any:
    if isinstance(value, Config):
        return value.identity()
    if isinstance(value, Mapping):
        return {str(key): _identity(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_identity(item) for item in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"{type(value).__name__} has no stable form for a fingerprint")


def _locations_in(value: Any, field: pydantic.fields.FieldInfo) -> dict[str, str]:
    if isinstance(value, Config):
        return value.locations()
    items = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, tuple) else ()
    found: dict[str, str] = {}
    for key, item in items:
        if isinstance(item, Config):
            found.update({f"{key}.{inner}": location for inner, location in item.locations().items()})
        elif isinstance(item, str) and is_marked(field, Locates):
            found[str(key)] = item
    return found


def is_marked(field: pydantic.fields.FieldInfo, mark: type) -> bool:
    """Whether a field's annotation carries a mark, also inside a union or a tuple (`Location | None`)."""
    return any(isinstance(item, mark) for item in [*field.metadata, *_metadata(field.annotation)])


def _metadata(annotation: Any) -> list[Any]:
    inner = [item for member in typing.get_args(annotation) for item in _metadata(member)]
    return [*getattr(annotation, "__metadata__", ()), *inner]


def _types(annotation: Any) -> Iterator[Any]:
    members = typing.get_args(annotation)
    for member in members:
        yield from _types(member)
    if not members:
        yield annotation


def _without_parents(items: Iterable[Any]) -> list[Any]:
    """Errors that do not merely follow from one below them: a list is "too short" when its only element is wrong."""
    listed = list(items)
    parents = {item["loc"][:end] for item in listed for end in range(len(item["loc"]))}
    return [item for item in listed if item["loc"] not in parents]


def _explain(model: type[pydantic.BaseModel], values: Any, item: Any) -> str:
    location = tuple(_keys(values, item))
    key = ".".join(map(str, location)) or model.__name__
    if item["type"] == "extra_forbidden":
        return f"unknown key '{key}'{_nearest(model, location)}"
    if item["type"] == "missing":
        return f"'{key}' is missing"
    if item["type"] == "value_error":  # a validator of our own: it names keys and values itself
        return f"'{key}': {item['ctx']['error']}"
    shown = repr(item["input"])
    return f"'{key}' = {shown if len(shown) <= 80 else shown[:77] + '...'}: {item['msg']}"


def _keys(values: Any, item: Any) -> Iterator[str | int]:
    """A validation error's place as the recipe spells it: without the names of a union's members."""
    for part in item["loc"]:
        in_list = isinstance(values, list | tuple) and isinstance(part, int)
        if in_list or (isinstance(values, Mapping) and part in values):
            values = values[part]
            yield part
        elif item["type"] == "missing" and part == item["loc"][-1]:
            yield part


def _nearest(model: type[pydantic.BaseModel], location: tuple[Any, ...]) -> str:
    known = _keys_at(model, location[:-1])
    near = difflib.get_close_matches(str(location[-1]), known, n=1, cutoff=0.5)
    if near:
        return f", did you mean '{'.'.join([*map(str, location[:-1]), near[0]])}'?"
    return f", the keys there are {', '.join(known)}" if known else ""


def _keys_at(annotation: Any, path: tuple[Any, ...]) -> list[str]:
    """Field names of the config models reachable from `annotation` along a validation error's path."""
    models = _models(annotation)
    if not path:
        return sorted({name for model in models for name in model.model_fields})
    for model in models:
        if path[0] in model.model_fields:
            return _keys_at(model.model_fields[path[0]].annotation, path[1:])
    return _keys_at(annotation, path[1:])  # an index or a mapping's key


def _models(annotation: Any) -> list[type[pydantic.BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, pydantic.BaseModel):
        return [annotation]
    return [model for member in typing.get_args(annotation) for model in _models(member)]
