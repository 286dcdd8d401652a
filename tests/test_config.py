"""Configs as values: overrides, refusals with the nearest name, identity."""

from __future__ import annotations

import json
from typing import Annotated, Any

import pydantic
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.config import Config, Location, Unidentified, override, parse, parse_overrides, read_yaml
from bioroberta.errors import ConfigError


class Optimizer(Config):
    peak_lr: Annotated[float, pydantic.Field(gt=0)] = 5e-4
    betas: tuple[float, float] = (0.9, 0.98)


class Source(Config):
    name: str
    path: Location
    license: str = "unknown"


class Split(Config):
    train: Location
    selection: Location | Annotated[float, pydantic.Field(gt=0, lt=1)] = 0.1


class Whole(Config):
    steps: pydantic.PositiveInt = 10
    rate: float | int | str = 0
    port: Annotated[int, Unidentified()] = 8000
    optimizer: Optimizer = Optimizer()
    extra: Optimizer | None = None
    sources: tuple[Source, ...] = ()
    init_from: Location | None = None
    texts: tuple[Location, ...] = ()
    tasks: dict[str, Split] = {}


WHOLE = Whole(
    sources=(Source(name="a", path="one"), Source(name="b", path="two")),
    tasks={"drugs": Split(train="t", selection="s")},
)


def test_overrides_reach_sections_list_elements_and_sections_left_out() -> None:
    changed = WHOLE.with_overrides({"optimizer.peak_lr": 3e-4, "sources.1.path": "new", "extra.peak_lr": 1, "steps": 7})
    assert changed.optimizer.peak_lr == 3e-4
    assert [source.path for source in changed.sources] == ["one", "new"]
    assert changed.extra == Optimizer(peak_lr=1.0)
    assert changed.steps == 7
    assert (WHOLE.steps, WHOLE.optimizer.peak_lr) == (10, 5e-4)


def test_no_overrides_change_nothing() -> None:
    assert WHOLE.with_overrides({}) == WHOLE


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ({"stesp": 1}, "unknown key 'stesp', did you mean 'steps'?"),
        ({"optimizer.peak_rl": 1}, "unknown key 'optimizer.peak_rl', did you mean 'optimizer.peak_lr'?"),
        ({"optimiser.peak_lr": 1}, "unknown key 'optimiser', did you mean 'optimizer'?"),
        ({"extra.beta": (1, 2)}, "unknown key 'extra.beta', did you mean 'extra.betas'?"),
        ({"sources.0.licence": "x"}, "unknown key 'sources.0.licence', did you mean 'sources.0.license'?"),
        ({"tasks.drugs.selecton": "x"}, "did you mean 'tasks.drugs.selection'?"),
        ({"optimizer.zzz": 1}, "the keys there are betas, peak_lr"),
        ({"steps": 0}, "'steps' = 0: Input should be greater than 0"),
        ({"steps": "many"}, "'steps' = 'many'"),
        ({"sources.2.path": "x"}, "sources.2.path: '2' should be an index from 0 to 1"),
        ({"sources.²": "x"}, "should be an index"),
        ({"steps.more": 1}, "steps.more: 'more' is below a plain value"),
        ({"steps.more.still": 1}, "'more' is below a plain value"),
        ({"tasks.new.selection": 0.5}, "'tasks.new.train' is missing"),
    ],
)
def test_wrong_overrides_are_refused_by_name(overrides: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        WHOLE.with_overrides(overrides)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_every_wrong_key_is_named_at_once() -> None:
    with pytest.raises(ConfigError, match=r"'optimizer.peak_rl'.*'stesp'"):
        parse(Whole, {"stesp": 1, "optimizer": {"peak_rl": 1}})


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ({"steps": True}, "steps should be a number, not true"),
        ({"optimizer.peak_lr": False}, "'optimizer': peak_lr should be a number, not false"),
        ({"optimizer.peak_lr": float("inf")}, "'optimizer.peak_lr' = inf: Input should be a finite number"),
        ({"rate": float("nan")}, "should be a finite number"),
    ],
)
def test_truth_and_infinity_are_no_numbers(overrides: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        WHOLE.with_overrides(overrides)
    assert sentence in str(caught.value)


def test_long_values_are_shown_in_part() -> None:
    with pytest.raises(ConfigError) as caught:
        parse(Whole, {"steps": "x" * 5000})
    assert len(str(caught.value)) < 300


def test_a_recipe_is_a_mapping() -> None:
    with pytest.raises(ConfigError, match="mapping"):
        parse(Whole, ["steps"])


@pytest.mark.parametrize("text", ["1e-4", "3e-4", "+1E5", "1.e3", ".5e1", "-2.5e-3"])
def test_exponents_are_numbers(text: str) -> None:
    assert isinstance(yaml.safe_load(text), str) or "." in text
    value = read_yaml(text, "here")
    assert isinstance(value, float)
    assert value == float(text)


@pytest.mark.parametrize("text", ["e-4", "1e", "1e-4x", "v1e4", "1.2.3e4", "0x1e4g"])
def test_names_with_an_e_stay_text(text: str) -> None:
    assert read_yaml(text, "here") == text


def test_an_exponent_in_a_union_is_a_number_too() -> None:
    assert WHOLE.with_overrides(parse_overrides(["rate=3e-4"])).rate == 3e-4
    assert WHOLE.with_overrides(parse_overrides(["tasks.drugs.selection=1e-1"])).tasks["drugs"].selection == 0.1


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_that_python_prints_is_read_back(value: float) -> None:
    assert read_yaml(repr(value), "here") == value
    assert isinstance(read_yaml(repr(value), "here"), float)


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"recipe.yaml is not YAML.*'steps' stands twice.*line 3"):
        read_yaml("steps: 1\nport: 2\nsteps: 3\n", "recipe.yaml")


