import json
import logging

import pytest

from bioroberta.errors import ConfigError, InputError
from bioroberta.finetuning.config import FinetuneConfig, Settings
from bioroberta.finetuning.finetune import chosen_settings, encoder, finetune
from bioroberta.inference import Tagger
from tests.finished import finish

SETTINGS = Settings(learning_rate=3e-3, batch_size=8, epochs=2, max_length=32, overlap=8)


@pytest.fixture
def run(run_for):
    return run_for("finetune")


def test_a_task_becomes_a_tagger(run, logged, task, pretrained, caplog):
    with caplog.at_level(logging.INFO):
        finetune(FinetuneConfig(init_from=str(pretrained), settings=SETTINGS, task=task), run)
    finish(run.folder)
    assert Tagger(run.checkpoint("finetune", "drugs")).framing.overlap == 8
    epochs = logged(run)
    assert [line["epoch"] for line in epochs] == [1, 2]
    assert epochs[1]["loss"] < epochs[0]["loss"]
    assert run.results["selection_f1"] == max(line["f1"] for line in epochs)
    assert "20 documents" in caplog.text
    assert "epoch 2 of 2" in caplog.text
    assert "paciente" not in caplog.text
    evidence = json.loads(run.folder.read_text("evidence/spans.json"))
    assert evidence["train"]["spans"] == evidence["train"]["in_examples"] + len(evidence["train"]["inexpressible"])


def test_a_run_that_was_killed_starts_again_cleanly(run_for, logged, task, pretrained):
    config = FinetuneConfig(init_from=str(pretrained), settings=SETTINGS, task=task)
    killed = run_for("finetune")
    killed.log(epoch=1, loss=9.0)
    killed.flush()
    finetune(config, again := run_for("finetune"))
    assert [line["epoch"] for line in logged(again)] == [1, 2]


def test_settings_come_from_tune_when_the_recipe_says_so(run_for):
    run = run_for("finetune")
    best = "task: drugs\nsettings: {learning_rate: 0.001, batch_size: 8}\n"
    run.stage_folder("tune", "drugs").write_bytes("best.yaml", best.encode())
    settings = chosen_settings(FinetuneConfig(settings_from="tune"), run)
    assert settings == Settings(learning_rate=1e-3, batch_size=8)
    assert chosen_settings(FinetuneConfig(settings=SETTINGS), run) == SETTINGS


def test_the_encoder_is_the_runs_own_a_folder_or_a_hub_id(run_for, pretrained, tmp_path):
    run = run_for("finetune")
    run.stage_folder("pretrain").write_bytes("checkpoint/config.json", b"{}")
    finish(run.stage_folder("pretrain"))
    assert encoder(None, run, tmp_path) == str(run.checkpoint("pretrain"))
    assert encoder("hf://owner/name", run, tmp_path) == "owner/name"
    assert encoder(str(pretrained), run, tmp_path) == str(pretrained)
    with pytest.raises(InputError, match="hf://"):
        encoder(str(tmp_path / "nowhere"), run, tmp_path)


def test_a_recipe_without_tasks_is_refused(run_for):
    with pytest.raises(ConfigError, match="no tasks"):
        finetune(FinetuneConfig(), run_for("finetune"))
