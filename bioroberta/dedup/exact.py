"""Rule `exact`: a document whose normalised text equals that of a kept one."""

from __future__ import annotations

import hashlib

from bioroberta.text import normalise


def text_hash(text: str) -> bytes:
    """128 bits of the normalised text: among 1e12 documents two different ones collide with a chance of 1.5e-15."""
    return hashlib.blake2b(normalise(text).encode(), digest_size=16).digest()