def test_broken_yaml_names_file_and_line() -> None:
    with pytest.raises(ConfigError, match=r"recipe.yaml is not YAML: .*line 2"):
        read_yaml("a: 1\nb: [", "recipe.yaml")


def test_yaml_makes_no_objects() -> None:
    with pytest.raises(ConfigError):
        read_yaml("!!python/object/apply:os.system ['true']", "here")


@pytest.mark.parametrize("argument", ["steps", "=3", "", "--steps"])
def test_an_override_is_key_and_value(argument: str) -> None:
    with pytest.raises(ConfigError, match="is not key=value"):
        parse_overrides([argument])


def test_override_values_are_yaml_and_may_hold_equals_signs() -> None:
    parsed = parse_overrides(["a.b=[1, x]", "c=k=v", "d=", "e=true"])
    assert parsed == {"a.b": [1, "x"], "c": "k=v", "d": None, "e": True}


@pytest.mark.parametrize("place", ["sample:", "sample:ner", "s3://bucket/runs"])
def test_a_place_with_a_colon_is_text(place: str) -> None:
    assert parse_overrides([f"inputs={place}", "a={b: }"]) == {"inputs": place, "a": {"b": None}}


plain = st.recursive(
    st.integers() | st.text(max_size=3) | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from("abc"), plain), st.integers())
def test_override_leaves_its_argument_alone(values: dict[str, Any], new: int) -> None:
    before = json.dumps(values)
    assert override(values, {"a": new}) == {**values, "a": new}
    assert override(values, {}) == values
    assert json.dumps(values) == before


@given(st.integers(1, 99), st.floats(1e-6, 1), st.sampled_from(["x", "y"]))
def test_an_override_is_found_again_and_nothing_else_changes(steps: int, rate: float, path: str) -> None:
    keys = {"steps": steps, "optimizer.peak_lr": rate, "sources.0.path": path}
    changed = WHOLE.with_overrides(keys)
    assert (changed.steps, changed.optimizer.peak_lr, changed.sources[0].path) == (steps, rate, path)
    assert changed.with_overrides({"steps": 10, "optimizer.peak_lr": 5e-4, "sources.0.path": "one"}) == WHOLE


def test_identity_leaves_out_places_and_unidentified_fields() -> None:
    elsewhere = WHOLE.with_overrides(
        {"port": 1, "sources.0.path": "else", "tasks.drugs.train": "else", "tasks.drugs.selection": "else"}
    )
    assert elsewhere != WHOLE
    assert elsewhere.identity() == WHOLE.identity()
    assert "port" not in WHOLE.identity()
    assert WHOLE.identity()["sources"] == [{"name": "a", "license": "unknown"}, {"name": "b", "license": "unknown"}]
    assert WHOLE.identity()["tasks"] == {"drugs": {}}


@pytest.mark.parametrize(
    "change", [{"steps": 11}, {"optimizer.betas": (0.9, 0.99)}, {"sources.1.license": "CC0-1.0"}, {"rate": "0"}]
)
def test_identity_holds_everything_else(change: dict[str, Any]) -> None:
    assert WHOLE.with_overrides(change).identity() != WHOLE.identity()


def test_a_share_is_identity_where_a_folder_would_not_be() -> None:
    shares = [Split(train="t", selection=share).identity() for share in (0.1, 0.2)]
    assert shares == [{"selection": 0.1}, {"selection": 0.2}]
    assert Split(train="t", selection="folder").identity() == {}


def test_identity_is_plain_json_values() -> None:
    assert json.loads(json.dumps(WHOLE.identity())) == WHOLE.identity()


def test_a_value_without_a_stable_form_has_no_identity() -> None:
    class Odd(Config):
        names: frozenset[str] = frozenset("ab")

    with pytest.raises(TypeError, match="frozenset"):
        Odd().identity()


def test_locations_are_found_at_any_depth() -> None:
    placed = WHOLE.with_overrides({"init_from": "model", "texts": ["x", "y"]})
    assert placed.locations() == {
        "sources.0.path": "one",
        "sources.1.path": "two",
        "init_from": "model",
        "texts.0": "x",
        "texts.1": "y",
        "tasks.drugs.train": "t",
        "tasks.drugs.selection": "s",
    }
    assert placed.with_overrides(dict.fromkeys(placed.locations(), "moved")).identity() == placed.identity()


def test_configs_are_frozen() -> None:
    with pytest.raises(pydantic.ValidationError):
        WHOLE.steps = 3  # type: ignore[misc]
