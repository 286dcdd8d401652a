"""Saved models that answer: fill a mask, tag spans. No Ray here.

Answers have the shapes of Hugging Face's pipelines. Batches are cut by padded tokens after sorting by length, and
padding is masked, so an answer does not depend on the texts beside it (beyond float rounding, about 1e-7).
"""

import contextlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

import numpy as np
import torch
import transformers
from numpy.typing import NDArray

from bioroberta.errors import AnswerSizeError, InputError, TargetError
from bioroberta.spans import Range, Span, spans_of_tags, tag_groups, word_ranges
from bioroberta.windows import Window, cut_windows

TAGGING_BATCH_TOKENS = 4096
"""Padded tokens of one forward pass: 32 windows of 128; larger batches gain nothing on a CPU."""

FILL_MASK_BATCH_TOKENS = 512
"""Lower, because the logits over a vocabulary of 52,000 take 208 kB a token."""

Aggregation = Literal["none", "simple", "first", "average", "max"]
Probabilities = NDArray[np.float32]


class TokenisedText(NamedTuple):
    """Sub-word ids of a text without special tokens, and the characters that each covers, without white space.

    A range may be empty (a token of white space) and may equal the one before (the bytes of one character).
    """

    ids: list[int]
    ranges: list[Range]
    words: list[int]
    """The number of the word (`spans.WORD`) in which each token begins."""

    def units(self) -> list[int]:
        """Indices of the tokens that carry a tag: those with characters of their own."""
        return [
            index
            for index, (start, end) in enumerate(self.ranges)
            if start < end and (index == 0 or self.ranges[index - 1] != (start, end))
        ]


@dataclass(frozen=True)
class Framing:
    """How token ids become model inputs: special tokens around a window, its size without them, the overlap."""

    prefix: tuple[int, ...]
    suffix: tuple[int, ...]
    pad: int
    size: int
    overlap: int

    def frame(self, ids: Sequence[int], window: Window) -> list[int]:
        """The model input of one window."""
        return [*self.prefix, *ids[window.start : window.end], *self.suffix]


def tokenise(tokenizer: Any, texts: Sequence[str]) -> list[TokenisedText]:
    """Sub-words of whole texts with exact character ranges (code points of the text as given).

    Ranges are trimmed here, whatever the tokenizer's own `trim_offsets` does: byte-level tokens begin with the space
    before a word, and a tokenizer's `add_prefix_space` must not move anything.
    """
    if not texts:
        return []
    encoded = tokenizer(
        list(texts),
        add_special_tokens=False,
        return_offsets_mapping=True,
        truncation=False,
        padding=False,
        verbose=False,
    )
    return [
        _tokenised(text, list(ids), [_trim(text, *offsets) for offsets in ranges])
        for text, ids, ranges in zip(texts, encoded["input_ids"], encoded["offset_mapping"], strict=True)
    ]


def _tokenised(text: str, ids: list[int], ranges: list[Range]) -> TokenisedText:
    starts = [start for start, _ in word_ranges(text)]
    return TokenisedText(ids, ranges, [bisect_right(starts, start) for start, _ in ranges])


def _trim(text: str, start: int, end: int) -> Range:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def framing(tokenizer: Any, max_length: int, overlap: int) -> Framing:
    """Framing for windows of `max_length` tokens, special tokens included. Raises InputError when nothing fits."""
    probe = tokenizer("a", add_special_tokens=True, return_special_tokens_mask=True, verbose=False)
    special = probe["special_tokens_mask"]
    first, last = special.index(0), len(special) - special[::-1].index(0)
    ids = probe["input_ids"]
    size = max_length - first - (len(ids) - last)
    if not 0 <= overlap < size:
        raise InputError(
            f"windows of {max_length} tokens leave {size} for text: choose an overlap below that, not {overlap}"
        )
    pad = tokenizer.pad_token_id
    return Framing(tuple(ids[:first]), tuple(ids[last:]), 0 if pad is None else pad, size, overlap)


def longest_input(model: Any, tokenizer: Any) -> int:
    """Tokens that the model takes at once, special tokens included.

    RoBERTa's position table is longer than its longest input by padding_idx + 1 (514 for 512).
    """
    table = getattr(getattr(model.base_model, "embeddings", None), "position_embeddings", None)
    if table is None:
        return int(tokenizer.model_max_length)
    reserved = 0 if table.padding_idx is None else table.padding_idx + 1
    return min(int(tokenizer.model_max_length), int(table.num_embeddings) - reserved)


