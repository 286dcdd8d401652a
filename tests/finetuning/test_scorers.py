import json
import subprocess
import sys
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seqeval.metrics import f1_score, precision_score, recall_score

from bioroberta.annotations import Document, write_brat
from bioroberta.errors import InputError
from bioroberta.finetuning.scorers import score_folders, score_spans, score_words
from bioroberta.spans import Span, bio_tags, word_ranges
from bioroberta.storage import Folder

TEXT = "Se administra paracetamol y morfina (10 mg) por vía oral."
numbers = st.integers(0, len(TEXT) - 1)
some_spans = st.lists(
    st.builds(lambda a, b, label: Span(min(a, b), max(a, b) + 1, label), numbers, numbers, st.sampled_from("XY")),
    max_size=6,
)


def annotated(path, **files):
    path.mkdir()
    for name, lines in files.items():
        (path / f"{name}.ann").write_text("".join(f"{line}\n" for line in lines))
    return Folder(str(path))


def test_missing_extra_and_repeated_predictions(tmp_path):
    gold = annotated(tmp_path / "gold", a=["T1\tX 0 5\tDolor", "T2\tY 6 8\tde"], b=["T1\tX 0 3\tPSA"], c=[])
    predicted = annotated(
        tmp_path / "predicted",
        a=["T1\tX 0 5\tDolor", "T2\tX 0 5\tDolor", "T3\tX 6 8\tde", "T4\tX 0 2;3 4\tDo o", "nonsense"],
        d=["T1\tY 0 3\tPSA"],
    )
    scores = score_folders(gold, predicted)
    micro = scores.micro
    assert (micro.hits, micro.extra, micro.missed) == (1, 2, 2)
    values = scores.as_dict()
    assert values["micro"] == {"precision": 1 / 3, "recall": 1 / 3, "f1": 1 / 3}
    assert values["labels"]["Y"] == {"precision": 0, "recall": 0, "f1": 0, "support": 1}
    listed = {(item["folder"], item["file"], item["line"], item["kind"]) for item in values["problems"]}
    assert listed == {
        ("predicted", "a.ann", 4, "discontinuous"),
        ("predicted", "a.ann", 5, "malformed"),
        ("predicted", "b.ann", 0, "unpaired"),
        ("predicted", "c.ann", 0, "unpaired"),
        ("gold", "d.ann", 0, "unpaired"),
    }
    json.dumps(values)


def test_ignored_labels_count_on_neither_side(tmp_path):
    gold = annotated(tmp_path / "gold", a=["T1\tX 0 5\tDolor", "T2\tUNCLEAR 6 8\tde"])
    predicted = annotated(tmp_path / "predicted", a=["T1\tX 0 5\tDolor", "T2\tUNCLEAR 0 1\tD"])
    assert score_folders(gold, predicted, ["UNCLEAR"]).micro.f1 == 1
    assert score_folders(gold, predicted).micro.f1 == 0.5


def test_a_missing_or_empty_gold_folder_is_refused(tmp_path):
    empty = annotated(tmp_path / "empty")
    with pytest.raises(InputError, match="has no"):
        score_folders(empty, empty)
    with pytest.raises(InputError, match="nowhere"):
        score_folders(Folder(str(tmp_path / "nowhere")), empty)


@given(some_spans, some_spans)
def test_exact_scores_are_those_of_sets(gold, predicted):
    micro = score_spans({"a": gold}, {"a": predicted}).micro
    hits = len(set(gold) & set(predicted))
    assert micro.precision == (hits / len(set(predicted)) if predicted else 0)
    assert micro.recall == (hits / len(set(gold)) if gold else 0)
    assert 0 <= micro.f1 <= 1


@given(some_spans, some_spans)
def test_word_scores_are_those_of_seqeval(gold, predicted):
    words = word_ranges(TEXT)
    tags = [bio_tags(spans, words, whole_tokens=False)[0] for spans in (gold, predicted)]
    scores = score_words([Document("a", TEXT, tuple(gold))], {"a": predicted}).micro
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # numpy and scikit-learn warn when a side has no entities
        expected = [measure([tags[0]], [tags[1]]) for measure in (precision_score, recall_score, f1_score)]
    assert [scores.precision, scores.recall, scores.f1] == pytest.approx(expected)


def test_predictions_written_as_brat_score_as_the_spans_do(tmp_path):
    gold = [Document("a", TEXT, (Span(14, 25, "X"), Span(28, 35, "X")))]
    found = [Document("a", TEXT, (Span(14, 25, "X"),))]
    write_brat(Folder(str(tmp_path / "gold")), gold)
    write_brat(Folder(str(tmp_path / "found")), found)
    scores = score_folders(Folder(str(tmp_path / "gold")), Folder(str(tmp_path / "found")))
    assert scores.micro == score_spans({"a": gold[0].spans}, {"a": found[0].spans}).micro
    assert scores.micro.as_dict() == {"precision": 1, "recall": 0.5, "f1": pytest.approx(2 / 3)}


def official_cases(folder, empty):
    """Per case what the official script printed and our scores; a missing `predicted` folder is an empty one."""
    for case in json.loads((folder / "official.json").read_text()):
        root = folder / case["case"]
        predicted = root / "predicted" if (root / "predicted").exists() else empty
        yield case, score_folders(Folder(str(root / "gold")), Folder(str(predicted)))


@pytest.mark.parametrize("task", ["pharmaconer", "cantemist"])
def test_the_official_cases_all_have_scores(data_folder, tmp_path, task):
    cases = list(official_cases(data_folder / "scorers" / task, tmp_path))
    assert len(cases) == 80
    assert all(0 <= value <= 1 for _, scores in cases for value in scores.micro.as_dict().values())


def test_plain_cases_score_as_the_official_script_does(data_folder, tmp_path):
    for case, scores in official_cases(data_folder / "scorers/pharmaconer", tmp_path):
        if case["kind"] == "plain" and not scores.problems:
            printed = {name: case[name] for name in ("precision", "recall", "f1")}
            assert scores.micro.as_dict() == pytest.approx(printed, abs=0.00051)


def test_scoring_imports_nothing_heavy():
    heavy = "('torch', 'transformers', 'ray', 'sklearn', 'seqeval')"
    code = f"import sys, bioroberta.finetuning.scorers; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
