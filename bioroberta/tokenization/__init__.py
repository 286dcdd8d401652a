"""From clean text to packed blocks of token ids: a byte-level BPE tokenizer, and encoding with it."""
