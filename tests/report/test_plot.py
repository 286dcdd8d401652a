"""The plot: dots where their numbers belong, within the image, few enough however many sizes there are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bioroberta.report.plot import BOTTOM, LEFT, RIGHT, TOP, log_log

POINTS = st.dictionaries(st.integers(1, 10**9), st.integers(1, 10**9), min_size=1, max_size=50)


def drawn(points: dict[int, int]) -> etree._Element:
    return etree.fromstring(log_log(points, "Clusters by size", "Documents", "Clusters"))


def dots(root: etree._Element) -> list[tuple[int, int]]:
    return [(int(dot.get("cx")), int(dot.get("cy"))) for dot in root.iter("circle")]


@given(POINTS)
def test_every_dot_lies_in_the_plot(points: dict[int, int]) -> None:
    found = dots(drawn(points))
    assert 1 <= len(found) <= len(points)
    assert all(LEFT <= x <= RIGHT and TOP <= y <= BOTTOM for x, y in found)


def test_powers_of_ten_lie_on_their_lines() -> None:
    root = drawn({1: 1, 10: 10, 100: 1})
    middle = (LEFT + RIGHT) // 2
    assert dots(root) == [(LEFT, BOTTOM), (middle, TOP), (RIGHT, BOTTOM)]
    numbers = {(text.get("x"), text.text) for text in root.iter("text")}
    assert {(str(LEFT), "1"), (str(middle), "10"), (str(RIGHT), "100")} <= numbers


@pytest.mark.parametrize(("largest", "decades"), [(1, 1), (2, 1), (10, 1), (11, 2), (1000, 3), (1001, 4)])
def test_axes_end_at_the_power_of_ten_that_holds_all(largest: int, decades: int) -> None:
    numbers = [
        text.text for text in drawn({largest: 1}).iter("text") if text.get("text-anchor") == "middle" and text.get("x")
    ]
    assert numbers == [*(f"{10**power:,}" for power in range(decades + 1)), "Documents"]


def test_dots_on_each_other_are_one() -> None:
    assert len(dots(drawn(dict.fromkeys(range(2, 5000), 1)))) <= RIGHT - LEFT + 1


def test_it_can_be_read_without_being_seen() -> None:
    root = drawn({2: 1234, 17: 1})
    assert root.find("svg").get("role") == "img"
    assert [title.text for title in root.iter("title")] == [
        "Clusters by size",
        "2 documents: 1,234 times",
        "17 documents: 1 time",
    ]
