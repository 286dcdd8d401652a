import subprocess
import sys

import pytest

from bioroberta.config import parse, read_yaml
from bioroberta.errors import ConfigError
from bioroberta.finetuning.config import Choice, FinetuneConfig, LogUniform, Settings, TaskConfig, TuneConfig

RECIPE = """
trials: 3
settings: {epochs: 2}
space:
  learning_rate: {kind: loguniform, low: 1e-5, high: 1e-3}
  batch_size: {kind: choice, values: [4, 8]}
"""


def test_the_defaults_are_the_predecessors_recipe():
    settings = FinetuneConfig().settings
    assert (settings.batch_size, settings.learning_rate, settings.epochs, settings.warmup_share) == (16, 5e-5, 10, 0)


def test_a_search_space_is_read_from_yaml():
    config = parse(TuneConfig, read_yaml(RECIPE, "recipe"))
    assert config.space == {"learning_rate": LogUniform(low=1e-5, high=1e-3), "batch_size": Choice(values=(4, 8))}
    assert parse(TuneConfig, config.model_dump(mode="json")) == config


@pytest.mark.parametrize(
    ("model", "values", "message"),
    [
        (TuneConfig, {"space": {"learnin_rate": {"kind": "choice", "values": [1]}}}, "learnin_rate"),
        (TuneConfig, {"space": {"epochs": {"kind": "normal"}}}, "loguniform"),
        (Settings, {"max_length": 32, "overlap": 30}, "overlap 30"),
        (Settings, {"learning_rate": 0}, "learning_rate"),
        (TaskConfig, {"train": "a", "selection": 1.5, "report": "c"}, "selection': 1.5 should be a folder"),
        (TaskConfig, {"train": "a", "selection": None, "report": "c"}, "selection': None should be a folder"),
        (TuneConfig, {"space": {"dropout": {"kind": "uniform", "low": 0.2, "high": 0.1}}}, "low 0.2 must be below"),
        (TuneConfig, {"space": {"dropout": {"kind": "loguniform", "low": 1, "high": 1}}}, "low 1 must be below high 1"),
    ],
)
def test_wrong_values_are_refused_by_name(model, values, message):
    with pytest.raises(ConfigError, match=message):
        parse(model, values)


def test_a_selection_may_be_a_folder_or_a_share():
    values = {"train": "a", "report": "c"}
    assert parse(TaskConfig, values | {"selection": "b"}).selection == "b"
    assert parse(TaskConfig, values | {"selection": 0.1}).selection == 0.1


def test_config_imports_nothing_heavy():
    heavy = "('torch', 'transformers', 'ray', 'numpy')"
    code = f"import sys, bioroberta.finetuning.config; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