def token_probabilities(model: Any, documents: Sequence[Sequence[int]], framing: Framing) -> list[Probabilities]:
    """Per document the label probabilities of each token, [tokens, labels], decided where it has most context."""
    labels = model.config.num_labels
    results: list[Probabilities] = [np.zeros((len(ids), labels), dtype=np.float32) for ids in documents]
    pieces = [
        (number, window)
        for number, ids in enumerate(documents)
        for window in cut_windows(len(ids), framing.size, framing.overlap)
    ]
    inputs = [framing.frame(documents[number], window) for number, window in pieces]
    for batch in batches_by_length([len(ids) for ids in inputs], TAGGING_BATCH_TOKENS):
        probabilities = _forward(model, [inputs[index] for index in batch], framing.pad).softmax(dim=-1)
        for row, index in zip(probabilities.cpu().numpy(), batch, strict=True):
            number, window = pieces[index]
            offset = len(framing.prefix) - window.start
            results[number][window.first : window.last] = row[window.first + offset : window.last + offset]
    return results


def batches_by_length(lengths: Sequence[int], tokens: int) -> Iterator[list[int]]:
    """Indices in batches of at most `tokens` padded tokens (or one item), the longest first."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda index: -lengths[index]):
        if batch and lengths[batch[0]] * (len(batch) + 1) > tokens:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _forward(model: Any, inputs: Sequence[Sequence[int]], pad: int) -> torch.Tensor:
    """Logits of a padded batch, [batch, ...]."""
    with torch.inference_mode():
        logits = model(**pad_batch(inputs, pad, model.device)).logits
    return cast(torch.Tensor, logits)


def pad_batch(inputs: Sequence[Sequence[int]], pad: int, device: torch.device) -> dict[str, torch.Tensor]:
    """`input_ids` and `attention_mask`, [batch, longest], padded on the right."""
    longest = max(len(ids) for ids in inputs)
    ids = torch.tensor([[*row, *[pad] * (longest - len(row))] for row in inputs])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in inputs])
    return {"input_ids": ids.to(device), "attention_mask": mask.to(device)}


def spans_of_probabilities(text: TokenisedText, probabilities: Probabilities, id2label: dict[int, str]) -> list[Span]:
    """The spans that words carry, each with the tag of its surest sub-word.

    Sub-words that decide alone cut words into pieces: a small model from scratch had 0.43 F1 that way on the
    PharmaCoNER selection documents, 0.63 with the mean of a word's rows, 0.65 with the surest row.
    """
    ranges, scores = _rows(text, probabilities, "max")
    return spans_of_tags([id2label[index] for index in _best(scores)], ranges)


def _best(scores: Probabilities) -> list[int]:
    return cast(list[int], scores.argmax(axis=-1).tolist())


class FillMask:
    """A masked language model that proposes tokens for masks."""

    def __init__(self, folder: Path | str, threads: int | None = None) -> None:
        """Load a Hugging Face folder. Raises InputError when it holds no masked language model."""
        self.model, self.tokenizer = load(folder, "AutoModelForMaskedLM", ("ForMaskedLM", "ForPreTraining"), threads)
        self._pipeline: Any = transformers.FillMaskPipeline(
            model=self.model, tokenizer=self.tokenizer, device=self.model.device
        )
        self._longest = longest_input(self.model, self.tokenizer)

    def __call__(
        self,
        texts: Sequence[str],
        top_k: int = 5,
        targets: Sequence[str] | None = None,
        max_candidates: int | None = None,
    ) -> list[Any]:
        """Per text what `transformers.pipeline("fill-mask")` returns for it.

        That is `[{score, token, token_str, sequence}]`, and one such list for each mask where a text has several.
        Targets differ from transformers: there "dolor" becomes its first sub-word, with a warning, where the vocabulary
        only has it as " dolor", a word after a space. Here a target is that word first, then the token as it is written
        (" dolor" is always itself), and one that is neither is refused.

        Raises InputError for a text without mask or longer than the model, or a bad `top_k`; TargetError for a target
        that is not one token; AnswerSizeError for more than `max_candidates` in all, one a mask and proposed token.
        """
        if not 1 <= top_k <= self.model.config.vocab_size:
            raise InputError(f"top_k is {top_k}; it lies between 1 and {self.model.config.vocab_size}")
        inputs = [self._input(number, text) for number, text in enumerate(texts)]
        options: dict[str, Any] = {"top_k": top_k}
        if targets is not None:
            ids = self._targets(targets)
            options = {"top_k": min(top_k, len(ids)), "target_ids": ids}
        self._check_size(inputs, options["top_k"], max_candidates)
        answers: list[Any] = [None] * len(inputs)
        for batch in batches_by_length([len(ids) for ids in inputs], FILL_MASK_BATCH_TOKENS):
            logits = _forward(self.model, [inputs[index] for index in batch], self.tokenizer.pad_token_id)
            for row, index in zip(logits, batch, strict=True):
                framed = torch.tensor([inputs[index]])
                output = {"input_ids": framed, "logits": row[None, : framed.shape[1]]}
                answers[index] = self._pipeline.postprocess(output, **options)
        return answers

    def _input(self, number: int, text: str) -> list[int]:
        ids = cast(list[int], self.tokenizer(text, verbose=False)["input_ids"])
        if self.tokenizer.mask_token_id not in ids:
            raise InputError(
                f"text {number} has no mask: write {self.tokenizer.mask_token} where a word is to be filled in"
            )
        if len(ids) > self._longest:
            raise InputError(f"text {number} has {len(ids)} tokens, the model takes {self._longest}: shorten it")
        return ids

    def _check_size(self, inputs: Sequence[Sequence[int]], top_k: int, limit: int | None) -> None:
        masks = sum(ids.count(self.tokenizer.mask_token_id) for ids in inputs)
        if limit is not None and masks * top_k > limit:
            raise AnswerSizeError(
                f"{masks} masks with {top_k} candidates each make {masks * top_k}, at most {limit}: "
                "lower top_k or send fewer masks at once"
            )

    def _targets(self, targets: Sequence[str]) -> NDArray[np.int64]:
        if not targets:
            raise TargetError("no target: give at least one word, or leave the targets out")
        return np.array(list({self._target(target) for target in targets}))

    def _target(self, target: str) -> int:
        """The token of a target. A word is ` word` in byte-level BPE; bare, it is a piece inside another word."""
        forms = [target] if not target or target[0].isspace() else [f" {target}", target]
        encoded = self.tokenizer(forms, add_special_tokens=False, verbose=False)["input_ids"]
        for ids in [*encoded, [self.tokenizer.convert_tokens_to_ids(target)]]:
            if len(ids) == 1 and ids[0] not in (None, self.tokenizer.unk_token_id):
                return int(ids[0])
        raise TargetError(
            f"target '{target:.40}' is not one token of this model: choose a word that is, or leave it out"
        )


class Tagger:
    """A token classifier over texts of any length."""

    def __init__(self, folder: Path | str, threads: int | None = None) -> None:
        """Load a Hugging Face folder. Raises InputError when it holds no token classifier."""
        self.model, self.tokenizer = load(
            folder, "AutoModelForTokenClassification", ("ForTokenClassification",), threads
        )
        longest = longest_input(self.model, self.tokenizer)
        # finetuning saves the overlap it trained with; a quarter of the window is its default (32 of 128).
        self.framing = framing(self.tokenizer, longest, getattr(self.model.config, "window_overlap", longest // 4))

    def __call__(
        self, texts: Sequence[str], aggregation_strategy: Aggregation = "simple"
    ) -> list[list[dict[str, Any]]]:
        """Per text `[{entity_group, score, word, start, end}]` (`entity` and `index` with "none").

        As Hugging Face's pipeline, but: any length; `word` is always `text[start:end]`; offsets hold no white space;
        "first", "average" and "max" vote over words (`spans.WORD`), not over what lies between spaces.
        """
        return [
            _aggregate(text, tokenised, probabilities, self.model.config.id2label, aggregation_strategy)
            for text, tokenised, probabilities in zip(texts, *self._predict(texts), strict=True)
        ]

    def spans(self, texts: Sequence[str]) -> list[list[Span]]:
        """Per text the predicted spans in order, on whole words: the entities of the strategy "max"."""
        return [
            spans_of_probabilities(tokenised, probabilities, self.model.config.id2label)
            for tokenised, probabilities in zip(*self._predict(texts), strict=True)
        ]

    def _predict(self, texts: Sequence[str]) -> tuple[list[TokenisedText], list[Probabilities]]:
        tokenised = tokenise(self.tokenizer, texts)
        return tokenised, token_probabilities(self.model, [item.ids for item in tokenised], self.framing)


def _aggregate(
    text: str, tokenised: TokenisedText, probabilities: Probabilities, id2label: dict[int, str], strategy: Aggregation
) -> list[dict[str, Any]]:
    ranges, scores = _rows(tokenised, probabilities, strategy)
    best = _best(scores)
    tags = [id2label[index] for index in best]
    certainty = [float(row[index]) for row, index in zip(scores, best, strict=True)]
    if strategy == "none":
        return [
            {"entity": tag, "score": score, "index": unit + 1, "word": text[start:end], "start": start, "end": end}
            for tag, score, unit, (start, end) in zip(tags, certainty, tokenised.units(), ranges, strict=True)
            if tag != "O"
        ]
    return [
        _entity(text, tags[group.start][2:], certainty[group.start : group.stop], ranges[group.start : group.stop])
        for group in tag_groups(tags)
        if tags[group.start] != "O"
    ]


def _entity(text: str, label: str, scores: list[float], ranges: list[Range]) -> dict[str, Any]:
    start, end = ranges[0][0], ranges[-1][1]
    return {
        "entity_group": label,
        "score": sum(scores) / len(scores),
        "word": text[start:end],
        "start": start,
        "end": end,
    }


def _rows(
    text: TokenisedText, probabilities: Probabilities, strategy: Aggregation
) -> tuple[list[Range], Probabilities]:
    """What is to be tagged, sub-words or words by `strategy`: character ranges, and one row of scores for each."""
    units = text.units()
    if strategy in ("none", "simple") or not units:
        return [text.ranges[index] for index in units], probabilities[units]
    words = [list(group) for _, group in groupby(units, key=lambda index: text.words[index])]
    ranges = [(text.ranges[word[0]][0], text.ranges[word[-1]][1]) for word in words]
    return ranges, np.stack([_ballot(probabilities[word], strategy) for word in words])


def _ballot(scores: Probabilities, strategy: Aggregation) -> Probabilities:
    """The row of scores that stands for one word's rows."""
    if strategy == "first":
        return cast(Probabilities, scores[0])
    if strategy == "average":
        return cast(Probabilities, scores.mean(axis=0))
    return cast(Probabilities, scores[int(scores.max(axis=-1).argmax())])


