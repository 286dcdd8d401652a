import unicodedata

import pytest
import transformers
from hypothesis import given, settings
from hypothesis import strategies as st

from bioroberta.errors import AnswerSizeError, InputError, TargetError
from bioroberta.inference import FillMask, Tagger, batches_by_length, framing, tokenise
from tests.tiny_models import (
    SENTENCES,
    byte_level_tokenizer,
    save_tiny_model,
    unigram_tokenizer,
    wordpiece_tokenizer,
)

LABELS = ("O", "B-A", "I-A", "B-B", "I-B")
LONG = " ".join(SENTENCES * 6)


@pytest.fixture(scope="module")
def masked(tmp_path_factory):
    return save_tiny_model(tmp_path_factory.mktemp("masked"), "ForMaskedLM")


@pytest.fixture(scope="module")
def tagging(tmp_path_factory):
    names = dict(enumerate(LABELS))
    return save_tiny_model(tmp_path_factory.mktemp("tagging"), "ForTokenClassification", id2label=names)


@pytest.fixture(scope="module", params=[byte_level_tokenizer, wordpiece_tokenizer, unigram_tokenizer])
def tokenizer(request):
    return request.param()


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.sampled_from("aáñ 🫀\t\n.(10e\u0301µ,Z<s>"), max_size=30))
def test_ranges_cover_the_visible_characters_in_order(tokenizer, text):
    (tokens,) = tokenise(tokenizer, [text])
    ranges = [tokens.ranges[index] for index in tokens.units()]
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in ranges)
    assert ranges == sorted(ranges)
    covered = {index for start, end in ranges for index in range(start, end)}
    # A normaliser that composes leaves the combining mark out of the range.
    visible = {i for i, sign in enumerate(text) if not sign.isspace() and not unicodedata.combining(sign)}
    assert visible <= covered


def test_framing_puts_the_special_tokens_where_the_tokenizer_does(tokenizer):
    text = SENTENCES[0]
    (tokens,) = tokenise(tokenizer, [text])
    frame = framing(tokenizer, 64, 8)
    assert [*frame.prefix, *tokens.ids, *frame.suffix] == tokenizer(text)["input_ids"]
    with pytest.raises(InputError, match="overlap"):
        framing(tokenizer, 16, 14)


@given(st.lists(st.integers(1, 50)), st.integers(1, 200))
def test_batches_hold_every_item_once_and_keep_the_bound(lengths, tokens):
    batches = list(batches_by_length(lengths, tokens))
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    assert all(len(b) == 1 or len(b) * max(lengths[i] for i in b) <= tokens for b in batches)


def close(answer, expected):
    """Equal but for rounding of scores; lists of pipelines' dictionaries, nested or not."""
    if isinstance(answer, list):
        assert len(answer) == len(expected)
        return all(close(*pair) for pair in zip(answer, expected, strict=True))
    assert answer.keys() == expected.keys()
    assert answer["score"] == pytest.approx(float(expected["score"]), abs=1e-6)
    return {**answer, "score": 0} == {**expected, "score": 0}


@pytest.mark.parametrize(
    "options", [{}, {"top_k": 3}, {"targets": [" de", " dolor"]}, {"top_k": 1, "targets": [" de", " dolor"]}]
)
def test_fill_mask_answers_as_the_pipeline(masked, options):
    texts = ["El paciente <mask> dolor.", "Se <mask> morfina <mask> mg", f"<mask> {SENTENCES[1]}", "<mask>"]
    pipeline = transformers.pipeline("fill-mask", str(masked), device="cpu")
    assert close(FillMask(masked)(texts, **options), pipeline(texts, **options))


def test_a_target_is_a_whole_word_before_it_is_a_piece_of_one(masked):
    fill, vocabulary = FillMask(masked), byte_level_tokenizer().get_vocab()
    asked = {"de": "Ġde", " de": "Ġde", "Ġde": "Ġde", "<s>": "<s>"}
    assert {text: fill(["un <mask>"], targets=[text])[0][0]["token"] for text in asked} == {
        text: vocabulary[token] for text, token in asked.items()
    }
    assert [item["token_str"] for item in fill(["un <mask>"], targets=["de", " de"])[0]] == [" de"]


@pytest.mark.parametrize("target", ["zzzzqq", "xyz de", "", "  "])
def test_a_target_that_is_not_one_token_is_refused_by_name(masked, target):
    with pytest.raises(TargetError, match=f"target '{target}' is not one token"):
        FillMask(masked)(["un <mask>"], targets=["de", target])


def test_a_target_without_a_token_of_its_own_is_not_the_unknown_one(tmp_path):
    fill = FillMask(save_tiny_model(tmp_path, "ForMaskedLM", wordpiece_tokenizer()))
    assert fill(["un <mask>"], targets=["de"])[0][0]["token_str"] == "de"
    with pytest.raises(TargetError, match="target 'ŵŵŵ'"):
        fill(["un <mask>"], targets=["ŵŵŵ"])


def test_candidates_of_all_masks_and_texts_are_bounded(masked):
    fill, texts = FillMask(masked), ["<mask> y <mask>", "<mask>"]
    assert len(fill(texts, top_k=4, max_candidates=12)) == 2
    with pytest.raises(AnswerSizeError, match="3 masks with 4 candidates each make 12, at most 11: lower top_k"):
        fill(texts, top_k=4, max_candidates=11)
    assert len(fill(texts, top_k=100, targets=["de"], max_candidates=3)) == 2


