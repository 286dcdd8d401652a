"""Random models of a few kilobytes with real tokenizers, built in a test."""

from collections.abc import Sequence
from pathlib import Path

import torch
import transformers
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

SENTENCES = (
    "El paciente recibió paracetamol 1 g cada 8 horas y omeprazol.",
    "La paciente refiere dolor torácico; se administra morfina (10 mg).",
    "Se detectó albúmina de 3,5 g/dl y proteína C reactiva elevada.",
    "Carcinoma microcítico de pulmón con metástasis hepáticas.",
)
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")


def byte_level_tokenizer(sentences: Sequence[str] = SENTENCES, size: int = 400) -> transformers.PreTrainedTokenizerFast:
    """RoBERTa's kind: byte-level BPE."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=list(SPECIAL), initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(sentences, trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True)
    return _wrapped(tokenizer)


def wordpiece_tokenizer(sentences: Sequence[str] = SENTENCES) -> transformers.PreTrainedTokenizerFast:
    """BERT's kind, cased, with NFC normalisation."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="<unk>"))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(
        sentences, trainers.WordPieceTrainer(vocab_size=300, special_tokens=list(SPECIAL), show_progress=False)
    )
    return _framed(tokenizer)


def unigram_tokenizer(sentences: Sequence[str] = SENTENCES) -> transformers.PreTrainedTokenizerFast:
    """XLM-R's kind."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=200, special_tokens=list(SPECIAL), unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(sentences, trainer)
    return _framed(tokenizer)


def _framed(tokenizer: Tokenizer) -> transformers.PreTrainedTokenizerFast:
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return _wrapped(tokenizer)


def _wrapped(tokenizer: Tokenizer) -> transformers.PreTrainedTokenizerFast:
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=64,
        bos_token="<s>",
        cls_token="<s>",
        eos_token="</s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        mask_token="<mask>",
    )


def tiny_config(vocabulary: int, **values: object) -> transformers.RobertaConfig:
    """Two layers, 32 wide, 64 positions (66 in the table, as RoBERTa counts)."""
    return transformers.RobertaConfig(
        vocab_size=vocabulary,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=66,
        type_vocab_size=1,
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
        **values,
    )


def save_tiny_model(
    folder: Path, head: str, tokenizer: transformers.PreTrainedTokenizerFast | None = None, **values: object
) -> Path:
    """A random RoBERTa with the head class `Roberta<head>` and its tokenizer, saved in Hugging Face's layout."""
    tokenizer = tokenizer or byte_level_tokenizer()
    torch.manual_seed(0)
    model = getattr(transformers, f"Roberta{head}")(tiny_config(len(tokenizer), **values))
    with torch.no_grad():  # random heads of this size are nearly uniform; answers should differ
        for parameter in model.parameters():
            parameter.mul_(4 if parameter.ndim > 1 else 1)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
