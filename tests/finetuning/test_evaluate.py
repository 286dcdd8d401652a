import json
from pathlib import Path

import pytest

from bioroberta.annotations import read_brat
from bioroberta.errors import ConfigError
from bioroberta.finetuning.config import EvaluateConfig, FinetuneConfig, Settings
from bioroberta.finetuning.evaluate import evaluate
from bioroberta.finetuning.finetune import finetune
from bioroberta.finetuning.scorers import score_folders
from bioroberta.storage import Folder
from tests.finished import finish


def test_the_report_split_is_tagged_written_and_scored(run_for, task, pretrained):
    settings = Settings(learning_rate=3e-3, batch_size=4, epochs=6, dropout=0, max_length=32, overlap=8)
    finetune(FinetuneConfig(init_from=str(pretrained), settings=settings, task=task), trained := run_for("finetune"))
    finish(trained.folder)
    run = run_for("evaluate")
    evaluate(EvaluateConfig(task=task), run)
    assert run.results["exact"]["f1"] > 0.5
    assert run.results["seqeval"]["f1"] > 0.5
    gold, predicted = Folder(task.report), run.folder.child("predictions")
    assert score_folders(gold, predicted).as_dict()["micro"] == run.results["exact"]
    assert {path.name for path in Path(task.report).iterdir()} == {file.path for file in predicted.files()}
    assert not [problem for document in read_brat(predicted) for problem in document.problems]
    scores = json.loads(run.folder.read_text("evidence/scores.json"))
    assert set(scores["exact"]["labels"]) == {"DRUG", "PROTEIN"}


def test_a_recipe_without_tasks_is_refused(run_for):
    with pytest.raises(ConfigError, match="no tasks"):
        evaluate(EvaluateConfig(), run_for("evaluate"))