def test_fill_mask_of_one_text_is_a_list_of_one(masked):
    fill = FillMask(masked)
    assert close(fill(["un <mask>"])[0], fill(["un <mask>", "dos <mask> tres"])[0])
    assert fill([]) == []


@pytest.mark.parametrize(
    ("texts", "options", "message"),
    [
        (["sin nada"], {}, "text 0 has no mask: write <mask>"),
        (["<mask>", LONG + "<mask>"], {}, "text 1 has .* the model takes 64"),
        (["<mask>"], {"top_k": 0}, "top_k is 0"),
        (["<mask>"], {"targets": []}, "no target"),
    ],
)
def test_fill_mask_refuses_what_it_cannot_answer(masked, texts, options, message):
    with pytest.raises(InputError, match=message):
        FillMask(masked)(texts, **options)


def test_simple_aggregation_finds_the_entities_of_the_pipeline(tagging):
    pipeline = transformers.pipeline("token-classification", str(tagging), aggregation_strategy="simple", device="cpu")
    texts = ["paracetamol y omeprazol", "dolor de pecho", "recibe morfina (10 mg)"]
    for text, ours in zip(texts, Tagger(tagging)(texts), strict=True):
        theirs = pipeline(text)
        assert ours
        assert [(e["entity_group"], e["start"], e["end"]) for e in ours] == [
            (e["entity_group"], e["start"], e["end"]) for e in theirs
        ]
        assert [e["score"] for e in ours] == pytest.approx([float(e["score"]) for e in theirs], abs=1e-6)
        assert all(e["word"] == text[e["start"] : e["end"]] for e in ours)


def test_no_aggregation_answers_as_the_pipeline_but_for_the_word(tagging):
    text = "recibe morfina (10 mg)"
    theirs = transformers.pipeline("token-classification", str(tagging), device="cpu")(text)
    ours = Tagger(tagging)([text], aggregation_strategy="none")[0]
    assert close(ours, [{**entity, "word": text[entity["start"] : entity["end"]]} for entity in theirs])


@pytest.mark.parametrize("strategy", ["none", "simple", "first", "average", "max"])
def test_entities_slice_texts_of_any_length(tagging, strategy):
    texts = [LONG, "", " \n", "dolor\r\ntorácico  e\u0301  🫀🫀"]
    answers = Tagger(tagging)(texts, aggregation_strategy=strategy)
    assert answers[1] == answers[2] == []
    assert max(entity["end"] for entity in answers[0]) > len(LONG) - 40
    for text, entities in zip(texts, answers, strict=True):
        starts = [entity["start"] for entity in entities]
        assert starts == sorted(starts)
        for entity in entities:
            assert entity["word"] == text[entity["start"] : entity["end"]] == entity["word"].strip() != ""
            assert 0 < entity["score"] <= 1
            assert type(entity["score"]) is float


@pytest.mark.parametrize("strategy", ["first", "average", "max"])
def test_word_strategies_never_cut_a_word(tagging, strategy):
    for entity in Tagger(tagging)([LONG], aggregation_strategy=strategy)[0]:
        around = LONG[max(0, entity["start"] - 1) : entity["start"] + 1], LONG[entity["end"] - 1 : entity["end"] + 1]
        assert not any(len(pair) == 2 and pair.isalnum() for pair in around)


def test_spans_are_the_entities_on_whole_words(tagging):
    tagger = Tagger(tagging)
    entities = tagger([LONG], aggregation_strategy="max")[0]
    assert [(span.start, span.end, span.label) for span in tagger.spans([LONG])[0]] == [
        (entity["start"], entity["end"], entity["entity_group"]) for entity in entities
    ]


def test_answers_do_not_depend_on_batch_mates(tagging, masked):
    texts = [LONG, "dolor", *SENTENCES]
    tagger, fill = Tagger(tagging), FillMask(masked)
    assert close(tagger(texts), [tagger([text])[0] for text in texts])
    masks = [f"<mask> {text}" for text in (*SENTENCES, "", "dolor")]
    assert close(fill(masks), [fill([text])[0] for text in masks])


def test_window_overlap_of_training_is_used(tagging, tmp_path):
    model = transformers.AutoModelForTokenClassification.from_pretrained(tagging)
    model.config.window_overlap = 5
    model.save_pretrained(tmp_path)
    byte_level_tokenizer().save_pretrained(tmp_path)
    assert Tagger(tmp_path).framing.overlap == 5
    assert Tagger(tagging).framing.overlap == 16


def test_a_folder_without_the_right_model_is_refused(masked, tagging, tmp_path):
    with pytest.raises(InputError, match="not a model ForTokenClassification"):
        Tagger(masked)
    with pytest.raises(InputError, match="not a model ForMaskedLM"):
        FillMask(tagging)
    with pytest.raises(InputError, match="not a Hugging Face model folder"):
        Tagger(tmp_path)
    with pytest.raises(InputError, match="not a Hugging Face model folder"):
        FillMask(tmp_path / "nowhere")
