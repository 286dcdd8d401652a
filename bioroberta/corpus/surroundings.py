"""Rules on what stands around a sentence: menus, columns and teasers by their run of lines, what is beside notices and
code, the rest of a line that went.

Each of them changes a list of rejections in place: what one finds can be what the next goes by.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator

from bioroberta.corpus.code import COMMON, code_hints, code_marks, may_join_code
from bioroberta.corpus.config import CleanConfig
from bioroberta.corpus.furniture import RUN, announces, is_companion, is_entry, is_line, may_be_entry
from bioroberta.corpus.tables import is_cell, is_label, row_cells, table_cells
from bioroberta.corpus.verdicts import Rejection

Rejections = list[Rejection | None]

FURNITURE = ("boilerplate", "controls", "menu")
"""Rules whose neighbours are looked at again for furniture."""
DEBRIS = (*FURNITURE, "code", "symbols", "table", "truncated", "line")
"""Rules beside which furniture is looked for."""
FORM = ("code", "symbols", "table", "leaders", "scraps", "letters", "letter_share", "repeated_character")
"""Rules whose neighbours are looked at again for code and tables."""
TABULAR = ("table", "letters", "letter_share")
"""Rules beside which rows and heads of tables are looked for."""
MENU_SHARE, MANY_SHARE = 5, 2
"""One line of a menu in so many must be known: of lines that could stand in one, and of any short ones."""
TITLE_WORDS = 15
"""Words of the title of another page, at most."""
TEASERS, TEASER_WORDS = 3, range(6, 31)
"""Lines of so many words that end in points, one below the other, which are no accident."""
CODE_LINES = 2
"""Lines with a hint of code, one below the other, which are code."""
ROW, ROW_BESIDE = 3, 2
"""Figures of a row that is one beside another; the value of a laboratory and its range are two. And of one beside what
went as a table."""
CELL = 12
"""Characters of a table's cell that stands on a line of its own."""
REST = 40
"""Characters of a sentence that goes with the rest of its line."""

_POINTS = ("...", "…")
_CUT = re.compile(r"[^\W_][^¡¿!?]*[^.¡¿!?](?:\.\.\.|…)$")
"""No dialogue, no exclamation."""
_PAGE = re.compile(r"(?:[\divxIVX.]+ )?[^\W\d][^:=,]{5,80} (\d{1,4})")
_REAL_WORD = re.compile(r"[^\W\d_]{3,}")


def reject_surroundings(sentences: list[str], lines: list[range], rejections: Rejections, config: CleanConfig) -> None:
    """All rules of this module, in an order in which each can go by what the ones before it found."""
    alone = [line[0] for line in lines if len(line) == 1]
    reject_columns(sentences, alone, rejections)
    reject_rows(sentences, alone, rejections)
    reject_contents(sentences, alone, rejections)
    reject_teasers(sentences, lines, rejections, config)
    reject_menus(sentences, alone, rejections)
    reject_code_lines(sentences, rejections, config)
    if not any(rejections):
        return
    reject_rests(sentences, lines, rejections, config)
    reject_companions(sentences, rejections, config)
    reject_rests(sentences, lines, rejections, config)


def runs(numbers: Iterable[int], fits: Callable[[int], bool]) -> Iterator[list[int]]:
    """Neighbours that fit, together."""
    for fitting, members in itertools.groupby(numbers, fits):
        if fitting:
            yield list(members)


def reject_run(run: list[int], rejections: Rejections, rejection: Rejection) -> None:
    """The same for all of a run that have none."""
    for at in run:
        rejections[at] = rejections[at] or rejection


def reject_menus(sentences: list[str], alone: list[int], rejections: Rejections) -> None:
    """What stands in menus: runs of short lines of which a fifth are entries that sites have in common, or went as
    furniture; where half of them are, of any lines that are short.
    """
    known = {at for at in alone if is_furniture(rejections[at]) or is_entry(sentences[at])}
    if not known:
        return
    reject_lists(sentences, alone, rejections)
    for share, fits in ((MENU_SHARE, may_be_entry), (MANY_SHARE, is_title)):
        lines = {at for at in alone if at in known or fits(sentences[at])}
        for run in runs(range(len(sentences)), lines.__contains__):
            if len(run) >= RUN and len(known.intersection(run)) * share >= len(run):
                reject_run(run, rejections, Rejection("menu", len(run), RUN - 1))


def is_title(sentence: str) -> bool:
    """Whether a line is short and no value with its label."""
    return ":" not in sentence and is_line(sentence)


def reject_lists(sentences: list[str], alone: list[int], rejections: Rejections) -> None:
    """Lines below one that announces a list of other pages, down to the first that ends as a sentence."""
    titles = {at for at in alone if sentences[at].count(" ") < TITLE_WORDS and sentences[at][-1] not in ".;,:"}
    heads = [at for at in alone if is_furniture(rejections[at]) and announces(sentences[at])]
    for head in heads:
        for at in itertools.takewhile(titles.__contains__, range(head + 1, len(sentences))):
            rejections[at] = rejections[at] or Rejection("menu", 1, 0)


def reject_columns(sentences: list[str], alone: list[int], rejections: Rejections) -> None:
    """Runs of lines that are one cell of a table each."""
    cells = {at for at in alone if len(sentences[at]) <= CELL and all(map(is_cell, sentences[at].split()))}
    if len(cells) < RUN:
        return
    for run in runs(range(len(sentences)), cells.__contains__):
        head = run[0] - 1
        if len(run) < RUN:
            continue
        if head in alone and may_be_entry(sentences[head].replace("(", "").rstrip(")")):
            run.append(head)
        reject_run(run, rejections, Rejection("table", len(run), RUN - 1))


