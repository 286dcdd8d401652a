"""Differences between two identities."""

from __future__ import annotations

from typing import Any

import pytest

from bioroberta.identity import compare


@pytest.mark.parametrize(
    ("there", "here", "said"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}}, ["a.c: 2 there, 3 now"]),
        ({"a": 1}, {"b": 2}, ["a: 1 there, None now", "b: None there, 2 now"]),
        ({"a": [1, 2]}, {"a": [1]}, ["a: [1, 2] there, [1] now"]),
    ],
)
def test_differences_are_told_key_by_key(there: Any, here: Any, said: list[str]) -> None:
    assert list(compare(there, here)) == said
