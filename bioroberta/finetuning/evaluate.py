"""The stage `evaluate`: tag the report documents of a task, write the predictions as brat, score them."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from bioroberta.annotations import Document, write_brat
from bioroberta.errors import ConfigError
from bioroberta.finetuning.config import EvaluateConfig
from bioroberta.finetuning.examples import read_split
from bioroberta.finetuning.scorers import score_spans, score_words
from bioroberta.inference import Tagger
from bioroberta.run import Run

CHUNK = 16
"""Documents tagged between two signs of progress; a document's tags do not depend on it."""


def evaluate(config: EvaluateConfig, run: Run) -> None:
    """Score this task's fine-tuned model on its report split by exact offsets and by seqeval.

    `predictions/` is a brat folder; `evidence/scores.json` has both scores by label and every problem of the gold.
    """
    if config.task is None:
        raise ConfigError("the recipe has no tasks: name at least one under 'tasks' with train, selection and report")
    gold = read_split(config.task.report)
    tagger = Tagger(run.checkpoint("finetune", run.task))
    predicted = tag_documents(tagger, gold, run)
    run.folder.delete("predictions")
    write_brat(run.folder.child("predictions"), predicted)
    found = {document.name: document.spans for document in predicted}
    exact = score_spans({item.name: item.spans for item in gold}, found, config.task.ignore_labels)
    words = score_words(gold, found, config.task.ignore_labels)
    scores = {"exact": exact.as_dict(), "seqeval": words.as_dict()}
    problems = [asdict(problem) for document in gold for problem in document.problems]
    run.folder.write_bytes("evidence/scores.json", json.dumps(scores | {"gold_problems": problems}, indent=1).encode())
    run.record(exact=scores["exact"]["micro"], seqeval=scores["seqeval"]["micro"], documents=len(gold))


def tag_documents(tagger: Tagger, documents: Sequence[Document], run: Run) -> list[Document]:
    """The documents with predicted spans in place of their own."""
    tagged: list[Document] = []
    for start in range(0, len(documents), CHUNK):
        chunk = documents[start : start + CHUNK]
        spans = tagger.spans([document.text for document in chunk])
        tagged += [Document(item.name, item.text, tuple(found)) for item, found in zip(chunk, spans, strict=True)]
        run.progress(len(tagged), len(documents), "tagging")
    return tagged
