import json

import pytest
import yaml

from bioroberta.errors import ConfigError, RunError
from bioroberta.finetuning.config import Choice, FinetuneConfig, LogUniform, Settings, TuneConfig, Uniform
from bioroberta.finetuning.finetune import chosen_settings
from bioroberta.finetuning.tune import draw, pack_encoder, sample_settings, tune, unpack_encoder

BASE = Settings(epochs=4, max_length=32, overlap=8, dropout=0.0)


def test_settings_are_drawn_from_the_seed_alone():
    config = TuneConfig(trials=5, settings=BASE)
    drawn = sample_settings(config)
    assert drawn == sample_settings(config)
    assert drawn[:3] == sample_settings(config.with_overrides({"trials": 3}))
    assert drawn != sample_settings(config.with_overrides({"seed": 1}))
    assert len({item.learning_rate for item in drawn}) == 5
    assert all(item.epochs == 4 and 2e-5 <= item.learning_rate <= 2e-4 for item in drawn)


@pytest.mark.parametrize("domain", [Uniform(low=1, high=2), LogUniform(low=1, high=2), Choice(values=(1, 2))])
def test_draws_lie_in_their_domain(domain):
    assert all(1 <= draw(domain, seed) <= 2 for seed in range(20))


def test_a_drawn_value_that_settings_refuse_is_a_config_error():
    with pytest.raises(ConfigError, match="batch_size"):
        sample_settings(TuneConfig(space={"batch_size": Choice(values=(0,))}))


def test_an_encoder_travels_by_content_and_a_hub_id_by_name(pretrained, tmp_path):
    copy = unpack_encoder(pack_encoder(str(pretrained)), tmp_path / "copy")
    assert {path.name for path in pretrained.iterdir()} == {path.name for path in (tmp_path / "copy").iterdir()}
    assert copy == str(tmp_path / "copy")
    assert unpack_encoder(pack_encoder("owner/name"), tmp_path / "none") == "owner/name"


@pytest.mark.ray
def test_the_best_trial_becomes_the_settings_of_finetune(ray_cluster, run_for, logged, task, pretrained):
    run = run_for("tune")
    space = {"learning_rate": Choice(values=(1e-9, 3e-3)), "batch_size": Choice(values=(2, 4))}
    config = TuneConfig(init_from=str(pretrained), settings=BASE, space=space, trials=4, grace_epochs=3, task=task)
    tune(config, run)
    best = yaml.safe_load(run.folder.read_text("best.yaml"))
    assert best["settings"]["learning_rate"] == 3e-3
    assert best["selection_f1"] == run.results["selection_f1"] > 0.3
    trials = json.loads(run.folder.read_text("evidence/trials.json"))
    assert [trial["settings"] for trial in trials] == [s.model_dump(mode="json") for s in sample_settings(config)]
    assert {trial["status"] for trial in trials} <= {"finished", "stopped"}
    assert sum(len(trial["epochs"]) for trial in trials) == len(logged(run))
    assert chosen_settings(FinetuneConfig(settings_from="tune"), run).model_dump(mode="json") == best["settings"]


@pytest.mark.ray
@pytest.mark.slow
def test_a_search_without_a_single_result_fails(ray_cluster, run_for, task, pretrained):
    settings = BASE.with_overrides({"max_length": 65})  # longer than the model takes, found in the trial
    with pytest.raises(RunError, match="all 1 trials failed"):
        tune(TuneConfig(init_from=str(pretrained), settings=settings, trials=1, task=task), run_for("tune"))
