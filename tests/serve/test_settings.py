from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

import serve
from serve.settings import ServeSettings

MODEL = {"name": "bio-es", "kind": "fill-mask", "path": "/models/bio-es"}


def test_the_shipped_config_is_valid():
    document = yaml.safe_load((Path(serve.__file__).parent / "config.yaml").read_text(encoding="utf-8"))
    [application] = document["applications"]
    models = ServeSettings.model_validate(application["args"]).models
    assert [model.kind for model in models] == ["fill-mask", "ner"]
    assert document["http_options"]["host"] == "127.0.0.1"


@pytest.mark.parametrize(
    "arguments",
    [
        {"models": []},
        {"models": [MODEL, MODEL]},
        {"models": [MODEL | {"name": "a/b"}]},
        {"models": [MODEL | {"kind": "translation"}]},
        {"models": [MODEL | {"thread": 2}]},
        {"models": [MODEL | {"autoscaling": {"min_replicas": 3, "max_replicas": 2}}]},
    ],
)
def test_wrong_settings_are_refused(arguments):
    with pytest.raises(ValidationError):
        ServeSettings.model_validate(arguments)
