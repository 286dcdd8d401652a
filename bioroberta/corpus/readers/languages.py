"""Language codes as sources write them."""

from __future__ import annotations

THREE_LETTERS = {"spa": "es", "esp": "es", "eng": "en", "por": "pt", "cat": "ca", "glg": "gl", "fre": "fr", "fra": "fr"}
"""ISO 639-2 codes of PubMed and the neighbours of Spanish, as ISO 639-1."""


def matches(stated: str | None, wanted: str) -> bool:
    """Whether a stated code is the wanted one or, for a code without region, a variant of it. Silence matches."""
    if not stated:
        return True
    code = stated.strip().lower().replace("_", "-")
    code = THREE_LETTERS.get(code, code)
    return code == wanted.lower() or code.startswith(f"{wanted.lower()}-")