def reject_rows(sentences: list[str], alone: list[int], rejections: Rejections) -> None:
    """Heads of tables, rows of figures below one another, and what is beside a table and could be of it."""
    cells = {at: row_cells(sentences[at]) for at in alone}
    for at in alone:
        if is_line(sentences[at]) and (head := table_cells(sentences[at])) > 1:  # plain words: no other rule looked
            rejections[at] = rejections[at] or Rejection("table", head, 1)
        elif cells[at] >= ROW and cells[at] in (cells.get(at - 1), cells.get(at + 1)):
            rejections[at] = rejections[at] or Rejection("table", cells[at], ROW - 1)
    for at, step in both_ways(len(sentences)):
        beside = rejections[at + step]
        tabular = beside is not None and beside.rule in TABULAR and not rejections[at]
        if tabular and at in cells and (cells[at] >= ROW_BESIDE or is_label(sentences[at])):
            rejections[at] = Rejection("table", max(cells[at], 1), 0)


def reject_contents(sentences: list[str], alone: list[int], rejections: Rejections) -> None:
    """Runs of lines that end in a page's number, each later than the one before: contents without leaders."""
    pages = {at: int(found[1]) for at in alone if (found := _PAGE.fullmatch(sentences[at]))}
    if len(pages) < RUN:
        return
    for run in runs(range(len(sentences)), pages.__contains__):
        later = all(pages[before] < pages[after] for before, after in itertools.pairwise(run))
        if len(run) >= RUN and later:
            reject_run(run, rejections, Rejection("table", len(run), RUN - 1))


def reject_teasers(sentences: list[str], lines: list[range], rejections: Rejections, config: CleanConfig) -> None:
    """Runs of lines that break off, and a line that does where the button to go on stands behind it."""
    cut = {at for at, sentence in enumerate(sentences) if sentence.endswith(_POINTS) and _CUT.match(sentence)}
    if not cut:
        return
    long = {at for at in cut if sentences[at].count(" ") + 1 in TEASER_WORDS}
    for run in runs((line[-1] for line in lines), long.__contains__):
        if len(run) >= TEASERS:
            reject_run(run, rejections, Rejection("truncated", len(run), config.max_truncated))
    for at in cut - {len(sentences) - 1}:
        if is_furniture(rejections[at + 1]):
            rejections[at] = rejections[at] or Rejection("truncated", 1, config.max_truncated)


def reject_companions(sentences: list[str], rejections: Rejections, config: CleanConfig) -> None:
    """The companions of furniture, and theirs, backwards and forwards; going backwards also the heading of a notice."""
    for at, step in both_ways(len(sentences)):
        beside = rejections[at + step]
        if rejections[at] or beside is None or beside.rule not in DEBRIS:
            continue
        heads = step > 0 and beside.rule == "boilerplate" and may_be_entry(sentences[at])
        if heads or is_companion(sentences[at], config.boilerplate_words):
            rejections[at] = Rejection("boilerplate", 1, config.max_boilerplate)


def reject_code_lines(sentences: list[str], rejections: Rejections, config: CleanConfig) -> None:
    """Runs of lines with hints of code, and what is no prose beside code."""
    for run in runs(range(len(sentences)), lambda at: code_hints(sentences[at]) > 0):
        if len(run) >= CODE_LINES:
            reject_run(run, rejections, Rejection("code", len(run), CODE_LINES - 1))
    if not any(map(is_ill_formed, rejections)):
        return
    for at, step in both_ways(len(sentences)):
        beside = rejections[at + step]
        hinted = rejections[at] is None and beside is not None and beside.rule == "code"
        if hinted and (may_join_code(sentences[at]) or code_marks(sentences[at])):
            rejections[at] = Rejection("code", 1, config.max_code_marks)
    reject_between(sentences, rejections)


def reject_between(sentences: list[str], rejections: Rejections) -> None:
    """Scraps between two sentences that went for their form."""
    for at in range(1, len(sentences) - 1):
        before, after = rejections[at - 1], rejections[at + 1]
        beset = is_ill_formed(before) and is_ill_formed(after)
        if before and beset and not rejections[at] and is_scrap(sentences[at]):
            rejections[at] = Rejection(before.rule, 1, 0)


def reject_rests(sentences: list[str], lines: list[range], rejections: Rejections, config: CleanConfig) -> None:
    """Short sentences of a line most of which went: what the splitter cut off from something broken."""
    for line in lines:
        gone = sum(len(sentences[at]) for at in line if is_broken(rejections[at]))
        if not gone:
            continue
        share = gone / sum(len(sentences[at]) for at in line)
        for at in line:
            torn = len(sentences[at]) <= REST or sentences[at][0].islower()
            if not rejections[at] and share >= config.max_line_share and torn:
                rejections[at] = Rejection("line", share, config.max_line_share)


def both_ways(count: int) -> Iterator[tuple[int, int]]:
    """Every number but the last, going down, with the step to the next; then all but the first with the step back."""
    yield from ((at, 1) for at in range(count - 2, -1, -1))
    yield from ((at, -1) for at in range(1, count))


def is_furniture(rejection: Rejection | None) -> bool:
    """Whether a sentence went as what stands around text."""
    return rejection is not None and rejection.rule in FURNITURE


def is_ill_formed(rejection: Rejection | None) -> bool:
    """Whether a sentence went for its form."""
    return rejection is not None and rejection.rule in FORM


def is_broken(rejection: Rejection | None) -> bool:
    """Whether what stands on the same line as a sentence speaks for it."""
    return rejection is not None and rejection.rule not in ("language", "truncated", "repeated_sentence")


def is_scrap(sentence: str) -> bool:
    """Whether a sentence has no word, or no capital and none of the small words of prose."""
    return not _REAL_WORD.search(sentence) or (sentence[0].islower() and COMMON.isdisjoint(sentence.split()))