def load(folder: Path | str, auto_class: str, heads: tuple[str, ...], threads: int | None) -> tuple[Any, Any]:
    """Model (float32, evaluation mode) and fast tokenizer of a local folder whose architecture ends in one of `heads`.

    Raises InputError otherwise: transformers would load any encoder under a random head and only warn.
    """
    if threads is not None:
        torch.set_num_threads(threads)
    try:
        with quiet_transformers():
            config = transformers.AutoConfig.from_pretrained(str(folder), local_files_only=True)
            if not any(name.endswith(heads) for name in config.architectures or ()):
                raise InputError(f"{folder} holds {config.architectures}, not a model {heads[0]}: name another folder")
            tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
            model = getattr(transformers, auto_class).from_pretrained(
                str(folder), local_files_only=True, dtype=torch.float32, use_safetensors=True
            )
    except (OSError, ValueError) as error:
        raise InputError(f"{folder} is not a Hugging Face model folder: {str(error).splitlines()[0]}") from error
    if not tokenizer.is_fast:
        raise InputError(f"{folder} has no fast tokenizer (tokenizer.json): character offsets need one")
    return model.eval(), tokenizer


@contextlib.contextmanager
def quiet_transformers() -> Iterator[None]:
    """No progress bars and no loading reports, which would break a terminal's progress lines."""
    logs: Any = transformers.utils.logging  # its functions carry no types
    verbosity, bars = logs.get_verbosity(), logs.is_progress_bar_enabled()
    logs.set_verbosity_error()
    logs.disable_progress_bar()
    try:
        yield
    finally:
        logs.set_verbosity(verbosity)
        if bars:
            logs.enable_progress_bar()
