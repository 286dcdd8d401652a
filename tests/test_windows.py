from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.windows import cut_windows

ENDLESS = 10**9


def context(window, token, length):
    """Tokens between `token` and the nearer edge; an edge of the document is none."""
    left = token - window.start if window.start else ENDLESS
    right = window.end - 1 - token if window.end < length else ENDLESS
    return min(left, right)


@st.composite
def cases(draw):
    size = draw(st.integers(1, 20))
    return draw(st.integers(0, 90)), size, draw(st.integers(0, size - 1))


@given(cases())
def test_every_token_is_decided_once_and_where_it_has_most_context(case):
    length, size, overlap = case
    windows = cut_windows(length, size, overlap)
    decided = [token for window in windows for token in range(window.first, window.last)]
    assert decided == list(range(length))
    for window in windows:
        for token in range(window.first, window.last):
            inside = [other for other in windows if other.start <= token < other.end]
            assert context(window, token, length) == max(context(other, token, length) for other in inside)


@given(cases())
def test_windows_are_full_and_overlap(case):
    length, size, overlap = case
    windows = cut_windows(length, size, overlap)
    assert all(window.end - window.start == min(size, length) for window in windows)
    assert all(a.start < b.start and a.end - b.start >= overlap for a, b in pairwise(windows))


@pytest.mark.parametrize(("size", "overlap"), [(4, 4), (4, -1), (0, 0)])
def test_windows_that_do_not_advance_are_refused(size, overlap):
    with pytest.raises(ValueError, match="overlap"):
        cut_windows(10, size, overlap)
