from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bioroberta.spans import Span, bio_tags, spans_of_tags, tag_groups, word_ranges

LABELS = ("A", "B-C", "I-D")
TAGS = ["O", *(f"{prefix}-{label}" for label in LABELS for prefix in "BI")]


@st.composite
def tokens(draw):
    """Ranges with gaps, in order."""
    sizes = draw(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4)), max_size=12))
    ranges, position = [], 0
    for gap, length in sizes:
        ranges.append((position + gap, position + gap + length))
        position += gap + length
    return ranges


@st.composite
def separate_spans(draw):
    """Tokens, and spans over them that share none."""
    ranges = draw(tokens())
    cuts = sorted(draw(st.sets(st.integers(0, len(ranges)), max_size=8)))
    pairs = [pair for pair in pairwise(cuts) if draw(st.booleans())]
    spans = [Span(ranges[a][0], ranges[b - 1][1], draw(st.sampled_from(LABELS))) for a, b in pairs]
    return ranges, spans


@given(separate_spans())
def test_spans_on_whole_tokens_survive_the_round_trip(case):
    ranges, spans = case
    tags, left_out = bio_tags(spans, ranges)
    assert not left_out
    assert spans_of_tags(tags, ranges) == spans


@given(tokens(), st.data())
def test_every_span_is_carried_or_listed(ranges, data):
    numbers = st.integers(0, 30)
    spans = data.draw(st.lists(st.builds(Span, numbers, numbers, st.sampled_from(LABELS)), max_size=8))
    tags, left_out = bio_tags(spans, ranges)
    carried = spans_of_tags(tags, ranges)
    assert sorted(carried + [item.span for item in left_out]) == sorted(spans)


@given(tokens(), st.data())
def test_tags_of_spans_of_tags_carry_the_same_spans(ranges, data):
    tags = data.draw(st.lists(st.sampled_from(TAGS), min_size=len(ranges), max_size=len(ranges)))
    spans = spans_of_tags(tags, ranges)
    again, left_out = bio_tags(spans, ranges)
    assert not left_out
    assert spans_of_tags(again, ranges) == spans


@given(st.lists(st.sampled_from(TAGS)))
def test_groups_cover_the_sequence_once(tags):
    assert [index for group in tag_groups(tags) for index in group] == list(range(len(tags)))


def test_an_inside_tag_without_a_begin_opens_a_span():
    ranges = [(0, 1), (2, 3), (4, 5), (6, 7)]
    assert spans_of_tags(["I-A", "I-A", "I-B", "B-B"], ranges) == [Span(0, 3, "A"), Span(4, 5, "B"), Span(6, 7, "B")]


def test_the_longest_of_overlapping_spans_is_kept_and_the_reasons_are_named():
    ranges = word_ranges("dolor torácico (10 mg)")
    spans = [Span(0, 14, "A"), Span(0, 5, "B"), Span(16, 18, "A"), Span(16, 18, "A"), Span(7, 18, "C"), Span(5, 6, "A")]
    tags, left_out = bio_tags(spans, ranges)
    assert tags == ["B-A", "I-A", "O", "B-A", "O", "O"]
    assert [(item.span, item.reason) for item in left_out] == [
        (Span(0, 5, "B"), "overlaps a longer or earlier span"),
        (Span(5, 6, "A"), "no token"),
        (Span(7, 18, "C"), "overlaps a longer or earlier span"),
        (Span(16, 18, "A"), "repeated"),
    ]


def test_a_boundary_inside_a_token_is_inexpressible_or_moves_to_its_edge():
    ranges = word_ranges("hidroxivitamina D")
    assert bio_tags([Span(7, 17, "A")], ranges)[1][0].reason == "boundary inside a token"
    assert bio_tags([Span(7, 17, "A")], ranges, whole_tokens=False) == (["B-A", "I-A"], [])
