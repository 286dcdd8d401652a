import pytest
import torch
import transformers

from bioroberta.errors import ConfigError, InputError, RunError
from bioroberta.finetuning.config import Settings
from bioroberta.finetuning.examples import Example, prepare
from bioroberta.finetuning.token_classification import (
    Watch,
    batches,
    evaluate_selection,
    load_tokenizer,
    load_trainee,
    make_optimizer,
    save,
    set_rate,
    train,
    training_step,
)
from bioroberta.inference import Tagger
from bioroberta.spans import Span

SETTINGS = Settings(learning_rate=3e-3, batch_size=4, epochs=4, dropout=0.0, max_length=32, overlap=8)


@pytest.fixture(scope="module")
def data(task, pretrained):
    return prepare(task, load_tokenizer(str(pretrained)))[0]


def trained(pretrained, data, seed=0, settings=SETTINGS):
    trainee, epochs = load_trainee(str(pretrained), data.labels, settings, seed), []
    best = train(trainee, data, settings, seed, Watch(lambda done, total: None, epochs.append))
    return trainee, best, epochs


@pytest.fixture(scope="module")
def result(pretrained, data):
    return trained(pretrained, data)


def test_the_loss_falls_and_the_best_epoch_is_kept(data, result):
    trainee, best, epochs = result
    assert [item.epoch for item in epochs] == [1, 2, 3, 4]
    assert epochs[-1].loss < epochs[0].loss / 2
    assert best.f1 == max(item.f1 for item in epochs) > 0.5
    assert evaluate_selection(trainee, data.selection).micro.f1 == best.f1


def test_equal_seeds_give_equal_weights_and_others_do_not(pretrained, data):
    settings = SETTINGS.with_overrides({"epochs": 1, "dropout": 0.1})
    models = [trained(pretrained, data, seed, settings)[0].model for seed in (0, 0, 1)]
    first, again, other = (model.classifier.weight for model in models)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_the_saved_folder_works_in_the_pipeline_and_in_the_tagger(result, data, tmp_path):
    trainee = result[0]
    save(trainee, tmp_path, SETTINGS)
    text = "Se administra morfina al paciente."
    pipeline = transformers.pipeline("token-classification", str(tmp_path), aggregation_strategy="simple", device="cpu")
    expected = [(entity["entity_group"], entity["start"], entity["end"]) for entity in pipeline(text)]
    tagger = Tagger(tmp_path)
    assert [(entity["entity_group"], entity["start"], entity["end"]) for entity in tagger([text])[0]] == expected
    assert Span(14, 21, "DRUG") in tagger.spans([text])[0]
    assert tagger.framing == trainee.framing


@pytest.mark.parametrize("size", [1, 3, 7, 100])
def test_batches_hold_every_example_once(size):
    examples = [Example([number] * (1 + number % 5), [0]) for number in range(40)]
    cut = list(batches(examples, size, seed=1))
    assert sorted(item.input_ids[0] for batch in cut for item in batch) == list(range(40))
    assert len(cut) == -(-40 // size)
    assert cut == list(batches(examples, size, seed=1))
    assert size == 100 or cut != list(batches(examples, size, seed=2))


def test_the_rate_rises_and_falls_linearly():
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))])
    rates = []
    for done in (0.0, 0.05, 0.1, 0.55, 1.0):
        set_rate(optimizer, Settings(learning_rate=1.0, warmup_share=0.1), done)
        rates.append(optimizer.param_groups[0]["lr"])
    assert rates == pytest.approx([0, 0.5, 1, 0.5, 0])
    set_rate(optimizer, Settings(learning_rate=1.0), 0.0)
    assert optimizer.param_groups[0]["lr"] == 1


def test_padding_and_batch_mates_do_not_change_the_loss(pretrained, data):
    def loss(examples):
        trainee = load_trainee(str(pretrained), data.labels, SETTINGS, 0)
        return training_step(trainee, make_optimizer(trainee.model, SETTINGS), examples, 1.0)

    short, long = Example([0, 9, 2], [-100, 1, -100]), Example([0, *range(5, 25), 2], [-100] * 22)
    assert loss([short, long]) == pytest.approx(loss([short]), abs=1e-6)
    with pytest.raises(RunError, match="learning_rate"):
        loss([long])


def test_windows_longer_than_the_model_and_missing_encoders_are_refused(pretrained, data, tmp_path):
    with pytest.raises(ConfigError, match="max_length is 65"):
        load_trainee(str(pretrained), data.labels, SETTINGS.with_overrides({"max_length": 65}), 0)
    with pytest.raises(InputError, match="no encoder can be loaded"):
        load_tokenizer(str(tmp_path))
